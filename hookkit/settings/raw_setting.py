"""A setting as it was written: its value, under which name, where, and the command to repair it."""

from __future__ import annotations

from collections.abc import Callable

from hookkit.errors import WrongUsage
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import hint
from hookkit.settings.schema import SETTINGS


class SettingSource(NamedTuple):
    """The place of a setting in words, and the command that repairs it there."""

    origin: str
    repair: str | None = None


class SettingText(str):
    """The text of a setting. ``key`` is the setting, ``origin`` its place in words.

    ``repair`` is the command that opens that place, None where there is none.
    """

    key: str
    origin: str
    repair: str | None

    @classmethod
    def at(cls, text: str, key: str, origin: str, repair: str | None) -> SettingText:
        """Give ``text`` with its place."""
        made = cls(text)
        made.key, made.origin, made.repair = key, origin, repair
        return made

    @property
    def description(self) -> str:
        """The setting in words, with its value and its place."""
        return f'{self.key} is "{self}" in {self.origin}'


class RawSetting(NamedTuple):
    """One value that was found for the setting ``key``.

    ``name`` is the key as this place spells it. The value has its type already where the source
    has types (TOML, the command line).
    """

    key: str
    name: str
    value: object
    source: SettingSource


def find_key(name: str, name_of: Callable[[str], str], source: SettingSource) -> str:
    """Give the setting that ``name`` means; ``name_of`` gives the name of a setting at ``source``.

    Case, ``-`` and ``_`` do not count. Raises WrongUsage for an unknown one, with the nearest name
    or, where none is near, the command that has all of them.
    """
    plain = _plain(name)
    for key in SETTINGS:
        if _plain(name_of(key)) == plain:
            return key
    # A prefix that all have in common would make everything look close.
    word = name.lower().removeprefix(name_of("").lower())
    near = hint(word, list(SETTINGS), name_of)
    shown = near or "; hookkit config shows every setting"
    raise WrongUsage(f"unknown setting {name} in {source.origin}{shown}", source.repair)


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
