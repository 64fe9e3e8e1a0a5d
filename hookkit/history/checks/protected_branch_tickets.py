"""The tickets of the commits that a protected branch gets: whether each names one (HK701)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hookkit.git.commit_message import Message, parse_message
from hookkit.git.log import log_rows
from hookkit.git.runner import Git
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import EDIT_COMMAND
from hookkit.history.find_tickets import ticket_of, tickets_in
from hookkit.history.finding import Finding, Level
from hookkit.history.parse_merge_message import parse_merge_message
from hookkit.history.refs.naming_patterns import NamingPatterns
from hookkit.phrases import plural, quote_subject, short_id

_MAX_NAMED = 3


class _Commit(NamedTuple):
    id: str
    parents: Sequence[str]
    message: Message


def check_missing_tickets(
    git: Git,
    tip: str,
    excluded_revisions: Sequence[str],
    *,
    branch: str,
    naming_patterns: NamingPatterns,
    level: Level,
) -> list[Finding]:
    """Check the commits that ``branch`` gets: those of ``tip`` not in ``excluded_revisions``.

    ``excluded_revisions`` are the ids of checked commits; the first of them is the base of the
    range. A commit gets its ticket from its message, or from the message or branch name of the
    merge that brings it in. Merges and fixups need no ticket. There is one finding for all commits.
    """
    if level == "off" or not naming_patterns.ticket_pattern:
        return []
    commits = {each.id: each for each in _read_commits(git, tip, excluded_revisions)}
    without_ticket = [each for each in commits.values() if _lacks_ticket(each, naming_patterns)]
    of_merges_with_ticket = (
        _commits_of_merges_with_ticket(commits, naming_patterns) if without_ticket else frozenset()
    )
    without_ticket = [each for each in without_ticket if each.id not in of_merges_with_ticket]
    if not without_ticket:
        return []
    named_commits = ", ".join(
        f"{short_id(each.id)} {quote_subject(each.message.subject)}"
        for each in without_ticket[:_MAX_NAMED]
    )
    further_count = len(without_ticket) - _MAX_NAMED
    more = f" and {further_count:,} more" if further_count > 0 else ""
    sentence = f"{plural(len(without_ticket), 'commit')} without a ticket: {named_commits}{more}"
    repair = _repair(
        git, tip, excluded_revisions[0], any(len(each.parents) > 1 for each in commits.values())
    )
    return [Finding("HK701", "no", level, branch, sentence, repair)]


def _repair(git: Git, tip: str, base: str, has_merges: bool) -> str | None:
    """Give the rebase in which the messages can be edited, None if it would lose something."""
    if not has_merges:
        return f"{EDIT_COMMAND} {short_id(base)}"
    option, tree = "--rebase-merges", git.line("rev-parse", f"{tip}^{{tree}}")
    is_safe = try_rebase(git, [tip], base, option, "--no-ff", tree=tree).gives_expected_files
    return f"{EDIT_COMMAND} {option} {short_id(base)}" if is_safe else None


def _read_commits(git: Git, tip: str, excluded_revisions: Sequence[str]) -> Iterator[_Commit]:
    for commit_id, parents, text in log_rows(
        git, ("%H", "%P", "%B"), tip, "--not", *excluded_revisions, "--"
    ):
        # The message of a commit has no comments.
        yield _Commit(commit_id, parents.split(), parse_message(text, "\0"))


def _lacks_ticket(commit: _Commit, naming_patterns: NamingPatterns) -> bool:
    is_merge = len(commit.parents) > 1
    return not (
        is_merge
        or commit.message.is_fixup
        or tickets_in(commit.message, naming_patterns.ticket_pattern)
    )


def _commits_of_merges_with_ticket(
    commits: Mapping[str, _Commit], naming_patterns: NamingPatterns
) -> frozenset[str]:
    """Give the commits that merges with a ticket bring in."""
    ids: set[str] = set()
    for each in commits.values():
        if len(each.parents) > 1 and _merge_names_ticket(each.message, naming_patterns):
            ids |= _reachable(commits, each.parents[1:]) - _reachable(commits, each.parents[:1])
    return frozenset(ids)


def _merge_names_ticket(message: Message, naming_patterns: NamingPatterns) -> bool:
    merge = parse_merge_message(message.subject, "\n".join(message.lines[2:]))
    branches = merge.branches if merge else ()
    names = [*branches, *(each.partition("/")[2] for each in branches)]  # origin/topic as topic
    is_in_branch_name = any(ticket_of(name, naming_patterns) for name in names if name)
    return is_in_branch_name or bool(tickets_in(message, naming_patterns.ticket_pattern))


def _reachable(commits: Mapping[str, _Commit], tips: Iterable[str]) -> set[str]:
    """Give the ids of the ``commits`` that can be reached from ``tips``."""
    pending = [each for each in tips if each in commits]
    seen = set(pending)
    while pending:
        parents = commits[pending.pop()].parents
        unseen = [each for each in parents if each in commits and each not in seen]
        seen.update(unseen)
        pending += unseen
    return seen
