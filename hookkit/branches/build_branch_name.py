"""Build the name of a branch for a ticket, by the naming rule of the team."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookkit.errors import WrongUsage
from hookkit.history.checks.branch_name import NameRule, example_name
from hookkit.history.refs.branch_names import is_protected
from hookkit.settings.branch_pattern import (
    BRANCH_TYPES,
    PLACEHOLDER_PATTERN,
    compile_ticket_pattern,
    placeholders_in,
)

_DEFAULT_PATTERNS = ("{type}/{ticket}-{slug}", "{ticket}-{slug}", "{type}/{ticket}", "{ticket}")

MAX_SLUG_LENGTH = 50
"""The maximum length of a slug in characters."""
# Letters that NFKD does not decompose.
_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)


class BranchRequest(NamedTuple):
    """A request for a branch: the ticket, words for the slug, and the type ("" for none)."""

    ticket: str
    words: Sequence[str] = ()
    type: str = ""


def build_branch_name(request: BranchRequest, rule: NameRule, user: str) -> str:
    """Give the name of a branch, without refs/heads/; ``user`` is the email address of its author.

    Raises WrongUsage if the ticket or the name would break the naming rule; the message has an
    example that follows it.
    """
    branch_slug = slugify(" ".join(request.words))
    if request.words and not branch_slug:
        words = " ".join(request.words)
        raise _usage_error(f"nothing of {words!r} can stand in the name of a branch", rule)
    for ticket in _ticket_spellings(request.ticket, rule):
        parts = {"type": request.type or BRANCH_TYPES[0], "ticket": ticket, "slug": branch_slug}
        name = _first_matching_name(
            rule, {**parts, "user": slugify(user.partition("@")[0]) or "me"}, request.type
        )
        if name is not None and is_protected(name, rule.protected):
            raise _usage_error(f"{name} would be a protected branch", rule)
        if name is not None:
            return name
    raise _usage_error(_no_name_reason(request, branch_slug, rule), rule, request.ticket)


def _ticket_spellings(typed_ticket: str, rule: NameRule) -> list[str]:
    """Give the spellings of a ticket that match the rule: first as typed, then in capitals."""
    bare_ticket = typed_ticket.removeprefix("#")
    spellings = list(
        dict.fromkeys((typed_ticket, bare_ticket, typed_ticket.upper(), bare_ticket.upper()))
    )
    if not rule.ticket_pattern:
        return spellings
    expression = compile_ticket_pattern(rule.ticket_pattern)
    matching_spellings = [each for each in spellings if expression.fullmatch(each)]
    if not matching_spellings:
        raise _usage_error(
            f"{typed_ticket!r} is not a ticket as agreed: {rule.ticket_pattern}", rule
        )
    return matching_spellings


def _first_matching_name(rule: NameRule, parts: dict[str, str], type_: str) -> str | None:
    """Fill the pattern, or else the first default pattern whose name the pattern matches."""
    for pattern in (
        (rule.branch_pattern, *_DEFAULT_PATTERNS)
        if rule.branch_pattern
        else _default_patterns(type_)
    ):
        part_names = placeholders_in(pattern)
        if all(parts.get(part) for part in part_names):
            name = PLACEHOLDER_PATTERN.sub(lambda match: parts[match[1]], pattern)
            if not rule.branch_pattern or rule.compiled_pattern.fullmatch(name):
                return name
    return None


def _default_patterns(type_: str) -> Iterator[str]:
    """Give the default patterns: those with a type if the person named one, else the others."""
    return (each for each in _DEFAULT_PATTERNS if each.startswith("{type}") == bool(type_))


def _no_name_reason(request: BranchRequest, branch_slug: str, rule: NameRule) -> str:
    if not rule.branch_pattern:
        return f"{request.ticket!r} cannot stand in the name of a branch"
    if "slug" in placeholders_in(rule.branch_pattern) and not branch_slug:
        return f"the name needs words: {rule.branch_pattern}"
    return f"no name of {request.ticket!r} is as agreed: {rule.branch_pattern}"


def _usage_error(sentence: str, rule: NameRule, fallback_ticket: str = "TICKET") -> WrongUsage:
    example = example_name(rule) if rule.branch_pattern else None
    example_phrase = f", such as {example}" if example else ""
    ticket = next(_example_tickets(rule), fallback_ticket)
    return WrongUsage(
        sentence + example_phrase, shlex.join(["hookkit", "start", ticket, "short", "words"])
    )


def _example_tickets(rule: NameRule) -> Iterator[str]:
    common_tickets = ("ABC-12", "12")
    expression = compile_ticket_pattern(rule.ticket_pattern) if rule.ticket_pattern else None
    return (each for each in common_tickets if expression is None or expression.fullmatch(each))


def slugify(words: str) -> str:
    """Write words in lower-case ASCII letters and digits, with dashes between them.

    Characters without an ASCII form are left out, so that the slug may be empty. A long slug is cut
    after a whole word.
    """
    decomposed = unicodedata.normalize("NFKD", words.casefold().translate(_WITHOUT_DECOMPOSITION))
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    kept_words = re.findall(r"[a-z0-9]+", plain.replace("'", "").replace("’", ""))
    shortened: list[str] = []
    for word in kept_words:
        if shortened and len("-".join([*shortened, word])) > MAX_SLUG_LENGTH:
            break
        shortened.append(word[:MAX_SLUG_LENGTH])
    return "-".join(shortened)
