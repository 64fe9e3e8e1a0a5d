"""The worker process, which keeps one fork of itself waiting for the next request.

The waiting fork takes a request and answers it; meanwhile the worker makes another fork. So a
request goes directly to the process that does the work. If any of these processes is killed or
stopped, the caller withdraws its request after some milliseconds, if it was not taken.
"""

from __future__ import annotations

import fcntl
import gc
import os
import select
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from hookkit.safe_imports import remove_every_worktree_from_path
from hookkit.worker.answer_request import STALE_STATUS, EntryPoint, answer_request
from hookkit.worker.detect_reinstallation import FileStamps, has_changed_since, read_stamps
from hookkit.worker.folder_and_paths import WAKE_PIPE, WorkerPaths
from hookkit.worker.preload import preload
from hookkit.worker.request_files import (
    free_slot,
    is_caller_reading,
    make_slots,
    open_reply,
    remove_slots,
    take_request,
    waiting_requests,
)
from hookkit.worker.start_and_stop import worker_command

CHECK_INTERVAL = 60.0
"""Seconds after which the worker checks again whether its folder still exists."""

FREE_INTERVAL = 0.05
"""Seconds after which the worker looks again whether the caller of an ended fork has read."""

REIMPORT_DELAY = 0.2
"""Seconds to wait before the modules are imported again: an installation may still be running."""

MAX_FAILED_FORKS = 5
"""After this number of consecutive forks that exit without a request, the worker exits too."""


def serve(run: EntryPoint, start_time: float, prefix: str = "") -> None:
    """Run as the worker of this interpreter until no request was made for some time.

    The process runs ``start_and_stop.PROGRAM``. ``start_time`` is the time of its start, in seconds
    since 1970, before anything of hookkit was imported, and ``prefix`` the ``sys.prefix`` at that
    time, "" if an older worker did not pass it. Returns at once if another worker already runs.
    """
    idle_timeout, lock = float(sys.argv[1]), int(sys.argv[2])
    paths = WorkerPaths.of(sys.executable)
    paths.make()
    handle = _lock_folder(paths, lock)
    if handle is None:
        return
    if not prefix:  # an older worker became this process, with the program of its version
        _restart(idle_timeout, handle)
    try:
        remove_every_worktree_from_path()
        preload()
    except Exception as error:
        paths.write_not_served_reason(
            f"the worker could not start: {type(error).__name__}: {error}"
        )
        raise
    stamps = read_stamps()
    if has_changed_since(stamps, start_time) or os.path.realpath(sys.prefix) != prefix:
        time.sleep(REIMPORT_DELAY)
        _restart(idle_timeout, handle)
    gc.collect()
    gc.freeze()
    if _Worker(paths, stamps, run, idle_timeout).serve_requests():
        _restart(idle_timeout, handle)


