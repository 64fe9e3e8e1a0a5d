"""The worker on a terminal: colours, width and Ctrl-C as without the worker."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import termios
import time
from pathlib import Path

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY
from tests.worker.installation import Installation
from tests.worker.test_worker_commits import DATES, take_back

# As in a shell that people type in, which outlives Ctrl-C and keeps the terminal.
SHELL = "trap : INT; git commit -q -m 'Add a'; sleep 1; exit 0"


def commit_on_terminal(
    repo: Repository, width: int, env: dict[str, str], keys: dict[str, bytes] | None = None
) -> tuple[bytes, int]:
    """Commit what is staged on a terminal of its own; give what it showed and the status.

    ``keys`` are pressed when a text appears.
    """
    pid, master = pty.fork()
    if pid == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
            full = {**os.environ, **DATES, "TERM": "xterm-256color", **env}
            os.chdir(repo.path)
            os.execvpe("sh", ["sh", "-c", SHELL], full)
        finally:
            os._exit(127)
    shown = _read(master, dict(keys or {}))
    os.close(master)
    return shown, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _read(master: int, keys: dict[str, bytes]) -> bytes:
    shown, until = b"", time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([master], [], [], 0.2)[0]:
            continue
        try:
            data = os.read(master, 65536)
        except OSError:  # the last process has let go of the terminal
            return shown
        if not data:
            return shown
        shown += data
        for text in [text for text in keys if text.encode() in shown]:
            os.write(master, keys.pop(text))
    raise AssertionError(shown)


def stage(repo: Repository) -> None:
    """Stage a file with faults."""
    repo.write("a_file_with_a_name_that_is_long.py", SLOPPY)
    repo.git("add", ".")


@pytest.mark.parametrize("width", [40, 100])
@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_colours_and_width_are_the_same(
    clone: Repository, installed: Installation, width: int, env: dict[str, str]
) -> None:
    stage(clone)
    plain, _ = commit_on_terminal(clone, width, env)
    installed.start()
    take_back(clone)
    stage(clone)
    served, _ = commit_on_terminal(clone, width, env)
    assert [each.how for each in installed.runs] == ["python", "worker"], installed.why
    assert served == plain
    assert (b"\x1b[1m" in plain or b"\x1b[1;" in plain) == (env != {"TERM": "dumb"})


WAITING = "import time; print('at work', file=sys.stderr, flush=True); time.sleep(20)"


def test_ctrl_c_interrupts_it(clone: Repository, installed: Installation, tmp_path: Path) -> None:
    installed.upgrade(2, WAITING)
    said = []
    for how in ("python", "worker"):
        stage(clone)
        begin = time.monotonic()
        shown, _ = commit_on_terminal(clone, 100, {}, {"at work": b"\x03"})
        # It takes no key away from the terminal, and does not wait for the work.
        assert time.monotonic() - begin < 18
        said.append(shown.replace(b"\r\n", b"\n"))
        assert installed.runs[-1].how == how, installed.why
        _wait_for_end(installed.runs[-1].pid)
        if how == "python":
            installed.start()
        clone.git("reset", "-q", "--hard", "HEAD^")
    assert said[0] == said[1]
    assert b"at work\n^C" in said[0]
    assert not any(b"corrected" in each for each in said)


def _wait_for_end(pid: int) -> None:
    until = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < until
        time.sleep(0.02)
