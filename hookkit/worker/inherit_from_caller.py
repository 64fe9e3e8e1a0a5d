"""Inherit the process state of the caller in a fork, as a child of the caller would inherit it.

From then on the fork is interrupted when the caller exits, until it releases what it inherited.

Descriptors cannot be passed through a pipe, so each is opened again through /proc: the same
terminal, the same pipe. CannotServe is raised for a descriptor that cannot be opened again: a
socket, a closed descriptor, or a file for output, whose write position is shared with the caller.
"""

from __future__ import annotations

import fcntl
import locale
import os
import select
import signal
import stat
import sys
import tempfile
import time
from collections.abc import Sequence

from hookkit.worker.caller_compatibility import Caller, CannotServe, require_same_startup

STANDARD_STREAMS = (0, 1, 2)

CALLER_COPIES = (5, 6, 7)
"""The caller's copies of STANDARD_STREAMS, because a shell changes its own (hooks/worker.sh)."""


def inherit_process_state(caller: Caller, arguments: Sequence[str]) -> None:
    """Take over environment, folder, umask, ignored signals, standard streams and arguments.

    Raises CannotServe if one of them cannot be taken over, and OSError if the caller has exited.
    """
    environment = dict(os.environb)
    require_same_startup(caller.environ, environment)
    new_descriptors = [
        _open_again(caller.pid, *each) for each in zip(STANDARD_STREAMS, CALLER_COPIES)
    ]
    folder = os.open(f"/proc/{caller.pid}/cwd", os.O_RDONLY | os.O_DIRECTORY)
    os.fchdir(folder)
    os.close(folder)
    os.umask(caller.umask)
    _take_environment(caller.environ, environment)
    for number in caller.ignored_signals - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    for number, handle in zip(STANDARD_STREAMS, new_descriptors, strict=True):
        os.dup2(handle, number)
        os.close(handle)
    _renew_streams()
    sys.argv = ["-c", *arguments]


def _open_again(pid: int, number: int, copy: int) -> int:
    path = f"/proc/{pid}/fd/{copy}"
    access = os.O_RDONLY if number == 0 else os.O_WRONLY
    kind = os.stat(path).st_mode
    if stat.S_ISREG(kind) and number:
        raise CannotServe(f"descriptor {number} is a file")
    try:
        # Without O_NONBLOCK, opening a pipe whose other end is closed would block.
        handle = os.open(path, access | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        sentence = f"descriptor {number} cannot be opened again: {error.strerror}"
        raise CannotServe(sentence) from error
    os.set_blocking(handle, True)
    return handle


def _take_environment(environ: dict[bytes, bytes], own_environ: dict[bytes, bytes]) -> None:
    os.environb.clear()
    os.environb.update(environ)
    for name in ("HOOKKIT_CHAIN", "OLDPWD"):  # as the shim does
        os.environ.pop(name, None)
    _correct_pwd()
    if sys.flags.utf8_mode and b"LC_CTYPE" in own_environ:
        # Python sets LC_CTYPE when it starts: PEP 538
        os.environb[b"LC_CTYPE"] = own_environ[b"LC_CTYPE"]
    try:
        locale.setlocale(locale.LC_CTYPE, "")
    except locale.Error as error:
        raise CannotServe("the locale is not installed") from error
    time.tzset()
    tempfile.tempdir = None


def _correct_pwd() -> None:
    """Set PWD to the current folder, as every sh does for the programs that it starts."""
    pwd = os.environ.get("PWD")
    try:
        if pwd is not None and not (pwd.startswith("/") and os.path.samefile(pwd, ".")):
            os.environ["PWD"] = os.getcwd()
    except OSError:  # a removed folder has no path
        pass


def _renew_streams() -> None:
    """Open the standard streams as Python does when it starts."""
    encoding = sys.stdout.encoding
    errors = sys.stdout.errors
    sys.stdin = sys.__stdin__ = open(  # type: ignore[misc]
        0, encoding=encoding, errors=errors, closefd=False
    )
    sys.stdout = sys.__stdout__ = open(  # type: ignore[misc]
        1, "w", encoding=encoding, errors=errors, newline="\n", closefd=False
    )
    stderr = open(2, "w", encoding=encoding, errors="backslashreplace", newline="\n", closefd=False)
    stderr.reconfigure(line_buffering=True)
    sys.stderr = sys.__stderr__ = stderr  # type: ignore[misc]


def interrupt_when_caller_exits(reply_pipe: int) -> None:
    """Interrupt this process and its children when the caller exits.

    Ctrl-C interrupts only the processes of the terminal: the caller, but not this process.
    """

    def interrupt(*_: object) -> None:
        poll = select.poll()
        poll.register(reply_pipe, 0)
        if poll.poll(0):
            os.killpg(0, signal.SIGINT)

    signal.signal(signal.SIGIO, interrupt)
    fcntl.fcntl(reply_pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(reply_pipe, fcntl.F_SETFL, fcntl.fcntl(reply_pipe, fcntl.F_GETFL) | os.O_ASYNC)
    interrupt()


def release_caller() -> None:
    """Flush the streams, close the caller's descriptors and no longer react to its exit."""
    signal.signal(signal.SIGIO, signal.SIG_IGN)  # the caller exits when it has read the answer
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass
    null = os.open(os.devnull, os.O_RDWR)
    for number in STANDARD_STREAMS:
        os.dup2(null, number)
    os.close(null)
