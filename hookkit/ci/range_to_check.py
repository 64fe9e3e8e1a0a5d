"""Find the range of commits to check: of a merge request, or of a push."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from typing import NamedTuple

from hookkit.ci.read_build import Build
from hookkit.errors import WrongUsage
from hookkit.git.compare_histories import may_lack_commits
from hookkit.git.refs import REMOTES, require_commit, resolve_commit
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.finding import Finding
from hookkit.history.refs.branch_names_and_protection import (
    bare_name,
    is_protected,
    name_without_known_remote,
)
from hookkit.history.refs.ci_variables import is_from_fork, revision_to_check
from hookkit.history.refs.current_branch import CurrentBranch, find_current_branch
from hookkit.history.refs.pushed_refs import is_null_id
from hookkit.history.refs.target_branch import Target, find_target, target_of
from hookkit.phrases import escape_unprintable, short_id
from hookkit.settings.definitions import Settings

FORK_REASON = "the branch comes from a fork"


class RangeToCheck(NamedTuple):
    """The range of commits to check, of a merge request or of a push.

    ``range_name`` names the range in reports. ``checked_branch`` is the branch that is checked,
    which HEAD need not be on. ``tip`` is the id of the newest commit, None if it is missing.
    ``base`` is the id of the commit below the commits to check: the merge base with the target, or
    the commit of the branch before a push. It is None if that is unknown, and then
    ``unknown_finding`` says why; it is None too if the tip is a root commit. ``target`` is None for
    a push to a protected branch. ``branch_to_fetch`` is what a repair fetches, "" for all.
    ``notes`` are sentences on how ``base`` was found.
    """

    range_name: str
    checked_branch: CurrentBranch
    tip: str | None
    base: str | None
    target: Target | None
    branch_to_fetch: str = ""
    unknown_finding: Finding | None = None
    notes: tuple[str, ...] = ()


class RevisionOptions(NamedTuple):
    """The options --from-ref and --to-ref, "" to take that end of the range from the CI server."""

    from_ref: str = ""
    to_ref: str = ""


def find_range_to_check(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    build: Build | None,
    revision_options: RevisionOptions,
) -> RangeToCheck:
    """Find the commits to check. Nothing is fetched.

    Raises WrongUsage if an option names no commit, and EnvironmentFailed if nothing names the tip
    and HEAD has no commit yet.
    """
    checked_branch = _find_checked_branch(git, variables, build)
    tip = _find_tip(git, variables, build, revision_options.to_ref)
    target = _find_target(git, settings, checked_branch, build, revision_options.from_ref)
    name = checked_branch.name or ""
    is_target = target is not None and name == target.name
    is_merge_request = build is not None and bool(build.target)
    if (
        not revision_options.from_ref
        and (is_target or is_protected(name, settings.protected))
        and not is_merge_request
    ):
        return _range_of_push(git, checked_branch, tip, build)
    return _range_of_merge_request(git, settings, build, checked_branch, tip, target)


def _find_checked_branch(
    git: Git, variables: Mapping[str, str], build: Build | None
) -> CurrentBranch:
    if is_from_fork(variables):
        return CurrentBranch(None, reason=FORK_REASON)
    if build is not None and build.branch:
        return CurrentBranch(build.branch, "CI")
    return find_current_branch(git, variables)


def _find_tip(
    git: Git, variables: Mapping[str, str], build: Build | None, to_ref: str
) -> str | None:
    """Give the newest commit to check, not the test merge that a server has checked out."""
    if to_ref:
        return _require_commit(git, to_ref, "--to-ref")
    build_tip = build.tip if build is not None else ""
    return git.resolve(build_tip or revision_to_check(git, variables))


def _require_commit(git: Git, name: str, option: str) -> str:
    found = resolve_commit(git, name)
    if found is None:
        sentence = f"{option} {escape_unprintable(name)} is no commit that is here"
        raise WrongUsage(sentence, full_history_fetch_command(git, name))
    return found


def _find_target(
    git: Git, settings: Settings, checked_branch: CurrentBranch, build: Build | None, from_ref: str
) -> Target | None:
    if from_ref:
        return _named_target(git, from_ref)
    target_name = (build.target if build is not None else "") or settings.target
    found = find_target(git, target_name or None)
    return target_of(git, checked_branch.name, settings.protected, found)


def _named_target(git: Git, from_ref: str) -> Target:
    """Give the target from ``--from-ref``: the branch that it names, or else the commit itself."""
    commit = _require_commit(git, from_ref, "--from-ref")
    answer = git.try_run("rev-parse", "--symbolic-full-name", "--verify", "--quiet", from_ref)
    ref = os.fsdecode(answer.out).strip()
    if not ref.startswith("refs/"):
        return Target(from_ref, commit)
    is_remote = ref.startswith(REMOTES)
    name = name_without_known_remote(ref, remote_names(git)) if is_remote else bare_name(ref) or ref
    return Target(name, ref)


def _range_of_push(
    git: Git, checked_branch: CurrentBranch, tip: str | None, build: Build | None
) -> RangeToCheck:
    """Give the range of a push to a protected branch."""
    name = checked_branch.name or "HEAD"
    before = build.commit_before_push if build is not None else ""
    if tip is None:
        return _range_without_tip(git, build, checked_branch, name)
    if before and not is_null_id(before):
        old = git.resolve(before)
        if old is None or may_lack_commits(git, [tip], old):
            why = "what it was before the push is not in this clone"
            return _unknown_range(git, build, checked_branch, tip, name, why)
        return RangeToCheck(f"{short_id(old)}..{name}", checked_branch, tip, old, None, name)
    parent = git.resolve(f"{tip}^1")
    note = "the server does not say what the branch was before: its last commit is checked"
    if parent is None and git.is_shallow:
        return _unknown_range(
            git, build, checked_branch, tip, name, "its last commit has no parent here"
        )
    return RangeToCheck(name, checked_branch, tip, parent, None, name, None, (note,))


def _range_of_merge_request(
    git: Git,
    settings: Settings,
    build: Build | None,
    checked_branch: CurrentBranch,
    tip: str | None,
    target: Target | None,
) -> RangeToCheck:
    """Give the range of a branch that would be merged into its target."""
    target_name = (build.target if build is not None else "") or settings.target
    branch = target.name if target is not None else target_name
    if tip is None:
        return _range_without_tip(git, build, checked_branch, branch)
    if target is None:
        detail = f": {target_name} is not in this clone" if target_name else ""
        why = f"the branch that it will be merged into is unknown{detail}"
        return _unknown_range(git, build, checked_branch, tip, branch, why)
    answer = git.try_run("merge-base", tip, target.ref)
    base = os.fsdecode(answer.out).strip() if answer.code == 0 else None
    if (
        base is None
        or may_lack_commits(git, [tip], base)
        or may_lack_commits(git, [target.ref], base)
    ):
        why = f"where it left {target.name} is unknown: this clone lacks commits"
        return _unknown_range(git, build, checked_branch, tip, branch, why)
    range_name = f"{_branch_phrase(checked_branch)} for {target.name}"
    return RangeToCheck(range_name, checked_branch, tip, base, target, target.name)


def _range_without_tip(
    git: Git, build: Build | None, checked_branch: CurrentBranch, branch: str
) -> RangeToCheck:
    """Give a range whose tip is missing. Raises EnvironmentFailed for an unborn HEAD."""
    if build is None:
        require_commit(git)
    return _unknown_range(git, build, checked_branch, None, branch, "its newest commit is not here")


def _branch_phrase(checked_branch: CurrentBranch) -> str:
    return checked_branch.name or (
        "a branch of a fork" if checked_branch.reason == FORK_REASON else "HEAD"
    )


def _unknown_range(
    git: Git,
    build: Build | None,
    checked_branch: CurrentBranch,
    tip: str | None,
    branch: str,
    why: str,
) -> RangeToCheck:
    """Give a range that cannot be checked, with the command that repairs this clone.

    ``branch`` is the branch to fetch, "" if its name is unknown. ``why`` is the finding's sentence.
    """
    advice = f"; the next build has all with {build.full_clone_setting}" if build else ""
    name = _branch_phrase(checked_branch)
    found = Finding(
        "HK301", "unknown", "warn", name, f"{why}{advice}", full_history_fetch_command(git, branch)
    )
    return RangeToCheck(name, checked_branch, tip, None, None, branch, found)


def full_history_fetch_command(git: Git, branch: str) -> str:
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
