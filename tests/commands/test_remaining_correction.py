"""After a part of a correction is taken, the remaining part can be taken later."""

from __future__ import annotations

import re

import pytest

from tests.commands.review_scenario import records, reviewed, take_back
from tests.interruption.placement_scenario import check_sound, state
from tests.repository import Repository
from tests.repository_with_hooks import corrections, run_here, short_ids

A = "A=1\n\n\ndef f():\n    return A\ndef g(x,y):\n    z=x+y\n    return  z\nB= 2\n"
B = "import os, sys\nx=1\ny = x   \ndef h(a,b):\n  return a+b\n"
FIXED_A = """\
A = 1


def f():
    return A


def g(x, y):
    z = x+y
    return z


B = 2
"""
FIXED_B = "import os\nimport sys\nx = 1\ny = x\n\n\ndef h(a, b):\n    return a+b\n"

HOW = (("--as", "fixup"), ("--as", "commit"), ("--as", "amend"), ("--spread",))


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository whose last commit has faults of many rules side by side."""
    repo.commit("Begin", {"README": "x\n"})
    repo.commit("Add both", {"a.py": A, "pkg/b.py": B})
    return repo


def take(repo: Repository, *args: str) -> str:
    """Take a part, which must find its place, and give what is said."""
    ended = run_here(repo, "accept", *args)
    assert (ended.status, ended.err) == (0, ""), ended
    assert "dropped" not in ended.out
    return ended.out


@pytest.mark.parametrize("mode", ["propose", "worktree"])
@pytest.mark.parametrize("how", HOW, ids=" ".join)
def test_part_after_part_until_nothing_is_left(
    how: tuple[str, ...], mode: str, begun: Repository
) -> None:
    assert run_here(begun, "run", "--mode", mode).status == 0
    start, count = state(begun), len(records(begun))
    commit = () if how[-1] == "amend" else (begun.head,)
    take(begun, *commit, "--only", "E225", *how)
    take(begun, *commit, "pkg", "--only", "E401,W291", *how)
    take(begun, *commit, "--except", "E3", *how)
    printed = take(begun, *commit, *how)
    assert "not chosen" not in printed
    assert begun.git("show", "HEAD:a.py") + "\n" == FIXED_A
    assert begun.git("show", "HEAD:pkg/b.py") + "\n" == FIXED_B
    assert begun.status == ""
    check_sound(begun)
    take_back(begun, len(records(begun)) - count)
    assert state(begun) == start


def test_one_way_after_the_other(begun: Repository) -> None:
    assert run_here(begun, "run", "--mode", "propose").status == 0
    commit = begun.head
    take(begun, "--only", "E225", "--as", "fixup")
    take(begun, "--only", "W", "--as", "amend")  # with the fixup!, which lay on top
    assert begun.git("log", "--format=%s").splitlines() == ["Add both", "Begin"]
    taken = B.replace("x=1", "x = 1").replace("y = x   ", "y = x")
    assert begun.blob("HEAD:pkg/b.py") == taken.encode()
    take(begun, "--only", "E4", "--as", "commit")
    begun.commit("Other", {"c.py": "c = 1\n"})
    take(begun, begun.git("rev-parse", "HEAD~2"), "--spread")
    assert begun.git("show", "HEAD:a.py") + "\n" == FIXED_A
    assert begun.git("show", "HEAD:pkg/b.py") + "\n" == FIXED_B
    assert commit in corrections(begun)


@pytest.mark.parametrize("is_there", [True, False])
def test_undo_of_an_amend_takes_its_rest_back_too(is_there: bool, begun: Repository) -> None:
    assert run_here(begun, "run", "--mode", "propose").status == 0
    before = corrections(begun)
    take(begun, "--only", "E225", "--as", "amend")
    amended, after = begun.head, corrections(begun)
    assert set(after) == {*before, amended}
    if not is_there:  # it has expired
        begun.git("update-ref", "-d", f"refs/hookkit/corrections/{amended}")
    assert run_here(begun, "undo").status == 0
    assert corrections(begun) == before
    assert run_here(begun, "redo").status == 0
    assert (begun.head, corrections(begun)) == (amended, after)


def test_what_was_taken_is_not_offered_again(begun: Repository) -> None:
    assert run_here(begun, "run", "--mode", "propose").status == 0
    printed = take(begun, "--only", "E225")
    assert "done by git" not in printed and "cherry-pick" not in printed
    assert printed.splitlines()[-1] == (
        f"9 faults not chosen: hookkit review {begun.git('rev-parse', '--short=7', 'HEAD^')}"
    )
    assert '"Add both"  taken in part: 9 of 13 faults left\n' in run_here(begun, "corrections").out
    printed = run_here(begun, "review").out
    assert ' "Add both": 9 faults in 2 files\n' in printed
    assert "E225" not in printed and "+x = 1" not in printed
    assert "note 4 faults of it are taken already\n" in printed
    again = run_here(begun, "accept", "--only", "E225")
    assert (again.status, again.out) == (1, "")
    assert "nothing in what is left of the correction of " in again.err
    assert "is what you chose: it is of E231 (2)" in again.err
    page = run_here(begun, "review", "--html", "-").out
    assert "A part of it is taken." in page and "uncommitted edits" not in page
    assert "4 faults of it are taken already" in page and "cherry-pick" not in page
    printed = take(begun)
    assert printed.startswith("hookkit took the rest of the correction of ")
    assert '"Add both"  taken\n' in run_here(begun, "corrections").out


@pytest.mark.parametrize(
    ("how", "step"),
    [
        (("--as", "fixup"), "squash  git rebase -i --autosquash <Add both>^"),
        (("--as", "commit"), "next  hookkit status"),
    ],
)
def test_when_all_is_taken_this_is_said(how: tuple[str, ...], step: str, begun: Repository) -> None:
    assert run_here(begun, "run", "--mode", "propose").status == 0
    take(begun, "--only", "E", *how)
    take(begun, *how)
    before = state(begun)
    expected = f'nothing is left to take of the correction of <Add both> "Add both"\n{step}\n'
    for words in (["accept"], ["accept", "--only", "E2"], ["review"], ["review", "-i"]):
        ended = run_here(begun, *words)
        assert (short_ids(begun, ended.out), ended.err, ended.status) == (expected, "", 0), words
    assert state(begun) == before


def test_on_a_topic_review_names_tidy_as_accept_does(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.git("switch", "-q", "-c", "7-topic")
    begun.git("branch", "-q", "-f", "main", "HEAD^")
    assert run_here(begun, "run", "--mode", "propose").status == 0
    for how in ("spread", "fixup"):
        printed = reviewed(begun, monkeypatch, "y" * 30, "--as", how)
        assert re.search(r"^squash +hookkit tidy$", printed.out, re.M), how
        assert how == "fixup" or run_here(begun, "undo").status == 0
    for command in ("accept", "review"):
        assert run_here(begun, command).out.splitlines()[1:] == ["squash  hookkit tidy"], command
    assert run_here(begun, "tidy").status == 0
    assert begun.git("log", "--format=%s").splitlines() == ["Add both", "Begin"]


def test_what_an_amended_commit_leaves_is_kept_for_the_new_one(begun: Repository) -> None:
    assert run_here(begun, "run", "--mode", "propose").status == 0
    old = begun.head
    printed = take(begun, "--only", "E225", "--as", "amend")
    assert printed.endswith(f"\n9 faults not chosen: hookkit review {begun.head[:7]}\n")
    assert set(corrections(begun)) == {old, begun.head}
    assert ' "Add both": 9 faults in 2 files\n' in run_here(begun, "review").out
    take(begun, "--only", "E3", "--as", "amend")
    take(begun)
    assert begun.git("show", "HEAD:a.py") + "\n" == FIXED_A


def test_what_a_squash_leaves_is_kept_for_the_new_commit(begun: Repository) -> None:
    begun.git("branch", "-q", "-m", "topic")
    begun.git("branch", "-q", "main", "HEAD^")
    assert run_here(begun, "run", "--mode", "propose").status == 0
    take(begun, "--only", "E225")
    assert run_here(begun, "tidy").status == 0
    assert begun.git("log", "--format=%s").splitlines() == ["Add both", "Begin"]
    take(begun)
    assert begun.git("show", "HEAD:a.py") + "\n" == FIXED_A


def test_an_edit_of_the_person_costs_only_what_it_meets(begun: Repository) -> None:
    assert run_here(begun, "run", "--mode", "propose").status == 0
    take(begun, "--only", "E225")
    edited = begun.read("a.py").replace(b"def g(x,y):", b"def g(x,y,z):")
    begun.write("a.py", edited)
    ended = run_here(begun, "accept")
    assert ended.status == 1
    assert "  a.py  dropped line 6: you have other edits there\n" in ended.out
    assert begun.read("a.py") == FIXED_A.replace("def g(x, y):", "def g(x,y,z):").encode()
    assert begun.git("show", "HEAD:a.py") + "\n" == FIXED_A.replace("g(x, y)", "g(x,y)")


def test_by_touched_lines_and_then_the_rest(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "x=1\ny=1\nz=1\n"})
    repo.commit("Touch", {"a.py": "x=1\ny=2\nz=1\n"})
    run_here(repo, "run", "--mode", "propose")
    take(repo, "--mine")
    assert repo.blob("HEAD:a.py") == b"x=1\ny = 2\nz=1\n"
    take(repo)
    assert repo.blob("HEAD:a.py") == b"x = 1\ny = 2\nz = 1\n"


def test_status_counts_what_is_left(begun: Repository) -> None:
    begun.git("branch", "-q", "-m", "topic")
    begun.git("branch", "-q", "main", "HEAD^")
    assert run_here(begun, "run", "--mode", "propose").status == 0
    assert "13 faults" in run_here(begun, "status").out
    take(begun, "--only", "E225")
    assert "9 faults" in run_here(begun, "status").out
    take(begun, "pkg")
    assert "4 faults" in run_here(begun, "status").out
    take(begun)
    assert "none waits" in run_here(begun, "status").out
