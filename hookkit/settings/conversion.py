"""From what was written to a value of the setting's type, or an error that says what is allowed."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.errors import WrongUsage
from hookkit.settings.located_text import SettingText
from hookkit.settings.raw_value import RawSetting, SettingSource, hint
from hookkit.settings.schema import SETTINGS, Settings

_TRUE = ("true", "yes", "on")
_FALSE = ("false", "no", "off", "")
_SUFFIXES = {"k": 1024, "m": 1024**2, "g": 1024**3}


def parse_bool(text: str) -> bool:
    """Read a boolean as git does. Raises ValueError for anything else."""
    word = text.strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    return int(word) != 0


def parse_int(text: str) -> int:
    """Read a whole number as git does, with k, m and g for 1024, 1024² and 1024³.

    Raises ValueError for anything else.
    """
    word = text.strip().lower()
    factor = _SUFFIXES.get(word[-1:])
    return int(word) if factor is None else int(word[:-1]) * factor


def parse_text(key: str, name: str, texts: Sequence[str], source: SettingSource) -> RawSetting:
    """Read a setting from a place that has only text; the last of ``texts`` wins.

    A setting that is a list takes all of them. Raises WrongUsage for what its type cannot hold.
    """
    default = SETTINGS[key].default
    value: object = texts[-1] if texts else ""
    try:
        if isinstance(default, bool):
            value = parse_bool(texts[-1])
        elif isinstance(default, int):
            value = parse_int(texts[-1])
        elif isinstance(default, float):
            value = float(texts[-1])
        elif isinstance(default, (tuple, dict)):
            value = list(texts)
    except ValueError as error:
        raise _wrong(RawSetting(key, name, texts[-1], source)) from error
    return RawSetting(key, name, value, source)


def convert(raw: RawSetting) -> object:
    """Give the value in the type of its setting.

    Raises WrongUsage, naming the key with its path, the place and the allowed values.
    """
    import msgspec

    from hookkit.settings.validation import check_pattern, check_prefix, levels_of

    if raw.key == "checks":
        return levels_of(raw)
    try:
        value: object = getattr(msgspec.convert({raw.key: raw.value}, Settings), raw.key)
    except msgspec.ValidationError as error:
        _, _, path = str(error).partition(f"`$.{raw.key}")
        raise _wrong(raw, path.rstrip("`")) from error
    if isinstance(value, (int, float)) and not _is_within(raw.key, value):
        raise _wrong(raw)
    if raw.key.endswith("_pattern") and isinstance(value, str):
        value = SettingText.at(value, raw.name, raw.source.origin, raw.source.repair)
        check_pattern(raw, value)
    if raw.key == "ticket_prefix" and isinstance(value, str):
        check_prefix(raw, value)
    return value


def _is_within(key: str, value: float) -> bool:
    limits = SETTINGS[key]
    return value >= limits.least and (limits.most is None or value <= limits.most)


def _wrong(raw: RawSetting, path: str = "") -> WrongUsage:
    """The error for a value that is not allowed; ``path`` leads to a part of it, such as [1]."""
    value = raw.value
    if path and isinstance(value, (list, tuple)):
        value = value[int(path.strip("[]"))]
    allowed = SETTINGS[raw.key].allowed
    is_choice = isinstance(SETTINGS[raw.key].default, str) and isinstance(value, str)
    close = hint(str(value), allowed.replace(",", "").split()) if is_choice else ""
    shown = _show(value)
    message = f"{raw.name}{path} is {shown} in {raw.source.origin}; allowed: {allowed}{close}"
    return WrongUsage(message, raw.source.repair)


def _show(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)
