"""A remote with a branch to be merged, and clones as CI servers make them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.ci.servers import Facts
from tests.copied_scenarios import give_copy
from tests.repository import Repository

Cloning = Callable[..., Repository]


class Remote(NamedTuple):
    """A remote whose branch ``12-cart`` has a fault and a fixup!, and what a server knows of it."""

    repo: Repository
    facts: Facts


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    """Main goes on by a commit after the branch has begun, five commits after its beginning."""
    give_copy(_remote, tmp_path)
    repo = Repository(tmp_path / "remote")
    tip, base = repo.git("rev-parse", "12-cart", "main~1").split()
    return Remote(repo, Facts("12-cart", "main", tip, base))


def _remote(folder: Path) -> None:
    repo = Repository.init(folder / "remote", "-b", "main")
    for number in range(5):
        repo.commit(f"Begin {number}", {"shop.txt": f"{number}\n", "old.py": "x=1\n"})
    repo.git("switch", "-q", "-c", "12-cart")
    repo.commit("Add the cart", {"cart.py": "y = 1\n"})
    repo.commit("fixup! Add the cart", {"cart.py": "y = 1\nz=2\n"})
    repo.git("switch", "-q", "main")
    repo.commit("Go on", {"shop.txt": "go on\n"})


@pytest.fixture
def cloned(remote: Remote, tmp_path: Path) -> Cloning:
    """Clone the remote with options of git clone; HEAD is detached, as servers have it."""

    def clone(*options: str, at: str = "12-cart") -> Repository:
        folder = tmp_path / "clone"
        url = f"file://{remote.repo.path}"
        command = ["git", "clone", "-q", "--branch", at, *options, url, str(folder)]
        subprocess.run(command, check=True, capture_output=True)
        made = Repository(folder)
        made.git("checkout", "-q", "--detach")
        return made

    return clone
