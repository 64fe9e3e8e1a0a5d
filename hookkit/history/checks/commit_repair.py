"""The commands that make unpushed commits of a protected branch as they should have been.

They go through several states of the files, and so they begin only without uncommitted edits: git
would refuse half-way. What they replace stays in the reflog of the branch.
"""

from __future__ import annotations

from hookkit.git.log import LogCommit
from hookkit.history.checks.wording import CLEAN, commands, rebase, word
from hookkit.phrases import short


def split_off(branch: str, below: str, last: str, tip: str) -> str:
    """Give the commands that make a branch of the commits above ``below`` up to ``last``.

    It is merged where they were. ``tip`` is the end of ``branch``: what is above ``last`` is made
    again on top, merges included.
    """
    return commands(
        CLEAN,
        f"git switch --detach {short(last)}",
        f"git switch -C {word(branch)} {short(below)}",
        f"git merge --no-ff -m {word('Merge what went to ' + branch)} @{{-1}}",
        *_rest(branch, last, tip),
    )


def rebased_anew(branch: str, merge: LogCommit, tip: str) -> str:
    """Give the commands that rebase each branch which ``merge`` brought in, and merge it again."""
    first, *others = merge.parents
    steps = [CLEAN, f"git switch -C {word(branch)} {short(first)}"]
    for other in others:
        steps += [
            f"git switch --detach {short(other)}",
            f"git rebase {short(first) if len(others) == 1 else word(branch)}",
            f"git switch {word(branch)}",
            f"git merge --no-ff -m {word(merge.subject)} @{{-1}}",
        ]
    return commands(*steps, *_rest(branch, merge.id, tip))


def with_its_changes(branch: str, merge: LogCommit, tip: str) -> str:
    """Give the commands that move what ``merge`` itself changed to a commit of its branch."""
    first, other = merge.parents
    return commands(
        CLEAN,
        f"git switch --detach {short(other)}",
        f"git restore --source={short(merge.id)} --staged --worktree :/",
        f"git commit -m {word('Make the changes that ' + short(merge.id) + ' made')}",
        f"git switch -C {word(branch)} {short(first)}",
        f"git merge --no-ff -m {word(merge.subject)} @{{-1}}",
        *_rest(branch, merge.id, tip),
    )


def split_off_whole(branch: str, below: str, tip: str) -> str:
    """Give the commands that make one branch of all above ``below``, and merge it there.

    Nothing is rebased, so that nothing of it can be lost: every commit stays as it is.
    """
    return split_off(branch, below, tip, tip)


COUSINS = ("--rebase-merges=rebase-cousins",)
"""By which git makes merges again, and what they brought in on top of their first parent."""


def on_top(branch: str, below: str, *how: str) -> str:
    """Give the command that makes the commits of ``branch`` again on top of ``below``."""
    return commands(CLEAN, rebase(*how, short(below), word(branch)))


def _rest(branch: str, last: str, tip: str) -> list[str]:
    if last == tip:
        return []
    rest = f"git rebase --rebase-merges --onto {word(branch)} {short(last)} {short(tip)}"
    return [rest, f"git switch -C {word(branch)}"]
