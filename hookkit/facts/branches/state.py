"""What git is in the middle of."""

from __future__ import annotations

from hookkit.doors.git import Git

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


def operation(git: Git) -> str | None:
    """Name what is under way in this worktree ("a rebase", "a merge", …), or give None."""
    return next((name for mark, name in _MARKS if (git.git_dir / mark).exists()), None)


def is_replay(name: str | None) -> bool:
    """Whether the operation replays commits one after the other, with one end to wait for."""
    return name in _REPLAYS
