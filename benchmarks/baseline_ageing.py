"""How a baseline of debt ages on a public history: ``python -m benchmarks.baseline_ageing CLONE``.

A baseline is made at a commit and compared with what flake8 finds 100 commits later. What is new
is decided by git alone, by ``git diff -w`` with its moved lines: a finding is old where
git pairs its line with one that had the same finding, and also where git calls its line moved and
one of the same line and rule is gone that no other line is paired with. *False alarms* are old ones
that are reported, *missed* are new ones that are not.

Then real merges: both sides take out of the baseline of their fork what they have repaid, and git
merges the two files without any driver.

What flake8 finds in a content is kept below the cache folder of the benchmarks, for these versions
of it, and reused.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from benchmarks.environments import default_cache
from hookkit.debt.baseline import format_baseline
from hookkit.debt.baseline_matching import match_with_baseline
from hookkit.debt.finding import LintFinding
from hookkit.debt.flake8_process import run_flake8
from hookkit.git.changed_python_files import all_python_files
from hookkit.git.runner import Git

AGE = 100
"""How many commits of the first-parent line are between a baseline and the later commit."""

AT_ONCE = 500
"""How many contents one flake8 checks."""

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_MOVED = "\x1b[34m"
_COLOURS = {
    "new": "green",
    **{f"newMoved{each}": "blue" for each in ("", "Alternative", "Dimmed", "AlternativeDimmed")},
    **{f"oldMoved{each}": "red" for each in ("", "Alternative", "Dimmed", "AlternativeDimmed")},
}
_DIFF = (
    *(word for each, colour in _COLOURS.items() for word in ("-c", f"color.diff.{each}={colour}")),
    *("diff", "-M", "-U0", "-w", "--color=always", "--color-moved=blocks"),
    *("--color-moved-ws=ignore-all-space", "--src-prefix=a/", "--dst-prefix=b/"),
)


class Linted(NamedTuple):
    """A finding in a content: its line, its rule, its message and the text of the line."""

    line: int
    code: str
    message: str
    text: bytes


class FileDiff(NamedTuple):
    """git's diff of one file: its old path, its hunks as four numbers, its moved lines."""

    old: str | None
    hunks: list[tuple[int, int, int, int]]
    moved: set[int]


class Aged(NamedTuple):
    """The counts of one baseline."""

    old: int
    new: int
    false_alarms: int
    missed: int


class Contents:
    """The findings of flake8 in the contents of a repository, each checked once."""

    def __init__(self, git: Git, cache: Path) -> None:
        """Start with the findings in a file, which is created where it does not exist."""
        self.git = git
        self.known: dict[str, list[Linted]] = {}
        cache.parent.mkdir(parents=True, exist_ok=True)
        self.cache = sqlite3.connect(cache)
        self.cache.execute("create table if not exists found (tools, blob, linted)")
        self.cache.execute("create unique index if not exists one on found (tools, blob)")
        names = ("flake8", "pycodestyle", "pyflakes", "mccabe")
        self.tools = " ".join([platform.python_version(), *map(metadata.version, names)])

    def lint_all(self, blobs: Iterable[str]) -> None:
        """Have flake8 check those contents that it has not checked yet."""
        wanted = [blob for blob in dict.fromkeys(blobs) if blob not in self.known]
        for blob in wanted:
            row = self._ask("select linted from found where tools = ? and blob = ?", blob)
            if row is not None:
                self.known[blob] = [_read_linted(each) for each in json.loads(row[0])]
        new = [blob for blob in wanted if blob not in self.known]
        for start in range(0, len(new), AT_ONCE):
            self._lint(new[start : start + AT_ONCE])

    def _ask(self, question: str, blob: str) -> tuple[str] | None:
        found: tuple[str] | None = self.cache.execute(question, (self.tools, blob)).fetchone()
        return found

    def _lint(self, blobs: Sequence[str]) -> None:
        found: dict[str, list[Linted]] = {blob: [] for blob in blobs}
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name, "files")
            folder.mkdir()
            for blob, data in self.git.object_contents(blobs).items():
                (folder / f"{blob}.py").write_bytes(data)
            config = Path(name, "config")
            config.write_text("[flake8]\n")
            for each in run_flake8(folder, Path(name, "found"), config):
                linted = Linted(each.line, each.code, each.message, each.source_line)
                found[each.path.removesuffix(".py")].append(linted)
        rows = [(self.tools, blob, json.dumps(found[blob], default=_as_text)) for blob in blobs]
        self.cache.executemany("insert or replace into found values (?, ?, ?)", rows)
        self.cache.commit()
        self.known.update(found)

    def findings(self, files: Mapping[str, str]) -> list[LintFinding]:
        """Give the findings of files: ids of their contents by path."""
        return [
            LintFinding(path, each.line, 1, each.code, each.message, each.text)
            for path, blob in files.items()
            for each in self.known[blob]
        ]


