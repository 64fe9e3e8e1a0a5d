"""What git is in the middle of."""

from __future__ import annotations

import os

from hookkit.errors import Refused
from hookkit.git.refs import HEADS, has_refs_elsewhere
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

# The files by which git itself knows (wt-status.c, wt_status_get_state), with the word for people.
_MARKS = (
    ("rebase-merge", "a rebase"),
    ("rebase-apply/applying", "git am"),
    ("rebase-apply", "a rebase"),
    ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ("REVERT_HEAD", "a revert"),
    ("MERGE_HEAD", "a merge"),
    ("sequencer", "a cherry-pick or revert"),
    ("BISECT_LOG", "a bisect"),
)

_REPLAYS = ("a rebase", "git am")


# Those of the marks that are refs, wherever the repository keeps those (gitglossary, "pseudoref").
_PSEUDOREFS = ("CHERRY_PICK_HEAD", "REVERT_HEAD")


def operation_in_progress(git: Git) -> str | None:
    """Name what is under way in this worktree ("a rebase", "a merge", …), or give None."""
    refs = _pseudorefs(git) if has_refs_elsewhere(git) else ()
    for mark, name in _MARKS:
        if mark in refs or os.path.exists(os.path.join(git.places.git_dir, mark)):
            return name
    return None


def check_nothing_in_progress(git: Git) -> None:
    """Raise Refused while something is under way in this worktree."""
    name = operation_in_progress(git)
    if name is not None:
        finish, abort = ending_commands(name)
        instead = f", or take it back: {abort}" if abort else ""
        raise Refused(f"{name} is under way: finish it first{instead}", finish)


class EndingCommands(NamedTuple):
    """The command that finishes an operation, and the one that takes it back ("" for none)."""

    finish: str
    abort: str = ""


_COMMANDS = {
    "a rebase": "git rebase",
    "git am": "git am",
    "a cherry-pick": "git cherry-pick",
    "a revert": "git revert",
    "a merge": "git merge",
}


def ending_commands(name: str) -> EndingCommands:
    """Give the commands that end the operation that ``operation_in_progress`` has named."""
    if name == "a bisect":
        return EndingCommands("git bisect reset")
    command = _COMMANDS.get(name)
    return EndingCommands(f"{command} --continue", f"{command} --abort") if command else _UNKNOWN


_UNKNOWN = EndingCommands("git status")
"""Between the picks of a series only its list tells whether they are reverts."""


def _pseudorefs(git: Git) -> list[str]:
    # By their exact names: rev-parse would take a branch of that name too.
    form = ("--include-root-refs", "--format=%(refname)")
    return git.lines("for-each-ref", *form, *_PSEUDOREFS)


def rebased_branch(git: Git) -> str | None:
    """Give the full name of the branch that is being rebased, None without a rebase.

    "" where git does not name one: `git rebase --apply` does so only when it stops, and the rebase
    of a detached HEAD is of no branch.
    """
    folders = [os.path.join(git.places.git_dir, name) for name in ("rebase-merge", "rebase-apply")]
    under_way = [folder for folder in folders if os.path.isdir(folder)]
    names = (_read(os.path.join(folder, "head-name")) for folder in under_way)
    found = next((name for name in names if name.startswith(HEADS)), "")
    return found if under_way else None


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.read()).strip()
    except OSError:
        return ""


def is_replay(name: str | None) -> bool:
    """Whether the operation replays commits one after the other, with one end to wait for."""
    return name in _REPLAYS


def rewritten_lines(git: Git) -> str:
    """Give the lines ``OLD NEW`` of the commits that a rebase has made so far, "" without one.

    While post-rewrite runs they are those that git writes to it (sequencer.c, builtin/am.c).
    """
    for name in ("rebase-merge/rewritten-list", "rebase-apply/rewritten"):
        try:
            with open(os.path.join(git.places.git_dir, name), encoding="ascii") as file:
                return file.read()
        except OSError:
            continue
    return ""
