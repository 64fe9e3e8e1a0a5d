"""flake8 started before its files are known: it finds the same, and ends in every case."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from hookkit.debt import prestarted_flake8 as module
from hookkit.debt.flake8_process import run_flake8, start_flake8_run, wait_for_findings
from hookkit.debt.prestarted_flake8 import FLAKE8_COMMAND, PrestartedFlake8, prestarted_flake8
from hookkit.errors import EnvironmentFailed

PLUGIN = """\
import atexit, os, sys, threading, time
class Plugin:
    name = version = "1"
    def __init__(self, tree):
        self.tree = tree
    def run(self):
        {body}
        return []
"""
LOCAL = "[flake8:local-plugins]\nextension = XY = plug:Plugin\npaths = {}\n"


@pytest.fixture(autouse=True)
def real_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is forked from a warm Python here."""
    monkeypatch.setattr(module, "subprocess", subprocess)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Two files with one finding each, and a configuration beside their folder."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.py").write_text("x=1\n")
    (folder / "b.py").write_text("import os\n")
    (tmp_path / "config").write_text("[flake8]\n")
    return folder


def with_plugin(files: Path, body: str) -> None:
    """Have the configuration name a plugin that does something for each file."""
    place = files.parent / "plugins"
    place.mkdir()
    (place / "plug.py").write_text(PLUGIN.format(body=body))
    (files.parent / "config").write_text("[flake8]\n" + LOCAL.format(place))


def look(files: Path) -> list[tuple[str, str]]:
    """Run flake8, and give the path and the code of what it finds."""
    found = run_flake8(files, files.parent / "found", files.parent / "config")
    return sorted((each.path, each.code) for each in found)


EXPECTED = [("a.py", "E225"), ("b.py", "F401")]


def is_alive(pid: int) -> bool:
    """Whether there is such a process, which is not only one that nobody has waited for."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_it_finds_what_flake8_finds(files: Path) -> None:
    by_hand = [sys.executable, "-m", "flake8", "--isolated", "."]
    told = subprocess.run(by_hand, cwd=files, capture_output=True).stdout
    assert look(files) == EXPECTED
    assert told.splitlines()[0] == b"./a.py:1:2: E225 missing whitespace around operator"
    words = b"\0".join([os.fsencode(files), b"--isolated", b".", b""])
    started = subprocess.run(FLAKE8_COMMAND, input=words, capture_output=True)
    assert (started.returncode, started.stdout, started.stderr) == (1, told, b"")


@pytest.mark.parametrize("words", [b"", b"/nowhere\0--version"], ids=["nothing", "half"])
def test_who_says_not_all_asks_for_nothing(words: bytes) -> None:
    ended = subprocess.run(FLAKE8_COMMAND, input=words, capture_output=True)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert ended.stderr.strip() == b"no folder to check was given"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            [sys.executable, "-I", "-S", FLAKE8_COMMAND[-1]],
            "status 1: ModuleNotFoundError: .*'flake8'",
        ),
        (["/nowhere/python", FLAKE8_COMMAND[-1]], "flake8 cannot be run: No such file"),
    ],
    ids=["flake8", "Python"],
)
def test_what_is_missing_is_told(
    files: Path, monkeypatch: pytest.MonkeyPatch, command: Sequence[str], said: str
) -> None:
    monkeypatch.setattr(module, "FLAKE8_COMMAND", command)
    with pytest.raises(EnvironmentFailed, match=said):
        look(files)


def test_a_flake8_that_has_ended_before_it_is_told_says_why(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        module, "FLAKE8_COMMAND", [sys.executable, "-c", "raise SystemExit('broken')"]
    )
    with prestarted_flake8() as flake8:
        os.waitid(os.P_PID, flake8._process.pid, os.WEXITED | os.WNOWAIT)
        start_flake8_run(flake8, files, files.parent / "found", files.parent / "config")
        with pytest.raises(EnvironmentFailed, match="status 1: broken"):
            wait_for_findings(flake8, files, files.parent / "found")


def test_one_that_is_not_told_anything_is_ended() -> None:
    with pytest.raises(ZeroDivisionError), prestarted_flake8() as flake8:
        assert is_alive(flake8._process.pid)
        raise ZeroDivisionError
    assert not is_alive(flake8._process.pid)
    flake8.end()


def test_one_that_takes_too_long_is_ended_with_its_processes(files: Path) -> None:
    pids = files.parent / "pids"
    pids.mkdir()
    with_plugin(files, f"open(f'{pids}/{{os.getpid()}}', 'w').close(); time.sleep(300)")
    output = files.parent / "found"
    with pytest.raises(EnvironmentFailed, match="did not end within 0.1"):
        with prestarted_flake8() as flake8:
            start_flake8_run(flake8, files, output, files.parent / "config", "--jobs=2")
            until = time.monotonic() + 60
            while len(os.listdir(pids)) < 2 and time.monotonic() < until:
                time.sleep(0.05)
            wait_for_findings(flake8, files, output, 0.1)
    workers = [int(each) for each in os.listdir(pids)]
    assert len(workers) == 2 and flake8._process.pid not in workers
    while any(map(is_alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_alive, [*workers, flake8._process.pid]))


def test_what_a_plugin_leaves_for_the_end_is_done(files: Path) -> None:
    done = files.parent / "done"
    with_plugin(files, f"atexit.register(open, {str(done)!r}, 'w')")
    (files / "b.py").unlink()
    assert look(files) == EXPECTED[:1]
    assert done.exists()


def test_a_thread_of_a_plugin_comes_to_its_end(files: Path) -> None:
    done = files.parent / "done"
    body = f"threading.Timer(0.3, lambda: open({str(done)!r}, 'w').close()).start()"
    with_plugin(files, body)
    (files / "b.py").unlink()
    assert look(files) == EXPECTED[:1]
    assert done.exists()


def test_more_than_a_pipe_holds_is_printed_while_nobody_reads(files: Path) -> None:
    with_plugin(files, "print('x' * 200_000, flush=True)")
    assert look(files) == EXPECTED


def test_stdin_has_nothing_for_a_plugin(files: Path) -> None:
    with_plugin(files, "assert sys.stdin.read() == ''")
    (files / "b.py").unlink()
    assert look(files) == EXPECTED[:1]


def test_the_end_may_come_twice() -> None:
    flake8 = PrestartedFlake8()
    flake8.end()
    flake8.end()
