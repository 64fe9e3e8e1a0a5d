"""Every ending becomes an exit status and a line to read."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hookkit.error_boundary import (
    Terminated,
    handle_termination_signals,
    run_catching_errors,
    run_hook_catching_errors,
)
from hookkit.errors import EnvironmentFailed, GitFailed, HookkitError, Refused, WrongUsage
from tests.repository import Repository
from tests.repository_with_hooks import close_log


@pytest.fixture(autouse=True)
def inside(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    """A repository around the current folder, whose log is closed again."""
    monkeypatch.chdir(repo.path)
    yield repo
    close_log()


def raising(error: BaseException) -> Callable[[], int]:
    def action() -> int:
        raise error

    return action


ENDINGS = [
    (HookkitError("it is so", "git status"), 1, "hookkit: it is so\n  repair: git status\n"),
    (Refused("no"), 1, "hookkit: no\n"),
    (WrongUsage("what", "hookkit -h"), 2, "hookkit: what\n  repair: hookkit -h\n"),
    (EnvironmentFailed("gone"), 3, "hookkit: gone\n"),
    (GitFailed(["x"], 128, "fatal: y\n"), 3, "hookkit: git x ended with status 128: fatal: y\n"),
    (KeyboardInterrupt(), 130, "hookkit: interrupted\n"),
    (Terminated(15), 143, ""),
    (OSError(28, "No space left", "x"), 3, "hookkit: No space left: x\n  repair: hookkit doctor\n"),
]


@pytest.mark.parametrize(("error", "status", "text"), ENDINGS, ids=lambda each: repr(each)[:30])
def test_endings(
    error: BaseException, status: int, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_catching_errors(raising(error)) == status
    assert capsys.readouterr() == ("", text)


@pytest.mark.parametrize("status", [0, 1, 5])
def test_the_status_of_the_action(status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_catching_errors(lambda: status) == status
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "error",
    [ValueError("boom"), RecursionError(), MemoryError(), SystemExit(2)],
    ids=lambda each: type(each).__name__,
)
def test_a_bug(
    error: BaseException, inside: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_catching_errors(raising(error)) == 70
    out, err = capsys.readouterr()
    place = inside.path / ".git" / "hookkit" / "hookkit.log"
    assert out == ""
    assert err.startswith(f"hookkit: a bug in hookkit: {type(error).__name__}")
    assert err.splitlines()[0].endswith(f"; its traceback is in {place}")
    assert "Traceback (most recent call last)" in place.read_text()
    assert "Traceback" not in err


@pytest.mark.parametrize("error", [ValueError("x"), WrongUsage("what"), OSError(28, "full")])
def test_an_error_of_what_was_installed_anew_meanwhile_is_no_bug(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("hookkit.safe_imports._START_TIME", 0.0)
    printed = "hookkit: it was installed anew while it worked, and did not come to its end\n"
    for event, status, repair in (
        ("pre-push", 75, ""),
        ("pre-receive", 75, ""),
        ("post-commit", 0, "  repair: hookkit run\n"),
    ):
        assert run_hook_catching_errors(event, raising(error)) == status
        assert capsys.readouterr() == ("", printed + repair)
    assert run_catching_errors(lambda: 0) == 0


def test_what_cannot_be_imported_is_not_installed_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_catching_errors(raising(ImportError("No module named 'hookkit.x'"))) == 75
    printed = "hookkit: it is not installed whole: No module named 'hookkit.x'\n"
    assert capsys.readouterr() == ("", printed)


def test_a_bug_outside_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_catching_errors(raising(ValueError("boom"))) == 70
    place = Path(capsys.readouterr().err.splitlines()[0].rpartition(" is in ")[2])
    assert "ValueError: boom" in place.read_text()
    place.unlink()


@pytest.mark.parametrize(("error", "status", "text"), ENDINGS, ids=lambda each: repr(each)[:30])
def test_what_git_does_not_wait_for_ends_with_0(
    error: BaseException, status: int, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_hook_catching_errors("post-commit", raising(error)) == 0
    assert capsys.readouterr() == ("", text)
    for event in ("pre-push", "commit-msg", ""):
        assert run_hook_catching_errors(event, raising(error)) == status


def test_a_bug_in_an_event_is_said_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_hook_catching_errors("post-rewrite", raising(ValueError("boom"))) == 0
    assert capsys.readouterr().err.startswith("hookkit: a bug in hookkit: ValueError: boom")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no hang-up here")
def test_what_is_ignored_stays_ignored() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGTERM)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        handle_termination_signals()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        with pytest.raises(Terminated):
            signal.raise_signal(signal.SIGTERM)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
