"""A merge of two edits of one text, by ``git merge-file``."""

from __future__ import annotations

from hookkit.errors import GitFailed
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder


def merge_contents(git: Git, ours: bytes, base: bytes, theirs: bytes) -> bytes | None:
    """Apply the change from ``base`` to ``theirs`` to ``ours``; None if the two edits conflict.

    Contents that git takes for binary are merged only if one side is unchanged or both agree.
    """
    if ours == base or ours == theirs:
        return theirs
    if base == theirs:
        return ours
    with scratch_folder(git.git_dir) as folder:
        names = [str(folder / name) for name in ("ours", "base", "theirs")]
        for name, data in zip(names, (ours, base, theirs), strict=True):
            with open(name, "wb") as file:
                file.write(data)
        command = ("merge-file", "-p", "-q", *names)
        result = git.try_run("-c", "merge.conflictStyle=merge", *command)
    if result.code == 0:
        return result.out
    # 1 to 127 is the number of conflicts; 255 is a binary file or an error.
    if result.code < 128 or "binary" in result.err:
        return None
    raise GitFailed(command, result.code, result.err)
