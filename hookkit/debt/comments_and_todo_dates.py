"""The debt comments of files, and the dates of TODO comments by ``git blame``."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from hookkit.debt.debt_comments import DebtComment, debt_comments
from hookkit.debt.tracked_files import tracked_contents
from hookkit.git.blame import blame_lines
from hookkit.git.runner import Git

MAX_BLAMED_FILES = 20
"""The most files whose lines are looked up: for each, git walks through the history."""


class DatedComments(NamedTuple):
    """The comments that are debt.

    ``todo_times`` has the author's Unix time, in seconds, of the commit that touched the line of a
    TODO comment last.
    """

    comments: list[DebtComment]
    todo_times: dict[DebtComment, int]


def read_dated_comments(git: Git) -> DatedComments:
    """Read the comments in all Python files that git tracks, as they are in the worktree."""
    files = tracked_contents(git).items()
    comments = [
        each for path, data in files if path.endswith(b".py") for each in debt_comments(path, data)
    ]
    return DatedComments(
        comments, comment_times(git, [each for each in comments if each.kind == "to do"])
    )


def comment_times(git: Git, comments: Iterable[DebtComment]) -> dict[DebtComment, int]:
    """Give the author's Unix time of the commit that touched the line of each comment last.

    Only the MAX_BLAMED_FILES files with most comments are looked up. A comment that is in no commit
    yet is left out.
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
