"""The small phrases that reports share: paths, and lists of lines."""

from __future__ import annotations

from collections.abc import Iterable

MOST_RUNS = 8


def path_text(path: bytes) -> str:
    """Give a path as git has it as text; bytes that are no UTF-8 survive as surrogates."""
    return path.decode("utf-8", "surrogateescape")


def _runs(lines: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def line_list(lines: Iterable[int]) -> str:
    """Give ``line 20``, ``lines 4, 9, 12-15`` or, for a long list, its start and how many more."""
    runs = _runs(lines)
    shown = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs[:MOST_RUNS])
    rest = sum(b - a + 1 for a, b in runs[MOST_RUNS:])
    noun = "line" if len(runs) == 1 and runs[0][0] == runs[0][1] else "lines"
    return f"{noun} {shown} and {rest:,} more" if rest else f"{noun} {shown}"
