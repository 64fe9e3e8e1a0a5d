"""Before a push: every ref of it, and what is to be done before a pushed topic is merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hookkit.git.autosquash import is_fixup
from hookkit.git.commit_range import read_log
from hookkit.history.checks.behind_target import check_behind, short_name
from hookkit.history.checks.force_push import check_many
from hookkit.history.checks.ticket import ticket_of
from hookkit.history.checks.topic import beside_merges, check_tickets, check_topic, written
from hookkit.history.events.event import Moment
from hookkit.history.finding import Finding
from hookkit.history.judging.judgement import Said, refuses, without_rewriting
from hookkit.history.judging.of_push import CHECKS
from hookkit.history.judging.slow_pattern import attempted
from hookkit.history.judging.subject import rule_of
from hookkit.history.refs.branch import HEADS
from hookkit.history.refs.ref_update import Pushed, read_pushed
from hookkit.history.refs.stacked_branches import stacked_on
from hookkit.history.refs.targets import Target, find_target, target_of
from hookkit.phrases import counted

MOST_TOPICS = 5
"""Of so many topics in one push it is told what would keep them from being merged: each is looked
at alone, and nobody reads it of more."""


def judge(moment: Moment) -> Iterator[Said]:
    """Judge each ref that is pushed. Raises WrongUsage for lines that git does not write."""
    said = [*_said(moment)]
    is_stopped = refuses(said)
    for each in said:
        yield each if is_stopped or isinstance(each, str) else without_rewriting(each)


def _said(moment: Moment) -> Iterator[Said]:
    target = find_target(moment.git, moment.settings.target or None)
    refs = read_pushed(moment.lines, moment.argument(0))
    topics = {each for each in refs if target is not None and _is_topic(moment, each, target)}
    is_told = len(topics) <= MOST_TOPICS
    judged = _together(moment, refs) if len(refs) > 1 and moment.asks("force-push") else {}
    for pushed in refs:
        for name, check in CHECKS.items():
            if name == "force-push" and pushed in judged:
                yield from judged[pushed]
            elif moment.asks(name):
                yield from check(moment.git, moment.settings, pushed)
        if target is not None and is_told and pushed in topics:
            own = _target(moment, pushed, target)
            yield from _of_topic(moment, pushed, pushed.branch or "", own)
    if not is_told:
        yield f"{len(topics):,} topics at once: what keeps them from being merged is not told"


def _together(moment: Moment, refs: Sequence[Pushed]) -> Mapping[Pushed, list[Finding]]:
    """Judge what many refs would lose as far as that can be found out for all of them at once."""
    settings = moment.settings
    return check_many(
        moment.git,
        refs,
        protected=settings.protected,
        level=settings.level("force-push", "refuse"),
        others=settings.level("force-push", "warn"),
    )


def _is_topic(moment: Moment, pushed: Pushed, target: Target) -> bool:
    name = pushed.branch
    if name is None or pushed.deletes or name == target.name:
        return False
    return not rule_of(moment.settings).is_free(name)


def _target(moment: Moment, pushed: Pushed, usual: Target) -> Target:
    is_head = pushed.local_ref == "HEAD"
    name = moment.branch() if is_head else pushed.local_ref.removeprefix(HEADS)
    return target_of(moment.git, name, moment.settings.protected, usual) or usual


def _of_topic(moment: Moment, pushed: Pushed, name: str, target: Target) -> Iterator[Said]:
    """Warn of what would keep a topic from being merged; it may be pushed for a review all the
    same."""
    git, tip = moment.git, pushed.local_id
    # What the branch is stacked on is told of where that is pushed.
    known = [target.ref, *stacked_on(git, target.ref, tip, name)]
    if moment.asks("rebase-before-merge"):
        level, local = moment.warning("rebase-before-merge"), _local(moment, pushed)
        yield from check_behind(git, name, tip, target, level, local)
    if moment.asks("fixups") and moment.warning("fixups") != "off":
        log = read_log(git, tip, "--not", *known) or []
        number = sum(is_fixup(entry.subject) for entry in log)
        if number:
            commits = counted(number, "commit")
            yield f"{name} has {commits} to squash before it is merged: hookkit tidy"
    if moment.asks("topic"):
        yield from attempted("HK701", name, lambda: _tickets(moment, name, tip, target, known))


def _local(moment: Moment, pushed: Pushed) -> str:
    """Give the branch that a repair has to name, "" for the current one."""
    name = pushed.local_ref.removeprefix(HEADS)
    is_other = pushed.local_ref.startswith(HEADS) and name != moment.branch()
    return name if is_other else ""


def _tickets(
    moment: Moment, name: str, tip: str, target: Target, known: Sequence[str]
) -> Iterator[Said]:
    ticket = ticket_of(name, rule_of(moment.settings))
    if ticket is None:
        return
    pattern = moment.settings.ticket_pattern
    commits = written(moment.git, tip, known)
    base = short_name(moment.git, target)
    found = [
        *check_tickets(commits, ticket, pattern, moment.warning("ticket")),
        *check_topic(commits, ticket, pattern, moment.warning("topic"), base),
    ]
    yield from beside_merges(moment.git, found, tip, target.ref)
