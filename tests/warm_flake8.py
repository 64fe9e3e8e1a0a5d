"""flake8 for what runs in the process of the tests: forked from one that has imported it.

flake8 needs 0.15 s before it looks at anything, and twice that where a plugin imports
pkg_resources. Here a Python with the same options imports it once for each process of the tests,
and each run is a fork of it: a process with a folder, an environment, files and an end of its own.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest

from hookkit.debt import flake8_process
from hookkit.debt_log import flake8_runs

START = [sys.executable, "-I", "-X", "utf8"]
FLAKE8 = [*START, "-m", "flake8"]

READ_AT_THE_START = ("LC_", "LANG", "LOCPATH", "LD_")
"""What a Python that reads no variables of its own does read when it starts."""

SERVER = """\
import importlib.metadata, json, os, runpy, selectors, socket, sys
import flake8.main.cli

for group in ("flake8.extension", "flake8.report"):
    for each in importlib.metadata.entry_points(group=group):
        each.load()
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
            text, (end, *files), _, _ = socket.recv_fds(asked, 1_000_000, 3)
            answer = socket.socket(fileno=end)
            pid = os.fork()
            if not pid:
                return json.loads(text), files
            answer.send(b"%d" % pid)
            watched.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, answer))
            for each in files:
                os.close(each)

told, files = take()
os.setsid()
for to, each in enumerate(files, 1):
    os.dup2(each, to)
os.closerange(3, 64)
os.chdir(told["folder"])
os.environ.clear()
os.environ.update(told["env"])
sys.argv[1:] = told["arguments"]
runpy.run_module("flake8", run_name="__main__", alter_sys=True)
"""


class Forked:
    """A run of flake8, with what is used of a ``subprocess.Popen``."""

    def __init__(self, answer: socket.socket) -> None:
        """Take where the process tells its id and its end."""
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
                raise subprocess.TimeoutExpired(FLAKE8, timeout or 0)
            self.returncode = int(self._answer.recv(32))
            self._answer.close()
        return self.returncode

    def kill(self) -> None:
        """Kill it, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


class WarmFlake8:
    """What ``subprocess`` is to the modules that run flake8, with that forked where it can be."""

    def __getattr__(self, name: str) -> Any:
        """Give everything else as it is."""
        return getattr(subprocess, name)

    @cached_property
    def _server(self) -> tuple[subprocess.Popen[bytes], socket.socket, dict[str, str]]:
        ours, theirs = _pair()
        with theirs:
            process = subprocess.Popen(
                [*START, "-c", SERVER, str(theirs.fileno())],
                cwd="/",
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        return process, ours, _read_at_the_start()

    def _is_warm(self, command: Sequence[str]) -> bool:
        if command[: len(FLAKE8)] != FLAKE8 or not hasattr(os, "pidfd_open"):
            return False
        return self._server[2] == _read_at_the_start()

    def run(self, command: Sequence[str], **how: Any) -> subprocess.CompletedProcess[bytes]:
        """Run a command to its end, as ``subprocess.run`` does with ``capture_output``."""
        if not self._is_warm(command):
            return subprocess.run(command, **how)
        with TemporaryFile() as out, TemporaryFile() as said:
            process = self._fork(command, how["cwd"], out.fileno(), said.fileno())
            try:
                status = process.wait(how["timeout"])
            finally:
                process.kill()
            out.seek(0)
            said.seek(0)
            return subprocess.CompletedProcess(command, status, out.read(), said.read())

    def Popen(self, command: Sequence[str], **how: Any) -> Any:  # noqa: N802
        """Start a command whose output goes to a file."""
        if not self._is_warm(command):
            return subprocess.Popen(command, **how)
        return self._fork(command, how["cwd"], how["stdout"].fileno(), how["stderr"].fileno())

    def _fork(self, command: Sequence[str], folder: Path, *files: int) -> Forked:
        ours, theirs = _pair()
        words = [os.fspath(each) for each in command[len(FLAKE8) :]]
        told = {"arguments": words, "folder": str(folder), "env": dict(os.environ)}
        with theirs:
            end = theirs.fileno()
            socket.send_fds(self._server[1], [json.dumps(told).encode()], [end, *files])
        return Forked(ours)

    def close(self) -> None:
        """End the Python that is forked."""
        if "_server" in vars(self):
            process, ours, _ = self._server
            ours.close()
            process.kill()
            process.wait()


FORKING = WarmFlake8()
"""The one of this process."""


def run_flake8(folder: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Run flake8 in a folder, as a person does, and give how it ended."""
    how = {"cwd": folder, "capture_output": True, "timeout": None}
    return FORKING.run([*FLAKE8, *options], **how)


def _pair() -> tuple[socket.socket, socket.socket]:
    """Give two ends between which each message stays whole."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def _read_at_the_start() -> dict[str, str]:
    return {name: os.environ[name] for name in os.environ if name.startswith(READ_AT_THE_START)}


@pytest.fixture(scope="session", autouse=True)
def warm_flake8() -> Iterator[None]:
    """Have what runs in this process fork flake8 instead of starting it, where the system can."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(flake8_process, "subprocess", FORKING)
        patched.setattr(flake8_runs, "subprocess", FORKING)
        yield
    FORKING.close()
