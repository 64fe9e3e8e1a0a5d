"""Words of a person as a part of a branch's name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookkit.branches.slug import MOST, slug
from hookkit.settings.branch_template import PARTS


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Keep line ends", "keep-line-ends"),
        ("  it's -- done!  ", "its-done"),
        ("Größere Wörter, Ærø, Łódź, ﬁt", "grossere-worter-aero-lodz-fit"),
        ("don’t", "dont"),
        ("v2.0_final", "v2-0-final"),
        ("feature/x", "feature-x"),
        ("日本語 ok", "ok"),
        ("日本語", ""),
        ("", ""),
        ("a" * 60, "a" * MOST),
        (" ".join(["seven77"] * 9), "-".join(["seven77"] * 6)),
    ],
)
def test_words_become_a_slug(words: str, expected: str) -> None:
    assert slug(words) == expected


@given(st.text())
def test_any_text_gives_a_slug_that_a_template_takes_or_none(words: str) -> None:
    made = slug(words)
    assert made == "" or re.fullmatch(PARTS["slug"], made)
    assert len(made) <= MOST
    assert slug(made) == made
