"""A batch fixed on a worker of a cluster, in a Python of its own, as it would be on one machine.

A worker runs several threads, on some of which others may compute. The limits of a fix count the
time of a process, Python lets one thread work at a time, and a file may make the interpreter crash:
none of that is to be shared.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

from hookkit.cluster.versions import Versions, differences, fixing_versions
from hookkit.pep8.outcome import FileOutcome, Task
from hookkit.pep8.time_limit import Limits
from hookkit.pep8.workers import fix_in_pool

PROGRAM = """\
import sys
sys.path[:] = {places!r}
from hookkit.cluster.own_process import serve
serve()
"""


class Batch(NamedTuple):
    """Files to fix, with the limits of each, for a worker that has the same versions."""

    versions: Versions
    tasks: tuple[Task, ...]
    limits: Limits


class Answer(NamedTuple):
    """What became of a file; ``data`` is None where its content stays, which need not travel."""

    data: bytes | None
    outcome: FileOutcome
    seconds: float


class Answers(NamedTuple):
    """What became of the files of a batch: of none where the worker has other versions."""

    versions: Versions
    files: tuple[Answer, ...]


class BatchFailed(Exception):
    """The Python that was to fix a batch did not come to its end."""


def fix_batch(request: bytes) -> bytes:
    """Fix a Batch, pickled, in a process of its own, and give the Answers, pickled.

    Raises BatchFailed where that process does not come to its end.
    """
    places = [each for each in sys.path if os.path.isabs(each)]
    # -I: nothing is imported for the name that it has in the folder that the worker runs in.
    command = [sys.executable, "-I", "-c", PROGRAM.format(places=places)]
    ended = subprocess.run(command, input=request, capture_output=True)
    if ended.returncode:
        said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
        raise BatchFailed(f"status {ended.returncode}: {said[-1] if said else 'it said nothing'}")
    return ended.stdout


def serve() -> None:
    """Read a Batch from stdin and write its Answers to stdout; ends with the worker."""
    parent = os.getppid()

    def tick() -> None:
        if os.getppid() != parent:
            raise SystemExit("the worker is gone")

    answers = pickle.dumps(answers_of(pickle.load(sys.stdin.buffer), tick))
    sys.stdout.buffer.write(answers)
    sys.stdout.buffer.flush()


def answers_of(batch: Batch, tick: Callable[[], None]) -> Answers:
    """Fix a batch in this process and one that is forked; ``tick`` is called again and again."""
    versions = fixing_versions()
    if differences(batch.versions, versions):
        return Answers(versions, ())
    done = zip(batch.tasks, fix_in_pool(batch.tasks, batch.limits, 1, tick), strict=True)
    return Answers(
        versions,
        tuple(
            Answer(
                None if timed.fixed.data == task.data else timed.fixed.data,
                timed.fixed.outcome,
                timed.seconds,
            )
            for task, timed in done
        ),
    )
