"""Which remote branches still have what was undone, and the command that resets each."""

from __future__ import annotations

import pytest

from hookkit.operation_log.entry import Entry, RefChange, ValueChange
from hookkit.undo.remote_branches_to_reset import RemoteBranchToReset, find_remote_branches_to_reset
from tests.repository import Repository

TOPIC = "refs/heads/topic"


@pytest.fixture
def ends(repo: Repository) -> tuple[str, str]:
    """Two commits of a clone of origin, which has the first as main and both as topic."""
    old, new = repo.commit("Old"), repo.commit("New")
    repo.git("remote", "add", "origin", "/nowhere")
    repo.git("update-ref", "refs/remotes/origin/main", old)
    repo.git("update-ref", "refs/remotes/origin/topic", new)
    return old, new


def found(repo: Repository, *moves: RefChange) -> tuple[RemoteBranchToReset, ...]:
    """The remote branches that have commits of a move that was undone."""
    return find_remote_branches_to_reset(repo.runner, Entry("sync", moves[0].new, (), refs=moves))


def test_a_branch_goes_back_unless_it_has_moved_there(
    repo: Repository, ends: tuple[str, str]
) -> None:
    old, new = ends
    command = f"git push --force-with-lease=topic:{new} origin topic"
    copy = RemoteBranchToReset("origin/topic", new, command)
    assert found(repo, RefChange(TOPIC, old, new)) == (copy,)


def test_a_branch_that_was_not_there_is_deleted(repo: Repository, ends: tuple[str, str]) -> None:
    _, new = ends
    command = f"git push --force-with-lease=topic:{new} origin :topic"
    copy = RemoteBranchToReset("origin/topic", new, command)
    assert found(repo, RefChange(TOPIC, repo.runner.null_id, new)) == (copy,)


def test_only_the_branch_of_that_name_goes_back(repo: Repository, ends: tuple[str, str]) -> None:
    old, new = ends
    assert found(repo, RefChange("refs/heads/other", old, new)) == ()


def test_a_branch_that_never_had_it_is_left_alone(repo: Repository, ends: tuple[str, str]) -> None:
    old, new = ends
    repo.git("update-ref", "refs/remotes/origin/topic", old)
    assert found(repo, RefChange(TOPIC, old, new)) == ()


def test_a_ref_of_no_remote_is_left_alone(repo: Repository, ends: tuple[str, str]) -> None:
    old, new = ends
    repo.git("update-ref", "refs/remotes/gone/topic", new)
    assert [each.name for each in found(repo, RefChange(TOPIC, old, new))] == ["origin/topic"]


def test_every_remote_that_has_it_is_named(repo: Repository, ends: tuple[str, str]) -> None:
    """Also one with a slash in its name, and where the branch there has gone on."""
    old, new = ends
    later = repo.commit("Later")
    repo.git("remote", "add", "my/fork", "/elsewhere")
    repo.git("update-ref", "refs/remotes/my/fork/topic", later)
    fork, origin = found(repo, RefChange(TOPIC, old, new))
    assert origin.name == "origin/topic"
    command = f"git push --force-with-lease=topic:{later} my/fork topic"
    assert fork == RemoteBranchToReset("my/fork/topic", later, command)


def test_what_was_no_move_of_a_branch_has_no_copy(repo: Repository, ends: tuple[str, str]) -> None:
    old, new = ends
    null = repo.runner.null_id
    moves = (RefChange(TOPIC, new, new), RefChange("refs/tags/topic", old, new))
    assert found(repo, *moves, RefChange(TOPIC, old, null)) == ()
    detached = Entry("fixup", old, (), head=ValueChange(old, new))
    assert find_remote_branches_to_reset(repo.runner, detached) == ()


def test_all_branches_of_a_move_are_looked_for(repo: Repository, ends: tuple[str, str]) -> None:
    old, new = ends
    repo.git("update-ref", "refs/remotes/origin/below", new)
    both = found(repo, RefChange("refs/heads/below", old, new), RefChange(TOPIC, old, new))
    assert [each.name for each in both] == ["origin/below", "origin/topic"]
