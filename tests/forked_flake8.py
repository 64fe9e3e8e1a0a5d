"""flake8 forked from a process that has imported it, for code that runs in the tests' process."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import pytest

from hookkit.debt import prestarted_flake8
from tests.forked_python import Forked, WarmPython

IMPORTS = """\
import importlib.metadata
import flake8.main.cli
for group in ("flake8.extension", "flake8.report"):
    for each in importlib.metadata.entry_points(group=group):
        each.load()
"""
_ISOLATED = prestarted_flake8.PYTHON_COMMAND[1:]
FLAKE8 = WarmPython("flake8", IMPORTS, _ISOLATED)
STARTED = WarmPython(prestarted_flake8.FLAKE8_COMMAND[-1], IMPORTS, _ISOLATED)


class ForkedWithPipes:
    """A run, with what ``prestarted_flake8`` uses of a ``subprocess.Popen`` with three pipes."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        """Fork what the command would start, in a folder."""
        self._out, self._said = TemporaryFile(), TemporaryFile()
        theirs, ours = os.pipe()
        streams = (self._out.fileno(), self._said.fileno(), theirs)
        self._forked: Forked = STARTED.start((), folder, os.environ, *streams)
        os.close(theirs)
        self.stdin: IO[bytes] | None = os.fdopen(ours, "wb")
        self.pid, self.poll = self._forked.pid, self._forked.poll

    @property
    def returncode(self) -> int | None:
        """The status, None until it is known."""
        return self._forked.returncode

    def communicate(self, timeout: float | None = None) -> tuple[bytes, bytes]:
        """Wait for the end, and give what was printed."""
        self._forked.wait(timeout)
        for each in (self._out, self._said):
            each.seek(0)
        return self._out.read(), self._said.read()

    def __enter__(self) -> ForkedWithPipes:
        """Do nothing, as that of a process does."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close what is open, and wait for the end."""
        for each in (self._out, self._said, self.stdin):
            if each is not None:
                each.close()
        self._forked.wait()


class ForkingFlake8:
    """What ``subprocess`` is to the module that starts flake8, with that forked where it can be."""

    def __getattr__(self, name: str) -> Any:
        """Give everything else as it is."""
        return getattr(subprocess, name)

    def Popen(self, command: Sequence[str], **how: Any) -> Any:  # noqa: N802
        """Start a command with three pipes."""
        if [*command] == STARTED.command and STARTED.can_run(os.environ):
            return ForkedWithPipes(command, how["cwd"])
        return subprocess.Popen(command, **how)


def run_flake8(folder: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Run flake8 in a folder, as a person does, and give how it ended."""
    if FLAKE8.can_run(os.environ):
        return FLAKE8.run(options, folder, os.environ)
    return subprocess.run([*FLAKE8.command, *options], cwd=folder, capture_output=True)


@pytest.fixture(scope="session", autouse=True)
def warm_flake8() -> Iterator[None]:
    """Have what runs in this process fork flake8 instead of starting it, where the system can."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(prestarted_flake8, "subprocess", ForkingFlake8())
        yield
