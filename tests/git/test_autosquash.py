"""Which commit git squashes into which; against git itself in tests/corrections/test_stack.py."""

from __future__ import annotations

import pytest

from hookkit.git.autosquash import bare_subject, is_fixup, squash_targets


def test_leads_of_nothing() -> None:
    assert squash_targets([]) == []


@pytest.mark.parametrize(
    ("subject", "bare", "is_one"),
    [
        ("one", "one", False),
        ("fixup! one", "one", True),
        ("fixup!  one", "one", True),
        ("fixup!one", "fixup!one", False),
        ("fixup! \t fixup!  one", "one", True),
        ("fixup! \u00a0one", "\u00a0one", True),
        ("squash! amend! one", "one", True),
    ],
)
def test_what_stands_behind_fixup(subject: str, bare: str, is_one: bool) -> None:
    assert (bare_subject(subject), is_fixup(subject)) == (bare, is_one)
