"""The entry point, as a process."""

from __future__ import annotations

import sys

import pytest

from hookkit import __version__
from hookkit.__main__ import main
from tests.hooked import SLOPPY, Ended, run_here
from tests.repository import Repository


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
