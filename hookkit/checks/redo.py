"""The commands that make a merge as it should have been."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.checks.wording import rebase, word
from hookkit.doors.git import Git
from hookkit.facts.branches.merging import Head
from hookkit.facts.branches.targets import BranchRef, branches_at, is_protected
from hookkit.text.phrases import short


def merge_anew(git: Git, into: BranchRef, head: Head, protected: Sequence[str]) -> list[str]:
    """Give the commands that rebase a head on ``into`` and merge it there, with a merge commit.

    They work from any branch. A local branch is rebased itself, where it is checked out; any other
    head is left as it is, and a detached HEAD is rebased instead. What a branch is at that fits one
    of the globs ``protected`` is merged as it is: nobody rebases that.
    """
    there = branches_at(git, head.id)
    back, name = f"git switch {word(into.name)}", word(head.name or short(head.id))
    if any(is_protected(each.bare, protected) for each in there):
        return [back, f"git merge --no-ff {name}"]
    local = [each for each in there if each.is_local]
    if not local:
        title = f"Merge branch '{_bare(head.name)}'" if head.name else None
        message = f"-m {word(title)} " if title else ""
        first, anew = f"git switch --detach {name}", rebase(word(into.short))
        return [first, anew, back, f"git merge --no-ff {message}@{{-1}}"]
    # Of several the one that the person named.
    branch = min(local, key=lambda each: each.name != head.name)
    return [_rebased(git, into, branch), back, f"git merge --no-ff {word(branch.short)}"]


def _rebased(git: Git, into: BranchRef, branch: BranchRef) -> str:
    if branch.worktree in ("", str(git.top)):
        return rebase(word(into.short), word(branch.name))
    there = f"git -C {word(branch.worktree)}"
    return rebase(word(into.short)).replace("git", there, 1)


def _bare(name: str) -> str:
    return name.partition("/")[2] or name
