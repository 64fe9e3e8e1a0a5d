"""flake8 started before it is known what it looks at: it imports while git is asked.

Half of what flake8 needs for one file is the time in which it imports its own modules.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from hookkit.errors import EnvironmentFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

PYTHON = (sys.executable, "-I", "-X", "utf8")
"""The first words of each command that runs flake8."""
# -I: nothing of the folder is imported because it has the name of a module.
# -X utf8: flake8 writes to its output file in the encoding of the locale.

COMMAND = (*PYTHON, os.path.join(os.path.dirname(os.path.abspath(__file__)), "flake8_child.py"))


class StartedFlake8:
    """A flake8 that was not told yet what to look at; it looks once."""

    def __init__(self) -> None:
        """Start it. Raises EnvironmentFailed where the system does not."""
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(
                COMMAND,
                cwd=os.path.abspath(os.sep),
                stdin=pipe,
                stdout=pipe,
                stderr=pipe,
                # Ctrl-C is for hookkit, which ends it with the processes that it has started.
                start_new_session=True,
            )
        except OSError as error:
            raise EnvironmentFailed(f"flake8 cannot be run: {error.strerror}") from error

    def look_at(self, folder: Path, options: Sequence[str]) -> None:
        """Have it look at all files below a folder that it does not leave out."""
        words = (os.fsencode(each) + b"\0" for each in (os.fspath(folder), *options, "."))
        stdin, self._process.stdin = self._process.stdin, None
        assert stdin is not None
        # Where it has ended already, its status and what it printed tell why.
        with suppress(OSError), stdin:
            stdin.write(b"".join(words))

    def wait(self, seconds: float | None = None) -> tuple[int, str]:
        """Give the exit status, and what it has printed.

        Raises EnvironmentFailed where it does not end within ``seconds``.
        """
        try:
            out, err = self._process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            sentence = f"flake8 has not come to its end within {seconds:g} seconds"
            raise EnvironmentFailed(sentence, "python -m flake8") from None
        return self._process.returncode, (err + out).decode("utf-8", "replace")

    def end(self) -> None:
        """End it if it has not ended, whatever it is at."""
        if self._process.poll() is None:
            with suppress(OSError):  # it has just ended
                _kill_group(self._process)
        with self._process:  # its pipes are closed
            pass


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


@contextmanager
def started_flake8() -> Iterator[StartedFlake8]:
    """Start flake8, and end it when the body is left. Raises EnvironmentFailed."""
    flake8 = StartedFlake8()
    try:
        yield flake8
    finally:
        flake8.end()
