"""Fix a batch on a cluster worker in a separate process, with the same result as on one machine.

A worker may run other tasks in other threads. CPU limits and the GIL are per process, and a file
may crash the interpreter: the fix and other tasks must not affect each other.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

from hookkit.cluster.library_versions import Versions, fixing_versions, version_differences
from hookkit.pep8.fix_processes import fix_in_pool
from hookkit.pep8.fix_task_and_outcome import FileOutcome, FixTask
from hookkit.pep8.time_limit import Limits

PROGRAM = """\
import sys
sys.path[:] = {folders!r}
from hookkit.cluster.fix_batch import fix_batch_from_stdin
fix_batch_from_stdin()
"""


class FixBatch(NamedTuple):
    """Files to fix, with their limits, for a worker that has the same versions."""

    versions: Versions
    tasks: tuple[FixTask, ...]
    limits: Limits


class FixBatchFileResult(NamedTuple):
    """The result for a file; ``data`` is None if unchanged, so that it is not sent back."""

    data: bytes | None
    outcome: FileOutcome
    seconds: float


class FixBatchResult(NamedTuple):
    """The results for a batch; ``files`` is empty if the worker has different versions."""

    versions: Versions
    files: tuple[FixBatchFileResult, ...]


class FixBatchFailed(Exception):
    """The process that was to fix a batch exited with an error."""


def fix_batch(request: bytes) -> bytes:
    """Fix a pickled FixBatch in a separate process, and return the pickled FixBatchResult.

    Raises FixBatchFailed if that process exits with an error.
    """
    folders = [each for each in sys.path if os.path.isabs(each)]
    # -I: never import modules from the worker's current folder.
    command = [sys.executable, "-I", "-c", PROGRAM.format(folders=folders)]
    completed = subprocess.run(command, input=request, capture_output=True)
    if completed.returncode:
        lines = completed.stderr.decode("utf-8", "replace").strip().splitlines()
        last_line = lines[-1] if lines else "it said nothing"
        raise FixBatchFailed(f"status {completed.returncode}: {last_line}")
    return completed.stdout


def fix_batch_from_stdin() -> None:
    """Read a FixBatch from stdin, write its FixBatchResult to stdout; exit if the worker exits."""
    parent = os.getppid()

    def on_wait() -> None:
        if os.getppid() != parent:
            raise SystemExit("the worker is gone")

    result = pickle.dumps(fix_batch_in_fork(pickle.load(sys.stdin.buffer), on_wait))
    sys.stdout.buffer.write(result)
    sys.stdout.buffer.flush()


def fix_batch_in_fork(batch: FixBatch, on_wait: Callable[[], None]) -> FixBatchResult:
    """Fix a batch with one forked process; ``on_wait`` is called at intervals."""
    versions = fixing_versions()
    if version_differences(batch.versions, versions):
        return FixBatchResult(versions, ())
    pairs = zip(batch.tasks, fix_in_pool(batch.tasks, batch.limits, 1, on_wait), strict=True)
    return FixBatchResult(
        versions,
        tuple(
            FixBatchFileResult(
                None if timed.file_fix.data == task.data else timed.file_fix.data,
                timed.file_fix.outcome,
                timed.seconds,
            )
            for task, timed in pairs
        ),
    )
