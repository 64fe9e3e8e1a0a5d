"""flake8 for what runs in the process of the tests, forked from one that is warm."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from hookkit.debt import flake8_process
from hookkit.debt_log import flake8_runs
from tests.warm_python import Forked, WarmPython

IMPORTS = """\
import importlib.metadata
import flake8.main.cli
for group in ("flake8.extension", "flake8.report"):
    for each in importlib.metadata.entry_points(group=group):
        each.load()
"""
FLAKE8 = WarmPython("flake8", IMPORTS, ("-I", "-X", "utf8"))


class ForkingFlake8:
    """What ``subprocess`` is to the modules that run flake8, with that forked where it can be."""

    def __getattr__(self, name: str) -> Any:
        """Give everything else as it is."""
        return getattr(subprocess, name)

    def run(self, command: Sequence[str], **how: Any) -> subprocess.CompletedProcess[bytes]:
        """Run a command to its end, as ``subprocess.run`` does with ``capture_output``."""
        words = _words(command)
        if words is None:
            return subprocess.run(command, **how)
        return FLAKE8.run(words, how["cwd"], os.environ, how["timeout"])

    def Popen(  # noqa: N802
        self, command: Sequence[str], **how: Any
    ) -> Forked | subprocess.Popen[bytes]:
        """Start a command whose output goes to a file."""
        words = _words(command)
        if words is None:
            return subprocess.Popen(command, **how)
        out, said = how["stdout"].fileno(), how["stderr"].fileno()
        return FLAKE8.start(words, how["cwd"], os.environ, out, said)


def _words(command: Sequence[str]) -> list[str] | None:
    """Give what follows ``python -m flake8`` where it can be forked."""
    count = len(FLAKE8.command)
    if [*command[:count]] != FLAKE8.command or not FLAKE8.can_run(os.environ):
        return None
    return [os.fspath(each) for each in command[count:]]


def run_flake8(folder: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Run flake8 in a folder, as a person does, and give how it ended."""
    command = [*FLAKE8.command, *options]
    return ForkingFlake8().run(command, cwd=folder, capture_output=True, timeout=None)


@pytest.fixture(scope="session", autouse=True)
def warm_flake8() -> Iterator[None]:
    """Have what runs in this process fork flake8 instead of starting it, where the system can."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(flake8_process, "subprocess", ForkingFlake8())
        patched.setattr(flake8_runs, "subprocess", ForkingFlake8())
        yield
