"""Conversion of a written value to the type of its setting; errors say what is allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookkit.errors import WrongUsage
from hookkit.git.config import parse_bool, parse_int
from hookkit.hook_events import CHECKS
from hookkit.phrases import did_you_mean
from hookkit.settings.definitions import CHOICES, LEVELS, SETTINGS, Settings
from hookkit.settings.raw_setting import RawSetting, SettingSource, SettingText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.settings.choice_types import Level

_CHECK_LIST = ", ".join(CHECKS)


def parse_setting(
    key: str, written_name: str, texts: Sequence[str], source: SettingSource
) -> RawSetting:
    """Read the setting ``key`` from a source that has only text; the last of ``texts`` wins.

    A setting that is a list takes all of them. ``written_name`` is the key as the source spells it.
    Raises WrongUsage for a text that cannot be converted to the type of the setting.
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
        elif isinstance(default, tuple):
            value = list(texts)
        elif isinstance(default, dict):
            value = tuple(texts)  # in a file it is a table
    except ValueError as error:
        raise _value_error(RawSetting(key, written_name, texts[-1], source)) from error
    return RawSetting(key, written_name, value, source)


def convert_setting(raw: RawSetting) -> object:
    """Give the value in the type of its setting.

    Raises WrongUsage, naming the key with its path, the place and the allowed values.
    """
    if raw.key == "checks":
        return _read_levels(raw)
    value = raw.value if _needs_no_conversion(raw) else _text_list(raw) or _convert_by_msgspec(raw)
    if isinstance(value, (int, float)) and not _is_within(raw.key, value):
        raise _value_error(raw)
    if raw.key.endswith("_pattern") and isinstance(value, str):
        value = SettingText.from_source(
            value, raw.written_name, raw.source.origin, raw.source.repair
        )
        _require_valid_pattern(raw, value)
    if raw.key == "ticket_prefix" and isinstance(value, str):
        _require_valid_prefix(raw, value)
    if raw.key == "ticket_url" and isinstance(value, str):
        _require_valid_ticket_url(raw, value)
    if raw.key == "python_versions" and isinstance(value, tuple):
        _require_valid_versions(raw, value)
    return value


def _needs_no_conversion(raw: RawSetting) -> bool:
    """Whether a value, as is usual, has its type and is allowed, so that it needs no conversion."""
    default = SETTINGS[raw.key].default
    if not isinstance(default, (bool, int, float, str)) or type(raw.value) is not type(default):
        return False
    return raw.key not in CHOICES or raw.value in CHOICES[raw.key]


def _text_list(raw: RawSetting) -> tuple[str, ...]:
    """Give a value that is a list of texts, () for any other value.

    All settings that are lists are lists of texts. This avoids msgspec, whose import takes 8 ms.
    """
    if not isinstance(SETTINGS[raw.key].default, tuple) or not isinstance(raw.value, list):
        return ()
    return tuple(raw.value) if all(type(each) is str for each in raw.value) else ()


def _convert_by_msgspec(raw: RawSetting) -> object:
    """Convert a value, or raise WrongUsage with the path to its wrong element."""
    from typing import get_type_hints

    import msgspec

    from hookkit.settings import choice_types

    hints = get_type_hints(Settings, vars(choice_types))
    struct = msgspec.defstruct("Setting", [(raw.key, hints[raw.key])])
    try:
        return getattr(msgspec.convert({raw.key: raw.value}, struct), raw.key)
    except msgspec.ValidationError as error:
        _, _, path = str(error).partition(f"`$.{raw.key}")
        raise _value_error(raw, path.rstrip("`")) from error


def _is_within(key: str, value: float) -> bool:
    minimum, maximum = SETTINGS[key].minimum, SETTINGS[key].maximum
    return value >= minimum and (maximum is None or value <= maximum)


def _value_error(raw: RawSetting, path: str = "") -> WrongUsage:
    """Give the error for a wrong value; ``path`` leads to its wrong element, such as ``[1]``."""
    value = raw.value
    if path and isinstance(value, (list, tuple)):
        value = value[int(path.strip("[]"))]
    allowed = SETTINGS[raw.key].allowed
    is_choice = isinstance(SETTINGS[raw.key].default, str) and isinstance(value, str)
    suggestion = did_you_mean(str(value), allowed.replace(",", "").split()) if is_choice else ""
    problem = f"{raw.written_name}{path} is {_value_text(value)}"
    return _setting_error(raw, problem, f"allowed: {allowed}{suggestion}")


