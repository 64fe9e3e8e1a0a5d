"""What a picture of a long history costs.

    python -m benchmarks.graph [COMMITS [BRANCHES]]

Builds, with git fast-import, a main of COMMITS (10,000) commits in merges of ten, of which each
third is of a branch that was not rebased, and BRANCHES (500) branches that are not merged, and
times ``hookkit graph`` in it as a person runs it, beside ``git log --graph``: the median of 9 runs
of a first screen and of 3 of the whole history, all read from disk already. Prints a table in
Markdown; the ratio is that to git's row above.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

ON_A_BRANCH = 9
HOOKKIT = (sys.executable, "-m", "hookkit", "graph")
LOG = ("git", "log", "--graph", "--oneline")

FIRST_SCREEN = {
    "git log --graph --oneline -n 40": (*LOG, "-n", "40"),
    "hookkit graph": HOOKKIT,
    "hookkit graph --unfold": (*HOOKKIT, "--unfold"),
    "hookkit graph --all": (*HOOKKIT, "--all"),
}
WHOLE = {
    "git log --graph --oneline": LOG,
    "hookkit graph --limit 0": (*HOOKKIT, "--limit", "0"),
    "hookkit graph --limit 0 --unfold": (*HOOKKIT, "--limit", "0", "--unfold"),
    "hookkit graph --limit 0 --html -": (*HOOKKIT, "--limit", "0", "--html", "-"),
    "hookkit graph --limit 0 --svg -": (*HOOKKIT, "--limit", "0", "--svg", "-"),
}
GROUPS = ((9, FIRST_SCREEN), (3, WHOLE))
"""Commands with how often each is run; the first of each is git's."""


def commit(number: int, ref: str, parents: list[int], subject: str) -> str:
    """Give one commit for fast-import; its mark is its number."""
    name = ("Ann", "Bob", "Cleo")[number % 3]
    person = f"{name} <{name}@hookkit.invalid> {1_700_000_000 + number * 600} +0000"
    lines = [f"commit {ref}\nmark :{number}\nauthor {person}\ncommitter {person}\n"]
    lines.append(f"data {len(subject)}\n{subject}\n")
    for word, parent in zip(("from", "merge"), parents, strict=False):
        lines.append(f"{word} :{parent}\n")
    return "".join(lines)


def history(commits: int, branches: int) -> Iterator[str]:
    """Give the stream: main with its merged branches, then the unmerged branches."""
    number, line = 1, [1]
    yield commit(1, "refs/heads/main", [], "Begin")
    while number < commits:
        is_late = len(line) % 3 == 0
        below = line[-3] if is_late else line[-1]
        for step in range(ON_A_BRANCH):
            number += 1
            parent = number - 1 if step else below
            yield commit(number, "refs/hidden/branch", [parent], f"Change {number} a little more")
        number += 1
        subject = f"Merge branch '{len(line)}-add-what-is-wanted'"
        yield commit(number, "refs/heads/main", [line[-1], number - 1], subject)
        line.append(number)
    for each in range(branches):
        number += 1
        at = line[-1 - each * len(line) // branches // 2]
        yield commit(number, f"refs/heads/{each}-under-way", [at], f"Begin {each}")


def build(folder: Path, commits: int, branches: int) -> None:
    """Make the repository."""
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=-1) as child:
        assert child.stdin
        for piece in history(commits, branches):
            child.stdin.write(piece.encode())
    subprocess.run(["git", "pack-refs", "--all"], cwd=folder, check=True)


def median(folder: Path, command: tuple[str, ...], runs: int) -> tuple[float, int]:
    """Give the median time of a command in milliseconds, and the bytes of its output."""
    times, size = [], 0
    for _ in range(runs + 1):
        begin = time.perf_counter()
        ended = subprocess.run(command, cwd=folder, check=True, capture_output=True)
        times.append(time.perf_counter() - begin)
        size = len(ended.stdout)
    return statistics.median(times[1:]) * 1000, size


def report(folder: Path, runs: int, commands: Mapping[str, tuple[str, ...]]) -> None:
    """Print a row for each command, with its time as a multiple of that of the first."""
    first = 0.0
    for what, command in commands.items():
        taken, size = median(folder, command, runs)
        first = first or taken
        ratio = f"{taken / first:,.1f}"
        print(f"| `{what}` | {taken:,.0f} ms | {ratio} | {size / 1000:,.0f} kB |", flush=True)


def main() -> int:
    """Build, measure, print."""
    commits = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    branches = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "repository"
        build(folder, commits, branches)
        print("| command | time | ratio | output |\n|---|---|---|---|")
        for runs, group in GROUPS:
            report(folder, runs, group)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
