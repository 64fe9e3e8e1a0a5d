"""The operation in progress in this worktree: a rebase, a merge, a bisect, …"""

from __future__ import annotations

import os

from hookkit.errors import Refused
from hookkit.git.refs import HEADS, lacks_ref_files
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


_COMMANDS = {
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
    command = _COMMANDS.get(operation)
    return EndingCommands(f"{command} --continue", f"{command} --abort") if command else _UNKNOWN


_UNKNOWN = EndingCommands("git status")
"""For "a cherry-pick or revert": between two commits only git's todo list says which it is."""


def _pseudorefs(git: Git) -> list[str]:
    # By their exact names: rev-parse would resolve a branch of that name too.
    options = ("--include-root-refs", "--format=%(refname)")
    return git.lines("for-each-ref", *options, *_PSEUDOREFS)


def rebased_branch(git: Git) -> str | None:
    """Give the full name of the branch that is being rebased, None without a rebase.

    "" if git does not name the branch: `git rebase --apply` names it only when it stops, and a
    rebase of a detached HEAD has no branch.
    """
    folders = [os.path.join(git.paths.git_dir, name) for name in ("rebase-merge", "rebase-apply")]
    existing = [folder for folder in folders if os.path.isdir(folder)]
    names = (_read(os.path.join(folder, "head-name")) for folder in existing)
    branch = next((name for name in names if name.startswith(HEADS)), "")
    return branch if existing else None


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.read()).strip()
    except OSError:
        return ""


def is_rebase_or_am(name: str | None) -> bool:
    """Whether the operation replays several commits, so that corrections wait for its end."""
    return name in _REBASE_OR_AM


def read_rewritten_list(git: Git) -> str:
    """Give the lines ``OLD NEW`` of the commits that a rebase has made so far, "" for none.

    While the hook post-rewrite runs, its stdin has the same lines (sequencer.c, builtin/am.c).
    """
    for name in ("rebase-merge/rewritten-list", "rebase-apply/rewritten"):
        try:
            with open(os.path.join(git.paths.git_dir, name), encoding="ascii") as file:
                return file.read()
        except OSError:
            continue
    return ""


class StoppedRebase(NamedTuple):
    """A rebase of the branch ``ref`` (full name) from the commit ``orig_head`` to ``onto``."""

    ref: str
    orig_head: str
    onto: str


def stopped_rebase(git: Git) -> StoppedRebase | None:
    """Read the state of a rebase by git's merge backend (sequencer.c); None without a rebase."""
    values = [read_rebase_file(git, name).strip() for name in ("head-name", "orig-head", "onto")]
    return StoppedRebase(*values) if all(values) else None


def is_rebase_incomplete(git: Git) -> bool:
    """Whether the state directory is incomplete, so that git cannot continue the rebase.

    This happens if git was killed while it wrote or removed the directory.
    """
    is_there = os.path.isdir(os.path.join(git.paths.git_dir, "rebase-merge"))
    return is_there and stopped_rebase(git) is None


def read_rebase_file(git: Git, name: str) -> str:
    """Read a file of the state directory, "" if it does not exist."""
    try:
        with open(os.path.join(git.paths.git_dir, "rebase-merge", name), "rb") as file:
            return os.fsdecode(file.read())
    except OSError:
        return ""