def _as_text(line: bytes) -> str:
    return line.decode("latin-1")


def _read_linted(row: Sequence[object]) -> Linted:
    line, code, message, text = row
    return Linted(int(str(line)), str(code), str(message), str(text).encode("latin-1"))


def files_of(git: Git, commit: str) -> dict[str, str]:
    """The Python files of a commit: ids of contents by path."""
    files = all_python_files(git, commit, [])
    return {each.path.decode("utf-8", "replace"): each.blob for each in files}


def diff(git: Git, old: str, new: str) -> dict[str, FileDiff]:
    """git's diffs of the Python files between two commits, by their new paths."""
    text = git.run(*_DIFF, old, new, "--", "*.py").decode("utf-8", "replace")
    found: dict[str, FileDiff] = {}
    source, current, line = None, FileDiff(None, [], set()), 0
    is_in_header = False
    for coloured in text.split("\n"):
        plain = _COLOUR.sub("", coloured)
        hunk = _HUNK.match(plain)
        if plain.startswith("diff --git "):
            is_in_header, source, current = True, None, FileDiff(None, [], set())
        elif hunk:
            is_in_header = False
            first, second = int(hunk[2] or 1), int(hunk[4] or 1)
            current.hunks.append((int(hunk[1]), first, int(hunk[3]), second))
            line = int(hunk[3])
        elif is_in_header and plain.startswith(("--- a/", "rename from ")):
            source = re.sub("^(--- a/|rename from )", "", plain)
        elif is_in_header and plain.startswith(("+++ b/", "rename to ")):
            current = FileDiff(source, [], set())
            found[re.sub(r"^(\+\+\+ b/|rename to )", "", plain)] = current
        elif plain.startswith("+"):
            if _MOVED in coloured:
                current.moved.add(line)
            line += 1
    return found


def old_lines(hunks: Sequence[tuple[int, int, int, int]], length: int) -> dict[int, int]:
    """The old number of each line that no hunk of ``diff -U0`` has, by its new number."""
    pairs: dict[int, int] = {}
    old = new = 1
    for first, count, second, number in [*hunks, (0, 0, length + 1, 1)]:
        until = second + (number == 0)
        while new < until:
            pairs[new] = old
            old, new = old + 1, new + 1
        old, new = first + (count == 0) + count, until + number
    return pairs


