"""Which lines a verdict is about, where a file has been edited since its correction."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hookkit.corrections.why_not.explain_faults import explain_faults
from hookkit.corrections.why_not.explanation import ExplainedFault, Explanation, FileExplanation
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.settings.definitions import Settings
from tests.formats.example_review import Idle
from tests.repository import Repository
from tests.repository_with_hooks import run_here

BASE = "a=1\nb = 2\nc=3\nd = 4\ne=5\n"


def kinds(repo: Repository, settings: Settings | None = None) -> list[tuple[int, str, str]]:
    """Line, code and kind of verdict of each fault of a.py."""
    before = Path.cwd()
    os.chdir(repo.path)
    try:
        answer = explain_faults(repo.runner, settings or Settings(), "a.py", Idle())
    finally:
        os.chdir(before)
    return [(each.fault.line, each.fault.code, each.explanation.kind) for each in answer.faults]


@pytest.fixture
def proposed(repo: Repository) -> Repository:
    """A repository with a proposed correction of a.py."""
    repo.commit("begin", {"README": "x\n"})
    repo.commit("first", {"a.py": BASE})
    assert run_here(repo, "run", "--mode", "propose").status == 0
    return repo


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BASE, [(1, "corrected"), (3, "corrected"), (5, "corrected")]),
        (BASE.replace("c=3", "c=4"), [(1, "corrected"), (3, "dropped"), (5, "corrected")]),
        (
            "# new\n# lines\n" + BASE.replace("c=3", "cc=4\nccc=5"),
            [(3, "corrected"), (5, "dropped"), (6, "dropped"), (8, "corrected")],
        ),
        (BASE.replace("b = 2", "b=2"), [(n, "corrected") for n in (1, 2, 3, 5)]),
        (BASE.replace("c=3\n", ""), [(1, "corrected"), (4, "corrected")]),
        (BASE.replace("=", " = "), []),
    ],
    ids=["untouched", "edited", "moved and edited", "beside", "deleted", "mended"],
)
def test_only_an_edit_that_dropped_a_hunk_overlapped(
    text: str, expected: list[tuple[int, str]], proposed: Repository
) -> None:
    proposed.write("a.py", text)
    found = [(line, kind) for line, code, kind in kinds(proposed) if code == "E225"]
    assert found == expected


def test_a_correction_of_another_commit_drops_nothing(proposed: Repository) -> None:
    proposed.commit("second", {"b.py": "y = 1\n"})
    proposed.write("a.py", BASE.replace("c=3", "c=4"))
    assert {kind for _, _, kind in kinds(proposed)} == {"corrected"}


def test_the_scope_of_lines(repo: Repository) -> None:
    lines = Settings(scope="lines")
    repo.commit("first", {"a.py": "a=1\nb=1\nc=1\n"})
    assert [kind for _, _, kind in kinds(repo, lines)] == ["corrected"] * 3
    repo.commit("second", {"a.py": "a=1\nb=2\nc=1\n"})
    assert [kind for _, _, kind in kinds(repo, lines)] == [
        "out of scope",
        "corrected",
        "out of scope",
    ]
    repo.write("a.py", "a=1\nb=2\nc=2\n")
    assert [kind for _, _, kind in kinds(repo, lines)] == ["out of scope", "corrected", "corrected"]
    repo.write("a.py", "# new\na=1\nb=2\nc=1\n")
    assert [kind for _, _, kind in kinds(repo, lines)] == [
        "out of scope",
        "corrected",
        "out of scope",
    ]


def test_the_nearest_line() -> None:
    faults = [Fault(code, line, "") for code, line in (("E1", 3), ("E2", 7), ("E3", 7))]
    one, two, three = (ExplainedFault(fault, Explanation("always withheld")) for fault in faults)
    answer = FileExplanation(9, None, (one, two, three))
    assert answer.faults_at(7) == (two, three)
    assert answer.faults_at(4) == ()
    assert answer.faults_nearest(4) == (one,)
    assert answer.faults_nearest(5) == (one,)
    assert answer.faults_nearest(9) == (two, three)
    assert FileExplanation(9, None, ()).faults_nearest(1) == ()
