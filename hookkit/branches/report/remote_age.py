"""How old what is known of a remote is, where it was not asked or did not answer."""

from __future__ import annotations

import time
from collections.abc import Iterable

from hookkit.ages import age
from hookkit.history.refs.remote_branch import RemoteBranch
from hookkit.history.refs.targets import REMOTES
from hookkit.terminal.rows import Row, note_below


def heard_rows(heard: Iterable[RemoteBranch]) -> list[Row]:
    """Give a note for each remote whose branch may be elsewhere by now."""
    now = int(time.time())
    return [note_below(_sentence(each, now)) for each in heard if not each.is_fetched]


def _sentence(heard: RemoteBranch, now: int) -> str:
    name = heard.ref.removeprefix(REMOTES)
    when = "some time ago" if heard.fetched_at is None else age(heard.fetched_at, now)
    asked = "has told nothing of it" if heard.is_missing else "was not asked"
    if heard.problem:
        asked = f"did not answer ({heard.problem})"
    return f"{heard.remote} {asked}: {name} is as of {when}"
