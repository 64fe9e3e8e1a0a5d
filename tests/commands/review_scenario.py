"""A commit with several separate faults, and a review of its correction with given answers."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable

import pytest

from hookkit.operation_log import stored_entries
from tests.repository import Repository
from tests.repository_with_hooks import Ended, run_here

A = b'"""A."""\na=1\nb = 2\nc=3\nd = 4\ne=5\nf=6\ng = 7\n'
B = b"z=1\n"
HUNKS = ("a", "c", "ef", "z")
"""The names in each hunk, in their order: those of a.py, and one of b.py."""


def better(data: bytes, names: str) -> bytes:
    """Correct the lines of some names."""
    for name in names:
        data = re.sub(rb"(?m)^%c=" % ord(name), b"%c = " % ord(name), data)
    return data


def sloppy(repo: Repository, a: bytes = A, b: bytes = B) -> Repository:
    """Commit the two files upon another commit."""
    repo.commit("begin", {"README": "x\n"})
    repo.commit("Add a and b", {"a.py": a, "b.py": b})
    return repo


def proposed(repo: Repository) -> None:
    """Only the proposal is there."""
    assert run_here(repo, "run", "--mode", "propose").status == 0


def placed(repo: Repository) -> None:
    """The correction is in the files."""
    assert run_here(repo, "run").status == 0


def nothing_kept(repo: Repository) -> None:
    """No correction is kept yet."""


def edited(repo: Repository) -> None:
    """The correction is in the files, with other edits beside it, one of them not a placed one."""
    placed(repo)
    repo.write("a.py", repo.read("a.py").replace(b"b = 2\n", b"b = 2  # mine\n") + b"mine = 8\n")
    repo.write("b.py", b"# mine\n" + repo.read("b.py"))
    repo.write("untracked.py", b"u=1\n")


def edited_beside_a_proposal(repo: Repository) -> None:
    """The files have edits of the person alone."""
    proposed(repo)
    repo.write("a.py", repo.read("a.py").replace(b"d = 4\n", b"d = 40\n"))


def staged(repo: Repository) -> None:
    """Edits of the person are staged, and others are not."""
    proposed(repo)
    repo.write("a.py", repo.read("a.py").replace(b"d = 4\n", b"d = 40\n"))
    repo.git("add", "a.py")
    repo.write("a.py", repo.read("a.py") + b"mine = 8\n")


def staged_correction(repo: Repository) -> None:
    """The correction was placed and staged."""
    placed(repo)
    repo.git("add", "a.py", "b.py")


Begin = Callable[[Repository], None]
BEGINNINGS: tuple[Begin, ...] = (
    nothing_kept,
    proposed,
    placed,
    edited,
    edited_beside_a_proposal,
    staged,
    staged_correction,
)


def reviewed(repo: Repository, monkeypatch: pytest.MonkeyPatch, answers: str, *args: str) -> Ended:
    """Review with an answer a line, in this process."""
    lines = "".join(f"{key}\n" for key in answers).encode()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
        return run_here(repo, "review", "-i", *args)


def records(repo: Repository) -> list[int]:
    """The numbers of what can be taken back."""
    return [each.number for each in stored_entries.active_entries(repo.runner)]


def take_back(repo: Repository, count: int) -> None:
    """Take the last placements back."""
    for _ in range(count):
        ended = run_here(repo, "undo")
        assert (ended.status, ended.err) == (0, ""), ended
