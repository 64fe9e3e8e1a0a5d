"""Measure the check of thousands of merges in a fresh clone, which has no commit-graph.

    python -m benchmarks.many_merges [COMMITS]

Builds, with git fast-import, a main of COMMITS (30,000) commits in merges of eight, of which each
third is of a branch that was not rebased and each thirtieth of one that changed a file as main
had, and a release branch that is merged from time to time. Checks it all by
``hookkit check``, ``hookkit graph --html`` and, for comparison, ``hookkit history-report``: the
least CPU time of 3 runs, and how many git processes were started. Prints a table in Markdown; the
ratio is that to ``history-report``.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ON_A_BRANCH = 8
FILES = 480
LINES = 60
RUNS = 3
HOOKKIT = (sys.executable, "-m", "hookkit")


class Importer:
    """Commits as a stream for git fast-import, whose marks are their numbers."""

    def __init__(self) -> None:
        self.last = 0
        self._files: dict[str, list[str]] = {}

    def commit(self, ref: str, parents: list[int], subject: str, *changes: tuple[str, int]) -> str:
        """Give a commit that changes a line of each file of ``changes``, by its number."""
        self.last += 1
        person = f"me <me@hookkit.invalid> {1_700_000_000 + self.last * 60} +0000"
        lines = [f"commit {ref}\nmark :{self.last}\nauthor {person}\ncommitter {person}\n"]
        lines.append(f"data {len(subject)}\n{subject}\n")
        for word, parent in zip(("from", "merge"), parents, strict=False):
            lines.append(f"{word} :{parent}\n")
        return "".join([*lines, *(self._change(*each) for each in changes)])

    def _change(self, path: str, line: int) -> str:
        content = self._files.setdefault(path, [f"line {n}" for n in range(LINES)])
        content[line] = f"line {line} as of {self.last}"
        return self.again(path)

    def again(self, path: str) -> str:
        """Give the last content of a file."""
        text = "".join(f"{line}\n" for line in self._files[path])
        return f"M 100644 inline {path}\ndata {len(text)}\n{text}\n"


def path_of(number: int) -> str:
    """Give the name of a file by a number."""
    return f"d{number % 24}/f{number % FILES}.txt"


def history(commits: int) -> Iterator[str]:
    """Give the stream. A file is changed again only when main has had its last change for long."""
    stream, line = Importer(), [1]
    everything = [(path_of(each), 0) for each in range(FILES)]
    yield stream.commit("refs/heads/main", [], "Begin", *everything)
    release = 1
    while stream.last < commits:
        count = len(line)
        below = line[-3] if count % 3 == 0 and count > 3 else line[-1]
        ref = f"refs/hidden/{count}"
        paths = [path_of(count * ON_A_BRANCH + step) for step in range(ON_A_BRANCH)]
        for step, path in enumerate(paths):
            parents = [stream.last if step else below]
            yield stream.commit(ref, parents, f"Change {path}", (path, count % LINES))
        if count % 30 == 0 and count > 3:  # a file of the merge before the last, another line of it
            paths.append(path_of((count - 1) * ON_A_BRANCH))
            line_of_it = (count + LINES // 2) % LINES
            yield stream.commit(ref, [stream.last], "Meet", (paths[-1], line_of_it))
        topic = stream.last
        yield stream.commit("refs/heads/main", [line[-1], topic], f"Merge branch '{count}-topic'")
        yield from (stream.again(path) for path in paths)
        line.append(stream.last)
        if count % 50 == 0:
            at = [release]
            yield stream.commit("refs/heads/release/1", at, "Release", ("NEWS", count % LINES))
            release = stream.last
            merged = f"Merge branch 'release/1' ({count})"
            yield stream.commit("refs/heads/main", [line[-1], release], merged)
            yield stream.again("NEWS")
            line.append(stream.last)


def build(folder: Path, commits: int) -> None:
    """Make the repository."""
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=-1) as child:
        assert child.stdin
        for piece in history(commits):
            child.stdin.write(piece.encode())
    assert child.returncode == 0
    subprocess.run(["git", "pack-refs", "--all"], cwd=folder, check=True)


def least(folder: Path, command: tuple[str, ...]) -> tuple[float, int]:
    """Give the least CPU time of a command in seconds, and the number of its git processes."""
    times, processes = [], 0
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as traces:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            env = {**os.environ, "GIT_TRACE2_EVENT": traces}
            subprocess.run(command, cwd=folder, capture_output=True, env=env)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            processes = len(os.listdir(traces))
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        times.append(used)
    return min(times), processes


def main() -> int:
    """Build, measure, print."""
    commits = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "repository"
        build(folder, commits)
        print("| command | CPU | ratio | git processes |\n|---|---|---|---|")
        first = 0.0
        count = ("git", "rev-list", "--first-parent", "--count", "main")
        line = subprocess.run(count, cwd=folder, check=True, capture_output=True)
        for words in (
            ("history-report", "main"),
            ("check", f"main~{min(3000, int(line.stdout) - 1)}..main"),
            ("graph", "--limit", "0", "--html", "-"),
        ):
            used, processes = least(folder, (*HOOKKIT, *words))
            first = first or used
            shown = " ".join(words)
            print(f"| `hookkit {shown}` | {used:.2f} s | {used / first:.1f} | {processes} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
