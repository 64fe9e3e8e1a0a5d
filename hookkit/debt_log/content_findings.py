"""The findings of flake8 in one content, without its path, and their stored form."""

from __future__ import annotations

import zlib
from collections import Counter
from typing import Literal, NamedTuple

Problem = Literal["", "syntax", "large", "crash", "killed", "missing"]
"""Why the findings of a content are unknown, "" if they are known: this Python cannot parse it
("syntax"), it is too large, flake8 crashes, flake8 was killed or had too little memory, or the
object is missing."""

STORED_PROBLEMS: tuple[Problem, ...] = ("", "syntax", "large", "crash")
"""The problems that depend on the content alone, and are stored."""


class ContentFindings(NamedTuple):
    """The number of lines of a content, and its findings counted by rule and digest of the line."""

    line_count: int
    problem: Problem
    findings: Counter[tuple[str, str]]


NO_FINDINGS = ContentFindings(0, "", Counter())
"""The findings in a file that does not exist."""


def encode_findings(content_findings: ContentFindings) -> bytes:
    """Encode findings for the cache."""
    lines = [f"{content_findings.line_count} {content_findings.problem}"]
    lines += [
        f"{code} {digest} {n}" for (code, digest), n in sorted(content_findings.findings.items())
    ]
    return zlib.compress("\n".join(lines).encode())


def decode_findings(data: bytes) -> ContentFindings:
    """Decode stored findings. Raises ValueError if they are damaged."""
    try:
        first, *rest = zlib.decompress(data).decode().split("\n")
    except zlib.error as error:
        raise ValueError(str(error)) from error
    lines, _, problem = first.partition(" ")
    known = STORED_PROBLEMS[STORED_PROBLEMS.index(problem)]
    findings = Counter[tuple[str, str]]()
    for each in rest:
        code, digest, count = each.split(" ")
        findings[code, digest] = int(count)
    return ContentFindings(int(lines), known, findings)
