"""A move of the worktree that was stopped halfway, with its files put back."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.doors.files import scratch_folder
from hookkit.doors.git import Git
from hookkit.facts.differences import Difference
from hookkit.judgement.arrived import arrived, gone_first
from hookkit.judgement.placement import top_of

_WHOLE = ("-c", "core.splitIndex=false", "-c", "index.sparse=false")


def put_back(git: Git, old: str, moved: Sequence[Difference]) -> None:
    """Give the files that have come to their new content already the one they have in ``old``.

    Every other file stays as it is, one that somebody has edited meanwhile too. Raises GitFailed
    where that is not possible.
    """
    top = top_of(git).top
    assert top is not None
    there = [entry for each in moved if (entry := arrived(git, top, each)) is not None]
    if not there:
        return
    with scratch_folder(git.git_dir) as folder:
        # An index of what is there, from which git can go back to the commit.
        env = {"GIT_INDEX_FILE": str(folder / "index")}
        git.run(*_WHOLE, "read-tree", old, env=env)
        lines = b"".join(each.info for each in gone_first(there))
        git.run(*_WHOLE, "update-index", "-z", "--add", "--index-info", data=lines, env=env)
        git.ask(*_WHOLE, "update-index", "-q", "--refresh", env=env)
        tree = git.line(*_WHOLE, "write-tree", "--missing-ok", env=env)
        command = ("read-tree", "-m", "-u", "--no-recurse-submodules", tree, old)
        git.run(*_WHOLE, *command, env=env)
