"""What pycodestyle finds in a text that the tokenizer breaks off is found line by line as well."""

from __future__ import annotations

import random
import sys

import pytest

from hookkit.pep8.check_text import CheckOptions, _check_broken_text, run_pycodestyle
from tests.pep8.test_check_logical_lines import library

EVERYTHING = CheckOptions(("-",), (), 79, False)

BREAKS = ["x = (", "'''", "f(a,\\", "    [", "if x: {", "f'{a} }'", 'f"{"']
"""What has no end, or none where it stands."""


def broken_texts(seed: int) -> list[str]:
    """Texts of real files with one of those in a line of theirs."""
    chance = random.Random(seed)
    found = []
    for file in library(5, seed):
        text = file.read_text(encoding="utf-8", errors="replace")
        lines = [f"{line}\n" for line in text.split("\n")]
        for _ in range(4):
            at = chance.randrange(len(lines))
            line = lines[at]
            indent = line[: len(line) - len(line.lstrip())].rstrip("\n")
            end = chance.choice(["\n", "  \n", " # x\n"])
            found.append("".join([*lines[:at], indent, chance.choice(BREAKS), end, *lines[at:]]))
    return found


def test_the_same_is_found_as_by_pycodestyle() -> None:
    count = 0
    for text in broken_texts(seed=4):
        found = _check_broken_text(text, 79, False)
        if found is not None:
            assert found == run_pycodestyle(text, EVERYTHING)
            count += 1
    assert count > 3


@pytest.mark.skipif(sys.version_info < (3, 12), reason="before, an f-string is one token")
def test_an_fstring_that_a_fix_has_broken() -> None:
    text = "def f():\n    a=1\n    return g(f'a={{a} }' )\nb=2\n"
    found = _check_broken_text(text, 79, False)
    assert found == run_pycodestyle(text, EVERYTHING)
    assert "E901" in {each.code for each in found or ()}


@pytest.mark.parametrize("text", ["x = 1\n", "(\n", "x\n  y\n z\n(\n", "x = 1\n\f(\n", "x = $\n"])
def test_what_is_left_to_pycodestyle(text: str) -> None:
    assert _check_broken_text(text, 79, False) is None
