"""The branch pattern of the settings, and the ticket pattern, compiled to regular expressions.

A branch pattern may have placeholders, such as ``{type}/{ticket}-{slug}``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hookkit.settings.time_limited_pattern import (
    MAX_PATTERN_LENGTH,
    BuiltInPattern,
    TimeLimitedPattern,
)

BRANCH_TYPES = (
    *("feature", "feat", "bugfix", "fix", "hotfix", "release", "chore", "docs", "refactor"),
    *("test", "perf", "ci", "build", "style", "revert"),
)
"""The kinds of work that ``{type}`` stands for."""

DEFAULT_TICKET_PATTERN = r"[A-Z][A-Z0-9_]*-[0-9]+|[0-9]+"
"""What ``{ticket}`` stands for if no pattern of tickets is set: ABC-12 or 12."""

PLACEHOLDERS = {
    "type": "|".join(BRANCH_TYPES),
    "ticket": DEFAULT_TICKET_PATTERN,
    "slug": r"[a-z0-9]+(?:[._-][a-z0-9]+)*",
    "user": r"[A-Za-z0-9][A-Za-z0-9._-]*",
}
"""What each placeholder stands for."""

# A quantifier of a regular expression has numbers between its braces, never a word.
PLACEHOLDER_PATTERN = re.compile(r"\{([A-Za-z_]+)\}")


def placeholders_in(pattern: str) -> list[str]:
    """Give the names of the placeholders in a pattern, in their order."""
    return PLACEHOLDER_PATTERN.findall(pattern)


@lru_cache(maxsize=64)
def compile_branch_pattern(pattern: str, ticket: str = "") -> TimeLimitedPattern:
    """Give the regular expression that a whole name must match.

    ``ticket`` is the pattern of tickets, "" for DEFAULT_TICKET_PATTERN. The match has a group for
    each placeholder in the pattern. Raises ValueError, with a message for people, if the pattern
    is wrong, and SlowPattern if it may take too long.
    """
    used_names: set[str] = set()

    def expand(match: re.Match[str]) -> str:
        name = match[1]
        if name not in PLACEHOLDERS:
            raise ValueError(f"there is no placeholder {match[0]}; known: {placeholder_list()}")
        group_pattern = (
            _with_scoped_flags(ticket) if name == "ticket" and ticket else PLACEHOLDERS[name]
        )
        group = f"(?P<{name}>{group_pattern})" if name not in used_names else f"(?:{group_pattern})"
        used_names.add(name)
        return group

    patterns = [pattern, ticket] if ticket and "ticket" in placeholders_in(pattern) else [pattern]
    return _compile(PLACEHOLDER_PATTERN.sub(expand, pattern), *patterns)


@lru_cache(maxsize=64)
def compile_ticket_pattern(pattern: str) -> TimeLimitedPattern:
    """Give the regular expression that finds a ticket in a text, not in the middle of a word.

    Raises ValueError with a message for people if the pattern cannot be a part of another
    expression, and SlowPattern.
    """
    ticket_pattern = _with_scoped_flags(pattern)
    expression = rf"(?<![A-Za-z0-9])(?P<ticket>{ticket_pattern})(?![A-Za-z0-9])"
    if pattern == DEFAULT_TICKET_PATTERN:
        return BuiltInPattern(expression, (pattern,))
    return _compile(expression, pattern)


def _with_scoped_flags(pattern: str) -> str:
    """Limit the flags at the beginning of a pattern, such as ``(?i)``, to this pattern."""
    return re.sub(r"^\(\?([aimsux]+)\)(.*)$", r"(?\1:\2)", pattern, count=1, flags=re.DOTALL)


def compile_expression(pattern: str) -> TimeLimitedPattern:
    """Compile a pattern without placeholders. Raises as ``compile_branch_pattern`` does."""
    return _compile(pattern, pattern)


def _compile(expression: str, *patterns: str) -> TimeLimitedPattern:
    if any(len(each) > MAX_PATTERN_LENGTH for each in patterns):
        raise ValueError(f"longer than {MAX_PATTERN_LENGTH:,} characters")
    try:
        return TimeLimitedPattern(expression, patterns)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from error


def placeholder_list() -> str:
    """Give the placeholders that a pattern can have, as a person writes them."""
    return ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
