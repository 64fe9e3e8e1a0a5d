"""One thing that the doctor looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at: what it is, how it is, and the command that repairs it."""

    name: str
    state: State
    sentence: str
    repair: str | None = None
