"""A part of a correction: by path, by rule, by touched lines; and a proposal thrown away."""

from __future__ import annotations

import json

import pytest

from tests.commands.review_scenario import reviewed
from tests.repository import Repository
from tests.repository_with_hooks import corrections, run_here

SLOPPY = "import os,sys\nx=1\ny = [1,2]\nz=[1,2]\n"


@pytest.fixture
def proposed(repo: Repository) -> Repository:
    """A repository with a proposed correction of a.py and pkg/b.py."""
    repo.commit("Begin", {"README": "x\n"})
    repo.commit("Add both", {"a.py": SLOPPY, "pkg/b.py": "x=1\n"})
    assert run_here(repo, "run", "--mode", "propose").status == 0
    return repo


def shown(repo: Repository, *args: str) -> list[tuple[str, tuple[str, ...]]]:
    """The path and codes of each hunk of a review."""
    ended = run_here(repo, "review", *args, "--format", "json")
    assert ended.status == 0, ended.err
    hunks = json.loads(ended.out)["hunks"]
    return [(each["path"], tuple(sorted({f["code"] for f in each["faults"]}))) for each in hunks]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), [("a.py", ("E225", "E231", "E401")), ("pkg/b.py", ("E225",))]),
        (("pkg",), [("pkg/b.py", ("E225",))]),
        (("HEAD", "a.py", "--only", "E231"), [("a.py", ("E231",))]),
        (("--only", "E225"), [("a.py", ("E225",)), ("pkg/b.py", ("E225",))]),
        (("--only", "E2"), [("a.py", ("E225", "E231")), ("pkg/b.py", ("E225",))]),
        (("--only", "e2"), [("a.py", ("E225", "E231")), ("pkg/b.py", ("E225",))]),
        (("--except", "E225,E4"), [("a.py", ("E231",))]),
        (("--only", "W"), []),
        (("nowhere.py",), None),
    ],
)
def test_what_is_shown(
    arguments: tuple[str, ...],
    expected: list[tuple[str, tuple[str, ...]]] | None,
    proposed: Repository,
) -> None:
    if expected is None:
        assert run_here(proposed, "review", *arguments).status != 0
    else:
        assert shown(proposed, *arguments) == expected


def test_a_choice_of_everything_is_called_the_correction(proposed: Repository) -> None:
    said = run_here(proposed, "accept", "--only", "E,W").out
    assert said.startswith("hookkit took the correction of ")


def test_a_place_with_other_rules_is_left_out_and_counted(proposed: Repository) -> None:
    said = run_here(proposed, "review", "--only", "E225").out
    assert "note 1 hunk left out, with other rules beside those: E231 (1)\n" in said
    assert "hookkit accept" in said and "--only E225" in said


def test_only_the_touched_lines(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "x=1\ny=1\n"})
    repo.commit("Touch", {"a.py": "x=1\ny=2\n"})
    run_here(repo, "run", "--mode", "propose")
    ended = run_here(repo, "accept", "--mine")
    assert ended.status == 0 and "1 fault not chosen: hookkit review" in ended.out
    assert repo.git("show", "HEAD:a.py") == "x=1\ny = 2"


@pytest.mark.parametrize("mode", ["propose", "worktree"])
@pytest.mark.parametrize(
    ("how", "at"),
    [
        (("--as", "fixup"), "HEAD"),
        (("--as", "commit"), "HEAD"),
        (("--as", "amend"), "HEAD"),
        (("--spread",), "HEAD"),
    ],
)
def test_a_part_is_taken_and_undone(
    mode: str, how: tuple[str, ...], at: str, repo: Repository
) -> None:
    repo.commit("Begin", {"README": "x\n"})
    corrected = repo.commit("Add both", {"a.py": SLOPPY, "pkg/b.py": "x=1\n"})
    run_here(repo, "run", "--mode", mode)
    before, files = corrections(repo), repo.read("a.py")
    ended = run_here(repo, "accept", "--only", "E2", "a.py", *how)
    assert ended.status == 0, ended.err
    assert repo.git("show", f"{at}:a.py").splitlines() == [
        *("import os,sys", "x = 1", "y = [1, 2]", "z = [1, 2]")
    ]
    assert repo.git("show", f"{at}:pkg/b.py") == "x=1"
    # The rest is that of the commit, and of the one that it was amended to.
    assert corrections(repo).items() >= before.items()
    assert (repo.head in corrections(repo)) == ("amend" in how)
    if mode == "worktree":
        assert repo.read("a.py") == files  # the rest of it stays as uncommitted edits
    assert run_here(repo, "undo").status == 0
    assert (repo.head, repo.read("a.py")) == (corrected, files)


