"""A diagnosis of ``hookkit doctor``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DiagnosisState = Literal["ok", "warn", "bad"]

INSTALL_COMMAND = "hookkit install"
"""The repair of a hook that is missing, edited or of another version."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosed item: its name, its state, a sentence, and the command that repairs it."""

    name: str
    state: DiagnosisState
    sentence: str
    repair: str | None = None
