"""The phrases, and the parts of repair commands, that the findings on history share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hookkit.git.log import LogCommit
from hookkit.history.finding import Finding
from hookkit.phrases import quote_subject, short_id

CHECK_CLEAN_COMMAND = "git diff --stat --exit-code HEAD"
"""Lists the files with uncommitted edits, and succeeds only if there are none."""

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


def join_commands(*parts: str) -> str:
    """Join commands to one line; each runs only if the one before it succeeded."""
    return " && ".join(step for step in parts if step)


def rebase_command(*words: str) -> str:
    """Give a rebase command; with uncommitted edits git refuses it, unless autostash is on."""
    return " ".join(["git rebase", *filter(None, words)])


def may_stop_phrase(command: str) -> str:
    """Say that a git command, which could not be tried, may stop at a conflict."""
    return f"it may stop at a conflict: git {command} --abort takes it back"


def without_off_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out the findings of rules that are off."""
    return [finding for finding in findings if finding.level != "off"]
