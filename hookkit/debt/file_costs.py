"""What the debt of a file costs: its findings, times how often it was changed in the last year."""

from __future__ import annotations

from collections import Counter

from hookkit.git.runner import Git
from hookkit.phrases import path_text

_YEAR_SECONDS = 365 * 24 * 3600


def count_commits_of_last_year(git: Git) -> Counter[str]:
    """Give how many commits (no merges) changed each Python file in the year before HEAD."""
    newest = git.try_run("log", "-1", "--format=%ct", "HEAD")
    if newest.code != 0:
        return Counter()
    since = int(newest.out) - _YEAR_SECONDS
    command = ("log", "-z", f"--since={since}", "--no-merges", "--no-renames", "--format=")
    names = git.fields(*command, "--name-only", "HEAD", "--", "*.py")
    return Counter(path_text(each.lstrip(b"\n")) for each in names if each.strip())


def cost_sort_key(finding_count: int, commit_count: int) -> tuple[int, int, int]:
    """Give a key that sorts files so that those that cost most come first.

    Everybody who changes a file meets its findings, so the cost is the number of its findings,
    times the commits that changed it. Of equal costs, the one with more findings comes first.
    """
    return -finding_count * commit_count, -finding_count, -commit_count
