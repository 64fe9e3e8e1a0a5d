"""Commands in a bare repository: they propose only what can be done there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.history.checks.scenarios import branch, grow, run_repair
from tests.repository import Repository
from tests.repository_with_hooks import (
    CORRECTIONS,
    FIXED,
    SLOPPY,
    Ended,
    corrections,
    run_here,
    short_ids,
)

TITLE = (
    'hookkit can correct 3 faults in 1 file of <Add b> "Add b": kept as a proposal, nothing was'
    " touched"
)


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository whose last commit is sloppy."""
    repo.commit("begin", {"a.py": "x = 1\n"})
    repo.commit("Add b", {"b.py": SLOPPY})
    return repo


@pytest.fixture
def bare(begun: Repository, tmp_path: Path) -> Repository:
    """A bare clone of it."""
    begun.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    return Repository(tmp_path / "bare.git")


def test_a_correction_is_kept_and_how_to_take_it_in_a_clone_is_told(
    begun: Repository, bare: Repository, tmp_path: Path
) -> None:
    # HEAD is a file of the repository too, but not of what is in it.
    for what in ([], ["HEAD"], ["HEAD^.."], ["HEAD", "--mode", "fixup"]):
        ended = run_here(bare, "run", *what)
        ref = f"{CORRECTIONS}{begun.head}"
        take = f"git fetch origin {ref} && git cherry-pick FETCH_HEAD"
        assert (ended.status, ended.err) == (1, "")
        title, because, *_, look, keep = short_ids(begun, ended.out).splitlines()
        assert title == TITLE
        assert because.endswith(": this repository has no worktree")
        assert look == "look              hookkit review"
        assert keep == short_ids(begun, f"keep, in a clone  {take}")
    assert len(corrections(bare)) == 1
    clone = Repository(tmp_path / "clone")
    bare.git("clone", "-q", ".", str(clone.path))
    run_repair(clone, take)
    assert clone.blob("HEAD:b.py") == FIXED.encode()
    assert run_here(bare, "run", "--mode", "propose").status == 0


def test_files_are_looked_for_nowhere(bare: Repository) -> None:
    assert run_here(bare, "run", "a.py") == Ended(
        3, "", "hookkit: there is no commit 'a.py' here\n  repair: git branch --all\n"
    )
    ended = run_here(bare, "run", "./a.py")
    assert ended == Ended(
        3, "", "hookkit: this repository has no worktree\n  repair: hookkit run HEAD\n"
    )
    assert run_here(bare, "run", "HEAD").status == 1
    assert run_here(bare, "run", "--staged").status == 0


def test_head_may_name_a_branch_that_is_not_there(bare: Repository) -> None:
    bare.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    for what in ([], ["--all-files"]):
        assert run_here(bare, "run", *what) == Ended(
            3, "", "hookkit: HEAD names trunk, which is not here\n  repair: git branch --all\n"
        )
    assert run_here(bare, "run", "HEAD").err.endswith("repair: git branch --all\n")
    assert run_here(bare, "run", "main").status == 1
    assert run_here(bare, "check") == Ended(0, "hookkit found nothing to object to in trunk\n", "")


STEPS = (("sync",), ("tidy",), ("merge",), ("start", "topic"), ("ticket", "ABC-1"))
NEEDS_WORKTREE = (("init",), *STEPS)


@pytest.mark.parametrize("words", NEEDS_WORKTREE)
def test_what_needs_a_worktree_says_so_in_a_line(bare: Repository, words: tuple[str, ...]) -> None:
    place = bare.runner.paths.git_dir
    sentence = f"hookkit: this command needs a worktree, and {place} is not in one\n"
    assert run_here(bare, *words) == Ended(3, "", sentence)
    bare.git("worktree", "add", "-q", str(bare.path.parent / "linked"), "main")
    assert run_here(bare, *words) == Ended(3, "", f"{sentence}  repair: git worktree list\n")


def test_what_was_done_to_a_proposal_is_taken_back(bare: Repository) -> None:
    none = "hookkit: there is nothing to take back here\n  repair: hookkit corrections\n"
    assert run_here(bare, "undo") == Ended(1, "", none)
    assert run_here(bare, "undo", "--list").status == 0
    run_here(bare, "run", "--mode", "propose")
    kept = corrections(bare)
    assert run_here(bare, "drop").status == 0 and corrections(bare) == {}
    assert " drop  " in run_here(bare, "undo", "--list").out
    assert "  undo         the dropped correction of " in run_here(bare, "status").out
    assert run_here(bare, "undo").status == 0 and corrections(bare) == kept
    assert run_here(bare, "redo").status == 0 and corrections(bare) == {}


def test_edits_are_taken_back_in_the_worktree_alone(begun: Repository) -> None:
    assert run_here(begun, "run").status == 0
    inside = Repository(begun.path / ".git")
    ended = run_here(inside, "undo")
    assert (ended.status, ended.out) == (3, "")
    assert ended.err.endswith("/.git is not in one\n  repair: git worktree list\n")
    assert "undo" not in run_here(inside, "status").out


def test_why_is_asked_of_commits(begun: Repository, bare: Repository) -> None:
    assert run_here(bare, "why", "HEAD").status == 0
    assert run_here(bare, "why", "a.py:1") == Ended(
        3,
        "",
        "hookkit: there is no commit 'a.py:1' here, and a line of a file needs a worktree\n",
    )
    bare.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    assert run_here(bare, "why", "HEAD") == Ended(
        3, "", "hookkit: HEAD names trunk, which is not here\n  repair: git branch --all\n"
    )
    assert run_here(bare, "why", "main").status == 0


def test_a_check_says_that_its_repairs_are_for_a_clone(begun: Repository, bare: Repository) -> None:
    # Nobody can commit to main here.
    assert run_here(bare, "check") == Ended(0, "hookkit found nothing to object to in main\n", "")
    branch(begun, "topic", "main~1", "t1")
    begun.git("push", "-q", str(bare.path), "topic")
    note = "nothing can be repaired here, where there is no worktree: the repairs are for a clone"
    ended = run_here(bare, "check", "HEAD^..HEAD")
    assert f"note  {note}\n" in ended.out
    bare.git("symbolic-ref", "HEAD", "refs/heads/topic")
    assert run_here(bare, "check") == Ended(
        1,
        "refused  HK301  topic  it is not rebased on main: it lacks 1 commit\n"
        "    repair: hookkit sync\n"
        "    by git: git rebase --no-autostash main\n"
        f"note  {note}\n"
        "hookkit checked topic: 1 refused\n",
        "",
    )
    begun.git("checkout", "-q", "topic")
    run_repair(begun, "git rebase main")
    grow(begun, "t2")
    assert note not in run_here(begun, "check").out
