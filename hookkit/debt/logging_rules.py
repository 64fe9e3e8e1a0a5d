"""The rules on good logging practice: their codes, and the flake8 plugins that have them.

flake8-logging (LOG), flake8-logging-format (G) and flake8-print (T20) report ``print``, the root
logger, ``warn``, messages that are formatted too early, and errors that a named logger logs without
their traceback. ``debt.logging_rules_plugin`` (HKL) reports what these plugins miss.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from hookkit.debt.finding import UNPARSED_CODES
from hookkit.debt.flake8_config_files import FLAKE8_SECTION, read_configuration
from hookkit.errors import EnvironmentFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    RuleKind = Literal["style", "logging"]

RULE_KINDS: tuple[RuleKind, ...] = ("style", "logging")
"""The kinds of findings: "style" is flake8 as it is installed, "logging" only rules on logging."""

LOGGING_PLUGINS = {"flake8-logging": "LOG", "flake8-logging-format": "G", "flake8-print": "T20"}
"""The plugins, each with the prefix of its codes."""

HOOKKIT_PREFIX = "HKL"
HOOKKIT_PLUGIN = f"{HOOKKIT_PREFIX} = hookkit.debt.logging_rules_plugin:Plugin"
"""hookkit's own rules as an entry of a local plugin in flake8's configuration."""

SELECTED_PREFIXES = ",".join([*LOGGING_PLUGINS.values(), HOOKKIT_PREFIX, *UNPARSED_CODES])
INSTALL_COMMAND = "pip install 'hookkit[logging]'"

_CODE_PATTERN = re.compile(r"(?:LOG|G|HKL)\d{3}|T20\d")
_EQUIVALENT_CODES = {"G001": "LOG011", "G002": "LOG011", "G003": "LOG011", "G004": "LOG011"}
_EQUIVALENT_CODES |= {"G010": "LOG008", "G201": "LOG005"}
"""Codes of flake8-logging-format, each with the code of flake8-logging for the same fault."""


def is_logging_code(code: str) -> bool:
    """Whether a code is about logging."""
    return _CODE_PATTERN.fullmatch(code) is not None


def require_logging_plugins() -> None:
    """Raise EnvironmentFailed if one of the plugins is not installed beside hookkit."""
    from importlib import metadata

    entry_points = metadata.entry_points(group="flake8.extension")
    installed = {each.dist.name.lower().replace("_", "-") for each in entry_points if each.dist}
    missing = [name for name in LOGGING_PLUGINS if name not in installed]
    if missing:
        names = " and ".join(missing)
        raise EnvironmentFailed(f"{names} is not installed beside hookkit", INSTALL_COMMAND)


def duplicate_findings(findings: Iterable[tuple[str, int, str]]) -> set[tuple[str, int, str]]:
    """Give the findings (path, line, code) that another plugin reports too, at the same line."""
    codes: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for path, line, code in findings:
        codes[path, line].add(code)
    return {
        (path, line, code)
        for (path, line), line_codes in codes.items()
        for code in line_codes
        if _EQUIVALENT_CODES.get(code) in line_codes
    }


def selects_logging(config: Path) -> bool:
    """Whether a project's configuration of flake8 selects rules on logging."""
    parser = read_configuration(config)
    options = parser.items(FLAKE8_SECTION) if parser.has_section(FLAKE8_SECTION) else []
    selections = [value for name, value in options if name.replace("_", "-") in _SELECTING_OPTIONS]
    words = (word for value in selections for word in re.split(r"[,\s]+", value))
    return any(re.fullmatch(r"(?:LOG|G|T20)\d*", each) for each in words)


_SELECTING_OPTIONS = ("select", "extend-select", "enable-extensions")
