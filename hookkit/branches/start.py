"""The steps of ``hookkit start``: build a name, fetch the target, create the branch."""

from __future__ import annotations

import re
import shlex
from typing import NamedTuple

from hookkit.branches.build_branch_name import BranchRequest, build_branch_name
from hookkit.branches.checkout import (
    CheckoutMove,
    check_out_with_edits,
    require_move_possible,
    submodules_to_update,
)
from hookkit.branches.fetch_remote_branch import RemoteTrackingBranch
from hookkit.branches.require_movable_branch import require_worktree_without_operation
from hookkit.branches.resolve_target import resolve_target
from hookkit.errors import EnvironmentFailed, Refused, WrongUsage
from hookkit.git.commits import read_commit
from hookkit.git.refs import HEADS, REMOTES, TAGS, head_ref
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names_and_protection import bare_name
from hookkit.history.refs.branch_refs import branches_by_ref
from hookkit.history.refs.naming_patterns import NamingPatterns, naming_patterns_of
from hookkit.operation_log.entry import RefChange, ValueChange
from hookkit.settings.definitions import Settings

START_KIND = "start"
"""The kind of a start in the operation log."""


class StartedBranch(NamedTuple):
    """A branch that was created, or would be in a dry run.

    ``target`` is the name of the target as reports show it, and ``commit_id`` the id of its commit,
    where the branch begins. ``tracking_branch`` is None for a local target. ``commit_without_ref``
    is the commit that HEAD was at if no branch or tag contains it, else None. ``can_push`` is
    whether there is a remote. ``submodules`` are the paths of submodules that have another commit
    at the target. ``branches_of_ticket`` are the existing branches whose names contain the ticket.
    """

    branch: str
    target: str
    commit_id: str
    tracking_branch: RemoteTrackingBranch | None
    commit_without_ref: str | None = None
    can_push: bool = False
    submodules: tuple[bytes, ...] = ()
    branches_of_ticket: tuple[str, ...] = ()


def start(
    git: Git, settings: Settings, request: BranchRequest, is_dry: bool, with_fetch: bool
) -> StartedBranch:
    """Create a branch for a ticket at the target, and keep the uncommitted edits.

    If ``with_fetch``, the target is fetched first. If ``is_dry``, no branch is created. Raises
    WrongUsage for a name that breaks the naming rule, Refused if the branch exists or edits are in
    the way, and EnvironmentFailed if there is no commit yet.
    """
    require_worktree_without_operation(git)
    name = _build_name(git, request, naming_patterns_of(settings))
    if git.resolve("HEAD") is None:
        raise EnvironmentFailed("there is no commit here yet", "git commit")
    old_commit, old_branch = read_commit(git, "HEAD").id, head_ref(git) or ""
    _require_unused_name(git, name)
    resolved_target = resolve_target(git, settings, with_fetch)
    _require_unused_name(git, name)
    commit_without_ref = None if old_branch or _is_on_branch_or_tag(git, old_commit) else old_commit
    started = StartedBranch(
        name,
        resolved_target.target.display_name,
        resolved_target.commit_id,
        resolved_target.tracking_branch,
        commit_without_ref,
        can_push=bool(remote_names(git)),
        branches_of_ticket=tuple(_branches_of_ticket(git, request.ticket)),
    )
    if is_dry:
        require_move_possible(git, old_commit, resolved_target.commit_id)
        return started
    branch_ref = RefChange(HEADS + name, git.null_id, resolved_target.commit_id)
    branch = ValueChange(old_branch, HEADS + name)
    check_out_with_edits(
        git, CheckoutMove(START_KIND, old_commit, resolved_target.commit_id, (branch_ref,), branch)
    )
    return started._replace(
        submodules=submodules_to_update(git, old_commit, resolved_target.commit_id)
    )


def _build_name(git: Git, request: BranchRequest, naming_patterns: NamingPatterns) -> str:
    address = git.try_run("config", "--get", "user.email").out.decode("utf-8", "replace").strip()
    name = build_branch_name(request, naming_patterns, address)
    if git.try_run("check-ref-format", "--branch", name).code != 0:
        raise WrongUsage(f"git has no branches that are called {name!r}", "hookkit start --help")
    return name


def _branches_of_ticket(git: Git, ticket: str) -> list[str]:
    """Give the local and remote branches whose names contain the ticket as a whole word."""
    ticket_pattern = re.escape(ticket.removeprefix("#"))
    name_pattern = re.compile(rf"(?<![A-Za-z0-9]){ticket_pattern}(?![A-Za-z0-9])", re.IGNORECASE)
    output_format = "--format=%(refname) %(symref)"
    rows = (
        line.partition(" ") for line in git.lines("for-each-ref", output_format, HEADS, REMOTES)
    )
    refs = (ref for ref, _, symref_target in rows if not symref_target)
    names = ((ref, ref.removeprefix(HEADS).removeprefix(REMOTES)) for ref in refs)
    matching_names = {ref: name for ref, name in names if name_pattern.search(name)}
    # A remote branch counts only if there is no local branch of the same name.
    return [
        name
        for ref, name in matching_names.items()
        if ref.startswith(HEADS) or HEADS + bare_name(ref) not in matching_names
    ]


def _is_on_branch_or_tag(git: Git, commit: str) -> bool:
    """Whether a branch or a tag contains a commit, so that it is not lost when HEAD moves."""
    containing = ("--count=1", "--contains", commit, HEADS, REMOTES, TAGS)
    return bool(git.line("for-each-ref", *containing))


def _require_unused_name(git: Git, name: str) -> None:
    """Raise Refused if a branch has this name, here or at a remote, or prevents it (A and A/B)."""
    remotes = remote_names(git)
    refs = [HEADS + name, *(f"{REMOTES}{each}/{name}" for each in remotes)]
    existing_branches = branches_by_ref(git, refs)
    if HEADS + name in existing_branches:
        raise Refused(f"there is a branch {name} already", f"git switch {shlex.quote(name)}")
    if existing_branches:
        remote_branch = next(iter(existing_branches.values()))
        sentence = f"{remote_branch.name} is a branch already, which is not here yet"
        raise Refused(sentence, f"git switch --track {shlex.quote(remote_branch.short_name)}")
    parts = name.split("/")
    parent_refs = [HEADS + "/".join(parts[:end]) for end in range(1, len(parts))]
    blocking_branches = [*branches_by_ref(git, parent_refs).values()]
    if blocking_branches:
        blocking_name = blocking_branches[0].name
        sentence = f"the branch {blocking_name} is in the way of {name}"
        raise Refused(
            sentence,
            f"git branch -m {shlex.quote(blocking_name)} {shlex.quote(blocking_name + '-old')}",
        )
    child_refs = git.lines("for-each-ref", "--format=%(refname)", f"{HEADS}{name}/")
    if child_refs:
        sentence = f"the branch {child_refs[0].removeprefix(HEADS)} is in the way of {name}"
        raise Refused(sentence, f"git branch --list {shlex.quote(name + '/*')}")
