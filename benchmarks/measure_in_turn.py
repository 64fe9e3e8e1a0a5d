"""Measure the time of commands that run in turn, round by round."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class RunTime(NamedTuple):
    """The time of one run in seconds: by the clock, and of the CPU with all its children."""

    wall: float
    cpu: float


class Command(NamedTuple):
    """A command to measure, in a folder and an environment.

    ``prepare`` runs before each run, ``verify`` once after the first and gives any error. The time
    of the command ``baseline`` of the same case is subtracted: the same without a hook.
    """

    words: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    prepare: Callable[[], object]
    verify: Callable[[], str | None] = lambda: None
    baseline: str | None = None
    statuses: Sequence[int] = (0,)


class NotMeasured(Exception):
    """A command that cannot be measured here, and why."""


def run_once(command: Command) -> RunTime:
    """Run a command. Raises NotMeasured where it ends with another status than it should.

    The CPU time does not include a resident worker, which is no child of the command.
    """
    command.prepare()
    begin = time.perf_counter()
    child = subprocess.Popen(
        command.words,
        cwd=command.folder,
        env=dict(command.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in command.statuses:
        raise NotMeasured(f"{' '.join(command.words)} ended with {child.returncode}")
    return RunTime(wall, usage.ru_utime + usage.ru_stime)


def first_runs(commands: Mapping[str, Command]) -> dict[str, str]:
    """Run each once, unmeasured, so that all is read from disk; give those that failed."""
    failed = {}
    for name, command in commands.items():
        try:
            run_once(command)
            problem = command.verify()
        except NotMeasured as error:
            problem = str(error)
        if problem:
            failed[name] = problem
    return failed


def measure(commands: Mapping[str, Command], runs: int, budget: float) -> dict[str, list[RunTime]]:
    """Run all in ``runs`` rounds, each round beginning with another one.

    After ``budget`` seconds no round is begun, but three are made where ``runs`` has so many,
    unless they take more than twice that. Raises NotMeasured where a command fails that did not
    before.
    """
    names = list(commands)
    if not names:
        return {}
    taken: dict[str, list[RunTime]] = {name: [] for name in names}
    begin = time.monotonic()
    for number in range(runs):
        if time.monotonic() - begin > (budget if number >= 3 else 2 * budget):
            break
        first = number % len(names)
        for name in names[first:] + names[:first]:
            taken[name].append(run_once(commands[name]))
    return taken
