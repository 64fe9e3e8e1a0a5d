"""The copies of a commit: the original that a cherry-pick names, and the copy in a branch."""

from __future__ import annotations

import re

from hookkit.git.commit_message import parse_message
from hookkit.git.log import LOG_COMMAND, DetailedCommit, log_format, parse_rows
from hookkit.git.runner import Git

MAX_SEARCHED_COMMITS = 10_000
"""How many commits are searched for a copy of a commit."""

_CHERRY_PICKED_FROM = re.compile(r"^\(cherry picked from commit ([0-9a-f]{40,64})\)$", re.MULTILINE)


def original_in_message(text: str) -> str:
    """Give the id in the last ``(cherry picked from commit …)`` of a message, "" for none.

    `git cherry-pick -x` adds such a line; the last one is from the last pick.
    """
    ids = _CHERRY_PICKED_FROM.findall(text)
    return ids[-1] if ids else ""


def find_copy(git: Git, commit: DetailedCommit, tip: str) -> str | None:
    """Find the commit of the branch at ``tip`` that is a copy of ``commit``; None if there is none.

    A copy has the same subject, author and author's date (to the second), and is no ancestor of
    ``commit``. Either of the two may be the original.
    """
    fields = ("%H", "%at", "%aN", "%s")
    limits = ("--no-merges", f"--max-count={MAX_SEARCHED_COMMITS}")
    result = git.try_run(*LOG_COMMAND, log_format(fields), *limits, tip, f"^{commit.id}", "--")
    rows = parse_rows(result.out, len(fields))
    wanted = (str(commit.author_time), commit.author, parse_message(commit.message, "\0").subject)
    # The oldest copy brought the change in; later copies were picked again.
    return next((name for name, *known in reversed(list(rows)) if tuple(known) == wanted), None)
