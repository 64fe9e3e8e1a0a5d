"""The heads of a merge under way, as the hooks see them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from hookkit.history.refs.merge_heads import MergeHead, merge_heads
from tests.repository import Repository

SEEN = f"""#!/bin/sh
exec {sys.executable} - <<'END'
import json, os
from pathlib import Path
from hookkit.git.runner import Git
from hookkit.history.refs.merge_heads import merge_heads
heads = merge_heads(Git.discover(), os.environ)
Path(os.environ["SEEN"]).write_text(json.dumps(heads))
raise SystemExit(1)
END
"""


@pytest.fixture(params=["sha1", "sha256"])
def topics(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    """A repository with two topics beside main, of either kind of ids."""
    repo = Repository.init(tmp_path / "repo", f"--object-format={request.param}")
    repo.commit("base", {"base": "base\n"})
    for name in ("one", "two"):
        repo.git("checkout", "-q", "-b", name, "main")
        repo.commit(name, {name: name, "base": f"{name}\n"} if name == "two" else {name: name})
    repo.git("checkout", "-q", "main")
    return repo


def seen_by(repo: Repository, hook: str, *command: str) -> list[MergeHead]:
    """Give the heads that a hook sees, and let it refuse."""
    path = repo.path / ".git" / "hooks" / hook
    path.parent.mkdir(exist_ok=True)
    path.write_text(SEEN)
    path.chmod(0o755)
    file = repo.path.parent / "seen.json"
    assert repo.attempt(*command, SEEN=str(file)).returncode == 1
    path.unlink()
    return [MergeHead(*each) for each in json.loads(file.read_text())]


def ids(repo: Repository, *names: str) -> list[str]:
    return [repo.git("rev-parse", name) for name in names]


def test_pre_merge_commit_sees_the_head_before_there_is_a_file(topics: Repository) -> None:
    (one,) = ids(topics, "one")
    assert seen_by(topics, "pre-merge-commit", "merge", "--no-ff", "one") == [MergeHead(one, "one")]
    # What git leaves behind after the refusal is found by its file.
    assert merge_heads(topics.runner, {}) == (MergeHead(one),)
    assert seen_by(topics, "pre-commit", "commit", "--no-edit") == [MergeHead(one)]


def test_a_head_given_by_its_id_has_no_name(topics: Repository) -> None:
    (one,) = ids(topics, "one")
    assert seen_by(topics, "pre-merge-commit", "merge", "--no-ff", one) == [MergeHead(one)]


def test_a_conflict_is_concluded_with_its_head(topics: Repository) -> None:
    topics.commit("other", {"base": "main\n"})
    assert topics.attempt("merge", "two").returncode == 1
    topics.write("base", "both\n")
    topics.git("add", "base")
    (two,) = ids(topics, "two")
    assert seen_by(topics, "pre-commit", "commit", "--no-edit") == [MergeHead(two)]


def test_an_octopus_has_several(topics: Repository) -> None:
    topics.commit("other", {"other": "main\n"})
    topics.git("merge", "-q", "--no-commit", "one", "two")
    one, two = ids(topics, "one", "two")
    assert merge_heads(topics.runner, {f"GITHEAD_{two}": "two"}) == (
        MergeHead(one),
        MergeHead(two, "two"),
    )


def test_a_merge_in_a_linked_worktree_is_that_of_this_worktree(topics: Repository) -> None:
    topics.git("worktree", "add", "-q", "../linked", "-b", "side")
    linked = Repository(topics.path.parent / "linked")
    linked.git("merge", "-q", "--no-ff", "--no-commit", "one")
    (one,) = ids(topics, "one")
    assert merge_heads(linked.runner, {}) == (MergeHead(one),)
    assert merge_heads(topics.runner, {}) == ()


def test_what_is_no_merge_has_no_heads(topics: Repository) -> None:
    others = {"GITHEAD_short": "x", "GITHEAD_" + "a" * 41: "x", "XGITHEAD_" + "a" * 40: "x"}
    assert merge_heads(topics.runner, {**os.environ, **others}) == ()
