"""The report of a run, whole."""

from __future__ import annotations

from hookkit.corrections.report.run import (
    run_rows,
    run_rows_within_height,
    short_rows,
    would_correct_rows,
)
from hookkit.corrections.run_outcome import Outcome
from hookkit.pep8.fix_task_and_outcome import Dropped, Fault, FileOutcome
from hookkit.terminal.output import plain_lines
from tests.corrections.report.example_outcomes import BROKEN, PARSER, PLACED, SMALL, outcome


def report(each: Outcome) -> str:
    return "".join(f"{line}\n" for line in plain_lines(run_rows(each)))


def check_report(each: Outcome) -> str:
    return "".join(f"{line}\n" for line in plain_lines(would_correct_rows(each)))


def test_edits_in_the_worktree() -> None:
    assert report(outcome(PARSER, BROKEN, FileOutcome(b"fine.py"))) == """\
hookkit corrected 5 faults in 1 file of 1a2b3c4 "Add the parser" as uncommitted edits
  src/parser.py
    E225  3×  missing whitespace around operator  lines 4, 9
    E302  2×  expected 2 blank lines, found 1     lines 20, 31
    withheld E731 at lines 30, 44: the fix changes the program
    dropped lines 40-42: you have other edits there
  tests/x.py  left alone: does not parse (line 3: invalid syntax)
look       git diff        or hookkit review -i
keep       hookkit accept  as a fixup! commit, --as amend or --as commit
take back  hookkit undo
"""


def test_a_proposal_because_of_a_rebase() -> None:
    each = outcome(SMALL, actual_mode="propose", mode_reason="a rebase is under way")
    assert report(each) == (
        'hookkit can correct 1 fault in 1 file of 1a2b3c4 "Add the parser":'
        " kept as a proposal, nothing was touched\n"
        """\
  not as uncommitted edits: a rebase is under way
  a.py
    E225  1×  missing whitespace around operator  line 1
look  hookkit review  = git show 5c4d3e2
keep  hookkit accept  = git cherry-pick 5c4d3e2
"""
    )


def test_a_fixup_commit() -> None:
    assert (
        report(outcome(SMALL, requested_mode="fixup", actual_mode="fixup", branch_commit=PLACED))
        == """\
hookkit corrected 1 fault in 1 file of 1a2b3c4 "Add the parser" as the fixup! commit 9f8e7d6
  a.py
    E225  1×  missing whitespace around operator  line 1
look       git show 9f8e7d6
squash     git rebase -i --autosquash 1a2b3c4^
           hookkit accept --as amend
take back  hookkit undo
"""
    )


def test_a_commit_of_its_own_with_a_note() -> None:
    modes = {"requested_mode": "commit", "actual_mode": "commit"}
    each = outcome(SMALL, **modes, branch_commit=PLACED, notes=("it is pushed",))
    assert report(each) == """\
hookkit corrected 1 fault in 1 file of 1a2b3c4 "Add the parser" as the commit 9f8e7d6
  a.py
    E225  1×  missing whitespace around operator  line 1
  note it is pushed
look       git show 9f8e7d6
take back  hookkit undo
"""


def test_the_index() -> None:
    each = outcome(SMALL, commit=None, subject="the index", correction=None)
    assert report(each) == """\
hookkit corrected 1 fault in 1 file of the index as uncommitted edits
  a.py
    E225  1×  missing whitespace around operator  line 1
look       git diff
take back  hookkit undo
"""


def test_nothing_corrected() -> None:
    withheld = FileOutcome(b"a.py", withheld=PARSER.withheld[:1])
    each = outcome(BROKEN, withheld, actual_mode=None, correction=None)
    assert report(each) == """\
hookkit corrected nothing in 1a2b3c4 "Add the parser": 1 fix withheld, 1 file left alone
  a.py
    withheld E731 at line 30: the fix changes the program
  tests/x.py  left alone: does not parse (line 3: invalid syntax)
"""


def test_a_check() -> None:
    assert check_report(outcome(SMALL, actual_mode=None, correction=None)) == """\
hookkit would correct 1 fault in 1 file of 1a2b3c4 "Add the parser": nothing was changed
  a.py
    E225  1×  missing whitespace around operator  line 1
correct  hookkit run
"""


