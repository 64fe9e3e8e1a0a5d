"""Inspect one repository, in any process: give its facts, or the problem that prevented it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import FrameType

from hookkit.errors import HookkitError, reason_of
from hookkit.fleet.inspection import Facts, Inspection, InspectionResult
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.repository_fingerprint import repository_fingerprint

INSPECTIONS = {
    "status": "status_facts:inspect_status",
    "check": "history_facts:inspect_history",
    "debt": "debt_facts:inspect_debt",
    "run": "repository_correction:correct_repository",
    "install": "change_hooks:change_hooks",
}
"""The module and function that inspect a repository, by the name of the inspection."""


def inspect_repository(repository: ListedRepository, inspection: Inspection) -> InspectionResult:
    """Inspect one repository; errors become the ``problem`` of the result, nothing is raised."""
    if repository.problem:
        return InspectionResult(repository.path, repository.problem)
    try:
        with _limit_wall_clock_time(inspection.seconds):
            return _inspect(repository, inspection)
    except _InspectionTimeout:
        return InspectionResult(
            repository.path, f"it took longer than {inspection.seconds:g} seconds"
        )
    except HookkitError as error:
        return InspectionResult(repository.path, error.message, error.repair or "")
    except RecursionError:
        return InspectionResult(repository.path, "it is nested too deeply")
    except OSError as error:
        path_text = f": {os.fsdecode(error.filename)}" if error.filename else ""
        return InspectionResult(repository.path, f"{reason_of(error)}{path_text}")
    except Exception as error:
        # A bug of hookkit, or an unexpected repository: the others are still inspected.
        return InspectionResult(
            repository.path, f"it makes hookkit fail: {type(error).__name__}: {error}"
        )


def _inspect(repository: ListedRepository, inspection: Inspection) -> InspectionResult:
    if not os.path.isdir(repository.path):
        return InspectionResult(repository.path, "there is no such folder")
    module, _, name = INSPECTIONS[inspection.name].partition(":")
    function: Callable[[ListedRepository, str], tuple[Facts, list[str]]]
    function = getattr(import_module(f"hookkit.fleet.{module}"), name)
    old_fingerprint = repository_fingerprint(repository.path)
    facts, other_files = function(repository, inspection.options)
    # Without this check a change during the inspection would count as inspected.
    is_same = old_fingerprint == repository_fingerprint(repository.path)
    new_fingerprint = repository_fingerprint(repository.path, other_files) if is_same else ""
    return InspectionResult(repository.path, "", "", facts, tuple(other_files), new_fingerprint)


class _InspectionTimeout(BaseException):
    """The time limit is over. As a BaseException it passes every `except Exception`."""


@contextmanager
def _limit_wall_clock_time(seconds: float) -> Iterator[None]:
    """Raise _InspectionTimeout in the body after ``seconds``.

    If subprocess is then waiting for a child process, it kills the child. Without a timer (Windows,
    a thread of a cluster's worker) there is no limit.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not (
        threading.main_thread()
    ):
        yield
        return
    previous_handler = signal.signal(signal.SIGALRM, _raise_timeout)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous_handler)


def _raise_timeout(number: int, frame: FrameType | None) -> None:
    raise _InspectionTimeout
