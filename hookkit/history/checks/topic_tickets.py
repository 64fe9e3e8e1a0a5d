"""The tickets of a topic's commits: missing ones (HK701), or only of other branches (HK801)."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.git.commit_message import Message, parse_message
from hookkit.git.compare_histories import has_merges
from hookkit.git.log import log_rows
from hookkit.git.runner import Git
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import EDIT_COMMAND, join_commands
from hookkit.history.checks.ticket import check_ticket
from hookkit.history.find_tickets import is_same_ticket, tickets_in
from hookkit.history.finding import Finding, Level
from hookkit.phrases import short_id


class CommitMessage(NamedTuple):
    """A commit and its message."""

    id: str
    message: Message


def read_messages(git: Git, tip: str, excluded_revisions: Sequence[str]) -> list[CommitMessage]:
    """Read the messages of the commits, without merges, of ``tip`` not in ``excluded_revisions``.

    The oldest commit comes first.
    """
    rows = log_rows(
        git, ("%H", "%B"), "--reverse", "--no-merges", tip, "--not", *excluded_revisions, "--"
    )
    # The message of a commit has no comments.
    return [CommitMessage(commit_id, parse_message(text, "\0")) for commit_id, text in rows]


def check_tickets_of_other_branches(
    commits: list[CommitMessage], ticket: str | None, pattern: str, level: Level, target: str
) -> list[Finding]:
    """Find the commits that name only other tickets than ``ticket``, the ticket of their branch.

    Reverts are not checked: they have the ticket of the reverted commit. ``target`` is the name of
    the branch's target.
    """
    if level == "off" or ticket is None:
        return []
    findings = []
    for commit_id, message in commits:
        is_revert = message.subject.startswith("Revert ")
        tickets = [] if is_revert else tickets_in(message, pattern)
        if tickets and not any(is_same_ticket(each, ticket) for each in tickets):
            sentence = (
                f'"{message.subject}" is for {", ".join(tickets)}, and the branch for {ticket}'
            )
            repair = f"{EDIT_COMMAND} --keep-base {shlex.quote(target)}"
            commit = short_id(commit_id)
            findings.append(
                Finding("HK801", "no", level, commit, sentence, repair, repair_method="edit")
            )
    return findings


def keep_merges_in_repairs(
    git: Git, findings: Sequence[Finding], tip: str, base: str
) -> list[Finding]:
    """Add to the repairs of findings on ``base..tip`` the option that keeps merges.

    A finding has no repair if git cannot recreate the merges without a loss.
    """
    if not findings or not has_merges(git, base, tip):
        return [*findings]
    merges_option = "--rebase-merges"
    tree = git.line("rev-parse", f"{tip}^{{tree}}")
    options = (merges_option, "--no-ff", "--keep-base")
    is_safe = try_rebase(git, [tip], base, *options, tree=tree).gives_expected_files
    return [
        _with_edit_command(each, f"{EDIT_COMMAND} {merges_option}" if is_safe else None)
        for each in findings
    ]


def _with_edit_command(finding: Finding, edit: str | None) -> Finding:
    repair = finding.repair.replace(EDIT_COMMAND, edit, 1) if finding.repair and edit else None
    return finding._replace(repair=repair) if finding.repair_method == "edit" else finding


def check_tickets(
    commits: list[CommitMessage], ticket: str | None, pattern: str, level: Level
) -> list[Finding]:
    """Check the messages of several commits as ``check_ticket`` does.

    Messages that name another ticket are left to ``check_tickets_of_other_branches``.
    """
    findings = [
        finding
        for commit_id, message in commits
        for finding in check_ticket(message, ticket, pattern, level, commit_id)
    ]
    return [finding for finding in findings if finding.rule == "HK701"]


def use_ticket_command_as_repair(
    git: Git, findings: Sequence[Finding], tip: str, ticket: str, named_branch: str
) -> list[Finding]:
    """Make `hookkit ticket` the repair for commits that no remote has.

    git's own command becomes the ``git_repair``. ``named_branch`` is the branch that the repair
    switches to, "" for the current branch.
    """
    if not any(each.rule == "HK701" for each in findings):
        return [*findings]
    unpushed = {short_id(each) for each in git.lines("rev-list", tip, "--not", "--remotes", "--")}
    switch = f"git switch {shlex.quote(named_branch)}" if named_branch else ""
    command = join_commands(switch, f"hookkit ticket {shlex.quote(ticket)}")
    return [
        (
            each._replace(repair=command, git_repair=each.repair, repair_method="")
            if each.rule == "HK701" and each.place in unpushed
            else each
        )
        for each in findings
    ]
