"""One file of a correction."""

from __future__ import annotations

from typing import NamedTuple


class FixedFile(NamedTuple):
    """A file's path and octal mode, its content in the corrected commit, and the fixed content."""

    path: bytes
    mode: str
    base: bytes
    fixed: bytes
