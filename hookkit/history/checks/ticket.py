"""The ticket that a branch is for: whether a message names it (HK701, HK702), and adding it."""

from __future__ import annotations

import re
import shlex

from hookkit.git.commit_message import (
    Message,
    comment_character,
    parse_message,
    with_prefix,
    with_trailer,
)
from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.runner import Git
from hookkit.history.checks.branch_name import NamingPatterns
from hookkit.history.finding import Finding, Level, RepairMethod
from hookkit.phrases import short_id
from hookkit.settings.branch_and_ticket_patterns import compile_ticket_pattern, placeholders_in

EDIT_COMMAND = "git rebase -i"
"""The beginning of a repair in which the person edits commits in a todo list."""

TICKET_TRAILER = "Ticket"
"""The trailer in which hookkit writes a ticket."""

# The keys of trailers in which a number alone is a ticket.
_TICKET_KEYS = re.compile(
    r"(?:tickets?|issues?|bugs?|jira|tasks?|story|work-item|refs?|references|relates-to|see|part-of"
    r"|close[sd]?|fix(?:e[sd])?|resolve[sd]?|part of)",
    re.IGNORECASE,
)
# Addresses, and ids that git and Gerrit write, may look like a ticket.
_NO_TICKET_KEYS = re.compile(r".*-by|cc|change-id|git-svn-id", re.IGNORECASE)

_BEFORE_NUMBER = re.compile(r"(?:#|!|\bGH-|[(\[])$", re.IGNORECASE)


def ticket_of(name: str, naming_patterns: NamingPatterns) -> str | None:
    """Give the ticket that a branch name contains, None if it contains none.

    A branch pattern with ``{ticket}`` says where the ticket is; without ``{ticket}``, the first
    ticket in the name counts. Protected branches and branches of bots have no ticket.
    """
    if not naming_patterns.ticket_pattern or naming_patterns.is_exempt(name):
        return None
    if "ticket" in placeholders_in(naming_patterns.branch_pattern):
        match = naming_patterns.compiled_pattern.fullmatch(name)
        return match["ticket"] if match else None
    match = compile_ticket_pattern(naming_patterns.ticket_pattern).search(name)
    return match["ticket"] if match else None


def tickets_in(message: Message, pattern: str) -> list[str]:
    """Give the tickets that a message names in its subject or in a trailer.

    A number alone counts after ``#``, ``!`` or ``GH-``, in brackets, at the beginning of the
    subject before a colon, and in trailers for tickets.
    """
    expression = compile_ticket_pattern(pattern)
    subject = message.bare_subject
    tickets = [
        each["ticket"] for each in expression.find_all(subject) if _is_reference(subject, each)
    ]
    for key, value in message.trailers:
        if may_name_ticket(key):
            is_ticket_key = bool(_TICKET_KEYS.fullmatch(key))
            tickets += [
                each["ticket"]
                for each in expression.find_all(value)
                if is_ticket_key or _is_reference(value, each)
            ]
    return list(dict.fromkeys(tickets))


def may_name_ticket(key: str) -> bool:
    """Whether a trailer with this key may name a ticket."""
    return _NO_TICKET_KEYS.fullmatch(key) is None


def _is_reference(text: str, match: re.Match[str]) -> bool:
    if not match["ticket"].isdigit():
        return True
    is_first = match.start() == 0 and text[match.end() :][:1] == ":"
    return is_first or bool(_BEFORE_NUMBER.search(text[: match.start()]))


def is_same_ticket(one: str, other: str) -> bool:
    """Whether two spellings mean the same ticket: ``#12`` and ``12``, ``abc-1`` and ``ABC-1``."""
    return one.lstrip("#").casefold() == other.lstrip("#").casefold()


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
    method: RepairMethod = "edit" if commit else ""
    edit_command = f"{EDIT_COMMAND} {short_id(commit)}^" if commit else ""
    if named_tickets:
        sentence = f"the message names {', '.join(named_tickets)}, and the branch is for {ticket}"
        repair = edit_command or _reword_command(level)
        return [Finding("HK702", "no", level, place, sentence, repair, repair_method=method)]
    sentence = f"the message does not name {ticket}, which the branch is for"
    repair = edit_command or _add_command(ticket, level)
    return [Finding("HK701", "no", level, place, sentence, repair, repair_method=method)]


def _reword_command(level: Level) -> str:
    # If the message is refused, there is no commit, and git keeps the message in a file.
    commit_again = 'git commit --edit --file="$(git rev-parse --git-path COMMIT_EDITMSG)"'
    return "git commit --amend" if level == "warn" else commit_again


def _add_command(ticket: str, level: Level) -> str:
    # With a warning the commit is made and can be amended; with a refusal it is not made.
    amend = ["--amend", "--no-edit"] if level == "warn" else []
    return shlex.join(["git", "commit", *amend, "--trailer", f"{TICKET_TRAILER}: {ticket}"])


def may_write_ticket(git: Git, message: Message) -> bool:
    """Whether a ticket may be written into the message of the commit that is being made.

    It is not written into a fixup or an empty message, and not while git takes messages from other
    commits: in a rebase, a cherry-pick, a revert, a merge or a squash.
    """
    if message.is_empty or message.is_fixup or (git.git_dir / "SQUASH_MSG").exists():
        return False
    return operation_in_progress(git) in (None, "a bisect")


def with_ticket(git: Git, text: str, ticket: str, pattern: str, prefix: str = "") -> str:
    """Give the text of a message file with a ticket in it.

    ``text`` is the content of the file. With a ``prefix`` such as ``{ticket}: ``, the ticket is
    written in front of the subject, else into a trailer. The text is unchanged if the message may
    not be changed or names a ticket already.
    """
    comment = comment_character(git, text)
    message = parse_message(text, comment)
    if not may_write_ticket(git, message) or tickets_in(message, pattern):
        return text
    if prefix:
        return with_prefix(text, prefix.replace("{ticket}", ticket), comment)
    return with_trailer(git, text, TICKET_TRAILER, ticket, comment)
