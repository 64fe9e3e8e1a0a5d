"""Whether a branch is behind its target (HK301) or has merges in it (HK304), before its merge."""

from __future__ import annotations

import shlex

from hookkit.git.compare_histories import count_ahead_behind, may_lack_commits
from hookkit.git.log import read_log
from hookkit.git.runner import Git
from hookkit.history.checks.finding_phrases import describe_commit
from hookkit.history.checks.merge_dry_run import would_merge_change_nothing
from hookkit.history.checks.rebase_dry_run import RebaseDryRun, try_rebase
from hookkit.history.checks.repair_commands import join_commands, rebase_command
from hookkit.history.finding import Finding, Level, RepairMethod
from hookkit.history.refs.target_branch import Target, short_target_name
from hookkit.history.refs.well_known_branch_names import is_long_lived, is_merge_queue
from hookkit.phrases import plural


def check_behind_target(
    git: Git,
    name: str,
    tip: str,
    target: Target,
    level: Level,
    named_branch: str = "",
    is_sync_target: bool = True,
) -> list[Finding]:
    """Check the branch ``name``, whose newest commit is ``tip``, against its target.

    A merge that the branch itself contains gives HK304.

    ``named_branch`` is the branch that a repair rebases, "" for the current branch.
    ``is_sync_target`` is False for a target that a CI server names and that `hookkit sync` does not
    know. The answer is "unknown" if this clone does not have the target, or is shallow and lacks
    the merge base. There is no finding for a long-lived branch, for a branch of a merge queue,
    which has the merges that the target will get, or if the target has all changes of the branch,
    as after a squash merge.
    """
    if level == "off" or is_long_lived(name) or is_merge_queue(name):
        return []
    ahead_behind = count_ahead_behind(git, tip, target.ref)
    base = short_target_name(git, target)
    if ahead_behind is None or (ahead_behind[1] and may_lack_commits(git, [tip], target.ref)):
        sentence = f"whether it is rebased on {base} is unknown: this clone lacks commits"
        fetch = "git fetch --unshallow" if git.is_shallow else "git fetch"
        return [Finding("HK301", "unknown", level, name, sentence, fetch)]
    if all(ahead_behind) and would_merge_change_nothing(git, target.ref, tip):
        return []
    findings = []
    merges = read_log(git, "-1", "--merges", tip, f"^{target.ref}") or []
    dry_run = try_rebase(git, [tip], target.ref) if merges else None
    if ahead_behind[1]:
        sentence = f"it is not rebased on {base}: it lacks {plural(ahead_behind[1], 'commit')}"
        repair_method: RepairMethod = ""
        repair: str | None
        if dry_run is not None and dry_run.is_merge_better:
            repair = _after_switch(named_branch, f"git merge --no-edit {shlex.quote(base)}")
        elif is_sync_target:
            repair_method, repair = "sync", _after_switch(named_branch, "hookkit sync")
        else:
            repair = _rebase_by_git(git, tip, target, named_branch, dry_run)
        findings.append(
            Finding("HK301", "no", level, name, sentence, repair, repair_method=repair_method)
        )
    if dry_run is not None:
        sentence = f"it has a merge in it: {describe_commit(merges[0])}"
        repair = rebase_topic_command(base, named_branch)
        findings.append(inner_merge_finding(name, sentence, level, repair, dry_run))
    return findings


def _rebase_by_git(
    git: Git, tip: str, target: Target, named_branch: str, dry_run: RebaseDryRun | None
) -> str | None:
    """Give the command of a rebase that loses nothing, None if it would."""
    is_safe = (dry_run or try_rebase(git, [tip], target.ref)).gives_expected_files
    base = short_target_name(git, target)
    return rebase_topic_command(base, named_branch) if is_safe else None


def rebase_topic_command(base: str, named_branch: str) -> str:
    """Give the command that rebases ``named_branch`` ("" for the current branch) on ``base``."""
    return rebase_command(shlex.quote(base), shlex.quote(named_branch) if named_branch else "")


def _after_switch(named_branch: str, command: str) -> str:
    return join_commands(f"git switch {shlex.quote(named_branch)}" if named_branch else "", command)


def inner_merge_finding(
    place: str,
    sentence: str,
    level: Level,
    repair: str,
    dry_run: RebaseDryRun,
    repair_method: RepairMethod = "",
) -> Finding:
    """Make the finding that a branch contains a merge; ``dry_run`` is the result of its rebase.

    There is no repair if the rebase would lose something.
    """
    if dry_run.gives_expected_files:
        return Finding("HK304", "no", level, place, sentence, repair, repair_method=repair_method)
    kept_sentence = f"{sentence}; a rebase would {dry_run.problem}: keep it"
    return Finding("HK304", "no", "off" if level == "off" else "warn", place, kept_sentence)
