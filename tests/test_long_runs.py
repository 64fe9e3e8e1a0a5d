"""The tests that `long_runs` names exist."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.long_runs import AT_NIGHT, SAMPLED

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", [*SAMPLED, *sorted(AT_NIGHT)])
def test_a_sampled_test_is_there(name: str) -> None:
    path, _, function = name.partition("::")
    assert function in functions(path)


@cache
def functions(path: str) -> set[str]:
    """The functions at the top of a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
