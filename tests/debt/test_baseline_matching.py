"""Which finding is an accepted one while the code around it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import pytest

from hookkit.debt.baseline_matching import (
    MAX_DELETED_FILES_WITH_LINE,
    BaselineComparison,
    match_with_baseline,
)
from hookkit.debt.finding import FindingKey, LintFinding, line_digest


def at(path: str, line: int, code: str = "E225", text: bytes = b"x=1") -> LintFinding:
    """A finding in a file."""
    return LintFinding(path, line, 1, code, "said", text)


def compared(
    before: list[LintFinding], after: list[LintFinding], gone: Collection[str] = ()
) -> BaselineComparison:
    """What became of the findings of before."""
    return match_with_baseline(Counter(each.key for each in before), after, gone)


def test_another_line_number_and_indentation_are_the_same_finding() -> None:
    done = compared([at("a.py", 1)], [at("a.py", 90, text=b"    x=1")])
    assert (len(done.known_findings), done.new_findings, done.repaid_keys) == (1, [], Counter())


@pytest.mark.parametrize(
    "other", [at("a.py", 1, text=b"y=1"), at("a.py", 1, code="E231")], ids=["line", "rule"]
)
def test_another_line_or_rule_is_new(other: LintFinding) -> None:
    before = at("a.py", 1)
    assert compared([before], [other]) == BaselineComparison([], [], [other], Counter([before.key]))


def test_each_finding_is_accepted_as_often_as_it_was_there() -> None:
    one = at("a.py", 1)
    assert compared([one, one], [one, one, one]).new_findings == [one]
    assert compared([one, one], [one]).repaid_keys == Counter([one.key])


def test_a_file_that_was_renamed_takes_its_findings_along_even_those_of_blank_lines() -> None:
    before = [at("old.py", 1), at("old.py", 2, "W293", b"")]
    after = [each._replace(path="new.py") for each in before]
    done = compared(before, after, {"old.py"})
    assert [(old.path, new.path) for old, new in done.moved_findings] == [("old.py", "new.py")] * 2
    assert (done.new_findings, done.repaid_keys) == ([], Counter())


def test_of_two_files_the_one_with_more_of_it_is_the_renamed_one() -> None:
    before = [at("old.py", number, text=b"x=%d" % number) for number in range(3)]
    before.append(at("old.py", 9, "W293", b""))
    more = [each._replace(path="more.py") for each in before]
    less = [before[0]._replace(path="less.py"), before[3]._replace(path="less.py")]
    assert compared(before, [*less, *more], {"old.py"}).new_findings == less


def test_code_that_was_moved_to_another_file_is_not_new() -> None:
    moved, stays = at("b.py", 7), at("a.py", 1, text=b"y=1")
    done = compared([at("a.py", 1), stays], [moved, stays])
    assert (done.moved_findings, done.new_findings) == (
        [(FindingKey("a.py", "E225", moved.key.digest), moved)],
        [],
    )


def test_a_blank_line_is_not_taken_for_moved() -> None:
    blank = at("b.py", 1, "W293", b"  ")
    assert compared([at("a.py", 1, "W293", b"")], [blank]).new_findings == [blank]


def test_a_copy_is_new() -> None:
    assert compared([at("a.py", 1)], [at("a.py", 1), at("b.py", 1)]).new_findings == [at("b.py", 1)]


def test_nothing_is_found_twice() -> None:
    before = [at("a.py", 1), at("a.py", 2)]
    after = [at("b.py", 1), at("c.py", 1), at("d.py", 1)]
    done = compared(before, after, {"a.py"})
    assert (len(done.moved_findings), len(done.new_findings), done.repaid_keys) == (2, 1, Counter())


def test_a_folder_of_many_files_is_renamed_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [
        each
        for number in range(300)
        for each in (
            at(f"old/{number}.py", 1, "F401", b"import os"),
            at(f"old/{number}.py", 2, text=b"x=%d" % number),
            at(f"old/{number}.py", 3, "W293", b""),
        )
    ]
    after = [each._replace(path=each.path.replace("old", "new")) for each in before]
    keys = Counter(each.key for each in before)
    asked = Counter[str]()

    def counted_digest(line: bytes) -> str:
        asked["digest"] += 1
        return line_digest(line)

    monkeypatch.setattr("hookkit.debt.finding.line_digest", counted_digest)
    done = match_with_baseline(keys, after, {each.path for each in before})
    assert (done.new_findings, done.repaid_keys) == ([], Counter())
    assert all(old.path[4:] == new.path[4:] for old, new in done.moved_findings)
    assert asked["digest"] < 10 * len(after)


def test_of_lines_that_many_files_have_none_tells_which_was_renamed() -> None:
    before = [
        at(f"old/{number}.py", 1, "F401", b"import os")
        for number in range(MAX_DELETED_FILES_WITH_LINE + 1)
    ]
    blank = at("old/0.py", 2, "W293", b"")
    after = [each._replace(path=each.path.replace("old", "new")) for each in (*before, blank)]
    done = compared([*before, blank], after, {each.path for each in before})
    assert len(done.moved_findings) == len(before)
    assert [each.code for each in done.new_findings] == ["W293"]
