"""What ``hookkit accept`` says that no command shows easily."""

from __future__ import annotations

import pytest

from hookkit.corrections.accept import AcceptAs
from hookkit.corrections.correction import Correction
from hookkit.corrections.placement_result import PlacementResult
from hookkit.corrections.report.accept import accepted_rows
from hookkit.corrections.state_before_accept import FilesState, StateBeforeAccept
from hookkit.git.commits import Commit
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.terminal.output import plain_lines

KEPT, CORRECTED, PARENT, NEW = "c" * 40, "a" * 40, "b" * 40, "d" * 40


def commit(name: str, *parents: str) -> Commit:
    return Commit(name, "e" * 40, parents, b"A <a> 0 +0000", None, b"Add a\n", False)


CORRECTION = Correction(commit(KEPT, CORRECTED), commit(CORRECTED, PARENT))


def report(how: AcceptAs, placed: PlacementResult, before: StateBeforeAccept) -> list[str]:
    return list(plain_lines(accepted_rows(CORRECTION, how, placed, before)))


def before(
    files_state: FilesState = "original",
    is_index_clean: bool = True,
    paths: tuple[str, ...] = ("a.py",),
) -> StateBeforeAccept:
    return StateBeforeAccept(CORRECTED, False, files_state, is_index_clean, paths)


PLACED = PlacementResult(NEW, {}, is_empty=False)


def test_one_file_is_one_file() -> None:
    assert report("commit", PLACED, before("fixed"))[-4:] == [
        "done by git  git commit -m 'Correct PEP 8 faults in 1 file' -- a.py",
        "so that git blame passes over it:",
        "  git rev-parse HEAD >> .git-blame-ignore-revs",
        "  git config blame.ignoreRevsFile .git-blame-ignore-revs",
    ]


@pytest.mark.parametrize(
    "each",
    [before("other"), before("original", is_index_clean=False)],
    ids=["edited", "staged"],
)
def test_where_no_one_command_does_it_none_is_named(each: StateBeforeAccept) -> None:
    assert report("fixup", PLACED, each) == [
        'hookkit took the correction of aaaaaaa "Add a" as the fixup! commit ddddddd',
        "look       git show ddddddd",
        "squash     git rebase -i --autosquash aaaaaaa^",
        "take back  hookkit undo",
    ]


def test_over_staged_work_only_the_files_are_committed() -> None:
    assert report("amend", PLACED, before("fixed", is_index_clean=False)) == [
        'hookkit amended aaaaaaa "Add a" to ddddddd',
        "look         git show ddddddd",
        "take back    hookkit undo",
        "done by git  git commit --amend --no-edit -- a.py",
    ]


def test_a_command_for_many_files_is_not_named() -> None:
    names = tuple(f"{at}.py" for at in range(4))
    assert report("fixup", PLACED, before("fixed", paths=names))[-1].startswith("take back")


def test_what_found_no_place() -> None:
    dropped = {b"a.py": (Dropped(3, 3, "you have other edits there"),), b"b.py": ()}
    assert report("fixup", PlacementResult(None, dropped, is_empty=True), before("other")) == [
        'hookkit took nothing of the correction of aaaaaaa "Add a"',
        "  a.py  dropped line 3: you have other edits there",
    ]
    lines = report("fixup", PlacementResult(NEW, dropped, is_empty=False), before())
    assert lines[1] == "  a.py  dropped line 3: you have other edits there"
    assert lines[-1] == "take back  hookkit undo"
