"""The matrix as a page: docs/matrix.md is written from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.matrix.expected_outcomes import OTHERWISE, PLAIN, expected
from tests.matrix.repository_kinds import KINDS

HEADING = """\
# What hookkit does in which repository

Written by `python -m tests.matrix --write`, which plays every operation in a repository of every
kind and compares what comes of it. In each of them a file has uncommitted edits beside those that
are committed, another one is edited, a third is staged, a fourth untracked: after each operation
all of their bytes are as they were, and after `undo` every byte of the worktree, the index and HEAD
is. The same cells are tests (`tests/matrix`): some in each run, all at night.

"""

Outcomes = Mapping[tuple[str, str], str]


def page(found: Outcomes) -> str:
    """Give the page for what was found, by kind and operation."""
    return HEADING + "\n".join([*_cells(found), "", *_plain(), "", *_notes(), ""])


def _cells(found: Outcomes) -> Iterator[str]:
    yield "| repository | " + " | ".join(PLAIN) + " |"
    yield "|---" * (len(PLAIN) + 1) + "|"
    for kind in KINDS:
        cells = [_cell(kind, operation, found.get((kind, operation))) for operation in PLAIN]
        yield f"| {kind} | " + " | ".join(cells) + " |"


def _cell(kind: str, operation: str, text: str | None) -> str:
    if text is None:
        return "not tried"
    if text == PLAIN[operation]:
        return "same"
    number = list(OTHERWISE).index(kind) + 1 if kind in OTHERWISE else 0
    return f"[{number}]" if text == expected(kind, operation) else f"WRONG: {text}"


def _plain() -> Iterator[str]:
    yield "| operation | what it comes to in a plain one |"
    yield "|---|---|"
    yield from (f"| {operation} | {text} |" for operation, text in PLAIN.items())


def _notes() -> Iterator[str]:
    for number, (kind, other) in enumerate(OTHERWISE.items(), 1):
        yield f"{number}. {kind}: {other.why}."
