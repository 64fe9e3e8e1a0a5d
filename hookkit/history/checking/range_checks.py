"""The checks of a range of commits that a protected branch gets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.checking.branch_context import commit_of, with_target
from hookkit.history.checking.check_result import (
    CheckResult,
    result_of,
    with_clone_note,
    with_squash_first,
    without_rewriting_repair,
)
from hookkit.history.checks.fixups import check_below, check_fixups
from hookkit.history.checks.protected_history import MAX_DRY_RUNS, check_history
from hookkit.history.finding import Finding
from hookkit.history.refs.already_checked import base_of_new, checked_branch_tips, trusted_refs
from hookkit.history.refs.branch import find_current_branch, full_name
from hookkit.history.refs.ref_update import is_null
from hookkit.history.refs.targets import find_target, is_protected
from hookkit.phrases import short
from hookkit.settings.schema import Settings


class _Range(NamedTuple):
    """A range of commits.

    ``first`` and ``last`` are the ids of its ends, ``first`` all zeros for a new branch. ``base``
    is the id of the commit below the new commits. ``name`` is the name of the first end as given.
    ``branch`` is the name of the branch that gets the commits.
    """

    first: str
    base: str
    last: str
    name: str
    branch: str


def check_range(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    old: str,
    new: str,
    dry_runs: int = MAX_DRY_RUNS,
) -> CheckResult:
    """Check history and fixups of the commits that a branch gets when it moves from old to new.

    ``old`` may be all zeros, as CI servers name the state before a branch existed. An id that this
    clone does not have gives a finding with the answer "unknown". Commits that a protected branch
    of a remote has get no repair that would rewrite them. A repair rebases only if a dry run has
    shown that the rebase loses nothing; at most ``dry_runs`` are made. Raises EnvironmentFailed for
    any other name that means no commit.
    """
    old_id, new_id = _commit(git, old), _commit(git, new)
    branch, range_name = _branch(git, settings, variables, new, new_id), f"{old}..{new}"
    checked = checked_branch_tips(git, with_target(git, settings).protected)
    trusted = trusted_refs(git, settings.trusted)
    base = _base(git, new_id, [*checked, *trusted]) if is_null(old_id) else old_id
    if not base:
        return CheckResult(range_name, notes=(_no_base_note(branch, base),))
    results = history_of(git, settings, base, new_id, branch, dry_runs)
    if not any(each.answer == "unknown" for each in results):
        results += _fixups(
            git, settings, _Range(old_id, base, new_id, old, branch), checked, trusted
        )
    if results and checked:
        new_commits = git.line(
            "rev-list", "--ignore-missing", new_id, "--not", *checked, "--"
        ).split()
        repairable = {branch, *new_commits} if new_id in new_commits else frozenset()
        results = [
            each if each.place in repairable else without_rewriting_repair(each) for each in results
        ]
    if git.resolve(HEADS + branch) not in (None, new_id):
        # A repair would rewrite only a part of the branch.
        results = [*map(without_rewriting_repair, results)]
    return with_clone_note(git, result_of(range_name, with_squash_first(results)))


def _fixups(
    git: Git,
    settings: Settings,
    checked_range: _Range,
    checked: Sequence[str],
    trusted: Sequence[str],
) -> list[Finding]:
    """Check the fixups of a range, also against unchecked commits of the branch below the range."""
    is_new = is_null(checked_range.first)
    known = [checked_range.base, *checked, *trusted] if is_new else [checked_range.base]
    shown_base = short(checked_range.base) if is_new else checked_range.name
    found = fixups_of(git, settings, checked_range.last, known, checked_range.branch, shown_base)
    target = find_target(git, settings.target or None)
    is_topic = not is_protected(checked_range.branch, with_target(git, settings).protected)
    not_rewritten = [*checked, *trusted, *([target.ref] if target and is_topic else [])]
    # hookkit tidy squashes only the branch that HEAD is on, and never a protected one.
    is_base = not is_topic or git.line("rev-parse", "--symbolic-full-name", "HEAD") != (
        HEADS + checked_range.branch
    )
    level = settings.level("fixups", "refuse")
    return check_below(
        git,
        found,
        checked_range.last,
        not_rewritten,
        branch=checked_range.branch,
        level=level,
        is_base=is_base,
    )


def _base(git: Git, tip: str, checked: Sequence[str]) -> str | None:
    """Give the commit that a new branch starts from, "" if nothing is new, None if unknown."""
    return base_of_new(git, tip, checked) if checked else None


def _no_base_note(branch: str, base: str | None) -> str:
    if base is None:
        return f"{branch} begins here: there is nothing to compare its commits with"
    return f"nothing is new on {branch}"


def _commit(git: Git, name: str) -> str:
    if is_null(name):
        return name
    found = commit_of(git, name)
    if found is not None:
        return found
    if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", name):
        return name
    repair = "git fetch" if remote_names(git) else "git branch --all"
    raise EnvironmentFailed(f"there is no commit {name!r} here", repair)


def _branch(
    git: Git, settings: Settings, variables: Mapping[str, str], name: str, commit: str
) -> str:
    """Give the branch of a commit: the branch ``name``, else the branch of HEAD, else the target.

    Without any of them, give ``name``.
    """
    ref = full_name(git, name)
    if ref.startswith((HEADS, REMOTES)):
        return ref.removeprefix(HEADS).removeprefix(REMOTES)
    if git.resolve("HEAD") == commit:
        current = find_current_branch(git, variables).name
        if current is not None:
            return current
    target = find_target(git, settings.target or None)
    return target.name if target is not None else name


def history_of(
    git: Git, settings: Settings, old: str, new: str, branch: str, dry_runs: int = MAX_DRY_RUNS
) -> list[Finding]:
    """Check the history that ``branch`` gets when it moves from ``old`` to ``new`` (ids)."""
    level, warn_level = settings.level("history", "refuse"), settings.level("history", "warn")
    return check_history(
        git,
        old,
        new,
        branch=branch,
        level=level,
        direct=warn_level,
        inner=warn_level,
        protected=settings.protected,
        dry_runs=dry_runs,
    )


def fixups_of(
    git: Git, settings: Settings, new: str, known: Sequence[str], branch: str, base: str
) -> list[Finding]:
    """Check the fixups that ``branch`` gets from ``new`` and that are not in ``known``."""
    level = settings.level("fixups", "refuse")
    return check_fixups(
        git, new, known, branch=branch, base=base, level=level, orphan=level, is_base=True
    )
