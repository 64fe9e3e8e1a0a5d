"""The check whether a commit message that is being written names the ticket of its branch."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.git.commit_message import Message, comment_character, parse_message
from hookkit.git.runner import Git
from hookkit.history.add_ticket_to_message import may_write_ticket
from hookkit.history.check_runs.branch_context import BranchContext, read_branch_context
from hookkit.history.check_runs.check_result import (
    CheckResult,
    FindingOrNote,
    collect_results,
    run_pattern_check,
)
from hookkit.history.checks.ticket import check_ticket
from hookkit.history.find_tickets import ticket_of
from hookkit.settings.definitions import Settings


def check_message(
    git: Git, settings: Settings, variables: Mapping[str, str], text: str
) -> CheckResult:
    """Check the ticket in the message of a commit that is being made on the current branch."""
    message = parse_message(text, comment_character(git, text))
    checked_name = f'message "{message.subject}"' if message.subject else "an empty message"
    if not settings.ticket_pattern:
        return CheckResult(
            checked_name, notes=("tickets are not looked for: ticket_pattern is not set",)
        )
    context = read_branch_context(git, settings, variables)
    return collect_results(
        checked_name,
        run_pattern_check("HK701", checked_name, lambda: _check_message(context, message)),
    )


def _check_message(context: BranchContext, message: Message) -> list[FindingOrNote]:
    git, settings, name = context.git, context.settings, context.checked_branch.name
    if name is None:
        return [f"{context.checked_branch.reason}: there is no ticket to name"]
    ticket = None if context.is_protected else ticket_of(name, context.naming_patterns)
    if ticket is None:
        return [f"{name} names no ticket"]
    if not may_write_ticket(git, message):
        return ["its ticket is that of the commit it comes from"]
    level = settings.level("ticket", "warn")
    return [*check_ticket(message, ticket, settings.ticket_pattern, level)]
