"""Whether a push would remove commits or move tags that others may need (HK501 to HK506)."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hookkit.errors import GitFailed
from hookkit.git.commits import has_commit
from hookkit.git.compare_histories import commits_never_in_reflog, has_merges, may_lack_commits
from hookkit.git.config import config_text
from hookkit.git.log import LogCommit, read_log
from hookkit.git.refs import HEADS, REMOTES, TAGS, head_ref
from hookkit.git.runner import Git
from hookkit.history.checks.finding_phrases import author_names, describe_commits, may_stop_phrase
from hookkit.history.checks.lost_commits import lost_commits_finding
from hookkit.history.checks.merge_dry_run import conflict_files_phrase
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.finding import Finding, Level, without_off_findings
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.branch_refs import is_url, remote_branch_options
from hookkit.history.refs.find_push_losses import (
    existing_commits,
    find_fast_forwards,
    find_lost_commits,
)
from hookkit.history.refs.pushed_refs import PushedRef, push_sources
from hookkit.phrases import plural, short_id


class _PushContext(NamedTuple):
    """One pushed branch that is checked, and the levels of its findings.

    ``level`` and ``others_level`` are as for ``check_force_push``.
    """

    git: Git
    pushed_ref: PushedRef
    name: str
    level: Level
    others_level: Level

    @property
    def place(self) -> str:
        """The name of the remote's branch in reports."""
        return f"{self.pushed_ref.remote}/{self.name}"

    @property
    def other_branches(self) -> list[str]:
        """The arguments of ``git rev-list`` for every other branch of the remote."""
        return remote_branch_options(self.pushed_ref.remote, self.name)


def check_force_push(
    git: Git,
    pushed_ref: PushedRef,
    *,
    protected: Sequence[str],
    level: Level,
    others_level: Level = "warn",
) -> list[Finding]:
    """Check whether the remote would lose something by one pushed ref.

    ``level`` is the level of HK501, HK502, HK503, HK505 and HK506. ``others_level`` is the level of
    HK504 (commits of others that a deletion removes, or that are no longer on the local branch),
    and of HK506 if all lost commits are the person's own. There is no finding for a new ref, for a
    fast-forward, or for the person's own commits that were rewritten. Only branches and tags are
    checked.
    """
    if pushed_ref.is_creation or pushed_ref.local_id == pushed_ref.remote_id:
        return []
    if pushed_ref.remote_ref.startswith(TAGS):
        return without_off_findings(
            [] if pushed_ref.is_deletion else [_moved_tag_finding(pushed_ref, level)]
        )
    if pushed_ref.branch is None:
        return []
    context = _PushContext(git, pushed_ref, pushed_ref.branch, level, others_level)
    return without_off_findings(
        _branch_findings(context, is_protected(pushed_ref.branch, protected))
    )


def check_many_refs(
    git: Git,
    refs: Sequence[PushedRef],
    *,
    protected: Sequence[str],
    level: Level,
    others_level: Level = "warn",
) -> dict[PushedRef, list[Finding]]:
    """Check many refs of one push together as ``check_force_push`` does, with few git processes.

    The result contains only the refs that can be checked together: deletions of unprotected
    branches, and their fast-forwards.
    """
    topics = [each for each in refs if each.branch and not is_protected(each.branch, protected)]
    updates = [each for each in topics if not each.is_creation and each.local_id != each.remote_id]
    existing_ids = existing_commits(git, [each.remote_id for each in updates])
    updates = [each for each in updates if each.remote_id in existing_ids]
    moved_refs = [each for each in updates if not each.is_deletion]
    fast_forwards = find_fast_forwards(
        git, [(each.remote_id, each.local_id) for each in moved_refs]
    )
    findings_by_ref: dict[PushedRef, list[Finding]] = {
        each: [] for each in moved_refs if (each.remote_id, each.local_id) in fast_forwards
    }
    return findings_by_ref | _check_deleted_topics(
        git, [each for each in updates if each.is_deletion], level, others_level
    )


