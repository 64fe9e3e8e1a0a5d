"""What a spread correction says that no command shows easily."""

from __future__ import annotations

from hookkit.corrections.commits_of_parts import AssignedPart
from hookkit.corrections.placement_result import PlacementResult
from hookkit.corrections.report.spread import spread_rows
from hookkit.corrections.run_outcome import Outcome
from hookkit.corrections.spread_placement import Spread, SpreadCommit
from hookkit.corrections.state_before_accept import StateBeforeAccept
from hookkit.git.commits import Commit
from hookkit.pep8.correction_parts import Part
from hookkit.pep8.fix_task_and_outcome import Dropped, Fault, FileOutcome
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.terminal.output import plain_lines

HEAD, ROOT, NEW, OWN = "a" * 40, "b" * 40, "c" * 40, "d" * 40
FAULT = Fault("E225", 1, "missing whitespace around operator")
BEFORE = StateBeforeAccept(HEAD, False, "original", True, ("a.py",))


def commit(name: str, *parents: str) -> Commit:
    return Commit(name, "e" * 40, parents, b"A <a> 0 +0000", None, b"Add a\n", False)


def part(start: int, end: int, *faults: Fault, path: bytes = b"a.py") -> AssignedPart:
    lines = Part(start, end, start, end, ((start + 1, end),))
    return AssignedPart(ReviewHunk("x", path, (lines,), (), (), faults), 0)


def report(spread: Spread, before: StateBeforeAccept | None = None) -> list[str]:
    outcome = Outcome(HEAD, "Add a", "fixup", files=(FileOutcome(b"a.py", (FAULT,)),))
    return list(plain_lines(spread_rows(outcome, spread, before)))


def spread(*made: SpreadCommit, together: tuple[bytes, ...] = (), dropped: int = 0) -> Spread:
    lines = (Dropped(9, 9, "you have other edits there"),) * dropped
    placed = PlacementResult(made[-1].id, {b"a.py": lines}, is_empty=False)
    return Spread(placed, commit(HEAD), made, together)


FILE = [
    "  a.py",
    "    E225  1×  missing whitespace around operator  line 1",
]


def test_one_fixup_of_a_root_commit() -> None:
    made = SpreadCommit(
        NEW, commit(ROOT), (part(0, 1, FAULT), part(1, 2), part(1, 2, path=b"b.py"))
    )
    assert report(spread(made), BEFORE) == [
        "hookkit put 1 fixup! commit on the branch, for 2 hunks",
        '  bbbbbbb  "Add a"  2 hunks with 1 fault, as ccccccc',
        *FILE,
        "look       git log -p --reverse aaaaaaa..HEAD",
        "squash     git rebase -i --autosquash --root",
        "at once    GIT_SEQUENCE_EDITOR=true git rebase -i --autosquash --root",
        "take back  hookkit undo  = git reset --keep aaaaaaa",
    ]


def test_without_a_fixup_there_is_nothing_to_squash() -> None:
    assert report(spread(SpreadCommit(OWN, None, (part(0, 1),)), dropped=1), BEFORE) == [
        "hookkit put 1 commit of its own on the branch, for 1 hunk",
        "  other    lines from elsewhere  1 hunk, as ddddddd",
        *FILE,
        "look       git log -p --reverse aaaaaaa..HEAD",
        "take back  hookkit undo",
        "so that git blame passes over it:",
        "  git rev-parse HEAD >> .git-blame-ignore-revs",
        "  git config blame.ignoreRevsFile .git-blame-ignore-revs",
    ]


def test_files_that_are_kept_together_are_named() -> None:
    made = SpreadCommit(NEW, commit(HEAD, ROOT), (part(0, 1),))
    assert report(spread(made, together=(b"a.py",)))[2] == (
        "  a.py  kept together: git could not squash its hunks one by one"
    )
