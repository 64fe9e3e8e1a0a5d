"""The commands that repair a merge, before it is made or when a protected branch has it.

Commands with several steps begin only if there are no uncommitted edits, as git would refuse
halfway. The replaced commits stay in the reflog of the branch.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from hookkit.git.commit_message import comment_character, parse_message
from hookkit.git.log import LogCommit
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.checks.rebase_dry_run import has_merges_to_keep
from hookkit.history.checks.repair_commands import (
    CHECK_CLEAN_COMMAND,
    join_commands,
    rebase_command,
)
from hookkit.history.parse_merge_message import parse_merge_message
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.branch_refs import BranchRef, branches_at
from hookkit.history.refs.merge_heads import MergeHead
from hookkit.history.refs.target_branch import find_target, target_of
from hookkit.history.suggest_branch_name import unused_branch_name
from hookkit.phrases import short_id

SET_HEAD_COMMAND = "git symbolic-ref HEAD"
"""Switches to another branch during a merge, which becomes a merge into that branch."""


def hookkit_merge_command(
    git: Git,
    into_branch: BranchRef,
    head: MergeHead,
    branches: Sequence[BranchRef],
    *,
    protected: Sequence[str],
    configured_target: str,
) -> str | None:
    """Give the command of hookkit that rebases a local topic and merges it into its target.

    The command keeps uncommitted edits, and changes nothing if there is a conflict. None if the
    head is no local topic, if its target is not ``into_branch``, or if another worktree has it
    checked out. ``branches`` are the branches at the head, ``configured_target`` is the target of
    the settings, or "".
    """
    local = [each for each in branches if each.is_local]
    if not local or any(is_protected(each.bare_name, protected) for each in local):
        return None
    branch = _branch_of_head(local, head)
    target = target_of(git, branch.name, protected, find_target(git, configured_target or None))
    is_elsewhere = branch.worktree not in ("", str(git.top))
    if is_elsewhere or target is None or target.name != into_branch.name:
        return None
    return f"hookkit merge --rebase {shlex.quote(branch.name)}"


def merge_into_topic_command(
    git: Git, into_branch: BranchRef, head: MergeHead, branches: Sequence[BranchRef]
) -> str | None:
    """Give commands that merge ``into_branch`` into a local topic, None if a rebase is possible.

    They are for a topic with merges that a rebase would lose. ``branches`` are the branches at the
    head.
    """
    local = [each for each in branches if each.is_local]
    if not local or not has_merges_to_keep(git, head.id, into_branch.id):
        return None
    switch = f"git switch {shlex.quote(_branch_of_head(local, head).name)}"
    return join_commands(switch, f"git merge --no-edit {shlex.quote(into_branch.short_name)}")


def _branch_of_head(branches: Sequence[BranchRef], head: MergeHead) -> BranchRef:
    """Give the branch with the name of the head, else the first one."""
    return min(branches, key=lambda each: each.name != head.name)


def commit_to_topic_command(
    git: Git,
    into_branch: BranchRef,
    name: str,
    earlier_commands: Sequence[str] = (),
    skips_merge: bool = False,
) -> str | None:
    """Give the commands that commit a merge under way to a new branch, and then merge that branch.

    The resolution is kept, and so is a message that a person wrote. ``earlier_commands`` are
    commands that run before the new branch is merged; if ``skips_merge``, it is not merged. None
    while files are in conflict.
    """
    if git.try_run("write-tree").code != 0:
        return None
    topic = unused_branch_name(git, f"{name.removeprefix(HEADS)}-merged")
    first_commands = [
        f"git branch {shlex.quote(topic)}",
        f"{SET_HEAD_COMMAND} {shlex.quote(HEADS + topic)}",
        "git commit --no-edit",
        f"git switch {shlex.quote(into_branch.name)}",
        *earlier_commands,
    ]
    message_option = (
        f'-m "$(git log -1 --format=%B {shlex.quote(topic)})" ' if _has_own_message(git) else ""
    )
    return join_commands(
        *first_commands,
        "" if skips_merge else f"git merge --no-ff {message_option}{shlex.quote(topic)}",
    )


def _has_own_message(git: Git) -> bool:
    """Whether a person wrote the message of the merge under way, and not git."""
    try:
        text = (git.git_dir / "MERGE_MSG").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    message = parse_message(text, comment_character(git, text))
    return not message.is_empty and parse_merge_message(message.subject, "") is None


def rebase_and_merge_commands(
    git: Git, into_branch: BranchRef, head: MergeHead, protected: Sequence[str]
) -> list[str]:
    """Give the commands that rebase a head on ``into_branch`` and merge it with a merge commit.

    They work from any branch. A local branch is rebased in the worktree where it is checked out;
    for any other head, a detached HEAD is rebased instead. If a branch at the head matches one of
    the globs ``protected``, the head is merged without a rebase.
    """
    branches = branches_at(git, head.id)
    switch_back = f"git switch {shlex.quote(into_branch.name)}"
    name = shlex.quote(head.name or short_id(head.id))
    if any(is_protected(each.bare_name, protected) for each in branches):
        return [switch_back, f"git merge --no-ff {name}"]
    local = [each for each in branches if each.is_local]
    if not local:
        title = f"Merge branch '{head.name.partition('/')[2] or head.name}'" if head.name else None
        message = f"-m {shlex.quote(title)} " if title else ""
        rebase_head = rebase_command(shlex.quote(into_branch.short_name))
        return [
            CHECK_CLEAN_COMMAND,
            f"git switch --detach {name}",
            rebase_head,
            switch_back,
            f"git merge --no-ff {message}@{{-1}}",
        ]
    branch = _branch_of_head(local, head)
    return [
        _rebase_command(git, into_branch, branch),
        switch_back,
        f"git merge --no-ff {shlex.quote(branch.short_name)}",
    ]


def _rebase_command(git: Git, into_branch: BranchRef, branch: BranchRef) -> str:
    if branch.worktree in ("", str(git.top)):
        return rebase_command(shlex.quote(into_branch.short_name), shlex.quote(branch.name))
    git_in_worktree = f"git -C {shlex.quote(branch.worktree)}"
    return rebase_command(shlex.quote(into_branch.short_name)).replace("git", git_in_worktree, 1)


def merge_as_branch_command(branch: str, base: str, last: str, tip: str) -> str:
    """Give the commands that merge the commits above ``base`` up to ``last`` as one branch.

    They are merged into ``branch`` at ``base``. ``tip`` is the tip of ``branch``: the commits
    above ``last`` are rebased on top, merges included.
    """
    return join_commands(
        CHECK_CLEAN_COMMAND,
        f"git switch --detach {short_id(last)}",
        f"git switch -C {shlex.quote(branch)} {short_id(base)}",
        f"git merge --no-ff -m {shlex.quote('Merge what went to ' + branch)} @{{-1}}",
        *_rebase_commits_above(branch, last, tip),
    )


def remerge_command(branch: str, merge: LogCommit, tip: str) -> str:
    """Give the commands that rebase each branch that ``merge`` brought in, and merge it again."""
    first, *others = merge.parents
    command_list = [CHECK_CLEAN_COMMAND, f"git switch -C {shlex.quote(branch)} {short_id(first)}"]
    for other, title in zip(others, _merge_subjects(merge), strict=True):
        command_list += [
            f"git switch --detach {short_id(other)}",
            f"git rebase {short_id(first) if len(others) == 1 else shlex.quote(branch)}",
            f"git switch {shlex.quote(branch)}",
            f"git merge --no-ff -m {shlex.quote(title)} @{{-1}}",
        ]
    return join_commands(*command_list, *_rebase_commits_above(branch, merge.id, tip))


def _merge_subjects(merge: LogCommit) -> list[str]:
    """Give the titles of the new merges that replace ``merge``.

    If there are several, each names its branch, or has a number if the branch is unknown.
    """
    number = len(merge.parents) - 1
    if number == 1:
        return [merge.subject]
    merge_message = parse_merge_message(merge.subject, "")
    sides = range(1, number + 1)
    names = [merge_message.branch_of(side) if merge_message else "" for side in sides]
    return [
        f"Merge branch '{name}'" if name else f"{merge.subject} ({side} of {number})"
        for side, name in enumerate(names, 1)
    ]


def move_changes_command(branch: str, merge: LogCommit, tip: str) -> str:
    """Give the commands that move the own changes of ``merge`` into a commit of its branch."""
    first, other = merge.parents
    return join_commands(
        CHECK_CLEAN_COMMAND,
        f"git switch --detach {short_id(other)}",
        f"git restore --source={short_id(merge.id)} --staged --worktree :/",
        f"git commit -m {shlex.quote('Make the changes that ' + short_id(merge.id) + ' made')}",
        f"git switch -C {shlex.quote(branch)} {short_id(first)}",
        f"git merge --no-ff -m {shlex.quote(merge.subject)} @{{-1}}",
        *_rebase_commits_above(branch, merge.id, tip),
    )


REBASE_COUSINS = ("--rebase-merges=rebase-cousins",)
"""With this option git recreates merges and rebases their commits on the first parent."""


def recreate_commits_command(branch: str, base: str, *options: str) -> str:
    """Give the command that recreates the commits of ``branch`` on top of ``base``."""
    return join_commands(
        CHECK_CLEAN_COMMAND, rebase_command(*options, short_id(base), shlex.quote(branch))
    )


def _rebase_commits_above(branch: str, base: str, tip: str) -> list[str]:
    if base == tip:
        return []
    onto = shlex.quote(branch)
    rebase = f"git rebase --rebase-merges --onto {onto} {short_id(base)} {short_id(tip)}"
    return [rebase, f"git switch -C {onto}"]
