"""Errors as a person reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.errors import GitFailed, HookkitError, Refused
from hookkit.terminal.error_messages import print_bug, print_error
from tests.terminal.terminal import in_pipe


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(
            Refused("the index is locked", "rm .git/index.lock"),
            "hookkit: the index is locked\n  repair: rm .git/index.lock\n",
            id="repair",
        ),
        pytest.param(
            Refused("two steps", "git fetch\ngit rebase origin/main"),
            "hookkit: two steps\n  repair: git fetch\n          git rebase origin/main\n",
            id="repair of two lines",
        ),
        pytest.param(
            GitFailed(["rebase"], 1, "error: a\nhint: b\n"),
            "hookkit: git rebase ended with status 1: error: a\n  hint: b\n",
            id="message of two lines",
        ),
        pytest.param(HookkitError(""), "hookkit: HookkitError\n", id="no message"),
        pytest.param(
            Refused("\x1b[2J[red]x[/]\u202e", "git add '\x1b[31m'"),
            "hookkit: \\x1b[2J[red]x[/]\\u202e\n  repair: git add '\\x1b[31m'\n",
            id="forged",
        ),
    ],
)
def test_says_an_error_and_its_repair_on_stderr(
    error: HookkitError, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_error(error)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", expected)


def test_says_a_bug_with_its_log(capsys: pytest.CaptureFixture[str]) -> None:
    print_bug(KeyError("x"), Path("/home/a/.cache/hookkit/log"))
    assert (
        capsys.readouterr().err
        == """\
hookkit: a bug in hookkit: KeyError: 'x'; its traceback is in /home/a/.cache/hookkit/log
  report: with the traceback, to those who maintain hookkit
  skip:   HOOKKIT=0 before the git command
"""
    )


def test_says_a_bug_without_message_or_log(capsys: pytest.CaptureFixture[str]) -> None:
    print_bug(RecursionError(), None)
    first = capsys.readouterr().err.splitlines()[0]
    assert first == ("hookkit: a bug in hookkit: RecursionError; its traceback could not be logged")


@pytest.mark.parametrize("stderr", ["None", "open('/dev/full', 'w')"])
def test_a_stderr_that_fails_changes_nothing(stderr: str) -> None:
    code = f"""\
import sys
from hookkit.errors import Refused
from hookkit.terminal.error_messages import print_error
sys.stderr = {stderr}
print_error(Refused("no"))
raise SystemExit(1)
"""
    ended = in_pipe(code)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, b"", b"")
