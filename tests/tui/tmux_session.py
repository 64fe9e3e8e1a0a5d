"""A real terminal: hookkit in tmux, which draws what a person sees."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

TIMEOUT = 300
"""Seconds in which something must appear."""


class Tmux:
    """One terminal with one command; its screen is read as text, with colours as escapes."""

    def __init__(self, socket: Path) -> None:
        """Take the socket of a tmux of its own."""
        self._command = ("tmux", "-S", str(socket), "-f", os.devnull)

    def run(self, *args: str) -> str:
        """Run a command of tmux."""
        done = subprocess.run([*self._command, *args], capture_output=True, text=True, check=True)
        return done.stdout

    def start(self, folder: Path, command: str, size: tuple[int, int]) -> None:
        """Run a command in a terminal of some columns and rows."""
        shell = f"{command}; echo status $?; exec sleep 1000"
        width, height = map(str, size)
        self.run("new-session", "-d", "-x", width, "-y", height, "-c", str(folder), shell)

    def press(self, *keys: str) -> None:
        """Press keys, by their names in tmux."""
        self.run("send-keys", *keys)

    def screen(self, *options: str) -> str:
        """What is on the screen."""
        return self.run("capture-pane", "-p", *options)

    def expect(self, text: str) -> str:
        """Wait until something is on the screen, and give the whole of it."""
        until = time.monotonic() + TIMEOUT
        while text not in (screen := self.screen()):
            assert time.monotonic() < until, f"{text!r} is not in\n{screen}"
            time.sleep(0.2)
        return screen


@contextmanager
def hookkit_in_tmux(
    folder: Path, socket: Path, *args: str, size: tuple[int, int], env: Mapping[str, str]
) -> Iterator[Tmux]:
    """Run hookkit in a terminal of its own."""
    if shutil.which("tmux") is None:
        pytest.skip("there is no tmux")
    words = [f"{name}={value}" for name, value in env.items()]
    command = shlex.join(["env", *words, sys.executable, "-m", "hookkit", *args])
    tmux = Tmux(socket)
    tmux.start(folder, command, size)
    try:
        yield tmux
    finally:
        tmux.run("kill-server")
