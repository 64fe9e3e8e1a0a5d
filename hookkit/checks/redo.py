"""The commands that make a merge as it should have been."""

from __future__ import annotations

from hookkit.checks.wording import word
from hookkit.doors.git import Git
from hookkit.facts.merging import Head
from hookkit.facts.targets import BranchRef, branches_at
from hookkit.text.phrases import short


def merge_anew(git: Git, into: BranchRef, head: Head) -> list[str]:
    """Give the commands that rebase a head on ``into`` and merge it there, with a merge commit.

    They work from any branch. A local branch is rebased itself, where it is checked out; any other
    head is left as it is, and a detached HEAD is rebased instead.
    """
    there = branches_at(git, head.id)
    local = [each for each in there if each.is_local]
    # Of several the one that the person named.
    local.sort(key=lambda each: each.name != head.name)
    back = f"git switch {word(into.name)}"
    if not local:
        title = f"Merge branch '{_bare(head.name)}'" if head.name else None
        message = f"-m {word(title)} " if title else ""
        first = f"git switch --detach {word(head.name or short(head.id))}"
        rebase = f"git rebase {word(into.short)}"
        return [first, rebase, back, f"git merge --no-ff {message}@{{-1}}"]
    branch = local[0]
    is_elsewhere = branch.worktree not in ("", str(git.top))
    rebase = f"git rebase {word(into.short)} {word(branch.name)}"
    if is_elsewhere:
        rebase = f"git -C {word(branch.worktree)} rebase {word(into.short)}"
    return [rebase, back, f"git merge --no-ff {word(branch.short)}"]


def _bare(name: str) -> str:
    return name.partition("/")[2] or name
