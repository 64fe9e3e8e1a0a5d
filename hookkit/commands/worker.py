"""``hookkit worker``: show or stop the worker processes, which wait for the next commit."""

from __future__ import annotations

import rich_click as click

STATUS, STOP = "status", "stop"


@click.command("worker")
@click.argument("action", type=click.Choice([STATUS, STOP]), default=STATUS)
def command(action: str) -> int:
    """Show or stop what waits in memory for the next commit.

    With the setting worker = true a Python that has imported everything stays for ten minutes after
    each commit, so that the next one need not start one. There is one for each Python of yours that
    has hookkit. stop ends all of them; what works for a commit goes on to its end.
    """
    from hookkit.terminal.output import print_rows
    from hookkit.worker.report import state_rows, stopped_rows
    from hookkit.worker.start_and_stop import stop_worker
    from hookkit.worker.worker_states import worker_states

    if action == STATUS:
        print_rows(state_rows(worker_states()))
        return 0
    ended = [(each.python, stop_worker(each.python)) for each in worker_states()]
    print_rows(stopped_rows((python, pid) for python, pid in ended if pid is not None))
    return 0