def _value_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _read_levels(raw: RawSetting) -> dict[str, Level]:
    """Read a table of checks with their levels; ``-`` and ``_`` in the names are the same.

    Sources that have only text (git, the environment) give a tuple of ``check=level``. Raises
    WrongUsage for an unknown check or level, and for a value that is no table.
    """
    if isinstance(raw.value, Mapping):
        entries = [(str(name), value) for name, value in raw.value.items()]
    elif isinstance(raw.value, tuple):
        entries = [_split_entry(raw, text) for text in raw.value]
    else:
        raise _setting_error(
            raw,
            f"{raw.written_name} is {_value_text(raw.value)}",
            f"allowed: {SETTINGS['checks'].allowed}",
        )
    return {_known_check(raw, name): _read_level(raw, name, value) for name, value in entries}


def _split_entry(raw: RawSetting, text: object) -> tuple[str, object]:
    name, separator, level = str(text).partition("=")
    if not separator:
        example = f"allowed: a check and its level, such as {CHECKS[3]}=warn"
        raise _setting_error(
            raw, f'{raw.written_name} is "{text}"', f"{example} (checks: {_CHECK_LIST})"
        )
    return name.strip(), level.strip()


def _known_check(raw: RawSetting, name: str) -> str:
    normalized = name.lower().replace("_", "-")
    if normalized in CHECKS:
        return normalized
    suggestion = did_you_mean(normalized, list(CHECKS)).removeprefix("; ")
    allowed = f"checks: {_CHECK_LIST}"
    details = f"{suggestion} ({allowed})" if suggestion else allowed
    raise _setting_error(raw, f"there is no check {name}", details)


def _read_level(raw: RawSetting, name: str, value: object) -> Level:
    for level in LEVELS:
        if isinstance(value, str) and value.lower() == level:
            return level
    allowed = f"allowed: off, warn or refuse{did_you_mean(str(value), list(LEVELS))}"
    raise _setting_error(raw, f"{raw.written_name}.{name} is {_value_text(value)}", allowed)


def _require_valid_pattern(raw: RawSetting, pattern: str) -> None:
    """Raise WrongUsage if a pattern cannot be compiled, or not within the time (SlowPattern)."""
    from hookkit.settings.branch_and_ticket_patterns import (
        compile_branch_pattern,
        compile_expression,
        compile_ticket_pattern,
    )

    try:
        if raw.key == "branch_pattern":
            compile_branch_pattern(pattern)
        else:
            compile_expression(pattern)  # first, so that positions in an error are in this pattern
            compile_ticket_pattern(pattern)
    except ValueError as error:
        allowed = f"allowed: {SETTINGS[raw.key].allowed}"
        raise _setting_error(
            raw, f'{raw.written_name} is "{pattern}"', f"{allowed} ({error})"
        ) from error


def _require_valid_prefix(raw: RawSetting, prefix: str) -> None:
    """Raise WrongUsage unless a prefix is empty or is one line that contains ``{ticket}``."""
    if prefix and ("{ticket}" not in prefix or prefix.splitlines() != [prefix]):
        allowed = f"allowed: {SETTINGS[raw.key].allowed}, such as {{ticket}}:"
        shown = _value_text("\\n".join(prefix.splitlines()))
        raise _setting_error(raw, f"{raw.written_name} is {shown}", allowed)


def _require_valid_versions(raw: RawSetting, versions: Sequence[str]) -> None:
    """Raise WrongUsage unless each version is a major and a minor number."""
    for index, version in enumerate(versions):
        major, _, minor = version.partition(".")
        if not (version.isascii() and major.isdecimal() and minor.isdecimal()):
            raise _value_error(raw, f"[{index}]")


def _require_valid_ticket_url(raw: RawSetting, url: str) -> None:
    """Raise WrongUsage unless an address is empty or an http(s) URL that contains ``{ticket}``.

    The ticket must not be in the host. Pages that contain the address are passed on to others, so
    it must have neither a user nor a password.
    """
    host, separator, rest = url.partition("://")[2].partition("/")
    is_web = url.lower().startswith(("http://", "https://")) and separator
    is_plain = host and url.isprintable() and not any(each in host for each in "@{}?#\\")
    if url and not (is_web and is_plain and "{ticket}" in rest and " " not in url):
        allowed = f"allowed: {SETTINGS[raw.key].allowed}, such as https://example.com/{{ticket}}"
        raise _setting_error(raw, f"{raw.written_name} is {_value_text(url)}", allowed)


def _setting_error(raw: RawSetting, problem: str, allowed: str) -> WrongUsage:
    return WrongUsage(f"{problem} in {raw.source.origin}; {allowed}", raw.source.repair)
