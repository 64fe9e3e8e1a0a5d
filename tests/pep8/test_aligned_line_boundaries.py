"""The places that two texts have, found without the tokens of what is the same in both."""

from __future__ import annotations

import random
import sysconfig
from pathlib import Path

import pytest

from hookkit.pep8 import correction_parts as parts_module
from hookkit.pep8.aligned_line_boundaries import aligned_line_boundaries
from hookkit.pep8.correction_parts import split_into_parts

TEXT = """\
import os, sys
x=1

y = [1,2]  # two

def f( a ):

    return a;()
()
"""
FIXED = """\
import os
import sys
x = 1
y = [1, 2]  # two


def f(a):
    return a
    ()


()
"""


def parts_by_tokens(before: str, after: str) -> object:
    """The parts, where all tokens of both texts are compared."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts_module, "aligned_line_boundaries", lambda *_: None)
        return split_into_parts(before, after)


def test_texts_with_the_same_landmarks_are_aligned() -> None:
    assert aligned_line_boundaries(TEXT, FIXED) is not None
    assert split_into_parts(TEXT, FIXED) == parts_by_tokens(TEXT, FIXED)
    assert split_into_parts(FIXED, TEXT) == parts_by_tokens(FIXED, TEXT)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1\n", "x = 2\n"),
        ("x = 1\n", "x = 1\ny = 2\n"),
        ("x=1\nx = 1\n", "x = 1\n"),
        ("x = 1\n\n", "x = (\n"),
        ("x = 1\n", "x = 1"),
    ],
)
def test_other_texts_are_not(before: str, after: str) -> None:
    assert aligned_line_boundaries(before, after) is None
    assert split_into_parts(before, after) == parts_by_tokens(before, after)


CHANGES = [
    (" = ", "="),
    (", ", ","),
    ("# ", "#"),
    ("(", "( "),
    ("    ", "     "),
    ("\n\n\n", "\n"),
    ("\n\n", "\n\n\n\n"),
    ("\n", " \n"),
    ("x", "xx"),
]


@pytest.mark.parametrize("seed", range(4))
def test_real_files_are_cut_as_by_tokens(seed: int) -> None:
    chance = random.Random(seed)
    files = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
    for path in chance.sample([each for each in files if each.stat().st_size < 20_000], 8):
        text = path.read_text("utf-8", "replace")
        pieces = text.split("\n\n")
        for _ in range(6):
            at, (old, new) = chance.randrange(len(pieces)), chance.choice(CHANGES)
            pieces[at] = pieces[at].replace(old, new, chance.randint(1, 3))
        changed = "\n\n".join(pieces)
        assert split_into_parts(text, changed) == parts_by_tokens(text, changed), path
        assert split_into_parts(changed, text) == parts_by_tokens(changed, text), path
