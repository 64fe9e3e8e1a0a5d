"""A name for the branch that commits should have been on, as the team calls its branches."""

from __future__ import annotations

import re

from hookkit.git.commit_message import Message, parse_message
from hookkit.git.commits import parse_commit
from hookkit.git.runner import Git
from hookkit.history.checks.branch_name import NameRule, example, suggest
from hookkit.history.checks.ticket import tickets_in
from hookkit.settings.bounded_pattern import SlowPattern
from hookkit.settings.branch_template import TICKET, TYPES

DEFAULT_NAME = "topic"

_MAX_WORDS = 6


def topic_name(git: Git, commit: str, rule: NameRule) -> str:
    """Give a name for the branch of ``commit`` (an id): with its ticket and words of its subject.

    It matches ``branch_pattern``; it is an example where the commit says
    too little, and DEFAULT_NAME without a pattern.
    """
    if not rule.pattern:
        return DEFAULT_NAME
    found = git.objects([commit]).get(commit)
    if found is not None:
        text = parse_commit(commit, found).message.decode("utf-8", "replace")
        try:
            name = _of_message(parse_message(text, "\0"), rule)
        except SlowPattern:
            name = None
        if name is not None and git.ask("check-ref-format", "--branch", name).code == 0:
            return name
    return example(rule) or DEFAULT_NAME


def _of_message(message: Message, rule: NameRule) -> str | None:
    ticket = next(iter(tickets_in(message, rule.ticket or TICKET)), "")
    subject = message.bare_subject
    rest = subject.replace(ticket, " ") if ticket else subject
    words = "-".join(re.findall(r"[A-Za-z0-9]+", rest)[:_MAX_WORDS])
    text = "-".join(filter(None, (ticket, words)))
    return suggest(text, rule) or suggest(f"{TYPES[0]}/{text}", rule)
