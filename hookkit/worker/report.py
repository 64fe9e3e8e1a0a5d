"""The report on the workers of an account, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hookkit.phrases import plural
from hookkit.terminal.rows import Row, row
from hookkit.worker.worker_states import WorkerState


def state_rows(states: Iterable[WorkerState]) -> Iterator[Row]:
    """Give rows for each running worker, with the last reason why Python was started instead."""
    worker_states = list(states)
    if all(state.pid is None for state in worker_states):
        yield row("no worker runs; a commit starts one where the settings say worker = true")
    for state in worker_states:
        if state.pid is not None:
            yield row("runs  ", ("path", state.python))
            minutes = plural(int(state.running_seconds // 60), "minute")
            facts = f"process {state.pid}, for {minutes}, {state.memory_kilobytes / 1024:.0f} MB"
            yield row(facts if state.is_ready else f"{facts}, not ready yet", indent=1)
        if state.not_served_reason:
            yield row(f"last reason to start Python instead: {state.not_served_reason}", indent=1)


def stopped_rows(stopped_workers: Iterable[tuple[str, int]]) -> list[Row]:
    """Give a row for each worker that was stopped."""
    rows = [row("ended  ", ("path", python), f"  process {pid}") for python, pid in stopped_workers]
    return rows or [row("no worker runs")]