def _check_deleted_topics(
    git: Git, deleted: Sequence[PushedRef], level: Level, others_level: Level
) -> dict[PushedRef, list[Finding]]:
    # A URL has no remote-tracking branches.
    if not deleted or is_url(deleted[0].remote):
        return {}
    lost = find_lost_commits(git, deleted[0].remote, deleted)
    own_addresses = _own_addresses(git) if any(lost.values()) else []
    findings_by_ref = {}
    for each in deleted:
        context = _PushContext(git, each, each.branch or "", level, others_level)
        others_commits = _not_written_by(lost[each.remote_ref], own_addresses)
        findings_by_ref[each] = without_off_findings(
            [_lost_by_deletion_finding(context, others_commits)] if others_commits else []
        )
    return findings_by_ref


def _own_addresses(git: Git) -> list[str]:
    """Give the email addresses of the person: ``user.email`` and its address in the mailmap."""
    address = config_text(git, "user.email").strip()
    if not address:
        return []
    mapped = os.fsdecode(git.try_run("check-mailmap", f"<{address}>").out).strip()
    return [address, mapped.rpartition("<")[2].rstrip(">")]


def _branch_findings(context: _PushContext, is_protected_branch: bool) -> Iterable[Finding]:
    git, pushed_ref = context.git, context.pushed_ref
    old_id, new_id = pushed_ref.remote_id, pushed_ref.local_id
    if pushed_ref.is_deletion:
        return [_deleted_finding(context)] if is_protected_branch else _check_deletion(context)
    if not has_commit(git, old_id):
        return [_never_fetched_finding(context)]
    if read_log(git, "-1", old_id, f"^{new_id}") == []:
        return []
    if may_lack_commits(git, [new_id], old_id):
        return [_unknown_finding(context, "HK501" if is_protected_branch else "HK506")]
    if is_protected_branch:
        return [lost_commits_finding(git, context.name, old_id, new_id, context.level)]
    return _check_forced_update(context)


def _moved_tag_finding(pushed_ref: PushedRef, level: Level) -> Finding:
    name = pushed_ref.remote_ref.removeprefix(TAGS)
    sentence = f"the tag {name} on {pushed_ref.remote} would move: who has it keeps the old one"
    refspec = f"{shlex.quote(pushed_ref.local_ref)}:{shlex.quote(f'{TAGS}{name}.1')}"
    repair = f"git push {shlex.quote(pushed_ref.remote)} {refspec}"
    return Finding("HK505", "no", level, name, sentence, repair)


def _deleted_finding(context: _PushContext) -> Finding:
    sentence = f"{context.name} on {context.pushed_ref.remote} is protected: it would be deleted"
    return Finding("HK502", "no", context.level, context.name, sentence)


def _check_deletion(context: _PushContext) -> Iterator[Finding]:
    log = read_log(
        context.git, "--no-merges", context.pushed_ref.remote_id, "--not", *context.other_branches
    )
    others_commits = _commits_of_others(context, log or [])
    if others_commits:
        yield _lost_by_deletion_finding(context, others_commits)


def _lost_by_deletion_finding(
    context: _PushContext, others_commits: Sequence[LogCommit]
) -> Finding:
    sentence = (
        f"{context.place} has what no other branch there has: {_describe_others(others_commits)}"
    )
    # This repair needs no local branch.
    kept_ref = shlex.quote(f"refs/heads/{context.name}-kept")
    pushed_ref = context.pushed_ref
    repair = f"git push {shlex.quote(pushed_ref.remote)} {pushed_ref.remote_id}:{kept_ref}"
    return Finding("HK504", "no", context.others_level, context.place, sentence, repair)


def _never_fetched_finding(context: _PushContext) -> Finding:
    pushed_ref = context.pushed_ref
    sentence = (
        f"{context.place} has commits that were never fetched: {short_id(pushed_ref.remote_id)}"
    )
    if context.git.is_shallow:
        # They may be old commits, below the commits that the clone has.
        return Finding(
            "HK503", "unknown", context.level, context.place, sentence, "git fetch --unshallow"
        )
    remote_and_branch = f"{shlex.quote(pushed_ref.remote)} {shlex.quote(context.name)}"
    tracked_id = context.git.resolve(f"{REMOTES}{pushed_ref.remote}/{context.name}")
    option = (
        "--rebase=merges"
        if tracked_id and has_merges(context.git, tracked_id, pushed_ref.local_id)
        else "--rebase"
    )
    repair = join_commands(_switch_command(context), f"git pull {option} {remote_and_branch}")
    if tracked_id and read_log(context.git, "-1", tracked_id, f"^{pushed_ref.local_id}"):
        # A rebase would restore the commits that were rewritten in this clone.
        pick = f"git cherry-pick {short_id(tracked_id)}..FETCH_HEAD"
        repair = join_commands(_switch_command(context), f"git fetch {remote_and_branch}", pick)
        sentence = f"{sentence}; {may_stop_phrase('cherry-pick')}"
    else:
        sentence = f"{sentence}; {may_stop_phrase('rebase')}"
    return Finding("HK503", "no", context.level, context.place, sentence, repair)


