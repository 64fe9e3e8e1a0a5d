"""The context of findings: how often their files change, and the comments that are debt."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from hookkit.debt.comments import DebtComment, debt_comments
from hookkit.debt.tracked_files import tracked_contents
from hookkit.git.blame import blame_lines
from hookkit.git.runner import Git
from hookkit.phrases import path_text

YEAR = 365 * 24 * 3600
"""A year in seconds."""

MAX_BLAMED = 20
"""The most files whose lines are looked up: each takes git a walk through its history."""


class FindingContext(NamedTuple):
    """The context of findings: comments that are debt, when the lines of those to do were written
    (seconds), and how many commits of the last year changed each file."""

    comments: list[DebtComment]
    times: dict[DebtComment, int]
    commits: Counter[str]


def read_context(git: Git) -> FindingContext:
    """Look at all Python files that git tracks, as they are in the worktree."""
    files = tracked_contents(git).items()
    comments = [
        each for path, data in files if path.endswith(b".py") for each in debt_comments(path, data)
    ]
    times = times_of(git, [each for each in comments if each.kind == "to do"])
    return FindingContext(comments, times, commits_of_last_year(git))


def commits_of_last_year(git: Git) -> Counter[str]:
    """Give how many commits, merges left out, changed each Python file in the year up to HEAD."""
    newest = git.ask("log", "-1", "--format=%ct", "HEAD")
    if newest.code != 0:
        return Counter()
    since = int(newest.out) - YEAR
    command = ("log", "-z", f"--since={since}", "--no-merges", "--no-renames", "--format=")
    names = git.fields(*command, "--name-only", "HEAD", "--", "*.py")
    return Counter(path_text(each.lstrip(b"\n")) for each in names if each.strip())


def times_of(git: Git, comments: Iterable[DebtComment]) -> dict[DebtComment, int]:
    """Give when the line of each comment was written, in seconds, where a commit has it.

    Those of MAX_BLAMED files are looked up, the files with most of them first.
    """
    by_path: defaultdict[bytes, list[DebtComment]] = defaultdict(list)
    for each in comments:
        by_path[each.path].append(each)
    most = sorted(by_path, key=lambda path: (-len(by_path[path]), path))[:MAX_BLAMED]
    times: dict[DebtComment, int] = {}
    for path in most:
        lines = blame_lines(git, os.fsdecode(path), {each.line for each in by_path[path]})
        times |= {each: lines[each.line].when for each in by_path[path] if each.line in lines}
    return times
