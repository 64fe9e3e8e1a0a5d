"""Whether a message names the ticket that its branch is for (HK701, HK702)."""

from __future__ import annotations

import shlex

from hookkit.git.commit_message import Message
from hookkit.history.add_ticket_to_message import TICKET_TRAILER
from hookkit.history.checks.repair_commands import EDIT_COMMAND
from hookkit.history.find_tickets import is_same_ticket, tickets_in
from hookkit.history.finding import Finding, Level, RepairMethod
from hookkit.phrases import short_id


def check_ticket(
    message: Message, ticket: str | None, pattern: str, level: Level, commit: str | None = None
) -> list[Finding]:
    """Check whether a message names the ticket that its branch is for.

    ``ticket`` is the ticket of the branch, None if it has none. ``commit`` is the id of the commit
    with the message, None if the commit is being made. There is no finding without a ticket, and
    none for fixups.
    """
    if level == "off" or ticket is None or message.is_empty or message.is_fixup:
        return []
    named_tickets = tickets_in(message, pattern)
    if any(is_same_ticket(each, ticket) for each in named_tickets):
        return []
    place = short_id(commit) if commit else f'message "{message.subject}"'
    repair_method: RepairMethod = "edit" if commit else ""
    edit_command = f"{EDIT_COMMAND} {short_id(commit)}^" if commit else ""
    if named_tickets:
        sentence = f"the message names {', '.join(named_tickets)}, and the branch is for {ticket}"
        repair = edit_command or _reword_command(level)
        return [Finding("HK702", "no", level, place, sentence, repair, repair_method=repair_method)]
    sentence = f"the message does not name {ticket}, which the branch is for"
    repair = edit_command or _add_command(ticket, level)
    return [Finding("HK701", "no", level, place, sentence, repair, repair_method=repair_method)]


def _reword_command(level: Level) -> str:
    # If the message is refused, there is no commit, and git keeps the message in a file.
    commit_again = 'git commit --edit --file="$(git rev-parse --git-path COMMIT_EDITMSG)"'
    return "git commit --amend" if level == "warn" else commit_again


def _add_command(ticket: str, level: Level) -> str:
    # With a warning the commit is made and can be amended; with a refusal it is not made.
    amend = ["--amend", "--no-edit"] if level == "warn" else []
    return shlex.join(["git", "commit", *amend, "--trailer", f"{TICKET_TRAILER}: {ticket}"])
