"""A repository that has a baseline."""

from __future__ import annotations

from hookkit.settings.definitions import BASELINE_FILE
from tests.repository import Repository
from tests.repository_with_hooks import run_here

SLOPPY = "import os\nx=1\n"


def accept_two(repo: Repository) -> Repository:
    """Have the debt of two findings of ``SLOPPY`` accepted and committed."""
    repo.commit("Begin", {"a.py": SLOPPY})
    assert run_here(repo, "debt", "accept").status == 0
    repo.git("add", BASELINE_FILE)
    repo.commit("Accept the debt")
    return repo
