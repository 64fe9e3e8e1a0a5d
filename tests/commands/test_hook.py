"""``hookkit hook``: what the shims call, and what a CI server calls."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY, corrections, repository_content, run_here, short_ids


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with two sloppy commits on top of a clean one."""
    repo.commit("begin", {"ok.py": "x = 1\n"})
    repo.commit("Add a", {"a.py": SLOPPY})
    repo.commit("Add b", {"b.py": "y=1\n"})
    return repo


def rewritten(repo: Repository, pairs: str, *args: str) -> str:
    """Run post-rewrite with what git would give on stdin, and give what was said."""
    ended = subprocess.run(
        [sys.executable, "-m", "hookkit", "hook", "post-rewrite", *args],
        cwd=repo.path,
        input=pairs,
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_a_range_of_pre_commit_is_only_reported(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", begun.git("rev-parse", "HEAD~2"))
    monkeypatch.setenv("PRE_COMMIT_TO_REF", begun.head)
    before = repository_content(begun)
    ended = run_here(begun, "hook", "post-commit")
    assert short_ids(begun, ended.out) == (
        """\
hookkit would correct 4 faults in 2 files of <Add b> "Add b": nothing was changed
  a.py
    E225  1×  missing whitespace around operator  line 2
    E231  1×  missing whitespace after ','        line 1
    E401  1×  multiple imports on one line        line 1
  b.py
    E225  1×  missing whitespace around operator  line 1
correct  hookkit run <begin>..<Add b>
"""
    )
    assert (ended.status, ended.err) == (0, "")
    assert repository_content(begun) == before


def test_a_range_that_is_unknown_is_said(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "0" * 40)
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    ended = run_here(begun, "hook", "post-commit")
    assert ended.err.startswith(f"hookkit: there is no commit '{'0' * 40}' here\n  repair: ")
    assert ended.status == 0


def test_half_a_range_is_none(begun: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~2")
    assert "a.py" not in run_here(begun, "hook", "post-commit").out


def test_under_pre_commit_it_only_proposes(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    ended = run_here(begun, "hook", "post-commit")
    assert "not as uncommitted edits: pre-commit hides your other edits" in ended.out
    assert begun.status == ""


def test_a_rebase_proposes_what_it_made(begun: Repository) -> None:
    new, old = begun.head, "1" * 40
    text = rewritten(
        begun, f"{old} {new}\n{old} {begun.git('rev-parse', 'HEAD^')} extra\n", "rebase"
    )
    assert "hookkit can correct 4 faults in 2 files of " in text
    assert "not as uncommitted edits: a rebase has just ended" in text
    assert list(corrections(begun)) == [begun.head]
    assert begun.status == ""


@pytest.mark.parametrize("args", [["amend"], [], ["unknown"]])
def test_other_rewrites_are_left_alone(begun: Repository, args: list[str]) -> None:
    assert rewritten(begun, f"{'1' * 40} {begun.head}\n", *args) == ""
    assert corrections(begun) == {}


def test_a_rebase_that_made_nothing(begun: Repository) -> None:
    assert rewritten(begun, "", "rebase") == ""
    assert rewritten(begun, f"{begun.head} {begun.head}\n\n", "rebase") == ""
    assert corrections(begun) == {}


def test_a_clean_commit_is_silent(begun: Repository) -> None:
    begun.commit("clean", {"c.py": "z = 1\n"})
    ended = run_here(begun, "hook", "post-commit")
    assert (ended.status, ended.out, ended.err) == (0, "", "")


OLD = "f = lambda: 1\nx = 1\n"
TOLD = "withheld E731 at line 1: a def is not the lambda that was assigned"


def test_what_was_withheld_before_is_not_told_again(repo: Repository) -> None:
    repo.commit("begin", {"README": "x\n"})
    repo.commit("Add old", {"old.py": OLD})
    assert TOLD in run_here(repo, "hook", "post-commit").out
    repo.commit("Touch another line", {"old.py": OLD.replace("x = 1", "x = 2")})
    assert run_here(repo, "hook", "post-commit").out == ""
    repo.commit("Sloppy", {"old.py": OLD.replace("x = 1", "x=2")})
    ended = run_here(repo, "hook", "post-commit")
    assert "E225" in ended.out and TOLD not in ended.out
    # Who asks is told everything.
    assert TOLD in run_here(repo, "review").out


def test_what_a_hook_has_no_time_for_is_left_to_a_run(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = "x=[" + "1," * 3_000 + "]\n"
    repo.commit("begin", {"README": "x\n"})
    commit = repo.commit("Add much", {"a.py": slow, "b.py": SLOPPY})
    monkeypatch.setenv("HOOKKIT_HOOK_TIME_LIMIT", "0.3")
    monkeypatch.setenv("HOOKKIT_JOBS", "1")
    # In a process of its own: here the limit may strike within a callback of another library.
    command = [sys.executable, "-m", "hookkit", "hook", "post-commit"]
    ended = subprocess.run(command, cwd=repo.path, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr, repo.status) == (0, "", "")
    assert ended.stdout.replace(commit[:7], "<it>") == (
        'hookkit corrected nothing in <it> "Add much": 2 files left alone\n'
        "  a.py  left alone: was not reached within 0.3 seconds\n"
        "  b.py  left alone: was not reached within 0.3 seconds\n"
        "  note 2 files not looked at yet: hookkit run <it>\n"
    )


def test_a_quiet_hook_says_one_line(begun: Repository) -> None:
    begun.git("config", "hookkit.quiet", "true")
    ended = run_here(begun, "hook", "post-commit")
    assert short_ids(begun, ended.out) == (
        'hookkit corrected 1 fault in 1 file of <Add b> "Add b" as uncommitted edits\n'
    )
    assert len(corrections(begun)) == 1
