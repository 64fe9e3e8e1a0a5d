"""A flake8 plugin with hookkit's own rules on logging.

They report what no other flake8 plugin for logging reports:

- HKL001: ``logging.config`` (``fileConfig``, and the dictionaries for ``dictConfig``) disables
  every existing logger: the loggers of all modules that call ``getLogger`` when they are imported
  (Python's logging.config). A call or dictionary that says something about
  ``disable_existing_loggers`` is not reported, nor is an incremental dictionary.
- HKL002: an exception that a logger of an object (``self.logger.error``) logs without its
  traceback; flake8-logging only checks loggers that are a plain name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

_LOGGER_NAMES = ("log", "logger", "_log", "_logger", "LOG", "LOGGER")
_DISABLING_KEY = "disable_existing_loggers"


class LoggingFinding(NamedTuple):
    """A finding of one of these rules: a line from 1, a column from 0, a code and a sentence."""

    line: int
    column: int
    code: str
    message: str


class Plugin:
    """hookkit's rules on logging as a plugin of flake8, which applies ``# noqa`` and its exclusions."""

    name, version = "hookkit-logging", "1"

    def __init__(self, tree: ast.AST) -> None:
        """Take the syntax tree of a file."""
        self._tree = tree

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Give line, column (from 0), message and class of each finding, in flake8's form."""
        for each in logging_findings(self._tree):
            yield each.line, each.column, f"{each.code} {each.message}", Plugin


def logging_findings(tree: ast.AST) -> Iterator[LoggingFinding]:
    """Give the findings of these rules in a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name_of(node.func) == "fileConfig":
            if _DISABLING_KEY not in [each.arg for each in node.keywords] and len(node.args) < 3:
                yield _finding(node, "HKL001", f"fileConfig() {_DISABLES_TEXT}")
        elif isinstance(node, ast.Dict) and _disables_loggers(node):
            yield _finding(node, "HKL001", f"this configuration of logging {_DISABLES_TEXT}")
        elif isinstance(node, ast.ExceptHandler):
            yield from _errors_without_traceback(node)


_DISABLES_TEXT = f"disables the loggers that modules made when imported: add {_DISABLING_KEY}=False"


def _finding(node: ast.expr, code: str, message: str) -> LoggingFinding:
    return LoggingFinding(node.lineno, node.col_offset, code, message)


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _disables_loggers(node: ast.Dict) -> bool:
    """Whether a dictionary is a configuration (dictConfig's schema) that disables loggers."""
    keys = [each.value if isinstance(each, ast.Constant) else None for each in node.keys]
    has_parts = any(each in keys for each in ("handlers", "loggers", "root", "formatters"))
    is_configuration = "version" in keys and has_parts and None not in keys
    return is_configuration and not {_DISABLING_KEY, "incremental"} & {*keys}


def _errors_without_traceback(handler: ast.ExceptHandler) -> Iterator[LoggingFinding]:
    nodes = [each for statement in handler.body for each in _walk_handler_nodes(statement)]
    if any(isinstance(each, ast.Raise) for each in nodes):
        return  # whoever catches it next has the traceback
    for node in nodes:
        if isinstance(node, ast.Call) and _is_error_call(node.func):
            if "exc_info" not in [each.arg for each in node.keywords]:
                message = "the exception is logged without its traceback: use exception()"
                yield _finding(node, "HKL002", message)


def _is_error_call(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in ("error", "critical")
        and isinstance(function.value, ast.Attribute)
        and function.value.attr in _LOGGER_NAMES
    )


def _walk_handler_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Walk the nodes that run in a handler itself: no functions and no handlers inside it."""
    if not isinstance(node, _NESTED_NODES):
        yield node
        for each in ast.iter_child_nodes(node):
            yield from _walk_handler_nodes(each)


_NESTED_NODES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ExceptHandler)
