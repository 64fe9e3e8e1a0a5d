"""The operation in progress in this worktree: a rebase, a merge, a bisect, …"""

from __future__ import annotations

import os

from hookkit.errors import Refused
from hookkit.git.refs import lacks_ref_files
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

# The files by which git itself recognises an operation (wt-status.c, wt_status_get_state), each
# with the printed name of the operation.
_STATE_FILES = (
    ("rebase-merge", "a rebase"),
    ("rebase-apply/applying", "git am"),
    ("rebase-apply", "a rebase"),
    ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ("REVERT_HEAD", "a revert"),
    ("MERGE_HEAD", "a merge"),
    ("sequencer", "a cherry-pick or revert"),
    ("BISECT_LOG", "a bisect"),
)

_REBASE_OR_AM = ("a rebase", "git am")


# The state files that are refs, which git may store elsewhere (gitglossary, "pseudoref").
_PSEUDOREFS = ("CHERRY_PICK_HEAD", "REVERT_HEAD")


def operation_in_progress(git: Git) -> str | None:
    """Name the operation in progress in this worktree ("a rebase", "a merge", …), or give None."""
    refs = _pseudorefs(git) if lacks_ref_files(git) else ()
    for file, name in _STATE_FILES:
        if file in refs or os.path.exists(os.path.join(git.paths.git_dir, file)):
            return name
    return None


def require_no_git_operation(git: Git) -> None:
    """Raise Refused while an operation is in progress in this worktree."""
    name = operation_in_progress(git)
    if name is not None:
        finish, abort = ending_commands(name)
        or_abort = f", or take it back: {abort}" if abort else ""
        raise Refused(f"{name} is under way: finish it first{or_abort}", finish)


class EndingCommands(NamedTuple):
    """The commands that finish and abort an operation; ``abort`` is "" if it cannot be aborted."""

    finish: str
    abort: str = ""


_ENDING_COMMANDS = {
    "a rebase": "git rebase",
    "git am": "git am",
    "a cherry-pick": "git cherry-pick",
    "a revert": "git revert",
    "a merge": "git merge",
}


def ending_commands(operation: str) -> EndingCommands:
    """Give the commands that end the operation that ``operation_in_progress`` has named."""
    if operation == "a bisect":
        return EndingCommands("git bisect reset")
    command = _ENDING_COMMANDS.get(operation)
    return (
        EndingCommands(f"{command} --continue", f"{command} --abort")
        if command
        else _UNKNOWN_ENDING
    )


_UNKNOWN_ENDING = EndingCommands("git status")
"""For "a cherry-pick or revert": between two commits only git's todo list says which it is."""


def _pseudorefs(git: Git) -> list[str]:
    # By their exact names: rev-parse would resolve a branch of that name too.
    options = ("--include-root-refs", "--format=%(refname)")
    return git.lines("for-each-ref", *options, *_PSEUDOREFS)


def is_rebase_or_am(name: str | None) -> bool:
    """Whether the operation replays several commits, so that corrections wait for its end."""
    return name in _REBASE_OR_AM
