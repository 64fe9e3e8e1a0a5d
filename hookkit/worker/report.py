"""The workers of an account, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hookkit.phrases import counted
from hookkit.terminal.rows import Row, row
from hookkit.worker.state import WorkerState

_HOW_STARTED = "a commit starts one where the settings say worker = true"


def state_rows(states: Iterable[WorkerState]) -> Iterator[Row]:
    """Give rows for each worker that runs, and the last reason for a plain start."""
    known = list(states)
    if all(state.pid is None for state in known):
        yield row(f"no worker runs; {_HOW_STARTED}")
    for state in known:
        if state.pid is not None:
            yield row("runs  ", ("path", state.python))
            yield row(_facts(state), indent=1)
        if state.refusal:
            yield row(f"last left to a plain start: {state.refusal}", indent=1)


def _facts(state: WorkerState) -> str:
    """Say how long a worker runs and what it needs."""
    minutes = counted(int(state.seconds // 60), "minute")
    facts = f"process {state.pid}, for {minutes}, {state.kilobytes / 1024:.0f} MB"
    return facts if state.is_ready else f"{facts}, not ready yet"


def stopped_rows(pids: Iterable[tuple[str, int]]) -> list[Row]:
    """Give a row for each worker that was ended."""
    rows = [row("ended  ", ("path", python), f"  process {pid}") for python, pid in pids]
    return rows or [row("no worker runs")]
