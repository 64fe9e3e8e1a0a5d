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
    squashing_first,
    with_clone_note,
    without_rewriting_repair,
)
from hookkit.history.checks.fixups import check_below, check_fixups
from hookkit.history.checks.protected_history import MAX_TRIALS, check_history
from hookkit.history.finding import Finding
from hookkit.history.refs.already_checked import base_of_new, checked_branch_tips, trusted_refs
from hookkit.history.refs.branch import find_current_branch, full_name
from hookkit.history.refs.ref_update import is_null
from hookkit.history.refs.targets import find_target, is_protected
from hookkit.phrases import short
from hookkit.settings.schema import Settings


class _Range(NamedTuple):
    """What is checked: the ids of both ends, what it is above, its start as named, the branch."""

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
    trials: int = MAX_TRIALS,
) -> CheckResult:
    """Check what a protected branch gets that goes from ``old`` to ``new``: history and fixups.

    ``old`` may be all zeros, as CI servers name the state before a branch was there. An id that is
    not here is unknown. What a protected branch of a remote has by now gets no repair that would
    rewrite it. Repairs rebase only where one of so many ``trials`` has shown that this loses
    nothing. Raises EnvironmentFailed for any other name that means no commit.
    """
    first, last = _commit(git, old), _commit(git, new)
    branch, whole = _branch(git, settings, variables, new, last), f"{old}..{new}"
    checked = checked_branch_tips(git, with_target(git, settings).protected)
    trusted = trusted_refs(git, settings.trusted)
    base = _base(git, last, [*checked, *trusted]) if is_null(first) else first
    if not base:
        return CheckResult(whole, notes=(_why_none(branch, base),))
    results = history_of(git, settings, base, last, branch, trials)
    if not any(each.answer == "unknown" for each in results):
        results += _fixups(git, settings, _Range(first, base, last, old, branch), checked, trusted)
    if results and checked:
        fresh = git.line("rev-list", "--ignore-missing", last, "--not", *checked, "--").split()
        places = {branch, *fresh} if last in fresh else frozenset()
        results = [
            each if each.place in places else without_rewriting_repair(each) for each in results
        ]
    if git.resolve(HEADS + branch) not in (None, last):
        # A repair rewrites the branch up to the end of the range alone.
        results = [*map(without_rewriting_repair, results)]
    return with_clone_note(git, result_of(whole, squashing_first(results)))


def _fixups(
    git: Git, settings: Settings, asked: _Range, checked: Sequence[str], trusted: Sequence[str]
) -> list[Finding]:
    """Check the fixups of a range, also against what the branch has below it and nobody checked."""
    is_new = is_null(asked.first)
    known = [asked.base, *checked, *trusted] if is_new else [asked.base]
    shown = short(asked.base) if is_new else asked.name
    found = fixups_of(git, settings, asked.last, known, asked.branch, shown)
    target = find_target(git, settings.target or None)
    is_topic = not is_protected(asked.branch, with_target(git, settings).protected)
    not_rewritten = [*checked, *trusted, *([target.ref] if target and is_topic else [])]
    # hookkit tidy squashes the branch that HEAD is on, and no protected one.
    is_base = not is_topic or git.line("rev-parse", "--symbolic-full-name", "HEAD") != (
        HEADS + asked.branch
    )
    level = settings.level("fixups", "refuse")
    return check_below(
        git, found, asked.last, not_rewritten, branch=asked.branch, level=level, is_base=is_base
    )


def _base(git: Git, last: str, checked: Sequence[str]) -> str | None:
    """Give the commit from which a new branch goes on."""
    return base_of_new(git, last, checked) if checked else None


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
    repair = "git fetch" if remote_names(git) else "git branch --all"
    raise EnvironmentFailed(f"there is no commit {name!r} here", repair)


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


def history_of(
    git: Git, settings: Settings, old: str, new: str, branch: str, trials: int = MAX_TRIALS
) -> list[Finding]:
    """Check the history that ``branch`` gets when it goes from ``old`` to ``new`` (ids)."""
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
        trials=trials,
    )


def fixups_of(
    git: Git, settings: Settings, new: str, known: Sequence[str], branch: str, base: str
) -> list[Finding]:
    """Check the fixups that ``branch`` gets from ``new`` and that ``known`` does not have."""
    level = settings.level("fixups", "refuse")
    return check_fixups(
        git, new, known, branch=branch, base=base, level=level, orphan=level, is_base=True
    )
