"""Find the commits to check: the commits of a merge request, or of a push."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from typing import NamedTuple

from hookkit.ci.servers import Build
from hookkit.errors import WrongUsage
from hookkit.git.commit_range import may_lack_commits
from hookkit.git.refs import REMOTES, require_commit
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.checking.branch_context import resolve_commit
from hookkit.history.finding import Finding
from hookkit.history.refs.ci_variables import is_from_fork
from hookkit.history.refs.current_branch import (
    CurrentBranch,
    find_current_branch,
    revision_to_check,
)
from hookkit.history.refs.ref_update import is_null_id
from hookkit.history.refs.targets import (
    Target,
    bare_name,
    find_target,
    is_protected,
    name_at_remote,
    target_of,
)
from hookkit.phrases import escape_unprintable, short_id
from hookkit.settings.schema import Settings

FORK = "the branch comes from a fork"


class Request(NamedTuple):
    """The commits to check.

    ``subject`` names the request in reports. ``tip`` is the id of the newest commit, None if it is
    missing. ``base`` is the id of the commit below the checked commits: the merge base with the
    target, or the commit of the branch before a push. It is None if that is unknown, and then
    ``unknown`` says why; it is None too if the tip is a root commit. ``target`` is None for a push
    to a protected branch. ``branch`` is the branch that must be fetched, "" if its name is unknown.
    ``notes`` are sentences on how ``base`` was found.
    """

    subject: str
    current: CurrentBranch
    tip: str | None
    base: str | None
    target: Target | None
    branch: str = ""
    unknown: Finding | None = None
    notes: tuple[str, ...] = ()


class Ends(NamedTuple):
    """The ends of the range on the command line, "" to take an end from the CI server."""

    old: str = ""
    new: str = ""


def find_request(
    git: Git, settings: Settings, variables: Mapping[str, str], build: Build | None, ends: Ends
) -> Request:
    """Find the commits to check. Nothing is fetched.

    Raises WrongUsage if an end on the command line is not a commit, and EnvironmentFailed if
    nothing names the tip and HEAD has no commit yet.
    """
    current = _current_branch(git, variables, build)
    newest = _tip(git, variables, build, ends.new)
    target = _target(git, settings, current, build, ends.old)
    name = current.name or ""
    is_target = target is not None and name == target.name
    if (
        not ends.old
        and (is_target or is_protected(name, settings.protected))
        and not _is_merge_request(build)
    ):
        return _push_request(git, current, newest, build)
    return _merge_request(git, settings, build, current, newest, target)


def _is_merge_request(build: Build | None) -> bool:
    """Whether the CI server says that it builds a merge request."""
    return build is not None and bool(build.target)


def _current_branch(git: Git, variables: Mapping[str, str], build: Build | None) -> CurrentBranch:
    if is_from_fork(variables):
        return CurrentBranch(None, reason=FORK)
    if build is not None and build.branch:
        return CurrentBranch(build.branch, "CI")
    return find_current_branch(git, variables)


def _tip(git: Git, variables: Mapping[str, str], build: Build | None, new: str) -> str | None:
    """Give the newest commit to check, not the test merge that a server has checked out."""
    if new:
        return _require_commit(git, new, "--to-ref")
    build_tip = build.tip if build is not None else ""
    return git.resolve(build_tip or revision_to_check(git, variables))


def _require_commit(git: Git, name: str, option: str) -> str:
    found = resolve_commit(git, name)
    if found is None:
        sentence = f"{option} {escape_unprintable(name)} is no commit that is here"
        raise WrongUsage(sentence, fetch_for(git, name))
    return found


def _target(
    git: Git, settings: Settings, current: CurrentBranch, build: Build | None, old: str
) -> Target | None:
    if old:
        return _named_target(git, old)
    target_name = (build.target if build is not None else "") or settings.target
    usual = find_target(git, target_name or None)
    return target_of(git, current.name, settings.protected, usual)


def _named_target(git: Git, old: str) -> Target:
    """Give the target from ``--from-ref``: the branch that it names, or else the commit itself."""
    commit = _require_commit(git, old, "--from-ref")
    answer = git.try_run("rev-parse", "--symbolic-full-name", "--verify", "--quiet", old)
    ref = os.fsdecode(answer.out).strip()
    if not ref.startswith("refs/"):
        return Target(old, commit)
    is_remote = ref.startswith(REMOTES)
    name = name_at_remote(ref, remote_names(git)) if is_remote else bare_name(ref) or ref
    return Target(name, ref)


def _push_request(
    git: Git, current: CurrentBranch, newest: str | None, build: Build | None
) -> Request:
    """Give the request of a push to a protected branch."""
    name, before = current.name or "HEAD", build.before if build is not None else ""
    if newest is None:
        return _request_without_tip(git, build, current, name)
    if before and not is_null_id(before):
        old = git.resolve(before)
        if old is None or may_lack_commits(git, [newest], old):
            why = "what it was before the push is not in this clone"
            return _unknown_request(git, build, current, newest, name, why)
        return Request(f"{short_id(old)}..{name}", current, newest, old, None, name)
    parent = git.resolve(f"{newest}^1")
    note = "the server does not say what the branch was before: its last commit is checked"
    if parent is None and git.is_shallow:
        return _unknown_request(
            git, build, current, newest, name, "its last commit has no parent here"
        )
    return Request(name, current, newest, parent, None, name, None, (note,))


def _merge_request(
    git: Git,
    settings: Settings,
    build: Build | None,
    current: CurrentBranch,
    newest: str | None,
    target: Target | None,
) -> Request:
    """Give the request of a branch that would be merged into its target."""
    target_name = (build.target if build is not None else "") or settings.target
    branch = target.name if target is not None else target_name
    if newest is None:
        return _request_without_tip(git, build, current, branch)
    if target is None:
        detail = f": {target_name} is not in this clone" if target_name else ""
        why = f"the branch that it will be merged into is unknown{detail}"
        return _unknown_request(git, build, current, newest, branch, why)
    answer = git.try_run("merge-base", newest, target.ref)
    base = os.fsdecode(answer.out).strip() if answer.code == 0 else None
    if (
        base is None
        or may_lack_commits(git, [newest], base)
        or may_lack_commits(git, [target.ref], base)
    ):
        why = f"where it left {target.name} is unknown: this clone lacks commits"
        return _unknown_request(git, build, current, newest, branch, why)
    subject = f"{_shown_name(current)} for {target.name}"
    return Request(subject, current, newest, base, target, target.name)


def _request_without_tip(
    git: Git, build: Build | None, current: CurrentBranch, branch: str
) -> Request:
    """Give a request whose tip is missing. Raises EnvironmentFailed for an unborn HEAD."""
    if build is None:
        require_commit(git)
    return _unknown_request(git, build, current, None, branch, "its newest commit is not here")


def _shown_name(current: CurrentBranch) -> str:
    return current.name or ("a branch of a fork" if current.reason == FORK else "HEAD")


def _unknown_request(
    git: Git, build: Build | None, current: CurrentBranch, newest: str | None, branch: str, why: str
) -> Request:
    """Give a request that cannot be checked, with the command that repairs this clone.

    ``branch`` is the branch to fetch, "" if its name is unknown. ``why`` is the finding's sentence.
    """
    advice = f"; the next build has all with {build.full_clone_setting}" if build else ""
    name = _shown_name(current)
    found = Finding("HK301", "unknown", "warn", name, f"{why}{advice}", fetch_for(git, branch))
    return Request(name, current, newest, None, None, branch, found)


def fetch_for(git: Git, branch: str) -> str:
    """Give the command that fetches a branch ("" for all branches) with its whole history.

    The command also works in a shallow or single-branch clone. There ``git fetch`` gets no other
    branch, and a fetch by name updates no remote-tracking branch.
    """
    remotes = remote_names(git)
    if not remotes:
        return "hookkit ci --from-ref TARGET"
    remote = "origin" if "origin" in remotes else remotes[0]
    known = REMOTES.removeprefix("refs/")
    name = branch.removeprefix(REMOTES).removeprefix(known).removeprefix(f"{remote}/") or "*"
    words = ["git fetch", *(["--unshallow"] if git.is_shallow else []), shlex.quote(remote)]
    return " ".join([*words, shlex.quote(f"+refs/heads/{name}:{REMOTES}{remote}/{name}")])
