"""What flake8 finds in one content, without its place, and as it is kept."""

from __future__ import annotations

import zlib
from collections import Counter
from typing import Literal, NamedTuple

Problem = Literal["", "syntax", "large", "crash", "killed", "missing"]
"""Why nothing is known of a content: this Python cannot read it, it is too large, flake8 stops at
it, was killed or had too little memory, git has it not."""

KEPT: tuple[Problem, ...] = ("", "syntax", "large", "crash")
"""What would be found again; the others come from around it."""


class Found(NamedTuple):
    """Findings of a content, counted by their rule and the digest of their line, and its lines."""

    lines: int
    problem: Problem
    findings: Counter[tuple[str, str]]


NOTHING = Found(0, "", Counter())
"""What is in a file that is not there."""


def encode_found(found: Found) -> bytes:
    """Give what is kept of findings."""
    lines = [f"{found.lines} {found.problem}"]
    lines += [f"{code} {digest} {n}" for (code, digest), n in sorted(found.findings.items())]
    return zlib.compress("\n".join(lines).encode())


def decode_found(data: bytes) -> Found:
    """Read what was kept. Raises ValueError where it is damaged."""
    try:
        first, *rest = zlib.decompress(data).decode().split("\n")
    except zlib.error as error:
        raise ValueError(str(error)) from error
    lines, _, problem = first.partition(" ")
    known = KEPT[KEPT.index(problem)]
    findings = Counter[tuple[str, str]]()
    for each in rest:
        code, digest, count = each.split(" ")
        findings[code, digest] = int(count)
    return Found(int(lines), known, findings)
