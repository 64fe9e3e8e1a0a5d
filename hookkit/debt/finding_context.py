"""The context of findings: how often their files change, and the comments that are debt."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from hookkit.debt.debt_comments import DebtComment, debt_comments
from hookkit.debt.tracked_files import tracked_contents
from hookkit.git.blame import blame_lines
from hookkit.git.runner import Git
from hookkit.phrases import path_text

YEAR_SECONDS = 365 * 24 * 3600
"""A year in seconds."""

MAX_BLAMED_FILES = 20
"""The most files whose lines are looked up: for each, git walks through the history."""


class FindingContext(NamedTuple):
    """The context of findings.

    ``comments`` are the comments that are debt. ``comment_times`` has the Unix time in seconds when
    a TODO comment was committed. ``commit_counts`` has how many commits of the last year changed
    each file.
    """

    comments: list[DebtComment]
    comment_times: dict[DebtComment, int]
    commit_counts: Counter[str]


def read_context(git: Git) -> FindingContext:
    """Read the context from all Python files that git tracks, as they are in the worktree."""
    files = tracked_contents(git).items()
    comments = [
        each for path, data in files if path.endswith(b".py") for each in debt_comments(path, data)
    ]
    times = comment_times(git, [each for each in comments if each.kind == "to do"])
    return FindingContext(comments, times, count_commits_of_last_year(git))


def count_commits_of_last_year(git: Git) -> Counter[str]:
    """Give how many commits (no merges) changed each Python file in the year before HEAD."""
    newest = git.try_run("log", "-1", "--format=%ct", "HEAD")
    if newest.code != 0:
        return Counter()
    since = int(newest.out) - YEAR_SECONDS
    command = ("log", "-z", f"--since={since}", "--no-merges", "--no-renames", "--format=")
    names = git.fields(*command, "--name-only", "HEAD", "--", "*.py")
    return Counter(path_text(each.lstrip(b"\n")) for each in names if each.strip())


def comment_times(git: Git, comments: Iterable[DebtComment]) -> dict[DebtComment, int]:
    """Give the Unix time in seconds when the line of each comment was committed.

    Only the MAX_BLAMED files with most comments are looked up. A comment that is in no commit yet
    is left out.
    """
    by_path: defaultdict[bytes, list[DebtComment]] = defaultdict(list)
    for each in comments:
        by_path[each.path].append(each)
    chosen_paths = sorted(by_path, key=lambda path: (-len(by_path[path]), path))[:MAX_BLAMED_FILES]
    times: dict[DebtComment, int] = {}
    for path in chosen_paths:
        lines = blame_lines(git, os.fsdecode(path), {each.line for each in by_path[path]})
        times |= {
            each: lines[each.line].author_time for each in by_path[path] if each.line in lines
        }
    return times
