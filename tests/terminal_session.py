"""Run hookkit in a pseudo-terminal that controls it, and send keys to it."""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from types import TracebackType

from tests.repository import Repository

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
TIMEOUT = 30.0

# A small shell, as Ctrl-C and Ctrl-Z need one: hookkit runs in the foreground of a terminal that
# controls it. Once it is stopped, `fg` and Enter let it go on.
SHELL = """\
import fcntl, os, runpy, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
modes = termios.tcgetattr(0)
ready, go = os.pipe()
child = os.fork()
if child == 0:
    os.read(ready, 1)
    runpy.run_module("hookkit", run_name="__main__", alter_sys=True)
os.setpgid(child, child)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
signal.signal(signal.SIGHUP, signal.SIG_IGN)
os.tcsetpgrp(0, child)
os.write(go, b"x")
while os.WIFSTOPPED(status := os.waitpid(child, os.WUNTRACED)[1]):
    os.tcsetpgrp(0, os.getpgrp())
    print("stopped, and the terminal is", modes == termios.tcgetattr(0) and "as it was", flush=True)
    sys.stdin.readline()
    os.tcsetpgrp(0, child)
    os.killpg(child, signal.SIGCONT)
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Session:
    """One process of hookkit; what it prints is read by ``expect``, its end by ``end``."""

    def __init__(self, repo: Repository, *args: str, width: int = 100, **env: str) -> None:
        """Start hookkit with some arguments in a repository."""
        self.master, terminal = os.openpty()
        self.resize(width)
        self.modes = termios.tcgetattr(terminal)
        full = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", **env}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SHELL, *args],
            cwd=repo.path,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env=full,
            start_new_session=True,
        )
        self.terminal = terminal
        self.said = ""
        self._raw = b""
        self._seen = 0

    def __enter__(self) -> Session:
        """Give the session itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process if it is still there, and let go of the terminal."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for master in (self.master, self.terminal):
            if master >= 0:
                os.close(master)

    @property
    def raw(self) -> str:
        """All that was printed, with its escape sequences."""
        return self._raw.decode(errors="replace")

    @property
    def is_over(self) -> bool:
        """Whether the process has ended; it is given a moment to print or to end."""
        self._read(0.05)
        return self.process.poll() is not None

    def resize(self, width: int) -> None:
        """Give the terminal another width."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))

    def send(self, keys: str | bytes) -> None:
        """Press keys."""
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)

    def expect(self, text: str) -> str:
        """Wait until something is printed, and give all that came before it since the last time."""
        until = time.monotonic() + TIMEOUT
        while text not in self.said[self._seen :]:
            is_read = self._read(min(0.2, until - time.monotonic()))
            if not is_read and (self.process.poll() is not None or time.monotonic() > until):
                raise AssertionError(f"{text!r} is not in {self.said[self._seen :]!r}")
        at = self.said.index(text, self._seen)
        before, self._seen = self.said[self._seen : at], at + len(text)
        return before

    def answer(self, key: str | bytes, prompt: str = "]? ") -> str:
        """Wait for a question, press a key, and give what was printed before the question."""
        before = self.expect(prompt)
        self.send(key)
        return before

    def hang_up(self) -> None:
        """Take the terminal away."""
        for master in (self.master, self.terminal):
            os.close(master)
        self.master = self.terminal = -1

    def end(self) -> int:
        """Read on to the end and give the exit status; the terminal is as it was before."""
        until = time.monotonic() + TIMEOUT
        while self.master >= 0 and self.process.poll() is None:
            self._read(0.05)
            assert time.monotonic() < until, self.said
        if self.master >= 0:
            while self._read(0):
                pass
            assert termios.tcgetattr(self.terminal) == self.modes
        return self.process.wait(TIMEOUT)

    def _read(self, patience: float) -> bool:
        if not select.select([self.master], [], [], max(patience, 0))[0]:
            return False
        self._raw += os.read(self.master, 65536)
        whole = CONTROL.sub("", self.raw)
        self.said = whole.replace("\r\n", "\n")
        return True
