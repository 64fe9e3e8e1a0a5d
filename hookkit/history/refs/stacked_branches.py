"""The branches of a stack: the branches at commits between a branch and its target."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.git.branches_in_other_worktrees import branches_checked_out_elsewhere
from hookkit.git.config import is_false
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.history.refs.branch_refs import BranchRef, branches_by_ref


class StackedBranches(NamedTuple):
    """The branches below a tip.

    ``movable_branches`` are the branches that may move with the tip. ``checked_out_branches`` are
    the branches that may not, because they are checked out in another worktree.
    """

    movable_branches: tuple[BranchRef, ...]
    checked_out_branches: tuple[BranchRef, ...]


def read_stacked_branches(git: Git, base: str, tip: str) -> StackedBranches:
    """Give the local branches that are at a commit between ``base`` and ``tip``.

    There are none if ``rebase.updateRefs`` is set to false: git does not move branches then.
    Symbolic refs do not count: they move with their branch.
    """
    if is_false(git, "rebase.updaterefs"):
        return StackedBranches((), ())
    format_option = "--format=%(refname) %(symref)"
    lines = git.lines(
        "for-each-ref", format_option, f"--merged={tip}", f"--no-merged={base}", HEADS
    )
    refs = [ref for ref, _, symref in (line.partition(" ") for line in lines) if not symref]
    branches = branches_by_ref(git, refs).values()
    stacked = [each for each in branches if each.id != tip]
    checked_out_refs = branches_checked_out_elsewhere(git) if stacked else {}
    movable = tuple(each for each in stacked if each.ref not in checked_out_refs)
    return StackedBranches(movable, tuple(each for each in stacked if each.ref in checked_out_refs))


def local_branch_refs_up_to(git: Git, base: str, tip: str) -> list[str]:
    """Give the full names of the local branches above ``base``, up to and including ``tip``.

    Symbolic refs count too.
    """
    options = (f"--merged={tip}", f"--no-merged={base}", HEADS)
    return git.lines("for-each-ref", "--format=%(refname)", *options)


def other_branch_refs_below(git: Git, base: str, tip: str, excluded_name: str) -> list[str]:
    """Give the full names of the other branches that are at a commit between ``base`` and ``tip``.

    They are local and remote-tracking branches. Branches with the name ``excluded_name``, the
    branch at ``tip``, are left out, local or of a remote.
    """
    # This reads only the few commits between the two; --merged would walk the history of all
    # branches.
    commits = {*git.lines("rev-list", tip, f"^{base}", "--")} - {tip}
    if not commits:
        return []
    lines = git.lines("for-each-ref", "--format=%(objectname) %(refname)", HEADS, REMOTES)
    pairs = (line.split(" ", 1) for line in lines)
    return [
        ref
        for commit, ref in pairs
        if commit in commits
        and ref != HEADS + excluded_name
        and not (ref.startswith(REMOTES) and ref.endswith(f"/{excluded_name}"))
    ]