def _lock_folder(paths: WorkerPaths, lock: int) -> int | None:
    """Lock the worker's folder until this process exits, also across ``_restart``.

    ``lock`` is the descriptor of an earlier lock, -1 for none. The result is the descriptor, None
    if another worker has the lock.
    """
    handle = lock
    if handle < 0:
        handle = os.open(paths.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        # A POSIX lock is not inherited by a child, survives exec, and tells the id of its owner.
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return None
    return handle


def _restart(idle_timeout: float, lock: int) -> None:
    """Replace this process by the interpreter that is installed now, with the same process id."""
    os.set_inheritable(lock, True)
    os.execv(sys.executable, worker_command(idle_timeout, lock))


class _Worker:
    """The process that makes the forks.

    It has three pipes. A fork writes to the first the slot (the number, see ``request_files``) of
    the request that it has taken. The second is closed when this process exits, which a fork
    notices. Python writes signals to the third.
    """

    def __init__(
        self, paths: WorkerPaths, stamps: FileStamps, run: EntryPoint, idle_timeout: float
    ) -> None:
        self._paths, self._stamps, self._run, self._idle_timeout = paths, stamps, run, idle_timeout
        self._folder = self._new_folder()
        self._taken_reader, self._taken_writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._ended_reader, self._ended_writer = os.pipe2(os.O_CLOEXEC)
        self._signal_reader, self._signal_writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._slot_by_fork: dict[int, int] = {}
        self._ended_slots: set[int] = set()
        self._waiting_fork = 0
        self._failed_forks = 0
        self._is_stale = self._is_ending = False
        self._last_activity = time.monotonic()

    def _new_folder(self) -> Path:
        """Make the folder of the slots, and remove the folders of earlier workers."""
        old_folders = [each for each in self._paths.folder.iterdir() if each.stem.isdigit()]
        folder = self._paths.folder / str(time.time_ns())  # no later worker has the same name
        make_slots(folder)
        for each in old_folders:
            remove_slots(each)
        return folder

    def serve_requests(self) -> bool:
        """Serve requests until the end; return whether the modules must be imported again."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._signal_writer, warn_on_full_buffer=False)
        self._waiting_fork = self._fork()
        new_path = self._paths.folder / "ready.new"
        new_path.write_text(self._ready_line)
        new_path.replace(self._paths.ready)
        poll = select.poll()
        for handle in (self._taken_reader, self._signal_reader):
            poll.register(handle, select.POLLIN)
        while not (self._is_stale or self._is_ending):
            interval = FREE_INTERVAL if self._ended_slots else CHECK_INTERVAL
            poll.poll(min(interval, self._idle_timeout) * 1000)
            self._record_taken_requests()
            self._reap()
            self._free_ended_slots()
            self._is_ending |= self._is_finished()
        self._close()
        return self._is_stale

    def _stop(self, *_: object) -> None:
        self._is_ending = True

    def _is_finished(self) -> bool:
        is_idle = (
            not self._slot_by_fork and time.monotonic() - self._last_activity >= self._idle_timeout
        )
        return is_idle or self._failed_forks >= MAX_FAILED_FORKS or not self._is_announced()

    def _is_announced(self) -> bool:
        try:
            return self._paths.ready.read_text() == self._ready_line
        except OSError:
            return False

    @property
    def _ready_line(self) -> str:
        return f"{os.getpid()} {self._folder.name}\n"

    def _record_taken_requests(self) -> None:
        """Make the next fork if the waiting fork has taken a request."""
        with suppress(BlockingIOError):
            while os.read(self._signal_reader, 64):
                pass
        with suppress(BlockingIOError):
            while slot := os.read(self._taken_reader, 1):
                self._slot_by_fork[self._waiting_fork] = slot[0]
                self._failed_forks, self._last_activity = 0, time.monotonic()
                self._waiting_fork = self._fork()

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            # The fork may have taken a request and exited since the last call.
            self._record_taken_requests()
            if pid == self._waiting_fork:
                self._failed_forks += 1
                self._waiting_fork = self._fork()
            elif pid in self._slot_by_fork:
                self._ended_slots.add(self._slot_by_fork.pop(pid))
                self._last_activity = time.monotonic()
                self._is_stale |= os.waitstatus_to_exitcode(status) == STALE_STATUS

    def _free_ended_slots(self) -> None:
        """Free the slots of ended forks whose callers have read the answer, or have exited."""
        for slot in tuple(self._ended_slots):
            if not is_caller_reading(self._folder, slot):
                free_slot(self._folder, slot)
                self._ended_slots.discard(slot)

    def _close(self) -> None:
        if self._is_announced():
            self._paths.ready.unlink(missing_ok=True)
        os.close(self._ended_writer)  # the waiting fork notices it and exits
        remove_slots(self._folder)

    def _fork(self) -> int:
        pid = os.fork()
        if pid:
            return pid
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGTERM, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            for handle in (self._taken_reader, self._ended_writer):
                os.close(handle)
            for handle in (self._signal_reader, self._signal_writer):
                os.close(handle)
            self._serve_one_request()
        finally:
            os._exit(1)

    def _serve_one_request(self) -> None:
        """Wait for a request, take it and answer it; return when the worker has exited."""
        wake = self._open_wake_pipe()
        while True:
            self._take_waiting_request()
            poll = select.poll()
            poll.register(wake, select.POLLIN)
            poll.register(self._ended_reader, 0)
            if any(handle == self._ended_reader for handle, _ in poll.poll()):
                return
            # When every writer has closed the pipe, poll reports its end from then on, so a new
            # descriptor is needed.
            old_wake, wake = wake, self._open_wake_pipe()
            os.close(old_wake)

    def _open_wake_pipe(self) -> int:
        return os.open(self._folder / WAKE_PIPE, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)

    def _take_waiting_request(self) -> None:
        for request in waiting_requests(self._folder):
            reply_pipe = open_reply(self._folder, request.slot)
            if reply_pipe is None:
                if not os.path.exists(f"/proc/{request.pid}"):
                    free_slot(self._folder, request.slot)
                continue
            if take_request(self._folder, request.slot):
                os.write(self._taken_writer, bytes([request.slot]))
                answer_request(self._paths, request, reply_pipe, self._stamps, self._run)
            os.close(reply_pipe)
