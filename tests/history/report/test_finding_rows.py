"""What checks found, as rows."""

from __future__ import annotations

from hookkit.history.check_runs.check_result import CheckResult, collect_results
from hookkit.history.finding import Finding
from hookkit.history.report.finding_rows import check_result_rows
from hookkit.terminal.output import plain_lines

ID = "0123456789abcdef0123456789abcdef01234567"
REFUSED = Finding("HK301", "no", "refuse", "topic", "it is not rebased", "git rebase main")
WARNING = Finding("HK401", "no", "warn", ID, "it went to main")
UNKNOWN = Finding("HK402", "unknown", "refuse", "main", "not here", "git fetch")


def lines(checked: CheckResult) -> list[str]:
    """The rows as plain lines."""
    return list(plain_lines(check_result_rows(checked)))


def test_each_finding_has_its_kind_rule_place_sentence_and_repair() -> None:
    checked = collect_results("topic", [REFUSED, WARNING, "a note", UNKNOWN, REFUSED, "a note"])
    assert lines(checked) == [
        "refused  HK301  topic    it is not rebased",
        "    repair: git rebase main",
        "warning  HK401  0123456  it went to main",
        "unknown  HK402  main     not here",
        "    repair: git fetch",
        "note  a note",
        "hookkit checked topic: 1 refused, 1 warning, 1 unknown",
    ]


def test_numbers_and_words_go_together() -> None:
    other = WARNING._replace(rule="HK404")
    assert lines(collect_results("x", [WARNING, other]))[-1] == "hookkit checked x: 2 warnings"
    assert lines(collect_results("x", [])) == ["hookkit found nothing to object to in x"]


def test_a_long_name_moves_no_sentence_but_its_own() -> None:
    long_name = REFUSED._replace(place="ABC-12-sum-of-an-invoice-of-a-customer")
    assert lines(collect_results("x", [long_name, WARNING, UNKNOWN]))[::2][:2] == [
        "refused  HK301  ABC-12-sum-of-an-invoice-of-a-customer  it is not rebased",
        "warning  HK401  0123456  it went to main",
    ]


def test_what_is_unknown_refuses_nothing() -> None:
    assert not collect_results("x", [UNKNOWN, WARNING]).is_refused
    assert collect_results("x", [UNKNOWN, REFUSED]).is_refused


def test_what_is_no_text_is_made_visible() -> None:
    odd = REFUSED._replace(place="a\x1b[31m", sentence="b\nc")
    assert lines(collect_results("x", [odd]))[0] == "refused  HK301  a\\x1b[31m  b\\nc"
