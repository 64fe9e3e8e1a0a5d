"""Suggest the name of a branch: as the team agreed, and one that no branch has."""

from __future__ import annotations

import re
from itertools import chain, count

from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.refs.naming_patterns import NamingPatterns
from hookkit.settings.branch_and_ticket_patterns import (
    BRANCH_TYPES,
    DEFAULT_TICKET_PATTERN,
    PLACEHOLDER_PATTERN,
    compile_ticket_pattern,
    placeholders_in,
)
from hookkit.settings.time_limited_pattern import SlowPattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.git.commit_message import Message

_MAX_WORDS = 6
"""The number of words of a subject that a name has at most."""

_PROJECT_KEY = re.compile(r"(?:\^|\\b)?([A-Z][A-Z0-9_]*)-")
"""The key of a project at the beginning of a ticket pattern."""

DEFAULT_TOPIC_NAME = "topic"

_TYPE_ALIASES = {"feat": "feature", "features": "feature", "bug": "bugfix", "fixes": "fix"}


def suggest_name(name: str, naming_patterns: NamingPatterns) -> str | None:
    """Build a name that matches, of the words of ``name``; None if they do not suffice."""
    values = _placeholder_values(name, naming_patterns)
    placeholders = placeholders_in(naming_patterns.branch_pattern)
    if not placeholders or any(each not in values for each in placeholders):
        return None
    return _name_if_matching(
        PLACEHOLDER_PATTERN.sub(lambda found: values[found[1]], naming_patterns.branch_pattern),
        naming_patterns,
    )


def example_name(naming_patterns: NamingPatterns) -> str | None:
    """Give an example of a name that matches, None if the pattern is more than a template."""
    values = {"type": "feature", "slug": "short-words", "user": "me"}
    key = _PROJECT_KEY.match(naming_patterns.ticket_pattern)
    for ticket in (*([f"{key[1]}-12"] if key else []), "ABC-12", "12", "#12"):
        values["ticket"] = ticket
        name = _name_if_matching(
            PLACEHOLDER_PATTERN.sub(lambda found: values[found[1]], naming_patterns.branch_pattern),
            naming_patterns,
        )
        if name:
            return name
    return None


def example_topic_name(naming_patterns: NamingPatterns) -> str:
    """Give an example of a name that matches; without one, DEFAULT_TOPIC_NAME."""
    example = example_name(naming_patterns) if naming_patterns.branch_pattern else None
    return example or DEFAULT_TOPIC_NAME


def _name_if_matching(name: str, naming_patterns: NamingPatterns) -> str | None:
    try:
        return name if naming_patterns.compiled_pattern.fullmatch(name) else None
    except SlowPattern:
        return None


def _placeholder_values(name: str, naming_patterns: NamingPatterns) -> dict[str, str]:
    """Read the values of placeholders from a name that does not match the pattern."""
    values: dict[str, str] = {}
    remaining = name
    ticket = _find_ticket(name, naming_patterns)
    if ticket is not None:
        values["ticket"] = ticket[0]
        remaining = name[: ticket[1]] + "/" + name[ticket[2] :]
    words = [word for word in re.split(r"[^a-z0-9]+", remaining.lower()) if word]
    branch_type = _TYPE_ALIASES.get(words[0], words[0]) if words else ""
    if branch_type in BRANCH_TYPES and len(words) > 1:
        values["type"] = words[0] if words[0] in BRANCH_TYPES else branch_type
        words = words[1:]
    components = re.split(r"/+", name)
    if "user" in placeholders_in(naming_patterns.branch_pattern) and len(components) > 1:
        values["user"] = components[0]
        words = [word for word in words if word != components[0].lower()]
    if words:
        values["slug"] = "-".join(words)
    return values


def _find_ticket(name: str, naming_patterns: NamingPatterns) -> tuple[str, int, int] | None:
    """Find the ticket in a name, also in lower case, with its start and end; None without one."""
    expression = compile_ticket_pattern(naming_patterns.ticket_pattern or DEFAULT_TICKET_PATTERN)
    capitals = name.upper()
    for text in (name, capitals if len(capitals) == len(name) else name):
        match = expression.search(text)
        if match:
            return match["ticket"], match.start(), match.end()
    return None


def suggest_topic_name(git: Git, commit: str, naming_patterns: NamingPatterns) -> str:
    """Give a branch name for ``commit`` (an id), made of its ticket and words of its subject.

    The name matches ``branch_pattern``. If the message of the commit gives no such name, an example
    of the pattern is given; without a pattern, DEFAULT_TOPIC_NAME.
    """
    if not naming_patterns.branch_pattern:
        return DEFAULT_TOPIC_NAME
    commit_object = git.object_contents([commit]).get(commit)
    if commit_object is not None:
        # Imported here: post-checkout, which imports this module, makes no name of a commit.
        from hookkit.git.commit_message import parse_message
        from hookkit.git.commits import parse_commit

        text = parse_commit(commit, commit_object).message.decode("utf-8", "replace")
        try:
            name = _topic_name_from_message(parse_message(text, "\0"), naming_patterns)
        except SlowPattern:
            name = None
        if name is not None and git.try_run("check-ref-format", "--branch", name).code == 0:
            return name
    return example_topic_name(naming_patterns)


def _topic_name_from_message(message: Message, naming_patterns: NamingPatterns) -> str | None:
    from hookkit.history.find_tickets import tickets_in

    ticket = next(
        iter(tickets_in(message, naming_patterns.ticket_pattern or DEFAULT_TICKET_PATTERN)), ""
    )
    subject = message.bare_subject
    subject_text = subject.replace(ticket, " ") if ticket else subject
    slug = "-".join(re.findall(r"[A-Za-z0-9]+", subject_text)[:_MAX_WORDS])
    text = "-".join(filter(None, (ticket, slug)))
    return suggest_name(text, naming_patterns) or suggest_name(
        f"{BRANCH_TYPES[0]}/{text}", naming_patterns
    )


def unused_branch_name(git: Git, name: str) -> str:
    """Give a name that no branch has: ``name``, or ``name`` with a number."""
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(each for each in names if git.resolve(HEADS + each) is None)
