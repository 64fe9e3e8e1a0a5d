"""What is said of a commit in a picture."""

from __future__ import annotations

from hookkit.graph.commit_texts import ref_names, verdict_symbol
from hookkit.graph.read_refs_and_commits import NamedRef
from hookkit.graph.verdict_labels import VerdictLabel

A, B = "a" * 40, "b" * 40


def test_names_come_by_their_weight_and_a_branch_is_named_once() -> None:
    refs = [
        NamedRef("refs/tags/v1", A, ""),
        NamedRef("refs/remotes/origin/topic", A, ""),
        NamedRef("refs/remotes/origin/main", A, ""),
        NamedRef("refs/heads/topic", A, "refs/remotes/origin/topic"),
        NamedRef("refs/heads/free", A, ""),
        NamedRef("HEAD", A, "refs/heads/topic"),
    ]
    assert [text for _, text in ref_names(refs)] == [
        *("HEAD → topic", "free", "origin/main", "=origin", "v1"),
    ]


def test_the_worst_verdict_gives_the_sign() -> None:
    good, direct = VerdictLabel("semi-linear"), VerdictLabel("direct", "HK401", "no")
    late = VerdictLabel("not rebased", "HK403", "no")
    unknown = VerdictLabel("unknown", "HK403", "unknown")
    assert [
        verdict_symbol(each).text for each in ((), (good,), (direct,), (late,), (unknown,))
    ] == [
        *(" ", "✓", "!", "✗", "?"),
    ]
    both = (VerdictLabel("inner merge", "HK404", "no"), late)
    assert verdict_symbol(both).text == "✗"
