"""Repositories whose correction takes some seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.repository import Repository

SLOPPY = "import os,sys\nx=1\nif x :\n  y = { 'a':x }\n"


def many_files(repo: Repository, count: int = 60) -> None:
    """Commit so many sloppy files, some clean ones, and some that are left alone."""
    files = {f"part{number % 7}/a{number}.py": SLOPPY * (1 + number % 5) for number in range(count)}
    files |= {f"clean{number}.py": f"x = {number}\n" for number in range(5)}
    files["broken.py"] = "def f(:\n"
    repo.commit("Add files", files)


def slow_files(repo: Repository, count: int = 5) -> None:
    """Commit files each of which is a batch of its own and takes a second or more."""
    text = "x=[" + "1," * 200 + "]\n"
    filler = "# " + "y" * 70 + "\n"
    files = {f"slow{number}.py": text + filler * 1_000 for number in range(count)}
    repo.commit("Add slow files", files)


def copy_of(repo: Repository, to: Path) -> Repository:
    """Copy a repository, with its worktree."""
    shutil.copytree(repo.path, to)
    return Repository(to)
