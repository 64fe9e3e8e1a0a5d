"""The branches that lie below another one, on the way down to its target."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.git.other_worktrees import checked_out_elsewhere
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.history.refs.targets import BranchRef, branches_named


class StackedBranches(NamedTuple):
    """The branches below a tip: those that may move with it, and those that may not.

    Another worktree is on the ones that are ``checked_out``.
    """

    movable: tuple[BranchRef, ...]
    checked_out: tuple[BranchRef, ...]


def local_branches_below(git: Git, below: str, tip: str) -> StackedBranches:
    """Give the local branches that are at a commit above ``below`` and under ``tip``.

    git leaves them where they are if ``rebase.updateRefs`` is turned off, and so they do not count.
    Nor does one that only stands for another branch, with which it moves.
    """
    asked = git.ask("config", "--type=bool", "--get", "rebase.updateRefs")
    if asked.out.strip() == b"false":
        return StackedBranches((), ())
    form = "--format=%(refname) %(symref)"
    listed = git.lines("for-each-ref", form, f"--merged={tip}", f"--no-merged={below}", HEADS)
    refs = [ref for ref, _, link in (line.partition(" ") for line in listed) if not link]
    found = branches_named(git, refs).values()
    under = [each for each in found if each.id != tip]
    taken = checked_out_elsewhere(git) if under else {}
    free = tuple(each for each in under if each.ref not in taken)
    return StackedBranches(free, tuple(each for each in under if each.ref in taken))


def branches_on(git: Git, below: str, tip: str) -> list[str]:
    """Give the local branches above ``below`` up to ``tip``, by full names.

    One that only stands for another branch counts as well.
    """
    where = (f"--merged={tip}", f"--no-merged={below}", HEADS)
    return git.lines("for-each-ref", "--format=%(refname)", *where)


def branches_between(git: Git, below: str, tip: str, name: str) -> list[str]:
    """Give the other branches that are at a commit above ``below`` and under ``tip``.

    They are full names, those of remotes among them. ``name`` is that of the branch at ``tip``,
    which does not count, wherever it is.
    """
    # The few commits are walked once; --merged walks the history for all the branches there are.
    between = {*git.lines("rev-list", tip, f"^{below}", "--")} - {tip}
    if not between:
        return []
    listed = git.lines("for-each-ref", "--format=%(objectname) %(refname)", HEADS, REMOTES)
    pairs = (line.split(" ", 1) for line in listed)
    return [ref for commit, ref in pairs if commit in between and not _is_called(ref, name)]


def _is_called(ref: str, name: str) -> bool:
    return ref == HEADS + name or (ref.startswith(REMOTES) and ref.endswith(f"/{name}"))
