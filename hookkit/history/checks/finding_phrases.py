"""The phrases that the findings on history share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hookkit.git.log import LogCommit
from hookkit.phrases import quote_subject, short_id

_MAX_NAMED = 3


def describe_commit(commit: LogCommit) -> str:
    """Name a commit: its short id and its subject."""
    return f"{short_id(commit.id)} {quote_subject(commit.subject)}"


def describe_commits(commits: Sequence[LogCommit]) -> str:
    """Name the first few commits, and the number of further ones."""
    shown = ", ".join(map(describe_commit, commits[:_MAX_NAMED]))
    further_count = len(commits) - _MAX_NAMED
    return f"{shown} and {further_count:,} more" if further_count > 0 else shown


def author_names(commits: Iterable[LogCommit]) -> str:
    """Name the authors of commits, each once."""
    return ", ".join(dict.fromkeys(commit.author for commit in commits))


def may_stop_phrase(command: str) -> str:
    """Say that a git command, which could not be tried, may stop at a conflict."""
    return f"it may stop at a conflict: git {command} --abort takes it back"
