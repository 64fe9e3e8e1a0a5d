"""Repositories of a company, and repositories that are damaged or hostile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.repository import Repository
from tests.repository_with_hooks import Ended, run_here


def clone(path: Path, **settings: str) -> Repository:
    """A repository with one commit and a team's file that has ``settings``."""
    made = Repository.init(path, "-b", "main")
    lines = "".join(f"{key} = {value}\n" for key, value in settings.items())
    made.commit("Begin", {"pyproject.toml": f"[tool.hookkit]\n{lines}", "shop.py": "a = 1\n"})
    return made


def mirror(of: Repository, path: Path) -> Repository:
    """A bare mirror of a repository."""
    of.git("clone", "--quiet", "--mirror", str(of.path), str(path))
    return Repository(path)


def rows_of(ended: Ended) -> dict[str, dict[str, Any]]:
    """The repositories of a JSON document by their names."""
    return {each["name"]: each for each in json.loads(ended.out)["repositories"]}


def look(at: Repository, *args: str) -> dict[str, dict[str, Any]]:
    """Run ``hookkit fleet`` for a document, from the folder of a repository, and read it."""
    ended = run_here(at, "fleet", *args, "--format", "json", "--jobs", "2")
    assert ended.status in (0, 1), ended
    return rows_of(ended)
