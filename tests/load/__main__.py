"""``python -m tests.load [files | branches | commits]``: what comes of much, as a table."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.load.load_cases import LOADS, Row


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| load | command | exit | git processes | outcome |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join([*lines, ""])


def main(names: list[str]) -> int:
    """Let each load be, and print the table."""
    rows = []
    for name in names or LOADS:
        with tempfile.TemporaryDirectory(prefix="hookkit-load-") as folder:
            rows += LOADS[name](Path(folder) / "scenario")
    print(table(rows))
    return int(any(row.status not in (0, 1) for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
