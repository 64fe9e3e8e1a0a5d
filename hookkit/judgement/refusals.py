"""Hunks that a person refused and does not want to be offered again, kept at a ref of git's."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import NamedTuple

from hookkit.doors.git import Git

REFUSALS = "refs/hookkit/refused"
"""The ref of a blob: one JSON object a line for each hunk that is not to be proposed again."""


class RefusedHunk(NamedTuple):
    """A hunk that was refused: its id, its parts by fingerprint, its path, and what it was."""

    id: str
    parts: tuple[str, ...]
    path: bytes
    codes: tuple[str, ...]
    before: str
    after: str


def parse_refusals(data: bytes) -> list[RefusedHunk]:
    """Read the blob; a line that hookkit did not write is passed over."""
    return [each for line in data.splitlines() if (each := _parse_line(line)) is not None]


def _parse_line(line: bytes) -> RefusedHunk | None:
    try:
        read = json.loads(line)
        return RefusedHunk(
            id=str(read["id"]),
            parts=tuple(map(str, read["parts"])),
            path=os.fsencode(str(read["path"])),
            codes=tuple(map(str, read["codes"])),
            before=str(read["before"]),
            after=str(read["after"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def read_refusals(git: Git) -> list[RefusedHunk]:
    """Give the hunks that are not to be proposed again, in the order in which they were refused."""
    return parse_refusals(git.objects([REFUSALS]).get(REFUSALS, b""))


def refused_parts(refusals: Iterable[RefusedHunk]) -> frozenset[str]:
    """Give the fingerprints of all parts of the hunks."""
    return frozenset(part for each in refusals for part in each.parts)
