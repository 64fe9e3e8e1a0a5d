"""The patterns by which a team names branches and tickets, and the names that are exempt."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.errors import WrongUsage
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.well_known_branch_names import owner_of_name
from hookkit.named_tuple import NamedTuple
from hookkit.settings.branch_and_ticket_patterns import compile_branch_pattern
from hookkit.settings.definitions import Settings
from hookkit.settings.time_limited_pattern import TimeLimitedPattern


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


def naming_patterns_of(settings: Settings) -> NamingPatterns:
    """Give the naming patterns of the settings."""
    return NamingPatterns(settings.branch_pattern, settings.ticket_pattern, settings.protected)
