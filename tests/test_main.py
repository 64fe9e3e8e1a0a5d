"""The entry point, as a process."""

from __future__ import annotations

import subprocess
import sys
from typing import IO

import pytest

from hookkit import __version__
from hookkit.__main__ import main
from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY, Ended, run_here


def test_no_arguments_ask_for_help(repo: Repository) -> None:
    ended = repo.hookkit()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == repo.hookkit("--help").stdout == repo.hookkit("-h").stdout
    assert "Usage: hookkit" in ended.stdout


def test_the_version(repo: Repository) -> None:
    for word in ("--version", "-V"):
        ended = run_here(repo, word)
        assert ended == Ended(0, f"hookkit, version {__version__}\n", "")


def test_the_arguments_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["hookkit", "nonsense"])
    assert main() == 2


def test_an_event_that_nobody_knows(repo: Repository) -> None:
    ended = run_here(repo, "hook", "pre-nothing")
    assert ended == Ended(
        2,
        "",
        "hookkit: there is no event 'pre-nothing' (events: post-commit, post-rewrite, pre-commit, "
        "pre-merge-commit, commit-msg, post-checkout, post-merge, pre-push, pre-receive)\n"
        "  repair: hookkit hook post-commit\n",
    )
    assert run_here(repo, "hook").status == 2
    # git has done already what a post- event is about: nothing may look like a failure of it.
    assert run_here(repo, "hook", "post-nothing").status == 0


def test_an_event_outside_a_repository(repo: Repository) -> None:
    outside = Repository(repo.path.parent)
    ended = run_here(outside, "hook", "post-commit")
    assert ended.status == 0
    assert "is not in a git repository" in ended.err


def test_an_event_in_an_empty_repository(repo: Repository) -> None:
    ended = run_here(repo, "hook", "post-commit")
    assert ended.status == 0
    assert ended.err.startswith("hookkit: there is no commit")


def test_an_event_as_a_process(repo: Repository) -> None:
    repo.commit("Add a", {"a.py": SLOPPY})
    ended = repo.hookkit("hook", "post-commit")
    assert ended.returncode == 0
    assert ended.stdout.startswith("hookkit corrected 3 faults in 1 file of ")
    repo.write("pyproject.toml", "[tool.hookkit\n")
    ended = repo.hookkit("hook", "post-commit")
    assert ended.returncode == 0
    assert ended.stderr.startswith("hookkit: ") and "  repair: " in ended.stderr


def test_a_closed_stdout_is_no_failure(repo: Repository) -> None:
    repo.commit("Add a", {"a.py": SLOPPY})
    before = sys.stdout
    try:
        sys.stdout = None
        assert main(["--version"]) == 0
    finally:
        sys.stdout = before


ENDING = """
import atexit, sys, threading, time
sys.path[:0] = {path!r}
import hookkit.__main__ as entry
entry.main = lambda: 7
atexit.register(print, "at the end")
sys.stdout.write("begun ")
{more}
entry.run()
"""


def ended(
    more: str = "", stdout: IO[str] | int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """The end of a process whose work gives 7, after some more code."""
    code = ENDING.format(path=sys.path, more=more)
    # -E: what is written is to be buffered, whatever the environment of the tests says.
    command = [sys.executable, "-E", "-c", code]
    return subprocess.run(command, text=True, stdout=stdout, stderr=subprocess.PIPE, check=False)


def test_a_process_ends_with_the_status_and_with_all_that_was_written() -> None:
    found = ended()
    assert (found.returncode, found.stdout, found.stderr) == (7, "begun at the end\n", "")


def test_a_process_waits_for_what_is_at_work() -> None:
    late = "threading.Thread(target=lambda: (time.sleep(0.2), print('late'))).start()"
    found = ended(late)
    assert (found.returncode, found.stdout) == (7, "begun late\nat the end\n")


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /dev/full")
def test_what_cannot_be_written_is_told_as_python_does() -> None:
    with open("/dev/full", "w") as full:
        found = ended(stdout=full)
    assert found.returncode == 120
    assert "No space left on device" in found.stderr


def test_a_stream_that_is_not_there_is_none_to_write() -> None:
    assert ended("sys.stdout = None").returncode == 7
