"""Whether the name of a branch is as the team agreed (HK101)."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from hookkit.errors import WrongUsage
from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.remotes import is_on_remote
from hookkit.git.runner import Git
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.finding import Finding, Level
from hookkit.history.refs.branch_names import is_protected
from hookkit.history.refs.exempt_branch_names import owner_of_name
from hookkit.named_tuple import NamedTuple
from hookkit.settings.branch_and_ticket_patterns import (
    BRANCH_TYPES,
    DEFAULT_TICKET_PATTERN,
    PLACEHOLDER_PATTERN,
    compile_branch_pattern,
    compile_ticket_pattern,
    placeholders_in,
)
from hookkit.settings.time_limited_pattern import SlowPattern, TimeLimitedPattern

_PROJECT_KEY = re.compile(r"(?:\^|\\b)?([A-Z][A-Z0-9_]*)-")
"""The key of a project at the beginning of a ticket pattern."""

DEFAULT_TOPIC_NAME = "topic"

_ALIASES = {"feat": "feature", "features": "feature", "bug": "bugfix", "fixes": "fix"}


class NamingPatterns(NamedTuple):
    """The patterns by which a team names branches and tickets, and its protected branches.

    ``branch_pattern`` and ``ticket_pattern`` are the settings with these names; each may be "".
    ``protected`` are globs of protected branches, whose names are not checked.
    """

    branch_pattern: str
    ticket_pattern: str
    protected: Sequence[str]

    @property
    def compiled_pattern(self) -> TimeLimitedPattern:
        """The regular expression for a whole name.

        Raises WrongUsage if the two patterns cannot be combined, and SlowPattern.
        """
        try:
            return compile_branch_pattern(self.branch_pattern, self.ticket_pattern)
        except ValueError as error:
            message = f"branch_pattern and ticket_pattern do not go together: {error}"
            raise WrongUsage(message, "hookkit config") from error

    def is_exempt(self, name: str) -> bool:
        """Whether a name is not checked: the branch is protected, or no person chose its name."""
        return owner_of_name(name) is not None or is_protected(name, self.protected)


def check_branch_name(
    git: Git, name: str, naming_patterns: NamingPatterns, level: Level, include_pushed: bool = False
) -> list[Finding]:
    """Check the name of a branch, given without ``refs/heads/``.

    There is no finding without a ``branch_pattern``, for protected branches, and for names of bots,
    GUIs and queues; and, unless ``include_pushed``, for a branch that a remote has already, because
    others use that name. Raises WrongUsage for a pattern that cannot be used, and SlowPattern.
    """
    if level == "off" or not naming_patterns.branch_pattern or naming_patterns.is_exempt(name):
        return []
    if naming_patterns.compiled_pattern.fullmatch(name) or (
        not include_pushed and is_on_remote(git, name)
    ):
        return []
    new_name = suggest_name(name, naming_patterns)
    sentence = f"the name is not as agreed: {naming_patterns.branch_pattern}"
    if new_name is None:
        example = example_name(naming_patterns)
        sentence += f", such as {example}" if example else ""
    rename = shlex.join(["git", "branch", "-m", name, new_name or "NEW-NAME"])
    repair = join_commands(_command_before_rename(git), rename)
    return [Finding("HK101", "no", level, name, sentence, repair)]


def _command_before_rename(git: Git) -> str:
    """Give the command that must run before a rename, "" for none.

    git does not rename a branch that is being rebased, so the rebase is finished first.
    """
    operation = operation_in_progress(git)
    if operation != "a rebase":
        return ""
    from hookkit.operation_log.require_git_operation_finished import finish_command

    return finish_command(git, operation)


def why_not_checked(name: str, naming_patterns: NamingPatterns) -> str | None:
    """Say why a name that breaks the pattern gives no finding; None if the name matches."""
    if naming_patterns.compiled_pattern.fullmatch(name):
        return None
    if is_protected(name, naming_patterns.protected):
        return f"{name} is protected: its name is not checked"
    owner = owner_of_name(name)
    if owner is not None:
        return f"{name} is a name that {owner} has: it is not checked"
    return f"a remote has {name} already: its name is not checked"


def suggest_name(name: str, naming_patterns: NamingPatterns) -> str | None:
    """Build a name that matches, of the words of ``name``; None if a needed part is missing."""
    parts = _template_parts(name, naming_patterns)
    needed_parts = placeholders_in(naming_patterns.branch_pattern)
    if not needed_parts or any(part not in parts for part in needed_parts):
        return None
    return _name_if_matching(
        PLACEHOLDER_PATTERN.sub(lambda found: parts[found[1]], naming_patterns.branch_pattern),
        naming_patterns,
    )


def example_name(naming_patterns: NamingPatterns) -> str | None:
    """Give an example of a name that matches, None if the pattern is more than a template."""
    parts = {"type": "feature", "slug": "short-words", "user": "me"}
    key = _PROJECT_KEY.match(naming_patterns.ticket_pattern)
    for ticket in (*([f"{key[1]}-12"] if key else []), "ABC-12", "12", "#12"):
        parts["ticket"] = ticket
        name = _name_if_matching(
            PLACEHOLDER_PATTERN.sub(lambda part: parts[part[1]], naming_patterns.branch_pattern),
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


def _template_parts(name: str, naming_patterns: NamingPatterns) -> dict[str, str]:
    """Read the parts of a template from a name that does not match it."""
    parts: dict[str, str] = {}
    remaining = name
    ticket = _find_ticket(name, naming_patterns)
    if ticket is not None:
        parts["ticket"] = ticket[0]
        remaining = name[: ticket[1]] + "/" + name[ticket[2] :]
    words = [word for word in re.split(r"[^a-z0-9]+", remaining.lower()) if word]
    branch_type = _ALIASES.get(words[0], words[0]) if words else ""
    if branch_type in BRANCH_TYPES and len(words) > 1:
        parts["type"] = words[0] if words[0] in BRANCH_TYPES else branch_type
        words = words[1:]
    slash_parts = re.split(r"/+", name)
    if "user" in placeholders_in(naming_patterns.branch_pattern) and len(slash_parts) > 1:
        parts["user"] = slash_parts[0]
        words = [word for word in words if word != slash_parts[0].lower()]
    if words:
        parts["slug"] = "-".join(words)
    return parts


def _find_ticket(name: str, naming_patterns: NamingPatterns) -> tuple[str, int, int] | None:
    """Find the ticket in a name, also in lower case, with its start and end; None without one."""
    expression = compile_ticket_pattern(naming_patterns.ticket_pattern or DEFAULT_TICKET_PATTERN)
    capitals = name.upper()
    for text in (name, capitals if len(capitals) == len(name) else name):
        match = expression.search(text)
        if match:
            return match["ticket"], match.start(), match.end()
    return None
