"""Inject one fault at the N-th change that a command or one of its children would make."""

from __future__ import annotations

import errno
import os
import re
import select
import signal
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.ptrace_tracer import Stopped, Tracing, become
from tests.faults.scenarios import Operation, Scenario
from tests.faults.syscalls import ALL_CALLS, CALLS, NEEDS_SPACE, Event

KILL_ONE = "kill -9 of one"
NAMES = frozenset(call.name for call in CALLS if call.target != "fd")


@dataclass(frozen=True)
class Fault:
    """What goes wrong: ``strike`` is done at a call of ``calls``; ``lasts`` if at all later too."""

    name: str
    calls: frozenset[str]
    strike: Callable[[Stopped], None]
    lasts: bool = False
    kills: bool = False
    is_signal: bool = False


def _error(name: str, calls: frozenset[str], number: int, lasts: bool = False) -> Fault:
    return Fault(name, calls, lambda stopped: stopped.fail(number), lasts)


def _signal(name: str, number: int) -> Fault:
    return Fault(
        name, ALL_CALLS - {"close"}, lambda stopped: stopped.interrupt(number), is_signal=True
    )


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("kill -9 of all", ALL_CALLS - {"close"}, Stopped.kill_all, kills=True),
        Fault(KILL_ONE, ALL_CALLS - {"close"}, Stopped.kill_one),
        _error("ENOSPC once", NEEDS_SPACE | {"close"}, errno.ENOSPC),
        _error("ENOSPC from there on", NEEDS_SPACE, errno.ENOSPC, lasts=True),
        _error("EIO", ALL_CALLS - {"execve", "execveat"}, errno.EIO),
        _error("EACCES", NAMES, errno.EACCES),
        _signal("SIGINT to the group", signal.SIGINT),
        _signal("SIGTERM to the group", signal.SIGTERM),
    )
}


@dataclass
class Attempt:
    """How a command ended that met a fault in a process ``by``; without one ``event`` is None."""

    status: int
    said: str
    event: Event | None
    by: str
    is_hanging: bool


@dataclass
class FaultTrigger:
    """Counts the calls that a fault can meet, and strikes at the wanted one (the first is 1)."""

    fault: Fault
    wanted: int
    count: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    met: Event | None = None
    by: str = ""
    has_begun: bool = False

    def watch(self, stopped: Stopped) -> None:
        """Look at one call; the first is the start of the command itself."""
        if not self.has_begun:
            self.has_begun = True
            return
        self.calls[stopped.event.call] += 1
        if stopped.event.call not in self.fault.calls:
            return
        self.count += 1
        if self.count == self.wanted:
            self.met, self.by = stopped.event, stopped.command
        if self.count == self.wanted or (self.fault.lasts and self.count > self.wanted > 0):
            self.fault.strike(stopped)


def attempt(scenario: Scenario, operation: Operation, trigger: FaultTrigger) -> Attempt:
    """Do an operation and let it meet a fault."""
    env = scenario.env(**({"HOOKKIT_MODE": operation.mode} if operation.mode else {}))
    tracing = Tracing(str(scenario.path), trigger.watch)
    terminal = Terminal(operation.keys)
    child = os.fork()
    if child == 0:
        # The start of the command is the first call, which is not counted.
        calls = trigger.fault.calls | {"execve", "execveat"}
        become(operation.command, str(scenario.repo), env, terminal.files, calls)
    terminal.begin()
    status = tracing.run(child)
    return Attempt(status, terminal.end(), trigger.met, trigger.by, tracing.is_hanging)


class Terminal:
    """What a command prints is read while it runs, and each question is answered with a key.

    Without keys it is a pipe, and stdin is empty.
    """

    def __init__(self, keys: str) -> None:
        self.keys = keys
        self.said = b""
        self._answered = 0
        if keys:
            self.runner, terminal = os.openpty()
            self.files = [terminal] * 3
        else:
            self.runner, pipe = os.pipe()
            self.files = [os.open(os.devnull, os.O_RDONLY), pipe, pipe]
        self._over, self._end = os.pipe()
        self._thread = threading.Thread(target=self._read)

    def begin(self) -> None:
        """Read from now on; the other ends belong to the command alone."""
        for each in set(self.files):
            os.close(each)
        self._thread.start()

    def end(self) -> str:
        """Give all that was printed, once all processes have ended."""
        os.close(self._end)
        self._thread.join()
        os.close(self._over)
        os.close(self.runner)
        return self.said.decode(errors="replace").replace("\r\n", "\n")

    def _read(self) -> None:
        while self.runner in select.select([self.runner, self._over], [], [])[0]:
            try:
                more = os.read(self.runner, 65536)
            except OSError:  # the terminal has no other end any more
                return
            if not more:
                return
            self.said += more
            self._answer()

    def _answer(self) -> None:
        # The question may be in colours.
        questions = len(re.findall(rb"\]\?(?:\x1b\[[0-9;]*m)* ", self.said))
        while self.keys and self._answered < min(questions, len(self.keys)):
            os.write(self.runner, self.keys[self._answered].encode())
            self._answered += 1
