"""What a merge requires, refused if it is not met, and the checks, which give findings."""

from __future__ import annotations

import shlex

from hookkit.branches.merge.branches_of_merge import BranchesOfMerge
from hookkit.branches.resolve_target import find_topic_target
from hookkit.branches.sync.rebase_refusals import require_no_new_remote_commits
from hookkit.corrections.find_uncommitted_correction import find_uncommitted_correction
from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.history.check_runs.branch_checks import check_branch
from hookkit.history.check_runs.check_result import CheckResult, collect_results
from hookkit.history.check_runs.replace_repairs import with_repairs_without_autostash
from hookkit.history.checks.merge_context import MergeCheckSettings
from hookkit.history.checks.rebase_before_merge import check_merge_heads
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.checks.repairs_without_hookkit import with_merge_by_git
from hookkit.history.finding import Finding
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.merge_heads import MergeHead
from hookkit.history.refs.target_branch import Target
from hookkit.operation_log.stored_entries import active_entries
from hookkit.phrases import paths_phrase, quote_subject, short_id
from hookkit.settings.definitions import Settings

_RULES_FIXED_BY_REBASE = ("HK301", "HK304")
"""The rules whose findings a rebase fixes."""


def require_no_new_remote_commits_of_topic(
    git: Git, settings: Settings, branches: BranchesOfMerge
) -> None:
    """Raise Refused if a remote has commits of a local topic that the merge would leave out."""
    topic, first_parent = branches.topic, branches.first_parent
    if topic.is_local:
        target = find_topic_target(git, settings, topic.name) or Target(
            first_parent.name, first_parent.ref
        )
        require_no_new_remote_commits(
            git, topic.name, target, first_parent.id, _switch_to_topic(branches)
        )


def require_correction_committed(git: Git, branches: BranchesOfMerge) -> None:
    """Raise Refused if a correction of the topic is not committed: the merge would lack it."""
    topic, first_parent = branches.topic, branches.first_parent
    if topic.ref != branches.head_branch:
        return
    topic_commits = git.line("rev-list", topic.id, f"^{first_parent.id}", "--").split()
    uncommitted = find_uncommitted_correction(git, topic_commits)
    if uncommitted is not None:
        correction = uncommitted.correction
        corrected, is_range = correction.corrected, correction.range_start is not None
        name, shown_paths = short_id(corrected.id), paths_phrase(uncommitted.paths)
        sentence = (
            f"the correction of {name} {quote_subject(corrected.decoded_subject)} is not committed"
            f" ({shown_paths}): take it before{_undo_hint(git, corrected.id)}"
        )
        accept = f"hookkit accept {name}{' --spread' if is_range else ''}"
        raise Refused(sentence, join_commands(accept, "hookkit tidy"))


def _undo_hint(git: Git, corrected: str) -> str:
    """Give a hint at ``hookkit undo`` if it would take back just this correction, else ""."""
    newest = next(active_entries(git), None)
    is_newest = newest is not None and (newest.entry.kind, newest.entry.commit) == (
        "worktree",
        corrected,
    )
    return ", or take it out with hookkit undo" if is_newest else ""


def _switch_to_topic(branches: BranchesOfMerge) -> str:
    """Give the command that switches to the topic, "" if HEAD is on the topic."""
    topic = branches.topic
    if topic.ref == branches.head_branch:
        return ""
    if branches.is_topic_in_other_worktree and topic.worktree:
        return f"cd {shlex.quote(topic.worktree)}"
    return f"git switch {shlex.quote(topic.name)}"


def check_merge(git: Git, settings: Settings, branches: BranchesOfMerge) -> CheckResult:
    """Check whether the topic can be merged as it is.

    Whatever the settings say, the topic must be rebased and the target must not be behind its
    upstream, because the merge gets the files of its second parent.
    """
    topic, target = branches.topic, branches.target
    inner_level = settings.level("rebase-before-merge", "refuse")
    heads = [MergeHead(topic.id, topic.name)]
    check_settings = MergeCheckSettings([target.name], "refuse", inner_level)
    rebase_findings = check_merge_heads(
        git, target.name, heads, check_settings, base=branches.first_parent
    )
    findings = with_merge_by_git(
        git, rebase_findings, target.name, heads, check_settings, base=branches.first_parent
    )
    check_names = [*(["branch"] if topic.is_local else []), "fixups", "ticket", "topic"]
    branch_result = check_branch(git, settings, {}, check_names, topic.name)
    subject = f"the merge of {topic.name} into {target.name}"
    return with_repairs_without_autostash(
        git, collect_results(subject, [*findings, *branch_result.findings])
    )


def needs_rebase(check_result: CheckResult) -> bool:
    """Whether the topic is behind its target, or contains merges that a rebase can remove."""
    return any(_is_fixed_by_rebase(each) for each in check_result.findings)


def require_topic_descends(git: Git, branches: BranchesOfMerge) -> None:
    """Raise Refused if the topic does not descend from the target, as with an unrelated history.

    The merge gets the files of the topic, so the files of the target would be lost.
    """
    topic, first_parent, target = branches.topic, branches.first_parent, branches.target
    if git.is_ancestor(first_parent.id, topic.id) is not True:
        sentence = (
            f"{topic.name} does not descend from {first_parent.name}, and nothing can rebase it"
        )
        merge = f"git merge --no-ff --allow-unrelated-histories {shlex.quote(topic.short_name)}"
        is_on_target = target.ref == branches.head_branch
        switch = "" if is_on_target else f"git switch {shlex.quote(target.name)}"
        raise Refused(f"{sentence}: git can merge it", join_commands(switch, merge))


def require_rebasable_topic(settings: Settings, branches: BranchesOfMerge) -> None:
    """Raise Refused for a protected topic: nobody rebases it, and git can merge it as it is."""
    topic, target = branches.topic, branches.target
    branch = topic.name if topic.is_local else topic.name.partition("/")[2]
    if is_protected(branch, settings.protected) and branch != target.name:
        sentence = f"{topic.name} is protected and not rebased on {target.name}: git can merge it"
        switch = shlex.join(["git", "switch", target.name])
        merge = shlex.join(["git", "merge", "--no-ff", topic.short_name])
        raise Refused(sentence, f"{switch} && {merge}")


def without_findings_fixed_by_rebase(check_result: CheckResult) -> CheckResult:
    """Give the result without the findings that a rebase of the topic will fix."""
    remaining = tuple(each for each in check_result.findings if not _is_fixed_by_rebase(each))
    return check_result._replace(findings=remaining)


def _is_fixed_by_rebase(finding: Finding) -> bool:
    # A merge in the topic that no rebase can recreate is only reported, without a repair.
    is_kept = finding.rule == "HK304" and finding.repair is None
    return finding.rule in _RULES_FIXED_BY_REBASE and finding.answer == "no" and not is_kept


def is_blocked(check_result: CheckResult) -> bool:
    """Whether a merge cannot be made: a finding refuses it, or an answer is unknown."""
    return check_result.is_refused or any(
        each.answer == "unknown" for each in check_result.findings
    )
