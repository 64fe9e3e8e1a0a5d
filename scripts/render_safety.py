"""Regenerate the tables of docs/safety.md: ``python -m scripts.render_safety [WORD ...]``.

A comment ``<!-- table: MODULE ARGUMENTS -->`` names what prints the table, as ``python -m`` runs
it; what stands between it and ``<!-- end -->`` is replaced. With words only those commands are run
that have one of them. A command that fails is named, and its table is written all the same: it
has the violations. The exit status is 1 then.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "safety.md"
TABLE = re.compile(r"<!-- table: (?P<command>.+?) -->\n.*?<!-- end -->", re.S)


def table_of(printed: str) -> str:
    """The first table in what a command printed; "" where there is none."""
    found = re.search(r"(?:^\|.*\n)+", printed, re.M)
    return found.group() if found else ""


def measured(command: str) -> tuple[str, bool]:
    """Run a command; give its table, and whether it succeeded."""
    ended = subprocess.run(
        [sys.executable, "-m", *command.split()], cwd=ROOT, capture_output=True, text=True
    )
    if ended.returncode != 0:
        print(f"{command} ended with {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return table_of(ended.stdout), ended.returncode == 0


def main(words: list[str]) -> int:
    """Write the selected tables, all without words."""
    endings = []

    def written(found: re.Match[str]) -> str:
        command = found["command"]
        if words and not any(word in command for word in words):
            return found.group()
        table, is_well = measured(command)
        endings.append(is_well)
        return f"<!-- table: {command} -->\n{table}<!-- end -->"

    PAGE.write_text(TABLE.sub(written, PAGE.read_text("utf-8")), "utf-8")
    return int(not all(endings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
