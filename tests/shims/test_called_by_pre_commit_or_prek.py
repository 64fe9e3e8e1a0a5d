"""What the command line of pre-commit and prek says of a run."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from hookkit.shims.called_by_pre_commit_or_prek import (
    PreCommitOrPrekCall,
    find_pre_commit_or_prek_call,
    parent_argv,
    parse_argv,
)

BY_GIT = "/v/bin/python3 -mpre_commit hook-impl --config=c --hook-type=post-commit --hook-dir /h --"
PREK = "/v/bin/prek hook-impl --hook-dir=/h --script-version=4 --hook-type=commit-msg -- .git/MSG"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (BY_GIT, PreCommitOrPrekCall("pre-commit", "post-commit", True)),
        (PREK, PreCommitOrPrekCall("prek", "commit-msg", True)),
        ("pre-commit run", PreCommitOrPrekCall("pre-commit", "pre-commit", False)),
        (
            "python3 /v/bin/pre-commit run -a",
            PreCommitOrPrekCall("pre-commit", "pre-commit", False),
        ),
        (
            "python3 -m pre_commit run hookkit",
            PreCommitOrPrekCall("pre-commit", "pre-commit", False),
        ),
        ("pre-commit run --hook-stage manual", PreCommitOrPrekCall("pre-commit", "manual", False)),
        ("pre-commit run --hook-st=push", PreCommitOrPrekCall("pre-commit", "pre-push", False)),
        ("prek try-repo . --hook-stage pre-push", PreCommitOrPrekCall("prek", "pre-push", False)),
        ("prek.exe run --stage manual", PreCommitOrPrekCall("prek", "manual", False)),
        (
            "pre-commit run --hook-dir manual",
            PreCommitOrPrekCall("pre-commit", "pre-commit", False),
        ),
        ("sh -- .git/hooks/post-commit", None),
        ("", None),
    ],
)
def test_the_command_line_is_read(words: str, expected: PreCommitOrPrekCall | None) -> None:
    assert parse_argv(words.split()) == expected


def test_prek_says_the_stage_itself_and_who_it_is() -> None:
    assert find_pre_commit_or_prek_call({"PREK_HOOK_STAGE": "manual"}) == PreCommitOrPrekCall(
        "prek", "manual", False
    )
    told = {"PREK_HOOK_STAGE": "pre-push", "GIT_PREFIX": ""}
    assert find_pre_commit_or_prek_call(told) == PreCommitOrPrekCall("prek", "pre-push", True)
    assert find_pre_commit_or_prek_call({}) == PreCommitOrPrekCall("pre-commit", None, False)


@pytest.mark.skipif(sys.platform == "win32", reason="it is not shown there")
def test_the_process_above_is_looked_at() -> None:
    words = parent_argv()
    assert words is not None and os.path.basename(words[0])


@pytest.mark.skipif(shutil.which("ps") is None, reason="there is no ps")
def test_without_proc_ps_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    words = parent_argv()

    def refuse(*_: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("builtins.open", refuse)
    assert " ".join(parent_argv() or []).split() == " ".join(words or []).split()
