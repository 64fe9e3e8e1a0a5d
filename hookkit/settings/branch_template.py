"""The pattern of branch names: a regular expression, with placeholders for its usual parts."""

from __future__ import annotations

import re
from functools import lru_cache

from hookkit.settings.bounded_pattern import MAX_PATTERN_LENGTH, BoundedPattern, TrustedPattern

TYPES = (
    *("feature", "feat", "bugfix", "fix", "hotfix", "release", "chore", "docs", "refactor"),
    *("test", "perf", "ci", "build", "style", "revert"),
)
"""The kinds of work that ``{type}`` stands for."""

TICKET = r"[A-Z][A-Z0-9_]*-[0-9]+|[0-9]+"
"""What ``{ticket}`` stands for if no pattern of tickets is set: ABC-12 or 12."""

PARTS = {
    "type": "|".join(TYPES),
    "ticket": TICKET,
    "slug": r"[a-z0-9]+(?:[._-][a-z0-9]+)*",
    "user": r"[A-Za-z0-9][A-Za-z0-9._-]*",
}
"""What each part of a template stands for."""

# A quantifier of a regular expression has numbers between its braces, never a word.
PART = re.compile(r"\{([A-Za-z_]+)\}")


def parts_of(pattern: str) -> list[str]:
    """Give the parts that a pattern names, in their order."""
    return PART.findall(pattern)


@lru_cache(maxsize=64)
def compile_pattern(pattern: str, ticket: str = "") -> BoundedPattern:
    """Give the regular expression that a whole name must match.

    ``ticket`` is the pattern of tickets, "" for the default (TICKET). The match has a group for
    each part that the pattern names. Raises ValueError, with a message for people, if the pattern
    is wrong, and SlowPattern if it may take too long.
    """
    used_names: set[str] = set()

    def expand(match: re.Match[str]) -> str:
        name = match[1]
        if name not in PARTS:
            raise ValueError(f"there is no part {match[0]}; parts: {part_list()}")
        inner = _with_scoped_flags(ticket) if name == "ticket" and ticket else PARTS[name]
        group = f"(?P<{name}>{inner})" if name not in used_names else f"(?:{inner})"
        used_names.add(name)
        return group

    sources = [pattern, ticket] if ticket and "ticket" in parts_of(pattern) else [pattern]
    return _compiled(PART.sub(expand, pattern), *sources)


@lru_cache(maxsize=64)
def compile_ticket(pattern: str) -> BoundedPattern:
    """Give the regular expression that finds a ticket in a text, not in the middle of a word.

    Raises ValueError with a message for people if the pattern cannot be a part of another
    expression, and SlowPattern.
    """
    inner = _with_scoped_flags(pattern)
    expression = rf"(?<![A-Za-z0-9])(?P<ticket>{inner})(?![A-Za-z0-9])"
    if pattern == TICKET:
        return TrustedPattern(expression, (pattern,))
    return _compiled(expression, pattern)


def _with_scoped_flags(pattern: str) -> str:
    """Limit the flags at the beginning of a pattern, such as ``(?i)``, to this pattern."""
    return re.sub(r"^\(\?([aimsux]+)\)(.*)$", r"(?\1:\2)", pattern, count=1, flags=re.DOTALL)


def compile_expression(pattern: str) -> BoundedPattern:
    """Compile a pattern without parts. Raises as ``compile_pattern`` does."""
    return _compiled(pattern, pattern)


def _compiled(expression: str, *sources: str) -> BoundedPattern:
    if any(len(each) > MAX_PATTERN_LENGTH for each in sources):
        raise ValueError(f"longer than {MAX_PATTERN_LENGTH:,} characters")
    try:
        return BoundedPattern(expression, sources)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from error


def part_list() -> str:
    """Give the parts that a template can have, as a person writes them."""
    return ", ".join(f"{{{name}}}" for name in PARTS)
