"""Good logging practice as a kind of debt: which codes are about it, and rules that flake8's
plugins have not.

flake8-logging (LOG), flake8-logging-format (G) and flake8-print (T20) know print, the root logger,
``warn``, messages that are put together too early, and errors that a named logger logs without
their traceback. Two things none of them sees:

- HKL001: ``logging.config`` (``fileConfig``, ``dictConfig`` and the dictionaries that go there)
  disables every logger that exists, unless it is given ``disable_existing_loggers=False``: those
  of all modules that call ``getLogger`` when they are imported (Python's logging.config).
- HKL002: an exception that a logger of an object (``self.logger.error``) logs without its
  traceback; flake8-logging looks at loggers that are a name.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from hookkit.debt.finding import UNREADABLE
from hookkit.debt.local_plugins import FLAKE8, read_configuration
from hookkit.errors import EnvironmentFailed

Kind = Literal["style", "logging"]
"""Which findings are asked for: those of flake8 as it is installed, or those on logging."""

PLUGINS = {"flake8-logging": "LOG", "flake8-logging-format": "G", "flake8-print": "T20"}
"""The plugins, and what their codes begin with."""

OWN = "HKL"
OWN_PLUGIN = f"{OWN} = {__name__}:Plugin"
"""Our own rules as flake8's configuration names a local plugin."""

SELECTED = ",".join([*PLUGINS.values(), OWN, *UNREADABLE])
EXTRA = "pip install 'hookkit[logging]'"

_CODE = re.compile(r"(?:LOG|G|HKL)\d{3}|T20\d")
_SAME = {"G001": "LOG011", "G002": "LOG011", "G003": "LOG011", "G004": "LOG011"}
_SAME |= {"G010": "LOG008", "G201": "LOG005"}
"""Codes of flake8-logging-format that report what one of flake8-logging does."""

_LOGGERS = ("log", "logger", "_log", "_logger", "LOG", "LOGGER")
_KEY = "disable_existing_loggers"


class LoggingFault(NamedTuple):
    """What one of our rules finds: a line from 1, a column from 0, a code and a sentence."""

    line: int
    column: int
    code: str
    message: str


def is_logging(code: str) -> bool:
    """Whether a code is about logging."""
    return _CODE.fullmatch(code) is not None


def require_plugins() -> None:
    """Raise EnvironmentFailed where one of the plugins is not installed beside hookkit."""
    from importlib import metadata

    points = metadata.entry_points(group="flake8.extension")
    there = {each.dist.name.lower().replace("_", "-") for each in points if each.dist}
    missing = [name for name in PLUGINS if name not in there]
    if missing:
        names = " and ".join(missing)
        raise EnvironmentFailed(f"{names} is not installed beside hookkit", EXTRA)


def reported_twice(found: Iterable[tuple[str, int, str]]) -> set[tuple[str, int, str]]:
    """Give which of some findings (path, line, code) another plugin reports at the same line."""
    codes: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for path, line, code in found:
        codes[path, line].add(code)
    return {
        (path, line, code)
        for (path, line), some in codes.items()
        for code in some
        if _SAME.get(code) in some
    }


class Plugin:
    """Our own rules as a plugin of flake8, which knows what is silenced and left out."""

    name, version = "hookkit-logging", "1"

    def __init__(self, tree: ast.AST) -> None:
        """Take the syntax tree of a file."""
        self._tree = tree

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Give line, column (from 0) and sentence of each finding, as flake8 asks for them."""
        for each in logging_faults(self._tree):
            yield each.line, each.column, f"{each.code} {each.message}", Plugin


def logging_faults(tree: ast.AST) -> Iterator[LoggingFault]:
    """Give what our own rules find in a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name_of(node.func) == "fileConfig":
            if _KEY not in [each.arg for each in node.keywords] and len(node.args) < 3:
                yield _fault(node, "HKL001", f"fileConfig() {_DISABLES}")
        elif isinstance(node, ast.Dict) and _is_configuration(node):
            yield _fault(node, "HKL001", f"this configuration of logging {_DISABLES}")
        elif isinstance(node, ast.ExceptHandler):
            yield from _untraced(node)


_DISABLES = f"disables the loggers that modules made when imported: add {_KEY}=False"


def _fault(node: ast.expr, code: str, message: str) -> LoggingFault:
    return LoggingFault(node.lineno, node.col_offset, code, message)


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_configuration(node: ast.Dict) -> bool:
    """Whether a dictionary is a configuration that disables what is there (dictConfig's schema)."""
    keys = [each.value if isinstance(each, ast.Constant) else None for each in node.keys]
    has_parts = any(each in keys for each in ("handlers", "loggers", "root", "formatters"))
    is_known = "version" in keys and has_parts and None not in keys
    return is_known and not {_KEY, "incremental"} & {*keys}


def _untraced(handler: ast.ExceptHandler) -> Iterator[LoggingFault]:
    nodes = [each for statement in handler.body for each in _walk_here(statement)]
    if any(isinstance(each, ast.Raise) for each in nodes):
        return  # whoever catches it next has the traceback
    for node in nodes:
        if isinstance(node, ast.Call) and _is_error_of_object(node.func):
            if "exc_info" not in [each.arg for each in node.keywords]:
                message = "the exception is logged without its traceback: use exception()"
                yield _fault(node, "HKL002", message)


def _is_error_of_object(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in ("error", "critical")
        and isinstance(function.value, ast.Attribute)
        and function.value.attr in _LOGGERS
    )


def _walk_here(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs in the handler itself: no function in it, and no handler of its own."""
    if not isinstance(node, _ELSEWHERE):
        yield node
        for each in ast.iter_child_nodes(node):
            yield from _walk_here(each)


_ELSEWHERE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ExceptHandler)


def selects_logging(config: Path) -> bool:
    """Whether a project asks for logging itself, by what its configuration of flake8 selects."""
    parser = read_configuration(config)
    options = parser.items(FLAKE8) if parser.has_section(FLAKE8) else []
    asked = [value for name, value in options if name.replace("_", "-") in _SELECTING]
    words = (word for value in asked for word in re.split(r"[,\s]+", value))
    return any(re.fullmatch(r"(?:LOG|G|T20)\d*", each) for each in words)


_SELECTING = ("select", "extend-select", "enable-extensions")
