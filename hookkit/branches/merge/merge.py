"""The steps of ``hookkit merge``: find the branches, check, write the merge, move the branches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.branches.checkout import CheckoutMove, check_out_with_edits, require_move_possible
from hookkit.branches.dry_run_rebase import RebaseResult
from hookkit.branches.merge.branches_of_merge import (
    BranchesOfMerge,
    find_branches_of_merge,
    with_upstream_as_first_parent,
)
from hookkit.branches.merge.dry_run_topic_rebase import dry_run_topic_rebase
from hookkit.branches.merge.merge_commit import (
    merge_message,
    merge_subject,
    run_commit_msg_hook,
    write_merge_commit,
)
from hookkit.branches.merge.requirements_and_checks import (
    check_merge,
    is_blocked,
    needs_rebase,
    require_correction_committed,
    require_no_new_remote_commits_of_topic,
    require_rebasable_topic,
    require_topic_descends,
    without_findings_fixed_by_rebase,
)
from hookkit.branches.rewritten_commits import copy_notes_and_corrections, recreate_rebased_commits
from hookkit.git.commit_message import with_trailer
from hookkit.git.log import read_log
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.add_ticket_to_message import TICKET_TRAILER
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.find_tickets import ticket_of
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.branch_refs import BranchRef
from hookkit.history.refs.naming_patterns import naming_patterns_of
from hookkit.operation_log.entry import RefChange, ValueChange
from hookkit.settings.definitions import Settings

MERGE_KIND = "merge"
"""The kind of a merge in the operation log."""


class MergeResult(NamedTuple):
    """The result of a merge, or of a dry run of one.

    ``first_parent_name`` is the branch on which the merge is made, and ``target_behind_count`` the
    number of its commits that the target lacks. ``check_result`` has the findings.

    ``can_rebase`` is whether hookkit could rebase the topic, ``can_tidy`` whether it could squash
    the topic's fixups, ``can_delete_topic`` whether the topic may be deleted once it is merged, and
    ``can_push`` whether there is a remote.

    ``commit_subjects`` are the subjects of the commits that the target gets, the oldest first;
    there are none if it has all commits. ``message`` is "" if there is nothing to merge or the
    findings stop the merge.

    ``is_rebased`` is whether the topic was rebased first. Then ``other_branches`` are local
    branches with its old commits, ``push_commands`` the commands that a pushed topic needs, and
    ``has_lost_git_notes`` is whether the git notes of the old commits could not be copied.

    ``upstream_lacking_commits`` is the topic's upstream if it lacks commits of the topic, else "":
    git does not count the topic as merged then. ``merge_id`` is the id of the merge commit, None if
    nothing has moved.
    """

    topic: str
    target: str
    first_parent_name: str
    check_result: CheckResult
    target_behind_count: int = 0
    can_rebase: bool = False
    can_tidy: bool = False
    can_delete_topic: bool = False
    can_push: bool = False
    commit_subjects: tuple[str, ...] = ()
    message: str = ""
    is_rebased: bool = False
    other_branches: tuple[str, ...] = ()
    push_commands: tuple[str, ...] = ()
    has_lost_git_notes: bool = False
    upstream_lacking_commits: str = ""
    merge_id: str | None = None

    @property
    def is_blocked(self) -> bool:
        """Whether the checks refuse the merge; False if there is nothing to merge."""
        return bool(self.commit_subjects) and not self.message


class _AllowedMerge(NamedTuple):
    """A merge that the checks allow; ``rebase_result`` is None if the topic needs no rebase."""

    git: Git
    settings: Settings
    branches: BranchesOfMerge
    body: str
    rebase_result: RebaseResult | None = None


class _WrittenMerge(NamedTuple):
    """A written merge commit: its id, and whether notes of rebased commits could not be copied."""

    merge_id: str
    has_lost_git_notes: bool


def merge(
    git: Git, settings: Settings, name: str | None, body: str, with_rebase: bool, is_dry: bool
) -> MergeResult:
    """Merge the branch ``name`` (None: the current one) into the target with a merge commit.

    ``body`` is the person's own text for the message. If ``with_rebase``, a topic that is behind is
    rebased first. If ``is_dry``, nothing is changed. What the checks find is in the result. Raises
    Refused if a requirement of the merge is not met, the rebase has a conflict or others may have
    the commits, and GitFailed if a branch has moved meanwhile; nothing is changed then.
    """
    branches, target_behind_count = with_upstream_as_first_parent(
        git, find_branches_of_merge(git, settings, name), with_rebase
    )
    result = _initial_result(git, settings, branches)._replace(
        target_behind_count=target_behind_count,
        commit_subjects=_subjects(git, branches.first_parent.id, branches.topic.id),
    )
    if not result.commit_subjects:
        return result
    require_no_new_remote_commits_of_topic(git, settings, branches)
    require_correction_committed(git, branches)
    check_result = check_merge(git, settings, branches)
    is_behind = needs_rebase(check_result)
    if is_behind:
        require_rebasable_topic(settings, branches)
    result = result._replace(
        check_result=without_findings_fixed_by_rebase(check_result) if with_rebase else check_result
    )
    if is_blocked(result.check_result):
        return result
    allowed = _AllowedMerge(git, settings, branches, body)
    if with_rebase and is_behind:
        return _rebase_and_merge(allowed, result, is_dry)
    require_topic_descends(git, branches)
    require_move_possible(git, branches.head_commit, branches.topic.id)
    return _finish(allowed, result, is_dry)


def _initial_result(git: Git, settings: Settings, branches: BranchesOfMerge) -> MergeResult:
    topic, target = branches.topic, branches.target
    # HEAD will move from the topic to the target, so the topic may be deleted then.
    is_movable = topic.is_local and not branches.is_topic_in_other_worktree
    can_delete_topic = is_movable and not is_protected(topic.name, settings.protected)
    return MergeResult(
        topic.name,
        target.name,
        branches.first_parent.name,
        CheckResult(topic.name),
        can_rebase=is_movable,
        can_tidy=topic.ref == branches.head_branch,
        can_delete_topic=can_delete_topic,
        can_push=bool(remote_names(git)),
    )


def _subjects(git: Git, base: str, tip: str) -> tuple[str, ...]:
    """Give the subjects of the commits above ``base``; of merges only if all are merges."""
    log = read_log(git, "--reverse", tip, f"^{base}") or []
    without_merges = [each for each in log if not each.is_merge]
    return tuple(each.subject for each in without_merges or log)


def _rebase_and_merge(allowed: _AllowedMerge, result: MergeResult, is_dry: bool) -> MergeResult:
    topic_rebase = dry_run_topic_rebase(allowed.git, allowed.settings, allowed.branches)
    if topic_rebase.rebase_result is None:
        return result._replace(commit_subjects=())
    picked_commits = topic_rebase.rebase_result.picked_commits
    result = result._replace(
        is_rebased=True,
        commit_subjects=tuple(each.old_commit.decoded_subject for each in picked_commits),
        other_branches=topic_rebase.other_branches,
        push_commands=topic_rebase.push_commands,
    )
    return _finish(allowed._replace(rebase_result=topic_rebase.rebase_result), result, is_dry)


def _finish(allowed: _AllowedMerge, result: MergeResult, is_dry: bool) -> MergeResult:
    message = _message(allowed, result.commit_subjects)
    if is_dry:
        return result._replace(message=message)
    message = run_commit_msg_hook(allowed.git, message)
    written_merge = _write_and_move(allowed, message)
    upstream_lacking_commits = _upstream_lacking_commits(allowed.git, allowed.branches.topic)
    return result._replace(
        message=message,
        merge_id=written_merge.merge_id,
        has_lost_git_notes=written_merge.has_lost_git_notes,
        upstream_lacking_commits=upstream_lacking_commits,
    )


def _upstream_lacking_commits(git: Git, topic: BranchRef) -> str:
    """Give the upstream of the topic if it lacks commits of the topic, else ""."""
    upstream_ref = topic.configured_upstream
    is_lacking = upstream_ref and git.is_ancestor(topic.ref, upstream_ref) is False
    return upstream_ref.removeprefix(HEADS).removeprefix(REMOTES) if is_lacking else ""


def _message(allowed: _AllowedMerge, subjects: Sequence[str]) -> str:
    topic, target_name = allowed.branches.topic, allowed.branches.target.name
    text = merge_message(merge_subject(allowed.git, topic, target_name), subjects, allowed.body)
    name = topic.name if topic.is_local else topic.name.partition("/")[2]
    ticket = ticket_of(name, naming_patterns_of(allowed.settings))
    return text if ticket is None else with_trailer(allowed.git, text, TICKET_TRAILER, ticket)


def _write_and_move(allowed: _AllowedMerge, message: str) -> _WrittenMerge:
    """Write the merge commit, and move the branches and the worktree to it."""
    git, branches, rebase_result = allowed.git, allowed.branches, allowed.rebase_result
    topic, target = branches.topic, branches.target
    new_ids = recreate_rebased_commits(git, rebase_result) if rebase_result else {}
    tip = new_ids.get(topic.id, topic.id)
    merge_id = write_merge_commit(git, [branches.first_parent.id, tip], message)
    ref_changes = [RefChange(target.ref, target.id, merge_id)]
    if topic.is_local:  # even if it does not move: undo restores it if it was deleted
        ref_changes.append(RefChange(topic.ref, topic.id, tip))
    branch = ValueChange(branches.head_branch, target.ref)
    check_out_with_edits(
        git, CheckoutMove(MERGE_KIND, branches.head_commit, merge_id, tuple(ref_changes), branch)
    )
    picked = (
        {each.old_commit.id: new_ids[each.old_commit.id] for each in rebase_result.picked_commits}
        if rebase_result
        else {}
    )
    return _WrittenMerge(merge_id, has_lost_git_notes=not copy_notes_and_corrections(git, picked))
