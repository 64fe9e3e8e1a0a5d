"""A hunk edited as a patch in a review, as git does it: taken, refused, or confirmed."""

from __future__ import annotations

import sys

import pytest

from tests.commands.review_scenario import reviewed
from tests.repository import Repository
from tests.repository_with_hooks import corrections, run_here

if sys.platform == "win32":
    pytest.skip("the editor is a command of a POSIX sh", allow_module_level=True)

TEXT = "def f():\n    return 1\n\n\na=1\nb=[1,2]\n\n\ndef g():\n    return 2\n"


@pytest.fixture
def proposed(repo: Repository) -> Repository:
    """A repository with a proposed correction of one hunk."""
    repo.commit("Begin", {"README": "x\n"})
    repo.commit("Add a", {"a.py": TEXT})
    assert run_here(repo, "run", "--mode", "propose").status == 0
    return repo


def fixed(repo: Repository) -> list[str]:
    """The lines of a.py in the correction that is kept."""
    (correction,) = corrections(repo).values()
    return repo.git("show", f"{correction}:a.py").splitlines()


@pytest.mark.parametrize(
    ("script", "answers", "said", "lines"),
    [
        ("s/^+a = 1/+a = 1  # one/", "eyp", "1 hunk taken", ["a = 1  # one", "b = [1, 2]"]),
        ("s/^+b = .*/+b = [/;s/^-b.*/&/", "eyp", "would not be Python", ["a = 1", "b = [1, 2]"]),
        ("s/^+a = 1/+a = 2/", "eyp", "what the program does: take it", ["a = 2", "b = [1, 2]"]),
        ("s/^+a = 1/+a = 2/", "enyp", "what the program does: take it", ["a = 1", "b = [1, 2]"]),
        ("s/^-a=1/-c=1/", "eyp", "the patch does not apply", ["a = 1", "b = [1, 2]"]),
        ("s/^     return 1/     return 3/", "eyp", "does not apply", ["a = 1", "b = [1, 2]"]),
        ("/^[^#]/d", "eyp", "nothing was edited", ["a = 1", "b = [1, 2]"]),
        ("s/^ $//", "eyp", "nothing was edited", ["a = 1", "b = [1, 2]"]),
        ("s/^+a = 1/+# one\\n+a = 1/", "eyp", "take it", ["# one", "a = 1", "b = [1, 2]"]),
    ],
)
def test_a_hunk_is_edited(
    script: str,
    answers: str,
    said: str,
    lines: list[str],
    proposed: Repository,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GIT_EDITOR", f"sed -i '{script}'")
    ended = reviewed(proposed, monkeypatch, answers)
    assert ended.status == 0, ended
    assert said in ended.out
    assert fixed(proposed)[4 : 4 + len(lines)] == lines
    assert fixed(proposed)[-2:] == ["def g():", "    return 2"]


@pytest.mark.parametrize("how", "wf")
def test_what_was_edited_is_placed(
    how: str, proposed: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_EDITOR", "sed -i 's/^+a = 1/+a = 1  # one/'")
    before = proposed.head, proposed.read("a.py")
    assert "take it anyway" in reviewed(proposed, monkeypatch, f"ey{how}").out
    assert b"a = 1  # one\n" in proposed.read("a.py")
    assert run_here(proposed, "undo").status == 0
    assert (proposed.head, proposed.read("a.py")) == before


def test_what_the_encoding_of_the_file_lacks_is_refused(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("Begin", {"README": "x\n"})
    repo.commit("Add a", {"a.py": "# coding: latin-1\na='\xe9'\n".encode("latin-1")})
    assert run_here(repo, "run", "--mode", "propose").status == 0
    monkeypatch.setenv("GIT_EDITOR", "sed -i \"s/^+a = .*/+a = '\u20ac'/\"")
    ended = reviewed(repo, monkeypatch, "eyp")
    assert (ended.status, ended.err) == (0, "")
    assert "the file is in latin-1, which has no '\u20ac'" in ended.out
    assert "1 hunk taken" in ended.out
