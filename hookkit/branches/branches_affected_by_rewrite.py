"""Find the branches that are affected if the commits of a branch are rewritten.

Other local branches keep the old commits; the branches at remotes have to be pushed by force.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.branches.push_command_after_rewrite import push_command_to_remote
from hookkit.branches.push_destination import remote_branches_of
from hookkit.errors import Refused
from hookkit.git.branches_in_other_worktrees import branches_checked_out_elsewhere
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.history.checks.finding_phrases import may_stop_phrase
from hookkit.history.checks.repair_commands import rebase_command
from hookkit.history.refs.branch_refs import branches_by_ref
from hookkit.history.refs.target_branch import Target
from hookkit.phrases import short_id


class AffectedBranches(NamedTuple):
    """Other local branches with the old commits, and commands that push the rewritten branches."""

    other_branches: tuple[str, ...]
    push_commands: tuple[str, ...]


def find_affected_branches(
    git: Git, branches: Sequence[str], target: Target | None, oldest_id: str, head_branch: str
) -> AffectedBranches:
    """Find the branches that contain ``oldest_id``, the oldest commit that is rewritten.

    ``branches`` are the local branches that the rewrite moves, and ``head_branch`` is the branch
    that HEAD is on afterwards. Raises Refused if a remote has the commit on any other branch.
    """
    output_format = "--format=%(refname) %(symref)"
    lines = git.lines("for-each-ref", output_format, "--contains", oldest_id, HEADS, REMOTES)
    refs = [
        ref
        for ref, _, symref_target in (line.partition(" ") for line in lines)
        if not symref_target
    ]
    pushable_branches = [remote_branches_of(git, branch, target) for branch in branches]
    pushable_refs = {ref for each in pushable_branches for ref in each}
    for ref in refs:
        if ref.startswith(REMOTES) and ref not in pushable_refs:
            raise _shared_commit_refusal(git, ref, oldest_id, branches[0])
    other_branches = [ref.removeprefix(HEADS) for ref in refs if ref.startswith(HEADS)]
    remote_branches = (
        next((each[ref] for ref in each if ref in refs), None) for each in pushable_branches
    )
    pairs = zip(branches, remote_branches, strict=True)
    return AffectedBranches(
        tuple(name for name in other_branches if name not in branches),
        tuple(
            push_command_to_remote(git, name, remote_branch, head_branch)
            for name, remote_branch in pairs
            if remote_branch is not None
        ),
    )


def _shared_commit_refusal(git: Git, ref: str, oldest_id: str, branch: str) -> Refused:
    """Give the error for a remote branch ``ref`` that has ``oldest_id``, with its repair."""
    shown_name, branch_name = ref.removeprefix(REMOTES), ref.removeprefix(REMOTES).partition("/")[2]
    shown_id = short_id(oldest_id)
    local_branch = (
        branches_by_ref(git, [HEADS + branch_name]).get(HEADS + branch_name)
        if branch_name != branch
        else None
    )
    folder = branches_checked_out_elsewhere(git).get(HEADS + branch_name) if local_branch else None
    if folder is not None:
        sentence = f"{branch_name} has {shown_id} too, as {shown_name}, and is in use in {folder}"
        repair = shlex.join(["git", "-C", folder, "status"])
        return Refused(f"{sentence}: leave it there first", repair)
    base = git.line("merge-base", ref, HEADS + branch)
    if local_branch is not None and git.is_ancestor(base, local_branch.id) is False:
        sentence = (
            f"{branch} is based on {short_id(base)}, which {branch_name} had before it was amended"
        )
        repair = rebase_command(
            "--onto", shlex.quote(local_branch.short_name), short_id(base), shlex.quote(branch)
        )
        return Refused(f"{sentence}; {may_stop_phrase('rebase')}", repair)
    sentence = f"{shown_name} has {shown_id} too: others may build on it"
    return Refused(sentence, f"git branch --remotes --contains {shown_id}")
