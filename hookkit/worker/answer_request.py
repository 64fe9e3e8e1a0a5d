"""Answer one request, in a process that was forked for it and exits after the answer."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable

from hookkit.hook_events import find_event, split_shim_arguments
from hookkit.worker.caller_compatibility import Caller, CannotServe, read_caller
from hookkit.worker.detect_reinstallation import FileStamps, are_unchanged
from hookkit.worker.folder_and_paths import WorkerPaths
from hookkit.worker.inherit_from_caller import (
    inherit_process_state,
    interrupt_when_caller_exits,
    release_caller,
)
from hookkit.worker.request_files import Request

EntryPoint = Callable[[list[str]], int]
"""The entry point of hookkit: takes the arguments of the command line, returns the exit status."""

RUNNING_LINE, ENDED_LINE, REFUSED_LINE = "running", "ended", "refused"
"""The possible lines of an answer; ``ended`` is followed by the exit status."""

STALE_STATUS = 75
"""The exit status of a fork that finds the installation changed since hookkit was imported."""

is_forked = False
"""Whether this process was forked for a request."""


class StaleWorker(CannotServe):
    """The installation has changed since hookkit was imported."""


class WorkerNotWanted(BaseException):
    """The settings of the repository want no worker, so the caller must start Python itself."""


def require_worker_wanted(is_wanted: bool) -> None:
    """Raise WorkerNotWanted in a fork unless ``is_wanted``, the setting ``worker``, is True."""
    if is_forked and not is_wanted:
        raise WorkerNotWanted


def answer_request(
    paths: WorkerPaths, request: Request, reply_pipe: int, stamps: FileStamps, run: EntryPoint
) -> None:
    """Answer a request that this process has taken, and exit; this does not return.

    ``reply_pipe`` is the descriptor of the pipe of the answer. ``stamps`` are the stamps of the
    files that the worker has imported.
    """
    status = 1
    try:
        status = _answer(paths, request, reply_pipe, stamps, run)
    except WorkerNotWanted:
        _refuse(paths, reply_pipe, "the settings of the repository do not say worker = true")
    finally:
        os._exit(status)


def _answer(
    paths: WorkerPaths, request: Request, reply_pipe: int, stamps: FileStamps, run: EntryPoint
) -> int:
    arguments = ["hook", *request.arguments]
    try:
        caller = _checked_caller(request, reply_pipe, stamps)
        os.setsid()
        inherit_process_state(caller, arguments)
        interrupt_when_caller_exits(reply_pipe)
    except Exception as error:
        _refuse(paths, reply_pipe, str(error) or type(error).__name__)
        return STALE_STATUS if isinstance(error, StaleWorker) else 1
    return _run_and_report(reply_pipe, arguments, run)


def _checked_caller(request: Request, reply_pipe: int, stamps: FileStamps) -> Caller:
    if not are_unchanged(stamps):
        raise StaleWorker("hookkit, or what it needs, was installed anew")
    _, hook_arguments = split_shim_arguments(request.arguments)
    event = find_event(hook_arguments[0]) if hook_arguments else None
    if event is None or event.action != "correct":  # the shims of other events have no worker.sh
        raise CannotServe(f"{' '.join(request.arguments)} is not served")
    return read_caller(request.pid, os.fstat(reply_pipe))


def _run_and_report(reply_pipe: int, arguments: list[str], run: EntryPoint) -> int:
    global is_forked
    _write_line(reply_pipe, RUNNING_LINE)
    is_forked = True
    try:
        status = run(arguments)
        atexit._run_exitfuncs()
    finally:
        release_caller()
    _write_line(reply_pipe, f"{ENDED_LINE} {status}")
    return status


def _refuse(paths: WorkerPaths, reply_pipe: int, reason: str) -> None:
    release_caller()
    paths.write_not_served_reason(reason)
    _write_line(reply_pipe, REFUSED_LINE)


def _write_line(reply_pipe: int, line: str) -> None:
    try:
        os.write(reply_pipe, f"{line}\n".encode())
    except OSError:  # the caller is gone
        pass
