"""Find where the code makes a repair, by its syntax tree, so that none is forgotten."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from hookkit.errors import GitFailed, HookkitError, StoppedHalfway
from hookkit.history.finding import Finding

PACKAGE = Path(__file__).parents[2] / "hookkit"
WITHOUT_REPAIR = (GitFailed, StoppedHalfway)
"""The errors whose makers give no repair."""


def errors() -> set[str]:
    """Give the names of the errors that take a repair."""
    for module in pkgutil.walk_packages([str(PACKAGE)], "hookkit."):
        importlib.import_module(module.name)  # what is not imported is nobody's subclass yet
    found, todo = set[str](), [HookkitError]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        if kind not in WITHOUT_REPAIR:
            found.add(kind.__name__)
    return found


ERRORS = errors()


@contextmanager
def made() -> Iterator[set[str]]:
    """Give the functions on the way to an error or finding that is made meanwhile."""
    found = set[str]()
    with pytest.MonkeyPatch.context() as patch:
        wrapped = ((HookkitError, "__init__"), (Finding, "__new__"), (Finding, "_replace"))
        for kind, name in wrapped:
            patch.setattr(kind, name, _noting(getattr(kind, name), found))
        yield found


def _noting(make: Callable[..., Any], found: set[str]) -> Callable[..., Any]:
    def noted(*args: Any, **named: Any) -> Any:
        found.update(_callers(sys._getframe(1)))
        return make(*args, **named)

    return noted


def _callers(frame: FrameType | None) -> Iterator[str]:
    while frame is not None:
        file, name = Path(frame.f_code.co_filename), frame.f_code.co_name
        if PACKAGE in file.parents:
            yield f"{file.relative_to(PACKAGE).as_posix()}:{name}"
        frame = frame.f_back


def sites() -> Counter[str]:
    """Give ``folder/file.py:function`` for each function that makes errors or findings with a
    repair, and how many it makes."""
    return Counter(
        f"{path.relative_to(PACKAGE).as_posix()}:{name}"
        for path in PACKAGE.rglob("*.py")
        for name in _in(path)
    )


def _in(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for each in ast.walk(node):
                if _has_repair(each):
                    yield node.name


def _has_repair(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    repair = next((each.value for each in node.keywords if each.arg == "repair"), None)
    index = 1 if name in ERRORS else {"Finding": 5, "make_finding": 2}.get(name)
    if repair is None and index is not None and len(node.args) > index:
        repair = node.args[index]
    is_none = isinstance(repair, ast.Constant) and repair.value is None
    return repair is not None and not is_none
