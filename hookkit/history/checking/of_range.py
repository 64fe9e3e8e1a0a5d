"""The checks of a range of commits that a protected branch gets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git
from hookkit.history.checking.branch_context import commit_of, with_target
from hookkit.history.checking.check_result import (
    CheckResult,
    result_of,
    with_clone_note,
    without_rewriting_repair,
)
from hookkit.history.checks.fixups import check_fixups
from hookkit.history.checks.protected_history import check_history
from hookkit.history.finding import Finding
from hookkit.history.refs.already_judged import base_of_new, judged_branch_tips, trusted_refs
from hookkit.history.refs.branch import HEADS, find_current_branch, full_name
from hookkit.history.refs.ref_update import is_null
from hookkit.history.refs.targets import REMOTES, find_target
from hookkit.phrases import short
from hookkit.settings.schema import Settings


def of_range(
    git: Git, settings: Settings, variables: Mapping[str, str], old: str, new: str
) -> CheckResult:
    """Check what a protected branch gets that goes from ``old`` to ``new``: history and fixups.

    ``old`` may be all zeros, as CI servers name the state before a branch was there. An id that is
    not here is unknown. What a protected branch of a remote has by now gets no repair that would
    make it anew. Raises EnvironmentFailed for any other name that means no commit.
    """
    first, last = _commit(git, old), _commit(git, new)
    branch, whole = _branch(git, settings, variables, new, last), f"{old}..{new}"
    judged = judged_branch_tips(git, with_target(git, settings).protected)
    trusted = trusted_refs(git, settings.trusted)
    base = _base(git, last, [*judged, *trusted]) if is_null(first) else first
    if not base:
        return CheckResult(whole, notes=(_why_none(branch, base),))
    results = history_of(git, settings, base, last, branch)
    if not any(each.answer == "unknown" for each in results):
        known, shown = ([base, *judged, *trusted], short(base)) if is_null(first) else ([base], old)
        results += fixups_of(git, settings, last, known, branch, shown)
    if results and judged:
        fresh = git.line("rev-list", "--ignore-missing", last, "--not", *judged, "--").split()
        places = {branch, *fresh} if last in fresh else frozenset()
        results = [
            each if each.place in places else without_rewriting_repair(each) for each in results
        ]
    return with_clone_note(git, result_of(whole, results))


def _base(git: Git, last: str, judged: Sequence[str]) -> str | None:
    """Give the commit from which a new branch goes on."""
    return base_of_new(git, last, judged) if judged else None


def _why_none(branch: str, base: str | None) -> str:
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
    raise EnvironmentFailed(f"there is no commit {name!r} here", "git fetch")


def _branch(
    git: Git, settings: Settings, variables: Mapping[str, str], name: str, commit: str
) -> str:
    """Give the branch that got a commit: the one that ``name`` means, else a guess."""
    ref = full_name(git, name)
    if ref.startswith((HEADS, REMOTES)):
        return ref.removeprefix(HEADS).removeprefix(REMOTES)
    if git.resolve("HEAD") == commit:
        current = find_current_branch(git, variables).name
        if current is not None:
            return current
    target = find_target(git, settings.target or None)
    return target.name if target is not None else name


def history_of(git: Git, settings: Settings, old: str, new: str, branch: str) -> list[Finding]:
    """Check the history that ``branch`` gets when it goes from ``old`` to ``new`` (ids)."""
    level, lesser = settings.level("history", "refuse"), settings.level("history", "warn")
    return check_history(
        git,
        old,
        new,
        branch=branch,
        level=level,
        direct=lesser,
        inner=lesser,
        protected=settings.protected,
    )


def fixups_of(
    git: Git, settings: Settings, new: str, known: Sequence[str], branch: str, base: str
) -> list[Finding]:
    """Check the fixups that ``branch`` gets from ``new`` and that ``known`` does not have."""
    level = settings.level("fixups", "refuse")
    return check_fixups(
        git, new, known, branch=branch, base=base, level=level, orphan=level, is_base=True
    )
