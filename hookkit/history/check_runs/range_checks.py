"""The checks of a range of commits that a branch gets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed
from hookkit.git.refs import HEADS, REMOTES, full_ref_name, resolve_commit
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.check_runs.check_result import CheckResult, collect_results
from hookkit.history.check_runs.replace_repairs import (
    with_clone_note,
    with_squash_as_repair,
    without_rewriting_repair,
)
from hookkit.history.checks.fixups import check_fixups, check_targetless_fixups
from hookkit.history.checks.history_of_protected_branch import MAX_DRY_RUNS, check_history
from hookkit.history.finding import Finding
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.checked_commits import (
    base_of_new_commits,
    protected_remote_tips,
    trusted_commits,
)
from hookkit.history.refs.current_branch import find_current_branch
from hookkit.history.refs.pushed_refs import is_null_id
from hookkit.history.refs.target_branch import find_target, with_target_protected
from hookkit.phrases import short_id
from hookkit.settings.definitions import Settings


class _CheckedRange(NamedTuple):
    """A range of commits.

    ``old_id`` and ``new_id`` are the ids of its ends, ``old_id`` all zeros for a new branch.
    ``base`` is the id of the commit below the new commits. ``old_name`` is the name of the first
    end as given. ``branch`` is the name of the branch that gets the commits.
    """

    old_id: str
    base: str
    new_id: str
    old_name: str
    branch: str


def check_range(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    old_name: str,
    new_name: str,
    max_dry_runs: int = MAX_DRY_RUNS,
) -> CheckResult:
    """Check history and fixups of the commits that a branch gets by a move.

    ``old_name`` may be all zeros, as CI servers name the state before a branch existed. An id that
    this clone does not have gives a finding with the answer "unknown". No repair rewrites commits
    that a protected branch of a remote has. A repair rebases only if a dry run has shown that the
    rebase loses nothing; at most ``max_dry_runs`` are made. Raises EnvironmentFailed for any other
    name that means no commit.
    """
    old_id, new_id = _resolve_commit(git, old_name), _resolve_commit(git, new_name)
    branch = _find_branch(git, settings, variables, new_name, new_id)
    range_name = f"{old_name}..{new_name}"
    checked_commits = protected_remote_tips(git, with_target_protected(git, settings).protected)
    known_commits = [*checked_commits, *trusted_commits(git, settings.trusted)]
    base: str | None = old_id
    if is_null_id(old_id):
        # Without a known commit, it is unknown where the new branch begins.
        base = base_of_new_commits(git, new_id, known_commits) if known_commits else None
    if not base:
        return CheckResult(range_name, notes=(_no_base_note(branch, base),))
    results = check_branch_history(git, settings, base, new_id, branch, max_dry_runs)
    if not any(each.answer == "unknown" for each in results):
        results += _check_fixups(
            git,
            settings,
            _CheckedRange(old_id, base, new_id, old_name, branch),
            known_commits,
        )
    if results and checked_commits:
        new_commits = git.line(
            "rev-list", "--ignore-missing", new_id, "--not", *checked_commits, "--"
        ).split()
        repairable = {branch, *new_commits} if new_id in new_commits else frozenset()
        results = [
            each if each.place in repairable else without_rewriting_repair(each) for each in results
        ]
    if git.resolve(HEADS + branch) not in (None, new_id):
        # A repair would rewrite only a part of the branch.
        results = [*map(without_rewriting_repair, results)]
    return with_clone_note(git, collect_results(range_name, with_squash_as_repair(results)))


def _check_fixups(
    git: Git,
    settings: Settings,
    checked_range: _CheckedRange,
    known_commits: Sequence[str],
) -> list[Finding]:
    """Check the fixups of a range, also against unchecked commits of the branch below the range."""
    is_new = is_null_id(checked_range.old_id)
    excluded_revisions = [checked_range.base, *(known_commits if is_new else ())]
    shown_base = short_id(checked_range.base) if is_new else checked_range.old_name
    findings = check_branch_fixups(
        git, settings, checked_range.new_id, excluded_revisions, checked_range.branch, shown_base
    )
    target = find_target(git, settings.target or None)
    is_topic = not is_protected(
        checked_range.branch, with_target_protected(git, settings).protected
    )
    published_revisions = [*known_commits, *([target.ref] if target and is_topic else ())]
    # hookkit tidy squashes only the branch that HEAD is on, and never a protected one.
    is_on_branch = not is_topic or git.line("rev-parse", "--symbolic-full-name", "HEAD") != (
        HEADS + checked_range.branch
    )
    level = settings.level("fixups", "refuse")
    return check_targetless_fixups(
        git,
        findings,
        checked_range.new_id,
        published_revisions,
        branch=checked_range.branch,
        level=level,
        is_on_branch=is_on_branch,
    )


def _no_base_note(branch: str, base: str | None) -> str:
    if base is None:
        return f"{branch} begins here: there is nothing to compare its commits with"
    return f"nothing is new on {branch}"


def _resolve_commit(git: Git, name: str) -> str:
    if is_null_id(name):
        return name
    commit_id = resolve_commit(git, name)
    if commit_id is not None:
        return commit_id
    if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", name):
        return name
    repair = "git fetch" if remote_names(git) else "git branch --all"
    raise EnvironmentFailed(f"there is no commit {name!r} here", repair)


def _find_branch(
    git: Git, settings: Settings, variables: Mapping[str, str], name: str, commit: str
) -> str:
    """Give the branch of a commit: the branch ``name``, else the branch of HEAD, else the target.

    Without any of them, give ``name``.
    """
    ref = full_ref_name(git, name)
    if ref.startswith((HEADS, REMOTES)):
        return ref.removeprefix(HEADS).removeprefix(REMOTES)
    if git.resolve("HEAD") == commit:
        current = find_current_branch(git, variables).name
        if current is not None:
            return current
    target = find_target(git, settings.target or None)
    return target.name if target is not None else name


def check_branch_history(
    git: Git,
    settings: Settings,
    old_id: str,
    new_id: str,
    branch: str,
    max_dry_runs: int = MAX_DRY_RUNS,
) -> list[Finding]:
    """Check the history that ``branch`` gets when it moves from ``old_id`` to ``new_id`` (ids)."""
    level, warn_level = settings.level("history", "refuse"), settings.level("history", "warn")
    return check_history(
        git,
        old_id,
        new_id,
        branch=branch,
        level=level,
        direct_level=warn_level,
        inner_level=warn_level,
        protected=settings.protected,
        max_dry_runs=max_dry_runs,
    )


def check_branch_fixups(
    git: Git,
    settings: Settings,
    tip: str,
    excluded_revisions: Sequence[str],
    branch: str,
    shown_base: str,
) -> list[Finding]:
    """Check the fixups among the commits that ``branch`` gets: ``tip --not excluded_revisions``.

    ``shown_base`` is the commit below these commits as repairs show it.
    """
    level = settings.level("fixups", "refuse")
    return check_fixups(
        git,
        tip,
        excluded_revisions,
        branch=branch,
        base=shown_base,
        level=level,
        is_on_branch=True,
    )
