"""The settings of hookkit: their types, defaults, limits, and the words that describe them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from hookkit.values.words import Mode, Safety, Scope

FILES = ("pyproject.toml", ".hookkit.toml")
"""Where a team keeps its settings, at the top level."""


def _setting(default: object, allowed: str, least: float = 0, most: float | None = None) -> Any:
    limits = {"allowed": allowed, "least": least, "most": most}
    return field(default=default, metadata=limits)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force.

    ``enabled`` False turns all hooks off. ``include`` and ``exclude`` are glob patterns of paths;
    an empty ``include`` means every ``.py`` file. A file of more than ``max_bytes`` bytes is left
    alone. ``time_limit`` is in seconds for each file, ``hook_time_limit`` for all files of a hook
    together. ``jobs`` is the number of worker processes, 0 for as many as there are processors. Of
    the corrections the last ``keep_corrections`` are kept, and none for longer than ``keep_days``
    days.
    """

    enabled: bool = _setting(True, "true or false")
    mode: Mode = _setting("worktree", "propose, worktree, fixup or commit")
    scope: Scope = _setting("file", "file or lines")
    safety: Safety = _setting("strict", "strict or off")
    include: tuple[str, ...] = _setting((), "a list of glob patterns")
    exclude: tuple[str, ...] = _setting((), "a list of glob patterns")
    max_bytes: int = _setting(500_000, "a whole number of bytes, 1 or more", 1)
    time_limit: float = _setting(20.0, "seconds, more than 0, at most 86400", 1e-9, 86_400)
    hook_time_limit: float = _setting(
        15.0, "seconds, more than 0, at most 86400", 1e-9, 86_400
    )
    jobs: int = _setting(0, "a whole number of processes, 0 for as many as processors")
    keep_corrections: int = _setting(50, "a whole number of corrections, 1 or more", 1)
    keep_days: int = _setting(90, "a whole number of days, 1 or more", 1)


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of one setting: its default, the allowed values in words, and its limits."""

    default: object
    allowed: str
    least: float
    most: float | None


SETTINGS: Mapping[str, Description] = MappingProxyType(
    {each.name: Description(each.default, **each.metadata) for each in fields(Settings)}
)
"""Each setting by its name, in the order in which people are shown them."""