def test_what_is_not_there_cannot_be_taken(proposed: Repository) -> None:
    ended = run_here(proposed, "accept", "--only", "E9")
    assert (ended.status, ended.out) == (1, "")
    assert "is what you chose: it is of E225 (3), E231 (3), E401 (1)\n" in ended.err
    also = run_here(proposed, "accept", "--only", "E401")
    assert "is what you chose: 1 hunk of it also mends E231 (1)\n" in also.err
    looked = run_here(proposed, "review", "--only", "W")
    assert (looked.status, looked.err) == (0, "")
    assert looked.out.endswith("is what you chose: it is of E225 (3), E231 (3), E401 (1)\n")
    outside = run_here(proposed, "review", "HEAD", "../x.py")
    assert outside.status == 2 and "is not in the worktree" in outside.err


@pytest.mark.parametrize("command", ["accept", "review", "refused"])
def test_what_is_no_rule_is_wrong_usage(command: str, proposed: Repository) -> None:
    before = proposed.head
    for option in ("--only", "--except"):
        for codes in ("", " ", "E2,", ",E2", "E2,,W2", "Q1", "E2 W2"):
            wrong = run_here(proposed, command, option, codes)
            assert (wrong.status, wrong.out) == (2, ""), (option, codes)
            assert "is no code or beginning of one, such as E2 or W291\n  repair: " in wrong.err
    assert proposed.head == before


def test_a_proposal_is_dropped_and_comes_again(proposed: Repository) -> None:
    before = corrections(proposed)
    dropped = run_here(proposed, "drop")
    assert dropped.out.splitlines() == [
        f'hookkit dropped the correction of {proposed.head[:7]} "Add both"',
        "take back  hookkit undo",
    ]
    assert corrections(proposed) == {}
    for command in ("drop", "accept"):
        again = run_here(proposed, command)
        assert (again.status, again.out) == (1, "")
        assert again.err == (
            f'hookkit: the correction of {proposed.head[:7]} "Add both" is dropped already\n'
            "  repair: hookkit undo\n"
        )
    undone = run_here(proposed, "undo").out
    assert undone.startswith("hookkit took back the drop: the proposal for ")
    assert corrections(proposed) == before
    assert run_here(proposed, "redo").status == 0
    assert corrections(proposed) == {}


def test_what_is_in_the_files_stays_there(repo: Repository) -> None:
    repo.commit("Add a", {"a.py": "x=1\n"})
    run_here(repo, "run")
    assert "its uncommitted edits stay in the files" in run_here(repo, "drop").out
    assert repo.read("a.py") == b"x = 1\n"
    assert run_here(repo, "undo", "1").status == 0


def test_dropped_before_something_else(proposed: Repository) -> None:
    dropped = proposed.head
    run_here(proposed, "drop")
    proposed.commit("Add c", {"c.py": "x=1\n"})
    run_here(proposed, "run")
    again = run_here(proposed, "drop", dropped)
    assert again.err.endswith(" is dropped already\n  repair: hookkit undo 1\n")
    assert run_here(proposed, "undo", "1").status == 0
    assert run_here(proposed, "drop", dropped).status == 0


