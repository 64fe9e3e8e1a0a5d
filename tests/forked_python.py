"""Pythons that have imported a program, and are forked when a test runs it.

The start of flake8 takes 0.15 s, and twice that where a plugin imports pkg_resources, that of
hookkit 0.1 s and more: of a short run it is most. Here a Python with the same options imports the
program once for each process of the tests. A run is a fork of it: a process with a folder, an
environment, files and an end of its own, in which the program begins as by ``python -m``.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from tests.hook_server import read_at_the_start

SERVER = """\
import gc, json, os, runpy, selectors, socket, sys

exec(sys.argv[3])
gc.collect()
gc.freeze()
asked = socket.socket(fileno=int(sys.argv[1]))
watched = selectors.DefaultSelector()
watched.register(asked, selectors.EVENT_READ)

def tell_the_end(key):
    pid, answer = key.data
    watched.unregister(key.fileobj)
    os.close(key.fileobj)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        answer.send(b"%d" % status)
    except OSError:
        pass  # nobody waits for it
    answer.close()

def take():
    while True:
        for key, _ in watched.select():
            if key.fileobj is not asked:
                tell_the_end(key)
                continue
            text, files, _, _ = socket.recv_fds(asked, 1_000_000, 4)
            if not text:
                os._exit(0)
            answer = socket.socket(fileno=files.pop(0))
            pid = os.fork()
            if not pid:
                return json.loads(text), files
            answer.send(b"%d" % pid)
            watched.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, answer))
            for each in files:
                os.close(each)

told, files = take()
os.setsid()
for to, each in zip((1, 2, 0), files):
    os.dup2(each, to)
os.closerange(3, 64)
os.umask(told["umask"])
os.chdir(told["folder"])
os.environ.clear()
os.environ.update(told["env"])
if not sys.flags.safe_path if hasattr(sys.flags, "safe_path") else not sys.flags.isolated:
    sys.path[0] = os.getcwd()
program = sys.argv[2]
sys.argv[1:] = told["arguments"]
if program.endswith(".py"):
    runpy.run_path(program, run_name="__main__")
else:
    runpy.run_module(program, run_name="__main__", alter_sys=True)
"""


class Forked:
    """A run, with what is used of a ``subprocess.Popen``."""

    def __init__(self, command: Sequence[str], answer: socket.socket) -> None:
        """Take where the process tells its id and its end."""
        self.args = command
        self._answer = answer
        self.pid = int(answer.recv(32))
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Give the status if it has ended."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and give the status. Raises TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._answer], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self.returncode = int(self._answer.recv(32))
            self._answer.close()
        return self.returncode

    def kill(self) -> None:
        """Kill it, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


class WarmPython:
    """What Python runs, forked from one that has imported it."""

    def __init__(self, program: str, imports: str, options: Sequence[str] = ()) -> None:
        """Take a module or the path of a file, what imports its needs, and options of Python."""
        words = [program] if program.endswith(".py") else ["-m", program]
        self.command = [sys.executable, *options, *words]
        self._start = [sys.executable, *options, "-c", SERVER]
        self._words = [program, imports]
        _ALL.append(self)

    @cached_property
    def _server(self) -> tuple[subprocess.Popen[bytes], socket.socket, dict[str, str]]:
        ours, theirs = _pair()
        with theirs:
            process = subprocess.Popen(
                [*self._start, str(theirs.fileno()), *self._words],
                cwd="/",
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        return process, ours, read_at_the_start(os.environ)

    def can_run(self, env: Mapping[str, str]) -> bool:
        """Whether a Python that is started with these variables would begin as the fork does."""
        if not hasattr(os, "pidfd_open"):
            return False
        return self._server[2] == read_at_the_start(env)

    def start(
        self, words: Sequence[str], folder: Path, env: Mapping[str, str], *streams: int
    ) -> Forked:
        """Start the program with words behind its name.

        ``streams`` are the descriptors of its stdout, its stderr and, where it has one, its stdin.
        """
        umask = os.umask(0)
        os.umask(umask)
        told = {"arguments": words, "folder": str(folder), "env": {**env}, "umask": umask}
        ours, theirs = _pair()
        with theirs:
            files = [theirs.fileno(), *streams]
            socket.send_fds(self._server[1], [json.dumps(told).encode()], files)
        return Forked([*self.command, *words], ours)

    def run(
        self,
        words: Sequence[str],
        folder: Path,
        env: Mapping[str, str],
        timeout: float | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the program to its end, without anything on its stdin. Raises TimeoutExpired."""
        with TemporaryFile() as out, TemporaryFile() as said:
            process = self.start(words, folder, env, out.fileno(), said.fileno())
            try:
                status = process.wait(timeout)
            finally:
                process.kill()
            out.seek(0)
            said.seek(0)
            return subprocess.CompletedProcess(process.args, status, out.read(), said.read())

    def close(self) -> None:
        """End the Python that is forked."""
        if "_server" in vars(self):
            process, ours, _ = vars(self).pop("_server")
            ours.close()
            process.kill()
            process.wait()


_ALL: list[WarmPython] = []


def _pair() -> tuple[socket.socket, socket.socket]:
    """Give two ends between which each message stays whole."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


@pytest.fixture(scope="session", autouse=True)
def warm_pythons() -> Iterator[None]:
    """End all of them with the tests."""
    yield
    for each in _ALL:
        each.close()
