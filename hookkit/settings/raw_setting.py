"""A raw setting, as it is written: its value, its spelling, its source, and how to repair it."""

from __future__ import annotations

from collections.abc import Callable

from hookkit.errors import WrongUsage
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import did_you_mean
from hookkit.settings.definitions import SETTINGS


class SettingSource(NamedTuple):
    """Where a setting is from, in words, and the command that repairs it there."""

    origin: str
    repair: str | None = None


class SettingText(str):
    """The text of a setting. ``written_name`` is the setting as its source spells it.

    ``origin`` says where it is from, ``repair`` is the command that repairs it there, None if there
    is no such command.
    """

    written_name: str
    origin: str
    repair: str | None

    @classmethod
    def from_source(
        cls, text: str, written_name: str, origin: str, repair: str | None
    ) -> SettingText:
        """Give ``text`` with its setting and where it is from."""
        setting_text = cls(text)
        setting_text.written_name = written_name
        setting_text.origin, setting_text.repair = origin, repair
        return setting_text

    @property
    def description(self) -> str:
        """The setting in words, with its value and where it is from."""
        return f'{self.written_name} is "{self}" in {self.origin}'


class RawSetting(NamedTuple):
    """One value for the setting ``key``, as it is written in one source.

    ``written_name`` is the key as the source spells it. The value already has its type if the
    source has types (TOML, the command line).
    """

    key: str
    written_name: str
    value: object
    source: SettingSource


SettingsAndErrors = tuple[list[RawSetting], list[WrongUsage]]
"""The settings, and an error for each rejected setting or file."""


def find_key(name: str, spell_name: Callable[[str], str], source: SettingSource) -> str:
    """Give the setting that ``name`` means.

    ``spell_name`` gives the name of a setting in the spelling of ``source``. Case, ``-`` and ``_``
    are ignored. Raises WrongUsage for an unknown setting, with the nearest name or, if no name is
    near, the command that shows every setting.
    """
    normalized = _normalize(name)
    for key in SETTINGS:
        if _normalize(spell_name(key)) == normalized:
            return key
    # With the common prefix all names would be close matches.
    word = name.lower().removeprefix(spell_name("").lower())
    suggestion = (
        did_you_mean(word, list(SETTINGS), spell_name) or "; hookkit config shows every setting"
    )
    raise WrongUsage(f"unknown setting {name} in {source.origin}{suggestion}", source.repair)


def _normalize(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
