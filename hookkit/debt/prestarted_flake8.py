"""flake8 started before its files are known: it imports its modules while git runs.

For one file, flake8 spends half of its time on importing its own modules.
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

PYTHON_COMMAND = (sys.executable, "-I", "-X", "utf8")
"""The first words of each command that runs flake8."""
# -I: a file of the folder is not imported because it has the name of a module.
# -X utf8: otherwise flake8 writes its output file in the encoding of the locale.

FLAKE8_COMMAND = (
    *PYTHON_COMMAND,
    os.path.join(os.path.dirname(os.path.abspath(__file__)), "flake8_child.py"),
)


class PrestartedFlake8:
    """A started flake8 that waits for its folder and options; it makes one check."""

    def __init__(self) -> None:
        """Start flake8. Raises EnvironmentFailed if the process cannot be started."""
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(
                FLAKE8_COMMAND,
                cwd=os.path.abspath(os.sep),
                stdin=pipe,
                stdout=pipe,
                stderr=pipe,
                # Ctrl-C is for hookkit, which then kills flake8 and its child processes.
                start_new_session=True,
            )
        except OSError as error:
            raise EnvironmentFailed(f"flake8 cannot be run: {error.strerror}") from error

    def check_folder(self, folder: Path, options: Sequence[str]) -> None:
        """Have flake8 check all files below a folder that it does not exclude."""
        fields = (os.fsencode(each) + b"\0" for each in (os.fspath(folder), *options, "."))
        stdin, self._process.stdin = self._process.stdin, None
        assert stdin is not None
        # If flake8 has already exited, its status and output say why.
        with suppress(OSError), stdin:
            stdin.write(b"".join(fields))

    def wait(self, timeout: float | None = None) -> tuple[int, str]:
        """Wait for flake8, and give its exit status and its output (stderr, then stdout).

        Raises EnvironmentFailed if it does not exit within ``timeout`` seconds (None for no limit).
        """
        try:
            out, err = self._process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            sentence = f"flake8 did not end within {timeout:g} seconds"
            raise EnvironmentFailed(sentence, "python -m flake8") from None
        return self._process.returncode, (err + out).decode("utf-8", "replace")

    def end(self) -> None:
        """Kill flake8 if it is still running, and close its pipes."""
        if self._process.poll() is None:
            with suppress(OSError):  # flake8 has just exited
                if hasattr(os, "killpg"):
                    os.killpg(self._process.pid, signal.SIGKILL)
                else:
                    self._process.kill()
        with self._process:  # its pipes are closed
            pass


@contextmanager
def prestarted_flake8() -> Iterator[PrestartedFlake8]:
    """Start flake8, and kill it when the body is left. Raises as ``PrestartedFlake8`` does."""
    flake8 = PrestartedFlake8()
    try:
        yield flake8
    finally:
        flake8.end()
