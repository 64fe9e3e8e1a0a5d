"""The settings of hookkit: their types, defaults and allowed values, and the names of their files.

The file of accepted debt is named here too, beside the others at the top level of the worktree.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from hookkit.settings.choice_types import Level, Mode, Safety, Scope

TEAM_FILES = ("pyproject.toml", ".hookkit.toml")
"""The files of the team's settings, at the top level of the worktree."""

BASELINE_FILE = ".hookkit-debt.json"
"""The file of the debt that the team has accepted, at the top level of the worktree."""

LEVELS: tuple[Level, ...] = ("off", "warn", "refuse")


class Settings(NamedTuple):
    """The settings in force.

    ``enabled`` False turns all hooks off. ``include`` and ``exclude`` are glob patterns of paths;
    an empty ``include`` means every ``.py`` file. A file of more than ``max_bytes`` bytes or
    ``max_lines`` lines is left alone: a line takes some 5 kB of memory and half a millisecond.
    ``time_limit`` is seconds of CPU time for each file, ``hook_time_limit`` for all files of a hook
    together. ``jobs`` is the number of processes that work at a time, 0 for as many as there are
    processors. The last ``keep_corrections`` corrections are kept, and none for longer than
    ``keep_days`` days.

    ``protected`` are glob patterns of the branches that nobody commits to directly. ``target`` is
    the branch that others are merged into, "" to find it in the repository. ``trusted`` are glob
    patterns of refs: their commits are not checked again on a protected branch. A check whose
    pattern (``branch_pattern``, ``ticket_pattern``) is "" is off. ``ticket_prefix`` is the text
    with ``{ticket}`` before a subject, "" for a trailer at the end of the message. ``ticket_url``
    is the address of a ticket's page with ``{ticket}`` in it, "" for none. ``python_versions`` are
    the versions of Python that the files are written for, empty for the versions that the project
    requires. ``worker`` True keeps a Python process in memory for the next commits
    (``hookkit.worker``). With ``quiet`` a hook reports in one line. ``checks`` has the level of
    each check whose level is not the default.
    """

    enabled: bool = True
    mode: Mode = "worktree"
    scope: Scope = "auto"
    safety: Safety = "strict"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_bytes: int = 500_000
    max_lines: int = 50_000
    time_limit: float = 20.0
    hook_time_limit: float = 15.0
    jobs: int = 0
    keep_corrections: int = 50
    keep_days: int = 90
    protected: tuple[str, ...] = ("main", "master", "release/*")
    target: str = ""
    branch_pattern: str = ""
    ticket_pattern: str = ""
    ticket_prefix: str = ""
    ticket_url: str = ""
    trusted: tuple[str, ...] = ()
    python_versions: tuple[str, ...] = ()
    worker: bool = False
    quiet: bool = False
    checks: dict[str, Level] = {}

    def level(self, check: str, default: Level) -> Level:
        """Give the level of a check in ``checks``, ``default`` if it has none there."""
        return self.checks.get(check, default)


class SettingDefinition(NamedTuple):
    """The definition of a setting: its default, the allowed values in words, and its limits.

    The limits are those of a number; ``maximum`` is None if there is no upper limit.
    """

    default: object
    allowed: str
    minimum: float = 0
    maximum: float | None = None


CHOICES: Mapping[str, tuple[str, ...]] = {
    "mode": ("propose", "worktree", "fixup", "commit"),
    "scope": ("auto", "file", "lines"),
    "safety": ("strict", "off"),
}
"""The allowed words of settings with a choice; such a word needs no conversion."""

_ALLOWED_VALUES: Mapping[str, tuple[Any, ...]] = {
    "enabled": ("true or false",),
    "mode": ("propose, worktree, fixup or commit",),
    "scope": ("auto, file or lines",),
    "safety": ("strict or off",),
    "include": ("a list of glob patterns",),
    "exclude": ("a list of glob patterns",),
    "max_bytes": ("a whole number of bytes, 1 or more", 1),
    "max_lines": ("a whole number of lines, 1 or more", 1),
    "time_limit": ("seconds, more than 0, at most 86400", 1e-9, 86_400),
    "hook_time_limit": ("seconds, more than 0, at most 86400", 1e-9, 86_400),
    "jobs": ("a whole number of processes, 0 for as many as processors",),
    "keep_corrections": ("a whole number of corrections, 1 or more", 1),
    "keep_days": ("a whole number of days, 1 or more", 1),
    "protected": ("a list of glob patterns of branches",),
    "target": ("the name of a branch",),
    "branch_pattern": ("a regular expression, or a template of its parts",),
    "ticket_pattern": ("a regular expression",),
    "ticket_prefix": ("one line with {ticket} in it",),
    "ticket_url": ("an http or https address with {ticket} behind its host",),
    "trusted": ("a list of glob patterns of full names of refs",),
    "python_versions": ("a list of versions of Python, such as 2.7",),
    "worker": ("true or false",),
    "quiet": ("true or false",),
    "checks": ("a table of checks, each off, warn or refuse",),
}

SETTINGS: Mapping[str, SettingDefinition] = MappingProxyType(
    {
        key: SettingDefinition(default, *_ALLOWED_VALUES[key])
        for key, default in Settings._field_defaults.items()
    }
)
"""The settings by their names, in the order in which they are shown."""
