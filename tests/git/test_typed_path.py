"""A path as it is typed in some folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.git.runner import Git
from hookkit.git.typed_path import typed_path
from tests.repository import Repository


@pytest.mark.parametrize(
    ("folder", "expected"),
    [(".", "src/a.py"), ("src", "a.py"), ("src/sub", "../a.py"), ("..", "src/a.py")],
)
def test_a_path_is_as_it_is_typed_there(
    folder: str, expected: str, repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo.path / "src/sub").mkdir(parents=True)
    git = Git.discover(repo.path)
    monkeypatch.chdir(repo.path / folder)
    assert typed_path(git, "src/a.py") == expected


def test_a_bare_repository_has_no_folder_to_type_it_in(repo: Repository, tmp_path: Path) -> None:
    repo.git("clone", "-q", "--bare", str(repo.path), str(tmp_path / "bare.git"))
    assert typed_path(Git.discover(tmp_path / "bare.git"), "src/a.py") == "src/a.py"