def truly_new(
    contents: Contents, old: str, new: str, before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[list[LintFinding], list[LintFinding]]:
    """The findings in changed files that are old, and those that are new, by git's diff.

    A finding that was there makes one old: the one whose line git pairs with its line, else one
    on a moved line. A block that is copied is new.
    """
    left = Counter((each.code, each.source_line.strip()) for each in contents.findings(before))
    olds: list[LintFinding] = []
    news: list[LintFinding] = []
    unpaired: list[tuple[LintFinding, bool]] = []
    for path, each in diff(contents.git, old, new).items():
        if path not in after:
            continue
        found = contents.findings({path: after[path]})
        source = contents.known[before[each.old]] if each.old and each.old in before else []
        pairs = old_lines(each.hunks, max((one.line for one in found), default=0)) if source else {}
        was_there: defaultdict[tuple[int, str], list[bytes]] = defaultdict(list)
        for had in source:
            was_there[had.line, had.code].append(had.text.strip())
        for one in found:
            texts = was_there[pairs.get(one.line, 0), one.code]
            if texts:
                left[one.code, texts.pop()] -= 1
                olds.append(one)
            else:
                unpaired.append((one, one.line in each.moved and one.line not in pairs))
    for one, is_moved in unpaired:
        key = (one.code, one.source_line.strip())
        is_old = is_moved and left[key] > 0
        left[key] -= is_old
        (olds if is_old else news).append(one)
    return olds, news


def aged(contents: Contents, old: str, new: str) -> Aged:
    """Compare a baseline of ``old`` with ``new``."""
    before, after = files_of(contents.git, old), files_of(contents.git, new)
    contents.lint_all([*before.values(), *after.values()])
    changed = {path: blob for path, blob in before.items() if after.get(path) != blob}
    olds, news = truly_new(contents, old, new, changed, after)
    baseline = Counter(each.key for each in contents.findings(changed))
    reported_new = match_with_baseline(
        baseline, [*olds, *news], before.keys() - after.keys()
    ).new_findings
    # Of equal findings in one file any may be the new one.
    reported, right = (Counter(each.key for each in findings) for findings in (reported_new, news))
    return Aged(len(olds), len(news), (reported - right).total(), (right - reported).total())


class Merged(NamedTuple):
    """The counts of merges: how many, in how many git met a conflict, and in how many it erred."""

    merges: int
    both_changed: int
    conflicts: int
    wrong: int


def merged(contents: Contents, merges: Sequence[list[str]]) -> Merged:
    """Merge the baselines of both sides of real merges; a merge is its fork and two parents."""
    commits = {commit for merge in merges for commit in merge}
    files = {commit: files_of(contents.git, commit) for commit in commits}
    contents.lint_all(blob for each in files.values() for blob in each.values())
    both = conflicts = wrong = 0
    for merge in merges:
        # All files: lines of those that no side changed keep others apart.
        keys = (Counter(each.key for each in contents.findings(files[name])) for name in merge)
        base, first, second = keys
        # What is new is not taken: a baseline shrinks.
        sides = [base & first, base & second]
        both += sides[0] != base and sides[1] != base
        status, result = merge_file(*map(format_baseline, (sides[0], base, sides[1])))
        conflicts += status != 0
        wrong += status == 0 and result != format_baseline(sides[0] & sides[1])
    return Merged(len(merges), both, conflicts, wrong)


def merge_file(ours: bytes, base: bytes, theirs: bytes) -> tuple[int, bytes]:
    """Have git merge three texts; give its exit status and the result."""
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name, each) for each in ("ours", "base", "theirs")]
        for path, data in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(data)
        ended = subprocess.run(["git", "merge-file", "-p", *paths], capture_output=True)
    return ended.returncode, ended.stdout


def forks(git: Git, most: int) -> list[list[str]]:
    """The newest merges of two parents that have one fork, as the fork and the parents."""
    found = []
    for line in git.lines("rev-list", "--merges", "--parents", "HEAD"):
        parents = line.split(" ")[1:]
        bases = git.lines("merge-base", "--all", *parents) if len(parents) == 2 else []
        if len(bases) == 1 and bases[0] not in parents:
            found.append([bases[0], *parents])
        if len(found) == most:
            break
    return found


def main(arguments: Sequence[str]) -> int:
    """Print a row for each baseline, their sums, and the merges."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.baseline_ageing", description=__doc__
    )
    parser.add_argument("clone", type=Path, help="a clone of a public history")
    parser.add_argument("--every", type=int, default=500, help="commits between two baselines")
    parser.add_argument("--merges", type=int, default=300)
    parsed = parser.parse_args(arguments)
    git = Git.discover(parsed.clone)
    contents = Contents(git, default_cache() / "debt.sqlite")
    line = git.lines("rev-list", "--first-parent", "--reverse", "HEAD")
    rows = []
    print("| baseline | old | new | false alarms | missed |\n|---|---|---|---|---|")
    for start in range(parsed.every, len(line) - AGE, parsed.every):
        rows.append(aged(contents, line[start], line[start + AGE]))
        print(f"| {line[start][:10]} | {' | '.join(map(str, rows[-1]))} |", flush=True)
    old, new, alarms, missed = (sum(each) for each in zip(*rows, strict=True))
    shares = f"{alarms} ({alarms / old:.2%}) | {missed} ({missed / new:.2%})"
    print(f"| all | {old} | {new} | {shares} |")
    counts = merged(contents, forks(git, parsed.merges))
    print("merges, both repaid something, conflicts, wrong:", *counts)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