def test_what_was_taken_of_a_dropped_correction_stays(repo: Repository) -> None:
    repo.commit("Begin", {"README": "x\n"})
    commit = repo.commit("Add both", {"a.py": SLOPPY, "pkg/b.py": "x=1\n"})
    run_here(repo, "run")
    run_here(repo, "accept", "pkg")
    printed = run_here(repo, "drop", commit).out.splitlines()
    assert printed[1:] == [
        "  what was taken of it stays on the branch",
        "  its uncommitted edits stay in the files",
        "take back  hookkit undo",
    ]
    run_here(repo, "undo")
    run_here(repo, "accept", commit)
    printed = run_here(repo, "drop", commit).out.splitlines()
    assert printed[1:] == [
        "  all of it is on the branch, and stays there",
        "take back  hookkit undo",
    ]


def test_in_the_middle_of_a_merge_a_proposal_can_be_dropped(proposed: Repository) -> None:
    proposed.write(".git/MERGE_HEAD", proposed.git("rev-parse", "HEAD^") + "\n")
    dropped = run_here(proposed, "drop")
    assert (dropped.status, dropped.err) == (0, "")
    assert dropped.out.endswith("\ntake back  hookkit undo  when the merge is over\n")
    assert corrections(proposed) == {}
    again = run_here(proposed, "drop")
    assert again.err.endswith(
        " is dropped already; hookkit undo brings it back when the merge is over\n"
        "  repair: git status\n"
    )
    (proposed.path / ".git/MERGE_HEAD").unlink()
    assert run_here(proposed, "undo").status == 0
    assert proposed.head in corrections(proposed)


def test_amend_is_offered_where_it_is_done(proposed: Repository) -> None:
    older = proposed.head
    assert "--as amend" in run_here(proposed, "review").out
    proposed.commit("On top", {"README": "y\n"})
    assert "--as amend" not in run_here(proposed, "review", older).out
    assert "--as amend" not in run_here(proposed, "run", older).out
    proposed.commit("Add d", {"d.py": "x=1\n"})
    proposed.git("update-ref", "refs/remotes/origin/main", "HEAD")
    printed = run_here(proposed, "run", "--mode", "worktree").out
    assert "hookkit accept  as a fixup! commit or --as commit\n" in printed


def test_refused_hunks_by_path_and_rule(
    proposed: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = reviewed(proposed, monkeypatch, "rr", "--as", "propose")
    assert ended.status == 0, ended.err
    assert "pkg/b.py" in run_here(proposed, "refused").out
    only_b = run_here(proposed, "refused", "pkg").out
    assert only_b.startswith("1 refused hunk\n") and "a.py" not in only_b
    assert "hookkit refused --forget-all pkg" in only_b
    assert (
        "no refused hunks are chosen by --only W"
        in run_here(proposed, "refused", "--only", "W").out
    )
    forgot = run_here(proposed, "refused", "--forget-all", "--only", "E4").out
    assert forgot.startswith("hookkit forgot 1 hunk")
    assert run_here(proposed, "refused").out.startswith("1 refused hunk\n")


def test_a_review_begins_with_the_touched_lines(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("Begin", {"a.py": "x=1\n\n\ny=1\n", "b.py": "z=1\n"})
    repo.commit("Touch", {"a.py": "x=1\n\n\ny=2\n"})
    printed = reviewed(repo, monkeypatch, "ynp").out
    asked = [line for line in printed.splitlines() if line.startswith("(")]
    assert asked == [
        "(1/2) a.py  line 4  25bf618",
        "(2/2) a.py  line 1  2c30c9e  not touched",
    ]
    (correction,) = corrections(repo).values()
    assert repo.git("show", f"{correction}:a.py") == "x=1\n\n\ny = 2"


def test_a_part_is_reviewed_and_the_rest_stays(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("Begin", {"README": "x\n"})
    repo.commit("Add both", {"a.py": SLOPPY, "pkg/b.py": "x=1\n"})
    run_here(repo, "run")
    before = corrections(repo)
    ended = reviewed(repo, monkeypatch, "yf", "--only", "E231")
    assert ended.status == 0, ended.err
    assert repo.git("show", "HEAD:a.py").splitlines()[2] == "y = [1, 2]"
    assert repo.git("show", "HEAD:pkg/b.py") == "x=1"
    assert corrections(repo) == before
    assert repo.read("pkg/b.py") == b"x = 1\n"
