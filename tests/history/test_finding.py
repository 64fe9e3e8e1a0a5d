"""The finding of a check as reports name it."""

from __future__ import annotations

from hookkit.history.finding import Finding, kind_of


def test_a_finding_whose_answer_is_unknown_is_neither_refused_nor_a_warning() -> None:
    refused = Finding("HK301", "no", "refuse", "topic", "it is not rebased", "git rebase main")
    warning = Finding("HK401", "no", "warn", "topic", "it went to main")
    unknown = Finding("HK402", "unknown", "refuse", "main", "not here", "git fetch")
    kinds = [kind_of(each) for each in (refused, warning, unknown)]
    assert kinds == ["refused", "warning", "unknown"]