def _switch_command(context: _PushContext) -> str:
    """Give the command that switches to the pushed branch, "" if no local branch is pushed."""
    ref = context.pushed_ref.local_ref
    return f"git switch {shlex.quote(ref.removeprefix(HEADS))}" if ref.startswith(HEADS) else ""


def _unknown_finding(context: _PushContext, rule: str) -> Finding:
    sentence = f"whether {context.place} would lose commits is unknown in this shallow clone"
    return Finding(rule, "unknown", context.level, context.place, sentence, "git fetch --unshallow")


def _check_forced_update(context: _PushContext) -> Iterator[Finding]:
    lost_commits, merges = _lost_commits(context)
    never_on_branch_ids = _read_never_on_branch(context) if lost_commits or merges else frozenset()
    if never_on_branch_ids is None:
        others_commits, never_on_branch = _without_copies(
            context, _commits_of_others(context, lost_commits), lost_commits
        )
    else:
        never_on_branch = [each for each in lost_commits if each.id in never_on_branch_ids]
        merges = [each for each in merges if each.id in never_on_branch_ids]
        removed_commits = [each for each in lost_commits if each.id not in never_on_branch_ids]
        others_commits, never_on_branch = _without_copies(
            context, _commits_of_others(context, removed_commits), never_on_branch
        )
        if never_on_branch or merges:
            yield _never_on_branch_finding(context, never_on_branch, merges)
    if others_commits:
        conflict_note = _conflict_note(context, others_commits, [])
        sentence = (
            f"{context.place} would lose {_describe_others(others_commits)}; "
            f"{_compare_hint(context)}{conflict_note}"
        )
        yield Finding(
            "HK504",
            "no",
            context.others_level,
            context.place,
            sentence,
            _restore_command(context, others_commits, []),
        )
    elif never_on_branch_ids is None and (never_on_branch or merges):
        yield _unknown_loss_finding(context, never_on_branch, merges)


def _never_on_branch_finding(
    context: _PushContext, lost: list[LogCommit], merges: list[LogCommit]
) -> Finding:
    all_lost = lost or merges
    names = f"{describe_commits(all_lost)} by {author_names(all_lost)}"
    sentence = (
        f"{context.place} would lose {plural(len(all_lost), 'commit')} that your branch never had:"
        f" {names}; {_compare_hint(context)}{_conflict_note(context, lost, merges)}"
    )
    level = context.level if _commits_of_others(context, [*lost, *merges]) else context.others_level
    return Finding(
        "HK506", "no", level, context.place, sentence, _restore_command(context, lost, merges)
    )


def _unknown_loss_finding(
    context: _PushContext, lost: list[LogCommit], merges: list[LogCommit]
) -> Finding:
    sentence = (
        f"whether your branch ever had {describe_commits(lost or merges)} of {context.place} "
        f"is unknown: no reflog here tells; {_compare_hint(context)}"
        f"{_conflict_note(context, lost, merges)}"
    )
    repair = _restore_command(context, lost, merges)
    return Finding("HK506", "unknown", context.level, context.place, sentence, repair)


def _lost_commits(context: _PushContext) -> tuple[list[LogCommit], list[LogCommit]]:
    """Give the commits, and the merges, that no branch of the remote would have any more.

    Both lists begin with the oldest.
    """
    pushed_ref = context.pushed_ref
    excluded_revisions = (f"^{pushed_ref.local_id}", "--not", *context.other_branches)
    log = read_log(context.git, "--reverse", pushed_ref.remote_id, *excluded_revisions) or []
    return [each for each in log if not each.is_merge], [each for each in log if each.is_merge]


