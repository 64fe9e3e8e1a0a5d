"""The tests of which a sample stays in the normal run are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.long_runs import SAMPLED

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", SAMPLED)
def test_a_sampled_test_is_there(name: str) -> None:
    path, _, function = name.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert function in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
