"""Where the code makes a repair: read from its syntax, so that a new one cannot be forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "hookkit"
ERRORS = ("Refused", "WrongUsage", "EnvironmentFailed", "HookkitError")


def sites() -> set[str]:
    """Give ``folder/file.py:function`` for each function that makes an error or finding with a
    repair."""
    return {
        f"{path.relative_to(PACKAGE).as_posix()}:{name}"
        for path in PACKAGE.rglob("*.py")
        for name in _in(path)
    }


def _in(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if any(_has_repair(each) for each in ast.walk(node)):
                yield node.name


def _has_repair(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    repair = next((each.value for each in node.keywords if each.arg == "repair"), None)
    at = 1 if name in ERRORS else 5 if name == "Finding" else 2 if name == "found" else None
    if repair is None and at is not None and len(node.args) > at:
        repair = node.args[at]
    is_none = isinstance(repair, ast.Constant) and repair.value is None
    return repair is not None and not is_none
