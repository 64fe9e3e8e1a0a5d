"""How well a baseline of debt ages, on a public history: ``python -m benchmarks.debt CLONE``.

A baseline is made at a commit and compared with what flake8 finds 100 commits later. What is new
is told by git and not by hookkit, by ``git diff -w`` with its moved lines: a finding is old where
git pairs its line with one that had the same finding, and also where git calls its line moved and
the same line had the same finding before. *False alarms* are old ones that are reported,
*missed* are new ones that are not.

Then real merges: both sides take out of the baseline of their fork what they have repaid, and git
merges the two files without any driver.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from hookkit.debt.baseline import format_baseline
from hookkit.debt.finding import LintFinding, Key
from hookkit.debt.flake8_process import run_flake8
from hookkit.debt.matching import compare
from hookkit.git.changes import of_range, of_tree
from hookkit.git.runner import Git

AGE = 100
"""Commits of the first-parent line between a baseline and what is compared with it."""

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
    """What git says of one file: its old path, its hunks as four numbers, its moved lines."""

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
    """What flake8 finds in the contents of a repository, each looked at once."""

    def __init__(self, git: Git) -> None:
        """Begin with nothing known."""
        self.git = git
        self.known: dict[str, list[Linted]] = {}

    def look_at(self, blobs: Iterable[str]) -> None:
        """Have flake8 look at those contents that it has not seen."""
        wanted = [blob for blob in dict.fromkeys(blobs) if blob not in self.known]
        if not wanted:
            return
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name, "files")
            folder.mkdir()
            for blob, data in self.git.objects(wanted).items():
                (folder / f"{blob}.py").write_bytes(data)
            config = Path(name, "config")
            config.write_text("[flake8]\n")
            self.known.update({blob: [] for blob in wanted})
            for each in run_flake8(folder, Path(name, "found"), config):
                linted = Linted(each.line, each.code, each.message, each.text)
                self.known[each.path.removesuffix(".py")].append(linted)

    def findings(self, files: Mapping[str, str]) -> list[LintFinding]:
        """Give the findings of files: ids of their contents by path."""
        return [
            LintFinding(path, each.line, 1, each.code, each.message, each.text)
            for path, blob in files.items()
            for each in self.known[blob]
        ]


def files_of(git: Git, commit: str) -> dict[str, str]:
    """The Python files of a commit: ids of contents by path."""
    return {each.path.decode("utf-8", "replace"): each.blob for each in of_tree(git, commit, [])}


def diff(git: Git, old: str, new: str) -> dict[str, FileDiff]:
    """What git tells of the Python files that differ between two commits, by their new paths."""
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
    """The findings of what changed that are old, and those that are new, as git tells it."""
    had = Counter((each.code, each.text.strip()) for each in contents.findings(before))
    olds: list[LintFinding] = []
    news: list[LintFinding] = []
    for path, each in diff(contents.git, old, new).items():
        if path not in after:
            continue
        found = contents.findings({path: after[path]})
        known = Counter[tuple[int, str]]()
        pairs: dict[int, int] = {}
        if each.old is not None and each.old in before:
            known.update((one.line, one.code) for one in contents.known[before[each.old]])
            pairs = old_lines(each.hunks, max((one.line for one in found), default=0))
        for one in found:
            place = (pairs.get(one.line, 0), one.code)
            is_moved = one.line in each.moved and had[one.code, one.text.strip()] > 0
            is_old = known[place] > 0 or (place[0] == 0 and is_moved)
            known[place] -= 1
            (olds if is_old else news).append(one)
    return olds, news


def aged(contents: Contents, old: str, new: str) -> Aged:
    """Compare a baseline of ``old`` with ``new``."""
    before, after = files_of(contents.git, old), files_of(contents.git, new)
    contents.look_at([*before.values(), *after.values()])
    changed = {path: blob for path, blob in before.items() if after.get(path) != blob}
    olds, news = truly_new(contents, old, new, changed, after)
    baseline = Counter(each.key for each in contents.findings(changed))
    told = compare(baseline, [*olds, *news], before.keys() - after.keys()).new
    # Of equal findings in one file any may be the new one.
    reported, right = (Counter(each.key for each in some) for some in (told, news))
    return Aged(len(olds), len(news), (reported - right).total(), (right - reported).total())


class Merged(NamedTuple):
    """The counts of merges: how many, in how many git met a conflict, and in how many it erred."""

    merges: int
    both_changed: int
    conflicts: int
    wrong: int


def merged(contents: Contents, merges: Sequence[list[str]]) -> Merged:
    """Merge the baselines of both sides of real merges; a merge is its fork and two parents."""
    both = conflicts = wrong = 0
    for fork, ours, theirs in merges:
        base, first, second = (
            baseline_at(contents, commit, fork, [ours, theirs]) for commit in (fork, ours, theirs)
        )
        # What is new is not taken: a baseline shrinks.
        sides = [base & first, base & second]
        both += sides[0] != base and sides[1] != base
        status, result = merge_file(*map(format_baseline, (sides[0], base, sides[1])))
        conflicts += status != 0
        wrong += status == 0 and result != format_baseline(sides[0] & sides[1])
    return Merged(len(merges), both, conflicts, wrong)


def baseline_at(contents: Contents, commit: str, fork: str, tips: list[str]) -> Counter[Key]:
    """The keys at a commit of the files that one of two tips has changed since a fork."""
    paths = {each.path for tip in tips for each in of_range(contents.git, fork, tip, [])}
    files = files_of(contents.git, commit)
    wanted = {path: blob for path, blob in files.items() if path.encode() in paths}
    contents.look_at(wanted.values())
    return Counter(each.key for each in contents.findings(wanted))


def merge_file(ours: bytes, base: bytes, theirs: bytes) -> tuple[int, bytes]:
    """Have git merge three texts; give its exit status and what comes out."""
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
    parser = argparse.ArgumentParser(prog="python -m benchmarks.debt", description=__doc__)
    parser.add_argument("clone", type=Path, help="a clone of a public history")
    parser.add_argument("--every", type=int, default=500, help="commits between two baselines")
    parser.add_argument("--merges", type=int, default=300)
    asked = parser.parse_args(arguments)
    git = Git.discover(asked.clone)
    contents = Contents(git)
    line = git.lines("rev-list", "--first-parent", "--reverse", "HEAD")
    rows = []
    print("| baseline | old | new | false alarms | missed |\n|---|---|---|---|---|")
    for start in range(asked.every, len(line) - AGE, asked.every):
        rows.append(aged(contents, line[start], line[start + AGE]))
        print(f"| {line[start][:10]} | {' | '.join(map(str, rows[-1]))} |", flush=True)
    old, new, alarms, missed = (sum(each) for each in zip(*rows, strict=True))
    shares = f"{alarms} ({alarms / old:.2%}) | {missed} ({missed / new:.2%})"
    print(f"| all | {old} | {new} | {shares} |")
    counts = merged(contents, forks(git, asked.merges))
    print("merges, both repaid something, conflicts, wrong:", *counts)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
