"""What a merge changed itself."""

from __future__ import annotations

import pytest

from hookkit.git.log import LogCommit
from hookkit.history.checks.find_own_changes import OwnChanges, find_own_changes
from tests.history.checks.scenarios import edit_on_main, topic_beside_main
from tests.repository import Repository


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """A repository on a topic that is on main as well, except for its last commit."""
    return topic_beside_main(repo)


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
    assert find_own_changes(topic.runner, []) == []
    assert find_own_changes(topic.runner, [plain]) == []
    assert find_own_changes(topic.runner, [glued]) == [OwnChanges(glued, (b"glue",))]
    assert find_own_changes(topic.runner, [plain, glued, plain]) == [OwnChanges(glued, (b"glue",))]


def test_what_a_merge_resolved_is_told_apart(topic: Repository) -> None:
    mine = topic.commit("mine", {"a": "2\n"})
    edit_on_main(topic, "3\n")
    both = merged(topic, "main", mine, a="2 and 3\n", glue="glue\n")
    (found,) = find_own_changes(topic.runner, [both])
    assert found == OwnChanges(both, (b"glue",), (b"a",))
    assert found.path_names == "a, glue"


def test_of_unrelated_histories_it_is_unknown(topic: Repository) -> None:
    other = topic.git("commit-tree", "-m", "Other", "main^{tree}")
    both = merged(topic, "main", other)
    assert find_own_changes(topic.runner, [both]) == [OwnChanges(both, is_known=False)]


def test_what_is_not_here_is_unknown(topic: Repository) -> None:
    plain = merged(topic, "main", "topic")
    gone = plain._replace(parents=("1" * 40, plain.parents[1]))
    assert find_own_changes(topic.runner, [gone]) == [OwnChanges(gone, is_known=False)]
