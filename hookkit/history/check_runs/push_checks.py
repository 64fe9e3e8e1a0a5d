"""The checks of a push, ref by ref."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.history.check_runs.check_result import (
    CheckResult,
    FindingOrNote,
    collect_results,
    run_pattern_check,
)
from hookkit.history.check_runs.range_checks import check_branch_fixups, check_branch_history
from hookkit.history.check_runs.replace_repairs import (
    with_repairs_without_autostash,
    with_squash_as_repair,
)
from hookkit.history.checks.branch_name import check_branch_name
from hookkit.history.checks.direct_commits import check_direct_commits
from hookkit.history.checks.force_push import check_force_push
from hookkit.history.finding import Finding
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.checked_commits import (
    base_of_new_commits,
    base_of_update,
    checked_commits_of,
    protected_remote_tips,
)
from hookkit.history.refs.current_branch import find_current_branch
from hookkit.history.refs.naming_patterns import naming_patterns_of
from hookkit.history.refs.pushed_refs import PushedRef, push_remote, read_pushed_refs
from hookkit.history.refs.target_branch import with_target_protected
from hookkit.history.suggest_branch_name import suggest_topic_name
from hookkit.phrases import short_id
from hookkit.settings.definitions import Settings


class _NewCommits(NamedTuple):
    """The commits that a protected branch gets by a push.

    ``base`` is the id of the commit below them. ``excluded_revisions`` are arguments of ``git
    rev-list`` for the commits that are not new.
    """

    branch: str
    base: str
    excluded_revisions: Sequence[str]


class PushedRefContext:
    """A pushed ref that is checked, and the settings; what several checks ask is found once."""

    def __init__(self, git: Git, settings: Settings, pushed_ref: PushedRef) -> None:
        self.git = git
        self.settings = settings
        self.pushed_ref = pushed_ref

    @cached_property
    def new_commits(self) -> _NewCommits | None:
        """The commits that a protected branch gets by the push, None for none to check."""
        return _find_new_commits(self.git, self.settings, self.pushed_ref)


def check_push(
    git: Git, settings: Settings, variables: Mapping[str, str], remote: str, hook_input: str | None
) -> CheckResult:
    """Check a push to ``remote``.

    ``remote`` is a name or a URL, "" for the remote that the current branch is pushed to.
    ``hook_input`` has the lines that git writes to pre-push, None for a push of the current branch.
    Raises WrongUsage for lines that git does not write.
    """
    settings = with_target_protected(git, settings)
    remote_name = remote or push_remote(git, find_current_branch(git, variables).name)
    if hook_input is None:
        pushed_ref = _push_of_current_branch(git, variables, remote_name)
        if isinstance(pushed_ref, str):
            return CheckResult(f"a push to {remote_name}", notes=(pushed_ref,))
        refs = [pushed_ref]
    else:
        refs = read_pushed_refs(hook_input, remote_name)
    results: list[FindingOrNote] = []
    for ref in refs:
        context = PushedRefContext(git, settings, ref)
        findings = [each for check in PUSH_CHECKS.values() for each in check(context)]
        results += with_squash_as_repair(findings)
    return with_repairs_without_autostash(
        git, collect_results(f"a push to {remote_name}", results if refs else ["nothing is pushed"])
    )


def _push_of_current_branch(git: Git, variables: Mapping[str, str], remote: str) -> PushedRef | str:
    current_branch = find_current_branch(git, variables)
    if current_branch.name is None or current_branch.source != "HEAD":
        return f"{current_branch.reason or 'HEAD is detached'}: there is no branch to push"
    commit = git.resolve("HEAD")
    if commit is None:
        return f"{current_branch.name} has no commit yet"
    remote_id = git.resolve(f"{REMOTES}{remote}/{current_branch.name}") or git.null_id
    ref = HEADS + current_branch.name
    return PushedRef(ref, commit, ref, remote_id, remote)


def _check_force_push(context: PushedRefContext) -> list[Finding]:
    settings = context.settings
    level, warn_level = settings.level("force-push", "refuse"), settings.level("force-push", "warn")
    return check_force_push(
        context.git,
        context.pushed_ref,
        protected=settings.protected,
        level=level,
        others_level=warn_level,
    )


def _check_protected_branch(context: PushedRefContext) -> list[Finding]:
    git, settings, pushed_ref = context.git, context.settings, context.pushed_ref
    # Merges are pushed to a protected branch too, so this check is off without a setting.
    level = settings.level("protected-branch", "off")
    if level == "off":
        return []
    topic_name = suggest_topic_name(git, pushed_ref.local_id, naming_patterns_of(settings))
    return check_direct_commits(
        git, pushed_ref, protected=settings.protected, level=level, topic_name=topic_name
    )


def _check_history(context: PushedRefContext) -> list[Finding]:
    new_commits, tip = context.new_commits, context.pushed_ref.local_id
    if new_commits is None:
        return []
    return check_branch_history(
        context.git, context.settings, new_commits.base, tip, new_commits.branch
    )


def _check_fixups(context: PushedRefContext) -> list[Finding]:
    new_commits, tip = context.new_commits, context.pushed_ref.local_id
    if new_commits is None:
        return []
    return check_branch_fixups(
        context.git,
        context.settings,
        tip,
        new_commits.excluded_revisions,
        new_commits.branch,
        short_id(new_commits.base),
    )


def _check_branch_name(context: PushedRefContext) -> list[FindingOrNote]:
    git, settings, pushed_ref = context.git, context.settings, context.pushed_ref
    if pushed_ref.branch is None or pushed_ref.is_deletion or not pushed_ref.is_creation:
        return []
    name, naming_patterns = pushed_ref.branch, naming_patterns_of(settings)
    level = settings.level("branch-name", "refuse")
    return run_pattern_check(
        "HK101", name, lambda: check_branch_name(git, name, naming_patterns, level)
    )


def _find_new_commits(git: Git, settings: Settings, pushed_ref: PushedRef) -> _NewCommits | None:
    """Find the commits that a protected branch gets by the push, None for none to check."""
    branch, tip = pushed_ref.branch, pushed_ref.local_id
    if branch is None or pushed_ref.is_deletion or not is_protected(branch, settings.protected):
        return None
    checked_commits = checked_commits_of(git, settings, branch)
    if pushed_ref.is_creation:
        # Without a protected branch of a remote, the new commits are unknown.
        known_tips = [*checked_commits, *protected_remote_tips(git, settings.protected)]
        base = base_of_new_commits(git, tip, known_tips) if known_tips else None
    else:
        base = base_of_update(git, pushed_ref.remote_id, tip, checked_commits)
    if not base or base == tip:
        return None
    # A commit that was never fetched cannot be excluded.
    return _NewCommits(branch, base, ["--ignore-missing", base, *checked_commits])


PUSH_CHECKS: Mapping[str, Callable[[PushedRefContext], Sequence[FindingOrNote]]] = {
    "force-push": _check_force_push,
    "protected-branch": _check_protected_branch,
    "history": _check_history,
    "fixups": _check_fixups,
    "branch-name": _check_branch_name,
}
"""The checks of one pushed ref, in the order of the report.

``history.events.pre_push`` adds the checks of a topic.
"""
