"""What is said of a commit in a picture."""

from __future__ import annotations

from hookkit.graph.commits import Named
from hookkit.graph.verdicts import Verdict
from hookkit.graph.wording import mark_of, names_of, word_of

A, B = "a" * 40, "b" * 40


def test_names_come_by_their_weight_and_a_branch_is_named_once() -> None:
    refs = [
        Named("refs/tags/v1", A, ""),
        Named("refs/remotes/origin/topic", A, ""),
        Named("refs/remotes/origin/main", A, ""),
        Named("refs/heads/topic", A, "refs/remotes/origin/topic"),
        Named("refs/heads/free", A, ""),
        Named("HEAD", A, "refs/heads/topic"),
    ]
    assert [text for _, text in names_of(refs)] == [
        *("HEAD → topic", "free", "origin/main", "=origin", "v1"),
    ]


def test_the_worst_verdict_gives_the_sign() -> None:
    good, direct = Verdict("semi-linear"), Verdict("direct", "HK401", "no")
    late = Verdict("not rebased", "HK403", "no")
    unknown = Verdict("unknown", "HK403", "unknown")
    assert [mark_of(each).text for each in ((), (good,), (direct,), (late,), (unknown,))] == [
        *(" ", "✓", "!", "✗", "?"),
    ]
    both = (Verdict("inner merge", "HK404", "no"), late)
    assert (mark_of(both).text, word_of(both)) == ("✗", "inner merge, not rebased")
