"""One thing that the doctor looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DiagnosisState = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at: what it is, how it is, and the command that repairs it."""

    name: str
    state: DiagnosisState
    sentence: str
    repair: str | None = None