def _without_copies(context: _PushContext, *lists: list[LogCommit]) -> list[list[LogCommit]]:
    """Leave out commits whose change is in the pushed branch as another commit."""
    times = [commit.earliest_time for commits in lists for commit in commits]
    if not times:
        return [*lists]
    sides = f"{context.pushed_ref.local_id}...{context.pushed_ref.remote_id}"
    # A copy is not older than its original. Without this limit, git compares every commit since
    # the merge base.
    options = ("--right-only", "--cherry-mark", "--no-merges", f"--since=@{min(times) - 1}")
    copied_ids = {
        commit.id for commit in _read_marked(context, *options, sides) if commit.cherry_mark == "="
    }
    return [[commit for commit in commits if commit.id not in copied_ids] for commits in lists]


def _read_marked(context: _PushContext, *revisions: str) -> list[LogCommit]:
    """Read commits with ``--cherry-mark``; none if that would need a fetch."""
    # Before git 2.45, nothing else keeps a partial clone from fetching the files that it lacks.
    offline = context.git.with_variables({"GIT_ALLOW_PROTOCOL": "none"})
    try:
        return read_log(offline, *revisions) or []
    except GitFailed:
        return []


def _read_never_on_branch(context: _PushContext) -> frozenset[str] | None:
    """Give the commits that were never on a local branch pushed to this branch.

    None if there is no reflog.
    """
    git, pushed_ref = context.git, context.pushed_ref
    ref = pushed_ref.local_ref
    local_branch = head_ref(git) if ref == "HEAD" else ref if ref.startswith(HEADS) else None
    never_on_branch_ids = (
        commits_never_in_reflog(git, local_branch, pushed_ref.remote_id) if local_branch else None
    )
    if never_on_branch_ids == frozenset():
        return never_on_branch_ids
    # The person's own commits may have been on the branch that is usually pushed to this one.
    usual_sources = (
        each for each in push_sources(git, pushed_ref.remote, context.name) if each != local_branch
    )
    answers = [
        never_on_branch_ids,
        *(commits_never_in_reflog(git, each, pushed_ref.remote_id) for each in usual_sources),
    ]
    known_answers = [answer for answer in answers if answer is not None]
    return frozenset.intersection(*known_answers) if known_answers else None


def _commits_of_others(context: _PushContext, commits: Sequence[LogCommit]) -> list[LogCommit]:
    """Give those of ``commits`` that the person has neither written nor committed."""
    if not commits:
        return []
    address = config_text(context.git, "user.email").strip()
    others_commits = _not_written_by(commits, [address])
    if others_commits and address:
        mapped = os.fsdecode(context.git.try_run("check-mailmap", f"<{address}>").out).strip()
        others_commits = _not_written_by(others_commits, [mapped.rpartition("<")[2].rstrip(">")])
    return others_commits


def _not_written_by(commits: Sequence[LogCommit], addresses: Sequence[str]) -> list[LogCommit]:
    casefolded_addresses = {address.casefold() for address in addresses if address}
    return [
        commit
        for commit in commits
        if casefolded_addresses.isdisjoint(
            {commit.author_email.casefold(), commit.committer_email.casefold()}
        )
    ]


def _describe_others(commits: Sequence[LogCommit]) -> str:
    names = f"{describe_commits(commits)} by {author_names(commits)}"
    return f"{plural(len(commits), 'commit')} of others: {names}"


def _compare_hint(context: _PushContext) -> str:
    old, new = short_id(context.pushed_ref.remote_id), short_id(context.pushed_ref.local_id)
    return f"see git range-diff {old}...{new}"


def _conflict_note(
    context: _PushContext, lost: Sequence[LogCommit], merges: Sequence[LogCommit]
) -> str:
    """Name the files in which the restoring command has a conflict; "" if there is no conflict."""
    ids = [each.id for each in lost]
    command = ("cherry-pick", *ids) if ids else ("merge", "--no-edit", merges[-1].id)
    paths = conflict_files_phrase(context.git, context.pushed_ref.local_id, *command)
    abort_note = f"git {command[0]} --abort takes it back"
    return f"; the {command[0]} stops at a conflict in {paths}: {abort_note}" if paths else ""


def _restore_command(
    context: _PushContext, lost: Sequence[LogCommit], merges: Sequence[LogCommit]
) -> str:
    """Give the command that restores the lost commits on the pushed branch."""
    if not lost:
        return join_commands(_switch_command(context), f"git merge {short_id(merges[-1].id)}")
    picks = " ".join(short_id(each.id) for each in lost)
    return join_commands(_switch_command(context), f"git cherry-pick {picks}")
