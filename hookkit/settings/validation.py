"""Settings that need more than a type: levels of checks, patterns of names."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.errors import WrongUsage
from hookkit.settings.branch_template import compile_expression, compile_pattern, compile_ticket
from hookkit.settings.raw_value import RawSetting, hint
from hookkit.settings.schema import CHECKS, LEVELS, SETTINGS, Level

_CHECK_LIST = ", ".join(CHECKS)
_LEVEL_LIST = "off, warn or refuse"


def levels_of(raw: RawSetting) -> dict[str, Level]:
    """Read a table of checks with their levels; ``-`` and ``_`` in the names are the same.

    Text (git, the environment) comes as a list of ``check=level``. Raises WrongUsage for an
    unknown check or level, and for what is no table.
    """
    if isinstance(raw.value, Mapping):
        entries = [(str(name), value) for name, value in raw.value.items()]
    elif isinstance(raw.value, (list, tuple)):
        entries = [_entry(raw, text) for text in raw.value]
    else:
        raise _wrong(
            raw, f"{raw.name} is {_show(raw.value)}", f"allowed: {SETTINGS['checks'].allowed}"
        )
    return {_check(raw, name): _level(raw, name, value) for name, value in entries}


def _entry(raw: RawSetting, text: object) -> tuple[str, object]:
    name, separator, level = str(text).partition("=")
    if not separator:
        example = f"allowed: a check and its level, such as {CHECKS[3]}=warn"
        raise _wrong(raw, f'{raw.name} is "{text}"', f"{example} (checks: {_CHECK_LIST})")
    return name.strip(), level.strip()


def _check(raw: RawSetting, name: str) -> str:
    plain = name.lower().replace("_", "-")
    if plain in CHECKS:
        return plain
    near = hint(plain, list(CHECKS)).removeprefix("; ")
    allowed = f"checks: {_CHECK_LIST}"
    raise _wrong(raw, f"there is no check {name}", f"{near} ({allowed})" if near else allowed)


def _level(raw: RawSetting, name: str, value: object) -> Level:
    for level in LEVELS:
        if isinstance(value, str) and value.lower() == level:
            return level
    near = hint(str(value), list(LEVELS))
    raise _wrong(raw, f"{raw.name}.{name} is {_show(value)}", f"allowed: {_LEVEL_LIST}{near}")


def _show(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def check_pattern(raw: RawSetting, pattern: str) -> None:
    """Raise WrongUsage unless a pattern can be compiled, and in time (SlowPattern)."""
    try:
        if raw.key == "branch_pattern":
            compile_pattern(pattern)
        else:
            compile_expression(pattern)  # its positions are those of what the person wrote
            compile_ticket(pattern)
    except ValueError as error:
        allowed = f"allowed: {SETTINGS[raw.key].allowed}"
        raise _wrong(raw, f'{raw.name} is "{pattern}"', f"{allowed} ({error})") from error


def check_prefix(raw: RawSetting, prefix: str) -> None:
    """Raise WrongUsage unless a prefix, if there is one, is one line that has the ticket."""
    if prefix and ("{ticket}" not in prefix or len(prefix.splitlines()) > 1):
        allowed = f"allowed: {SETTINGS[raw.key].allowed}, such as {{ticket}}:"
        shown = _show("\\n".join(prefix.splitlines()))
        raise _wrong(raw, f"{raw.name} is {shown}", allowed)


def _wrong(raw: RawSetting, what: str, allowed: str) -> WrongUsage:
    return WrongUsage(f"{what} in {raw.source.origin}; {allowed}", raw.source.repair)
