"""``hookkit review -i``: what cannot be is refused before anybody has answered anything."""

from __future__ import annotations

import pytest

from tests.commands.review_scenario import A, B, better, placed, proposed, reviewed, sloppy
from tests.interruption.placement_scenario import at_head, in_worktree
from tests.repository import Repository
from tests.repository_with_hooks import CORRECTIONS, Ended, repository_content, run_here

OPTIONS: tuple[tuple[str, ...], ...] = ((), *(("--as", how) for how in ("worktree", "fixup")))


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with a proposal for its last commit."""
    proposed(sloppy(repo))
    return repo


def check_refused(repo: Repository, ended: Ended, error: str, status: int = 1) -> None:
    """The error is all that is said."""
    assert (ended.status, ended.out) == (status, "")
    assert ended.err == error.replace("<id>", repo.head[:7])


@pytest.mark.parametrize("options", OPTIONS)
def test_in_the_middle_of_a_merge_there_is_only_the_proposal(
    begun: Repository, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    begun.write(".git/MERGE_HEAD", begun.git("rev-parse", "HEAD^") + "\n")
    start = repository_content(begun)
    check_refused(
        begun,
        reviewed(begun, monkeypatch, "yyyyw", *options),
        "hookkit: a merge is under way: what is taken can only be proposed\n"
        "  repair: hookkit review -i <id> --as propose\n",
    )
    assert repository_content(begun) == start
    assert reviewed(begun, monkeypatch, "ynnn", "--as", "propose").status == 0
    assert begun.blob(f"{CORRECTIONS}{begun.head}:a.py") == better(A, "a")


def test_without_a_worktree_there_is_only_the_proposal(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = Repository(begun.path.with_name("bare"))
    begun.git("clone", "-q", "--mirror", ".", str(bare.path))
    check_refused(
        bare,
        reviewed(bare, monkeypatch, "y"),
        "hookkit: this repository has no worktree\n  repair: hookkit review -i <id> --as propose\n",
        status=3,
    )
    assert reviewed(bare, monkeypatch, "ynnn", "--as", "propose").status == 0
    assert bare.blob(f"{CORRECTIONS}{bare.head}:a.py") == better(A, "a")


def test_of_what_is_the_last_commit_already_nothing_is_chosen(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_here(begun, "accept").status == 0
    start = repository_content(begun)
    ended = reviewed(begun, monkeypatch, "y")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("nothing is left to take of the correction of ")
    assert repository_content(begun) == start
    assert run_here(begun, "undo").status == 0
    assert reviewed(begun, monkeypatch, "ynnn", "--as", "amend").status == 0
    assert at_head(begun) == better(A, "a")


def test_a_commit_that_others_have_is_not_amended(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.git("update-ref", "refs/remotes/origin/main", "HEAD")
    check_refused(
        begun,
        reviewed(begun, monkeypatch, "y", "--as", "amend"),
        "hookkit: <id> is pushed, or other commits lie on it: it cannot be amended\n"
        "  repair: hookkit review -i <id> --as fixup\n",
    )
    assert "where to [w,f,s,c,p,u,q]? " in reviewed(begun, monkeypatch, "yq").out


def test_what_a_commit_did_not_change_is_not_squashed_into_it(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("Add a", {"a.py": A})
    repo.commit("Add z", {"z.py": "z=1\n"})
    assert run_here(repo, "run", "--all-files", "--mode", "propose").status == 0
    check_refused(
        repo,
        reviewed(repo, monkeypatch, "y", "--as", "fixup"),
        "hookkit: the correction also has files that <id> did not change\n"
        "  repair: hookkit review -i <id> --as spread\n",
    )
    assert "where to [w,s,c,p,u,q]? " in reviewed(repo, monkeypatch, "yq").out


def test_a_locked_index_keeps_what_was_taken_as_the_correction(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed(sloppy(repo))
    lock = repo.runner.index.with_name("index.lock")
    lock.touch()
    ended = reviewed(repo, monkeypatch, "ynnn", "--as", "fixup")
    lock.unlink()
    assert ended.status == 3
    assert ended.err == (
        f"hookkit: another git command holds the index ({lock}); what was taken is kept as the "
        f"correction of {repo.head[:7]}, what was left out is out of a.py, b.py (hookkit undo)\n"
        "  repair: hookkit doctor\n"
    )
    assert in_worktree(repo) == better(A, "a")
    assert run_here(repo, "accept").status == 0
    assert at_head(repo) == better(A, "a")


def test_a_locked_index_costs_the_correction_nothing_that_was_not_asked_about(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = repository_content(begun)
    lock = begun.runner.index.with_name("index.lock")
    lock.touch()
    ended = reviewed(begun, monkeypatch, "ynn", "--as", "fixup", "a.py")
    lock.unlink()
    assert (ended.status, ended.err) == (
        3,
        f"hookkit: another git command holds the index ({lock})\n  repair: hookkit doctor\n",
    )
    assert (
        repository_content(begun).refs == start.refs
        and repository_content(begun).files == start.files
    )
    assert run_here(begun, "accept").status == 0
    assert (at_head(begun), begun.blob("HEAD:b.py")) == (better(A, "acef"), better(B, "z"))
