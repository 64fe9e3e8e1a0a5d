"""Two edits of one text put together, by ``git merge-file``."""

from __future__ import annotations

from hookkit.errors import GitFailed
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder


def merge_contents(git: Git, mine: bytes, base: bytes, theirs: bytes) -> bytes | None:
    """Give ``mine`` with what turns ``base`` into ``theirs``, or None where the two overlap.

    Contents that are no text, in git's measure, are only taken where one side left them alone.
    """
    if mine == base or mine == theirs:
        return theirs
    if base == theirs:
        return mine
    with scratch_folder(git.git_dir) as folder:
        names = [str(folder / name) for name in ("mine", "base", "theirs")]
        for name, data in zip(names, (mine, base, theirs), strict=True):
            with open(name, "wb") as file:
                file.write(data)
        command = ("merge-file", "-p", "-q", *names)
        answer = git.ask("-c", "merge.conflictStyle=merge", *command)
    if answer.code == 0:
        return answer.out
    # Up to 127 it is the number of conflicts; 255 is a file that is no text, or an error.
    if answer.code < 128 or "binary" in answer.err:
        return None
    raise GitFailed(command, answer.code, answer.err)
