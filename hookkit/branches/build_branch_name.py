"""Build the name of a branch for a ticket, by the naming rule of the team."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookkit.errors import WrongUsage
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.naming_patterns import NamingPatterns
from hookkit.history.suggest_branch_name import example_name
from hookkit.settings.branch_and_ticket_patterns import (
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


def build_branch_name(request: BranchRequest, naming_patterns: NamingPatterns, user: str) -> str:
    """Give the name of a branch, without refs/heads/; ``user`` is the email address of its author.

    Raises WrongUsage if the ticket or the name would break the naming rule; the message has an
    example that follows it.
    """
    branch_slug = slugify(" ".join(request.words))
    if request.words and not branch_slug:
        words = " ".join(request.words)
        raise _usage_error(
            f"nothing of {words!r} can stand in the name of a branch", naming_patterns
        )
    for ticket in _ticket_spellings(request.ticket, naming_patterns):
        placeholder_values = {
            "type": request.type or BRANCH_TYPES[0],
            "ticket": ticket,
            "slug": branch_slug,
        }
        name = _first_matching_name(
            naming_patterns,
            {**placeholder_values, "user": slugify(user.partition("@")[0]) or "me"},
            request.type,
        )
        if name is not None and is_protected(name, naming_patterns.protected):
            raise _usage_error(f"{name} would be a protected branch", naming_patterns)
        if name is not None:
            return name
    raise _usage_error(
        _no_name_reason(request, branch_slug, naming_patterns), naming_patterns, request.ticket
    )


def _ticket_spellings(typed_ticket: str, naming_patterns: NamingPatterns) -> list[str]:
    """Give the spellings of a ticket that match the rule: first as typed, then in capitals."""
    bare_ticket = typed_ticket.removeprefix("#")
    spellings = list(
        dict.fromkeys((typed_ticket, bare_ticket, typed_ticket.upper(), bare_ticket.upper()))
    )
    if not naming_patterns.ticket_pattern:
        return spellings
    expression = compile_ticket_pattern(naming_patterns.ticket_pattern)
    matching_spellings = [each for each in spellings if expression.fullmatch(each)]
    if not matching_spellings:
        raise _usage_error(
            f"{typed_ticket!r} is not a ticket as agreed: {naming_patterns.ticket_pattern}",
            naming_patterns,
        )
    return matching_spellings


def _first_matching_name(
    naming_patterns: NamingPatterns, placeholder_values: dict[str, str], type_: str
) -> str | None:
    """Fill the pattern, or else the first default pattern whose name the pattern matches."""
    for pattern in (
        (naming_patterns.branch_pattern, *_DEFAULT_PATTERNS)
        if naming_patterns.branch_pattern
        else _default_patterns(type_)
    ):
        placeholder_names = placeholders_in(pattern)
        if all(placeholder_values.get(placeholder_name) for placeholder_name in placeholder_names):
            name = PLACEHOLDER_PATTERN.sub(lambda match: placeholder_values[match[1]], pattern)
            if not naming_patterns.branch_pattern or naming_patterns.compiled_pattern.fullmatch(
                name
            ):
                return name
    return None


def _default_patterns(type_: str) -> Iterator[str]:
    """Give the default patterns: those with a type if the person named one, else the others."""
    return (each for each in _DEFAULT_PATTERNS if each.startswith("{type}") == bool(type_))


def _no_name_reason(
    request: BranchRequest, branch_slug: str, naming_patterns: NamingPatterns
) -> str:
    if not naming_patterns.branch_pattern:
        return f"{request.ticket!r} cannot stand in the name of a branch"
    if "slug" in placeholders_in(naming_patterns.branch_pattern) and not branch_slug:
        return f"the name needs words: {naming_patterns.branch_pattern}"
    return f"no name of {request.ticket!r} is as agreed: {naming_patterns.branch_pattern}"


def _usage_error(
    sentence: str, naming_patterns: NamingPatterns, fallback_ticket: str = "TICKET"
) -> WrongUsage:
    example = example_name(naming_patterns) if naming_patterns.branch_pattern else None
    example_phrase = f", such as {example}" if example else ""
    ticket = next(_example_tickets(naming_patterns), fallback_ticket)
    return WrongUsage(
        sentence + example_phrase, shlex.join(["hookkit", "start", ticket, "short", "words"])
    )


def _example_tickets(naming_patterns: NamingPatterns) -> Iterator[str]:
    common_tickets = ("ABC-12", "12")
    expression = (
        compile_ticket_pattern(naming_patterns.ticket_pattern)
        if naming_patterns.ticket_pattern
        else None
    )
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
