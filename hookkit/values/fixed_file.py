"""One file of a correction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file's path and octal mode, its content in the corrected commit, and the fixed content."""

    path: bytes
    mode: str
    base: bytes
    fixed: bytes
