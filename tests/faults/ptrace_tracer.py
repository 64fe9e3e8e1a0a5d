"""Trace a command and its children with ptrace, and call a function at each change.

A filter of seccomp stops only the calls of ``syscalls.CALLS``, so that the rest runs at full speed.
Linux on x86-64 alone. A process that traces must have no other children.
"""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from tests.faults.syscalls import BY_NUMBER, CALLS, Arguments, Call, Event, event_of

libc = ctypes.CDLL(None, use_errno=True)

TRACEME, CONT, GETREGS, SETREGS, SETOPTIONS = 0, 7, 12, 13, 0x4200
# Fork, vfork, clone, exec and seccomp are told; the children die with the tracer.
OPTIONS = 0x2 | 0x4 | 0x8 | 0x10 | 0x80 | 0x100000
SECCOMP_STOP = 7
NO_NEW_PRIVS, SET_SECCOMP, FILTER = 38, 22, 2
ALLOW, TRACE = 0x7FFF0000, 0x7FF00000
WALL = 0x40000000

# The program's instructions, and where it finds a call's number and arguments (linux/filter.h,
# linux/seccomp.h). Of an argument the lower half is looked at.
LOAD, JUMP_IF_EQUAL, JUMP_IF_SET, RETURN = 0x20, 0x15, 0x45, 0x06
NUMBER, ARGUMENTS = 0, 16
OPEN_FLAGS = {"open": 1, "openat": 2}


class Registers(ctypes.Structure):
    """``user_regs_struct`` of x86-64."""

    _fields_ = [
        (name, ctypes.c_ulonglong)
        for name in (
            "r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp "
            "ss fs_base gs_base ds es fs gs"
        ).split()
    ]


@dataclass
class Stopped:
    """A process that waits before a change; whoever is called decides how it goes on."""

    event: Event
    pid: int
    group: int
    everyone: Sequence[int]
    error: int = 0

    @property
    def command(self) -> str:
        """The command line of the process."""
        with open(f"/proc/{self.pid}/cmdline", "rb") as line:
            return os.fsdecode(line.read().replace(b"\0", b" ").strip())

    def fail(self, error: int) -> None:
        """Let the call fail with an error and change nothing."""
        self.error = error

    def kill_all(self) -> None:
        """End all processes of the command at once."""
        for pid in self.everyone:
            _send(pid, signal.SIGKILL)

    def kill_one(self) -> None:
        """End only the process whose call this is."""
        _send(self.pid, signal.SIGKILL)

    def interrupt(self, number: int) -> None:
        """Send a signal to the process group of the command, as a terminal does."""
        os.killpg(self.group, number)


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


Watcher = Callable[[Stopped], None]


def _ptrace(request: int, pid: int, data: object) -> None:
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    if libc.ptrace(request, pid, None, data) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def _filter(calls: Collection[Call]) -> bytes:
    """A program of the kernel: stop the calls that are wanted, let all others go on.

    An ``open`` is stopped where it makes a file or cuts one off: of a hundred that is one.
    """
    plain = sorted(call.number for call in calls if call.target != "open")
    opens = sorted((call.number, OPEN_FLAGS[call.name]) for call in calls if call.target == "open")
    code = [_instruction(LOAD, NUMBER)]
    length = len(plain) + 3 * len(opens)
    for at, number in enumerate(plain):
        code.append(_instruction(JUMP_IF_EQUAL, number, then=length - at))
    for number, argument in opens:
        code.append(_instruction(JUMP_IF_EQUAL, number, otherwise=2))
        code.append(_instruction(LOAD, ARGUMENTS + 8 * argument))
        left = length - (len(code) - 1)
        code.append(
            _instruction(JUMP_IF_SET, os.O_CREAT | os.O_TRUNC, then=left, otherwise=left - 1)
        )
    return b"".join((*code, _instruction(RETURN, ALLOW), _instruction(RETURN, TRACE)))


def _instruction(code: int, value: int = 0, *, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def become(
    command: Sequence[str],
    folder: str,
    env: dict[str, str],
    files: Sequence[int],
    calls: Collection[str],
) -> None:
    """In a new child: be traced at ``calls``, and then be the command. Does not return."""
    try:
        os.setsid()
        for number, descriptor in enumerate(files):
            os.dup2(descriptor, number)
        if os.isatty(0):
            import fcntl
            import termios

            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        os.chdir(folder)
        _ptrace(TRACEME, 0, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        code = _filter([call for call in CALLS if call.name in calls])
        program = _Program(len(code) // 8, code)
        if libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
            SET_SECCOMP, FILTER, ctypes.byref(program)
        ):
            raise OSError("seccomp is not to be had")
        os.execvpe(command[0], list(command), env)
    finally:
        os._exit(127)


@dataclass
class Tracing:
    """A command that is traced: ``root`` is the folder in which changes are looked at."""

    root: str
    watch: Watcher
    patience: float = 60.0
    status: int = -1
    is_hanging: bool = False
    _known: set[int] = field(default_factory=set)

    def run(self, child: int) -> int:
        """Trace a child that has come to ``become`` until it and all of its children have ended.

        Gives its exit status, or minus the number of the signal that ended it.
        """
        os.waitpid(child, WALL)
        _ptrace(SETOPTIONS, child, OPTIONS)
        self._known = {child}
        limit = threading.Timer(self.patience, self._give_up)
        limit.start()
        _ptrace(CONT, child, None)
        while self._known:
            pid, status = os.waitpid(-1, WALL)
            if os.WIFSTOPPED(status):
                self._go_on(pid, status, child)
                continue
            self._known.discard(pid)
            if pid == child:
                self.status = os.waitstatus_to_exitcode(status)
        limit.cancel()
        limit.join()
        return self.status

    def _give_up(self) -> None:
        self.is_hanging = True
        for pid in list(self._known):
            _send(pid, signal.SIGKILL)

    def _go_on(self, pid: int, status: int, child: int) -> None:
        number = os.WSTOPSIG(status)
        is_new = pid not in self._known
        self._known.add(pid)
        try:
            if status >> 16 == SECCOMP_STOP:
                self._change(pid, child)
            if status >> 16 or (is_new and number == signal.SIGSTOP):
                number = 0
            _ptrace(CONT, pid, number)
        except (ProcessLookupError, FileNotFoundError):
            pass  # it has been killed; its end comes with the next wait

    def _change(self, pid: int, child: int) -> None:
        seen = Registers()
        _ptrace(GETREGS, pid, ctypes.byref(seen))
        call = BY_NUMBER.get(seen.orig_rax)
        if call is None:
            return
        words = (seen.rdi, seen.rsi, seen.rdx, seen.r10, seen.r8, seen.r9)
        event = event_of(call, Arguments(pid, words), self.root)
        if event is None:
            return
        stopped = Stopped(event, pid, child, tuple(self._known))
        self.watch(stopped)
        if stopped.error:
            seen.orig_rax, seen.rax = 2**64 - 1, 2**64 - stopped.error
            _ptrace(SETREGS, pid, ctypes.byref(seen))
