"""Commits per file: how many commits of the last year changed each Python file."""

from __future__ import annotations

from collections import Counter

from hookkit.git.runner import Git
from hookkit.phrases import path_text

YEAR_SECONDS = 365 * 24 * 3600
"""A year in seconds."""


def count_commits_of_last_year(git: Git) -> Counter[str]:
    """Give how many commits (no merges) changed each Python file in the year before HEAD."""
    newest = git.try_run("log", "-1", "--format=%ct", "HEAD")
    if newest.code != 0:
        return Counter()
    since = int(newest.out) - YEAR_SECONDS
    command = ("log", "-z", f"--since={since}", "--no-merges", "--no-renames", "--format=")
    names = git.fields(*command, "--name-only", "HEAD", "--", "*.py")
    return Counter(path_text(each.lstrip(b"\n")) for each in names if each.strip())
