"""What a rebase would do, tried in a scratch repository, and what a merge changed itself."""

from __future__ import annotations

import pytest

from hookkit.git.log import LogCommit
from hookkit.history.checks.rebase_dry_run import (
    OwnChanges,
    RebaseResult,
    conflict_files,
    has_all_changes,
    own_changes,
    try_rebase,
)
from tests.history.checks.scenarios import branch, grow
from tests.repository import Repository
from tests.repository_with_hooks import held


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """A repository on the branch "topic", whose last commit is on main as well as one more."""
    repo.commit("base", {"a": "1\n"})
    branch(repo, "topic", "main", "t1")
    repo.git("checkout", "-q", "main")
    grow(repo, "m1")
    repo.git("checkout", "-q", "topic")
    return repo


def edit_on_main(repo: Repository, text: str) -> None:
    """Edit the file of the first commit on main."""
    repo.git("checkout", "-q", "main")
    repo.commit("edit", {"a": text})
    repo.git("checkout", "-q", "topic")


def tried(repo: Repository, *options: str, tree: str = "") -> RebaseResult:
    """Try the rebase of topic on main, which moves nothing."""
    before = held(repo)
    found = try_rebase(repo.runner, ["topic"], "main", *options, tree=tree)
    assert held(repo) == before
    return found


def test_a_rebase_that_ends_in_the_merge_is_exact(topic: Repository) -> None:
    assert tried(topic) == RebaseResult(True, is_mergeable=True)


def test_a_conflict_is_named(topic: Repository) -> None:
    topic.commit("mine", {"a": "2\n", "t1": "again\n"})
    edit_on_main(topic, "3\n")
    assert tried(topic) == RebaseResult(False, (b"a",))


def test_where_git_can_merge_instead_it_is_said(topic: Repository) -> None:
    topic.commit("there", {"a": "2\n"})
    topic.commit("and back", {"a": "1\n"})
    edit_on_main(topic, "3\n")
    assert tried(topic) == RebaseResult(False, (b"a",), is_mergeable=True)


def test_files_that_are_not_as_wanted_are_named(topic: Repository) -> None:
    tree = topic.git("rev-parse", "topic^{tree}")
    assert tried(topic, tree=tree) == RebaseResult(False, (), (b"m1",), is_mergeable=True)


def test_what_is_not_here_is_not_exact(topic: Repository) -> None:
    assert try_rebase(topic.runner, ["topic"], "1" * 40) == RebaseResult(False)


def test_a_squash_has_all_changes(topic: Repository) -> None:
    assert not has_all_changes(topic.runner, "main", "topic")
    topic.git("checkout", "-q", "main")
    topic.git("merge", "-q", "--squash", "topic")
    topic.commit("Squash")
    grow(topic, "m2")
    assert has_all_changes(topic.runner, "main", "topic")
    assert not has_all_changes(topic.runner, "main", "main")  # of which nothing is to be merged
    assert not has_all_changes(topic.runner, "main", "1" * 40)


def test_where_a_pick_or_a_merge_stops(topic: Repository) -> None:
    mine = topic.commit("mine", {"a": "2\n"})
    edit_on_main(topic, "3\n")
    main, before = topic.git("rev-parse", "main", "topic^").split()
    for command in (("cherry-pick", mine), ("merge", "--no-edit", mine)):
        assert conflict_files(topic.runner, main, *command) == "a"
        assert conflict_files(topic.runner, before, *command) == ""
    assert conflict_files(topic.runner, "1" * 40, "cherry-pick", mine) == ""


def merged(repo: Repository, *parents: str, **files: str) -> LogCommit:
    """Make a merge commit whose files are those of a merge by git, but for some."""
    first, second = (repo.git("rev-parse", each) for each in parents)
    repo.git("checkout", "-q", "--detach", first)
    repo.attempt("merge", "--no-commit", "--allow-unrelated-histories", second)
    for name, text in files.items():
        repo.write(name, text)
    repo.git("add", "--all")
    tree = repo.git("write-tree")
    repo.git("reset", "-q", "--hard")
    made = repo.git("commit-tree", "-m", "Merge", "-p", first, "-p", second, tree)
    return LogCommit("", made, tree, (first, second), "", "", "", 0, 0, "")


def test_what_a_merge_changed_itself(topic: Repository) -> None:
    plain = merged(topic, "main", "topic")
    glued = merged(topic, "main", "topic", glue="glue\n")
    assert own_changes(topic.runner, []) == []
    assert own_changes(topic.runner, [plain]) == []
    assert own_changes(topic.runner, [glued]) == [OwnChanges(glued, (b"glue",))]
    assert own_changes(topic.runner, [plain, glued, plain]) == [OwnChanges(glued, (b"glue",))]


def test_what_a_merge_resolved_is_told_apart(topic: Repository) -> None:
    mine = topic.commit("mine", {"a": "2\n"})
    edit_on_main(topic, "3\n")
    both = merged(topic, "main", mine, a="2 and 3\n", glue="glue\n")
    (found,) = own_changes(topic.runner, [both])
    assert found == OwnChanges(both, (b"glue",), (b"a",))
    assert found.path_names == "a, glue"


def test_of_unrelated_histories_it_is_unknown(topic: Repository) -> None:
    other = topic.git("commit-tree", "-m", "Other", "main^{tree}")
    both = merged(topic, "main", other)
    assert own_changes(topic.runner, [both]) == [OwnChanges(both, is_known=False)]


def test_what_is_not_here_is_unknown(topic: Repository) -> None:
    plain = merged(topic, "main", "topic")
    gone = plain._replace(parents=("1" * 40, plain.parents[1]))
    assert own_changes(topic.runner, [gone]) == [OwnChanges(gone, is_known=False)]
