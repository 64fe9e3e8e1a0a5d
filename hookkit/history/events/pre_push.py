"""The event pre-push: the checks of every ref, and warnings about a pushed topic.

The checks of one ref are in the table ``PUSH_CHECKS`` of ``history.check_runs.push_checks``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hookkit.git.autosquash import is_fixup
from hookkit.git.log import read_log
from hookkit.git.refs import HEADS
from hookkit.history.check_runs.check_result import FindingOrNote, has_refusal, run_pattern_check
from hookkit.history.check_runs.push_checks import PUSH_CHECKS, PushedRefContext
from hookkit.history.check_runs.replace_repairs import (
    with_squash_as_repair,
    without_rewriting_repair,
)
from hookkit.history.checks.behind_target_and_inner_merges import check_behind_target
from hookkit.history.checks.force_push import check_many_refs
from hookkit.history.checks.topic_tickets import (
    check_tickets,
    check_tickets_of_other_branches,
    keep_merges_in_repairs,
    read_messages,
    use_ticket_command_as_repair,
)
from hookkit.history.events.event_context import EventContext
from hookkit.history.find_tickets import ticket_of
from hookkit.history.finding import Finding
from hookkit.history.refs.naming_patterns import naming_patterns_of
from hookkit.history.refs.pushed_refs import PushedRef, read_pushed_refs
from hookkit.history.refs.stacked_branches import other_branch_refs_below
from hookkit.history.refs.target_branch import Target, find_target, short_target_name, target_of
from hookkit.phrases import plural

MAX_WARNED_TOPICS = 5
"""If a push has more topics than this, the warnings about topics are left out: each takes time,
and nobody reads that many."""


def check_pre_push(context: EventContext) -> Iterator[FindingOrNote]:
    """Check each ref that is pushed. Raises WrongUsage for lines that git does not write."""
    results = [*_check_refs(context)]
    is_push_refused = has_refusal(results)
    for each in results:
        yield each if is_push_refused or isinstance(each, str) else without_rewriting_repair(each)


def _check_refs(context: EventContext) -> Iterator[FindingOrNote]:
    target = find_target(context.git, context.settings.target or None)
    refs = read_pushed_refs(context.hook_input, context.hook_argument(0))
    topics = {each for each in refs if target is not None and _is_topic(context, each, target)}
    are_topics_checked = len(topics) <= MAX_WARNED_TOPICS
    findings_of_refs_checked_together = (
        _check_many_refs(context, refs)
        if len(refs) > 1 and context.is_requested("force-push")
        else {}
    )
    for pushed_ref in refs:
        results: list[FindingOrNote] = []
        ref_context = PushedRefContext(context.git, context.settings, pushed_ref)
        for name, check in PUSH_CHECKS.items():
            if name == "force-push" and pushed_ref in findings_of_refs_checked_together:
                results += findings_of_refs_checked_together[pushed_ref]
            elif context.is_requested(name):
                results += check(ref_context)
        yield from with_squash_as_repair(results)
        if target is not None and are_topics_checked and pushed_ref in topics:
            target_of_topic = _target_of_push(context, pushed_ref, target)
            yield from _topic_findings(context, pushed_ref, target_of_topic)
    if not are_topics_checked:
        yield f"{len(topics):,} topics at once: what keeps them from being merged is not shown"


def _check_many_refs(
    context: EventContext, refs: Sequence[PushedRef]
) -> Mapping[PushedRef, list[Finding]]:
    """Check many refs together for lost commits; a ref that needs its own check is left out."""
    settings = context.settings
    return check_many_refs(
        context.git,
        refs,
        protected=settings.protected,
        level=settings.level("force-push", "refuse"),
        others_level=settings.level("force-push", "warn"),
    )


def _is_topic(context: EventContext, pushed_ref: PushedRef, target: Target) -> bool:
    name = pushed_ref.branch
    if name is None or pushed_ref.is_deletion or name == target.name:
        return False
    return not naming_patterns_of(context.settings).is_exempt(name)


def _target_of_push(context: EventContext, pushed_ref: PushedRef, default_target: Target) -> Target:
    is_head = pushed_ref.local_ref == "HEAD"
    name = context.head_branch() if is_head else pushed_ref.local_ref.removeprefix(HEADS)
    return (
        target_of(context.git, name, context.settings.protected, default_target) or default_target
    )


def _topic_findings(
    context: EventContext, pushed_ref: PushedRef, target: Target
) -> Iterator[FindingOrNote]:
    """Warn of faults to be repaired before a topic is merged; it may be pushed for a review."""
    git, tip, name = context.git, pushed_ref.local_id, pushed_ref.branch or ""
    # The branches that the topic is stacked on are checked when they are pushed.
    excluded_revisions = [target.ref, *other_branch_refs_below(git, target.ref, tip, name)]
    if context.is_requested("rebase-before-merge"):
        level = context.warning_level("rebase-before-merge")
        named_branch = _named_branch(context, pushed_ref)
        yield from check_behind_target(git, name, tip, target, level, named_branch)
    if context.is_requested("fixups") and context.warning_level("fixups") != "off":
        log = read_log(git, tip, "--not", *excluded_revisions) or []
        fixup_count = sum(is_fixup(each.subject) for each in log)
        if fixup_count:
            commits = plural(fixup_count, "commit")
            yield f"{name} has {commits} to squash before it is merged: hookkit tidy"
    if context.is_requested("topic"):
        yield from run_pattern_check(
            "HK701", name, lambda: _ticket_findings(context, name, tip, target, excluded_revisions)
        )


def _named_branch(context: EventContext, pushed_ref: PushedRef) -> str:
    """Give the branch that a repair has to name, "" for the current branch."""
    name = pushed_ref.local_ref.removeprefix(HEADS)
    is_other = pushed_ref.local_ref.startswith(HEADS) and name != context.head_branch()
    return name if is_other else ""


def _ticket_findings(
    context: EventContext, name: str, tip: str, target: Target, excluded_revisions: Sequence[str]
) -> Iterator[FindingOrNote]:
    ticket = ticket_of(name, naming_patterns_of(context.settings))
    if ticket is None:
        return
    pattern = context.settings.ticket_pattern
    commits = read_messages(context.git, tip, excluded_revisions)
    base = short_target_name(context.git, target)
    findings = [
        *check_tickets(commits, ticket, pattern, context.warning_level("ticket")),
        *check_tickets_of_other_branches(
            commits, ticket, pattern, context.warning_level("topic"), base
        ),
    ]
    findings_with_merges = keep_merges_in_repairs(context.git, findings, tip, target.ref)
    if name == context.head_branch():
        findings_with_merges = use_ticket_command_as_repair(
            context.git, findings_with_merges, tip, ticket, ""
        )
    yield from findings_with_merges
