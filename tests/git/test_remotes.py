"""The branches that remotes have, by the remote-tracking branches."""

from __future__ import annotations

from pathlib import Path

from hookkit.git.remotes import is_on_remote
from tests.repository import Repository


def test_a_remote_has_a_branch_of_just_this_name(repo: Repository, tmp_path: Path) -> None:
    repo.commit("begin")
    assert not is_on_remote(repo.runner, "main")
    bare = Repository.init(tmp_path / "bare", "--bare")
    repo.git("remote", "add", "up/stream", str(bare.path))
    repo.git("push", "-q", "up/stream", "HEAD:deep/topic")
    names = ("deep/topic", "deep", "topic", "stream/deep/topic")
    assert [is_on_remote(repo.runner, name) for name in names] == [True, False, False, False]
