"""The branches of a stack: the branches at commits between a branch and its target."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.git.config import is_false
from hookkit.git.other_worktrees import checked_out_elsewhere
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.history.refs.targets import BranchRef, branches_named


class StackedBranches(NamedTuple):
    """The branches below a tip.

    ``movable`` are the branches that may move with the tip. ``checked_out`` are the branches that
    may not, because they are checked out in another worktree.
    """

    movable: tuple[BranchRef, ...]
    checked_out: tuple[BranchRef, ...]


def local_branches_below(git: Git, below: str, tip: str) -> StackedBranches:
    """Give the local branches that are at a commit between ``below`` and ``tip``.

    There are none if ``rebase.updateRefs`` is off: git does not move branches then. Symbolic refs
    do not count: they move with their branch.
    """
    if is_false(git, "rebase.updaterefs"):
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
    """Give the full names of the local branches above ``below``, up to and including ``tip``.

    Symbolic refs count too.
    """
    where = (f"--merged={tip}", f"--no-merged={below}", HEADS)
    return git.lines("for-each-ref", "--format=%(refname)", *where)


def branches_between(git: Git, below: str, tip: str, name: str) -> list[str]:
    """Give the full names of the other branches that are at a commit between ``below`` and ``tip``.

    They are local and remote-tracking branches. Branches with the name ``name``, the branch at
    ``tip``, are left out, local or of a remote.
    """
    # This reads only the few commits between the two; --merged would walk the history of all
    # branches.
    between = {*git.lines("rev-list", tip, f"^{below}", "--")} - {tip}
    if not between:
        return []
    listed = git.lines("for-each-ref", "--format=%(objectname) %(refname)", HEADS, REMOTES)
    pairs = (line.split(" ", 1) for line in listed)
    return [ref for commit, ref in pairs if commit in between and not _is_called(ref, name)]


def _is_called(ref: str, name: str) -> bool:
    return ref == HEADS + name or (ref.startswith(REMOTES) and ref.endswith(f"/{name}"))
