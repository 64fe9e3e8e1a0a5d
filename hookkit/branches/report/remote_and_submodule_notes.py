"""The notes on remotes that were not fetched, and on submodules that stay at their old commit."""

from __future__ import annotations

import time
from collections.abc import Iterable

from hookkit.branches.fetch_remote_branch import RemoteTrackingBranch
from hookkit.git.refs import REMOTES
from hookkit.phrases import age, path_text
from hookkit.terminal.rows import Row, title_note


def remote_age_rows(branches: Iterable[RemoteTrackingBranch]) -> list[Row]:
    """Give a note for each remote branch that was not fetched: the age of its local copy."""
    now = int(time.time())
    return [title_note(_age_sentence(each, now)) for each in branches if not each.is_fetched]


def _age_sentence(branch: RemoteTrackingBranch, now: int) -> str:
    name = branch.ref.removeprefix(REMOTES)
    when = "some time ago" if branch.fetched_at is None else age(branch.fetched_at, now)
    reason = "did not name it" if branch.is_missing else "was not asked"
    if branch.problem:
        reason = f"did not answer ({branch.problem})"
    return f"{branch.remote} {reason}: {name} is as of {when}"


def submodule_rows(paths: tuple[bytes, ...]) -> list[Row]:
    """Name the submodules that stay at their old commit."""
    names = ", ".join(map(path_text, paths))
    return [title_note(f"{names} stays as it was: git submodule update")] if paths else []
