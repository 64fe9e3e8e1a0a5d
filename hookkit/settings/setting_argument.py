"""A setting as an argument of the command line: ``max_bytes 10k``, ``checks.history warn``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import WrongUsage
from hookkit.hook_events import CHECKS
from hookkit.phrases import close_match, shell_word
from hookkit.settings.definitions import CHOICES, LEVELS, SETTINGS
from hookkit.settings.raw_setting import SettingSource, find_key
from hookkit.settings.settings_file import parse_toml
from hookkit.settings.value_conversion import convert_setting, parse_setting

_ORIGIN_TEXT = "the command line"
_CHECKS_KEY = "checks"


class SettingName(NamedTuple):
    """A setting. ``check`` is one check of the setting ``checks``, "" if no check is named."""

    key: str
    check: str = ""

    @property
    def name(self) -> str:
        """The name as people write it."""
        return f"{self.key}.{self.check}" if self.check else self.key

    @property
    def is_known(self) -> bool:
        """Whether the setting and the check exist: a configuration may contain unknown ones."""
        return self.key in SETTINGS and (not self.check or self.check in CHECKS)


def parse_setting_name(name: str, command: str, values: Sequence[str] = ()) -> SettingName:
    """Read the name of a setting, or ``checks.NAME``.

    Raises WrongUsage for an unknown name. Its repair is the command with the nearest name:
    ``command`` has the words before the name, ``values`` the words after it.
    """
    key, dot, check = name.partition(".")
    if not dot or key.lower() != _CHECKS_KEY:
        source = _source(command, close_match(name.lower(), SETTINGS), values)
        return SettingName(find_key(name, str, source))
    nearest = close_match(check.lower(), CHECKS)
    source = _source(command, nearest and f"{_CHECKS_KEY}.{nearest}", values)
    found = convert_setting(parse_setting(_CHECKS_KEY, _CHECKS_KEY, [f"{check}=off"], source))
    assert isinstance(found, dict)
    return SettingName(_CHECKS_KEY, *found)


def parse_setting_value(setting: SettingName, texts: Sequence[str], command: str) -> object:
    """Give the value in the type of the setting: for ``checks`` a table of the named checks.

    A list takes one text for each element, or a single text that is a TOML list, such as ``[]``.
    Raises WrongUsage with the allowed values, and with the nearest value in its repair.
    """
    default = SETTINGS[setting.key].default
    has_many_values = isinstance(default, (tuple, dict)) and not setting.check
    if not texts:
        allowed = "off, warn or refuse" if setting.check else SETTINGS[setting.key].allowed
        sentence = f"{setting.name} is given no value; allowed: {allowed}"
        raise WrongUsage(sentence, f"{command} --help")
    if any("\udc80" <= char <= "\udcff" for char in "".join(texts)):  # bytes by surrogateescape
        raise WrongUsage(f"what {setting.name} is given is no UTF-8", f"{command} --help")
    if len(texts) > 1 and not has_many_values:
        repair = f"{command} {setting.name} {shell_word(' '.join(texts))}"
        raise WrongUsage(f"{setting.name} takes one value", repair)
    words = LEVELS if setting.check else CHOICES.get(setting.key, ())
    source = _source(command, setting.name, [close_match(texts[0], words) or ""])
    if setting.check:
        texts = [f"{setting.check}={texts[0]}"]
    elements = _toml_list(texts) if isinstance(default, tuple) else None
    values = texts if elements is None else elements
    return (
        ()
        if not values
        else convert_setting(parse_setting(setting.key, setting.key, values, source))
    )


def _source(command: str, name: str | None, values: Sequence[str]) -> SettingSource:
    """Give the command line as a source; its repair is the corrected command, else the help."""
    if name is None or not all(values):
        return SettingSource(_ORIGIN_TEXT, f"{command} --help")
    return SettingSource(_ORIGIN_TEXT, " ".join([command, name, *map(shell_word, values)]))


def _toml_list(texts: Sequence[str]) -> list[str] | None:
    """Give the texts of a TOML list, None for anything else, such as the pattern ``[ab].py``."""
    if len(texts) != 1 or not texts[0].startswith("["):
        return None
    try:
        found = parse_toml(f"a = {texts[0]}", Path())["a"]
    except WrongUsage:
        return None
    is_texts = isinstance(found, list) and all(isinstance(each, str) for each in found)
    return found if is_texts and isinstance(found, list) else None