def test_a_check_without_a_fault() -> None:
    assert check_report(outcome(BROKEN, actual_mode=None, correction=None)) == """\
hookkit would correct nothing in 1a2b3c4 "Add the parser": 1 file left alone
  tests/x.py  left alone: does not parse (line 3: invalid syntax)
"""


def test_nothing_to_tell() -> None:
    silent = outcome(FileOutcome(b"fine.py"), actual_mode=None, correction=None)
    assert (run_rows(silent), would_correct_rows(silent)) == ([], [])


def test_only_notes() -> None:
    note = "the parent is not in this shallow clone"
    each = outcome(actual_mode=None, correction=None, notes=(note,))
    assert report(each) == "hookkit: the parent is not in this shallow clone\n"


def test_only_dropped() -> None:
    file = FileOutcome(b"a.py", dropped=(Dropped(1, 1, "you have other edits there"),))
    assert report(outcome(file)) == """\
hookkit corrected nothing in 1a2b3c4 "Add the parser"
  a.py
    dropped line 1: you have other edits there
"""


def test_many_files_share_a_row() -> None:
    skipped = [FileOutcome(b"gen/%d.py" % n, left_alone_reason="generated") for n in range(5)]
    corrected = [
        FileOutcome(b"src/%d.py" % n, corrected=(Fault("W291", 1, "trailing whitespace"),))
        for n in range(18)
    ]
    lines = report(outcome(*corrected, *skipped)).splitlines()
    assert lines[29:33] == [
        "  src/14.py",
        "    W291  1×  trailing whitespace  line 1",
        "  and 3 more files with 3 corrected faults",
        "  5 files left alone: generated (gen/0.py, gen/1.py, gen/2.py and 2 more files)",
    ]
    assert len(check_report(outcome(*corrected)).splitlines()) == 1 + 2 * 18 + 1


def test_one_file_too_many() -> None:
    files = [FileOutcome(b"%d.py" % n, corrected=SMALL.corrected) for n in range(16)]
    assert "  and 1 more file with 1 corrected fault" in report(outcome(*files)).splitlines()


def test_a_long_name_does_not_move_the_other_rows() -> None:
    long = "closing bracket does not match indentation of opening bracket's line"
    faults = (Fault("E123", 3, long), Fault("E401", 1, "multiple imports on one line"))
    assert report(outcome(FileOutcome(b"a.py", corrected=faults))).splitlines()[2:4] == [
        f"    E123  1×  {long}  line 3",
        "    E401  1×  multiple imports on one line  line 1",
    ]


def test_a_long_subject_is_cut() -> None:
    first = report(outcome(SMALL, subject="word " * 20)).splitlines()[0]
    assert '1a2b3c4 "' + "word " * 9 + 'word…"' in first


def test_a_forged_subject_stays_in_its_line() -> None:
    first = report(outcome(SMALL, subject="x\nlook  rm -rf\x1b[2J")).splitlines()[0]
    assert r'1a2b3c4 "x\nlook  rm -rf\x1b[2J"' in first


def test_a_report_is_no_longer_than_the_screen() -> None:
    many = [
        FileOutcome(b"f%d.py" % number, tuple(Fault(f"E30{n}", n, "name") for n in range(9)))
        for number in range(30)
    ]
    for height in (50, 22, 12):
        rows = run_rows_within_height(outcome(*many), height)
        assert len(rows) <= height
        assert rows[-1].text == "take back  hookkit undo"
    assert "more file" in run_rows_within_height(outcome(*many), 50)[-4].text
    low = run_rows_within_height(outcome(*many), 12)
    assert low[-4].text == "  and 4 more lines: hookkit review"
    assert run_rows_within_height(outcome(SMALL), 40) == run_rows(outcome(SMALL))
    assert len(run_rows(outcome(*many), None)) == 1 + 30 * 10 + 3


def test_a_short_report_is_a_line() -> None:
    (title,) = short_rows(outcome(PARSER, SMALL))
    assert title == run_rows(outcome(PARSER, SMALL))[0]
    why = short_rows(outcome(SMALL, actual_mode="propose", mode_reason="a rebase is under way"))
    assert [each.text for each in why][1:] == ["  not as uncommitted edits: a rebase is under way"]
    assert short_rows(outcome(FileOutcome(b"fine.py"))) == []
