"""Measure the hooks of a clone and of a server for a push of many refs.

Run it from the top of the checkout, on a machine that does nothing else:
``python -m benchmarks.push_of_many_refs [NUMBER…]`` (2000 and 20000 without a number).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

_GIT = ("git", "-c", "user.name=x", "-c", "user.email=x@hookkit.invalid")


def _run(folder: Path, *args: str, data: str = "") -> str:
    command = [*_GIT, *args]
    ended = subprocess.run(command, cwd=folder, input=data, capture_output=True, text=True)
    ended.check_returncode()
    return ended.stdout.strip()


def _made(folder: Path, number: int) -> list[tuple[str, str, str]]:
    """Make a repository with branches of two commits each; give their names and both ids."""
    folder.mkdir()
    _run(folder, "init", "-q", "-b", "main")
    _run(folder, "commit", "-q", "--allow-empty", "-m", "begin")
    who = "author x <x@hookkit.invalid> 1700000000 +0000"
    text = []
    for at in range(number):
        for mark, subject in (("t", "old"), ("t", "new")):
            begun = "from refs/heads/main\n" if subject == "old" else ""
            head = f"commit refs/heads/{mark}{at}\nmark :{2 * at + (subject == 'new') + 1}\n{who}\n"
            head += f"{who.replace('author', 'committer')}\n"
            text.append(f"{head}data {len(subject)}\n{subject}\n{begun}\n")
    marks = folder / "marks"
    _run(folder, "fast-import", "--quiet", f"--export-marks={marks}", data="".join(text))
    pairs = (line.split() for line in marks.read_text().splitlines())
    ids = {int(mark[1:]): name for mark, name in pairs}
    return [(f"t{at}", ids[2 * at + 1], ids[2 * at + 2]) for at in range(number)]


def _local(kind: str, name: str) -> str:
    return "(delete)" if kind == "deletions" else f"refs/heads/{name}"


def _timed(folder: Path, event: Sequence[str], data: str) -> float:
    begun = time.perf_counter()
    command = [sys.executable, "-m", "hookkit", "hook", *event]
    ended = subprocess.run(command, cwd=folder, input=data, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(ended.stderr + ended.stdout)
    return time.perf_counter() - begun


def main(numbers: Sequence[int]) -> None:
    """Print the seconds of each hook for each kind of push."""
    for number in numbers:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "repo"
            branches = _made(folder, number)
            null = "0" * len(branches[0][1])
            kinds = {
                "creations": [(name, new, null) for name, _, new in branches],
                "updates": [(name, new, old) for name, old, new in branches],
                "deletions": [(name, null, new) for name, _, new in branches],
            }
            for kind, rows in kinds.items():
                clone = (
                    f"{_local(kind, name)} {new} refs/heads/{name} {old}" for name, new, old in rows
                )
                server = (f"{old} {new} refs/heads/{name}" for name, new, old in rows)
                sides = {("pre-push", "origin"): clone, ("pre-receive",): server}
                for event, lines in sides.items():
                    took = _timed(folder, event, "".join(f"{line}\n" for line in lines))
                    print(f"{number:>7,} {kind:<10} {event[0]:<12} {took:6.2f} s")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [2_000, 20_000])
