"""The path of a file in the worktree."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_current_folder, path_from_top
from tests.repository import Repository


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A worktree whose folder is the current one."""
    folder = tmp_path / "top" / "folder"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder.parent


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a.py", "folder/a.py"),
        ("../a.py", "a.py"),
        (".", "folder"),
        ("..", "."),
        ("../../a.py", None),
        ("link.py", "folder/link.py"),
        ("away/a.py", None),
        ("circle/a.py", "folder/circle/a.py"),
    ],
)
def test_the_path_from_the_top(top: Path, name: str, path: str | None) -> None:
    (top / "folder" / "link.py").symlink_to(top.parent / "elsewhere.py")
    (top / "folder" / "away").symlink_to(top.parent)
    (top / "folder" / "circle").symlink_to("circle")
    assert path_from_top(top, name) == (None if path is None else Path(path))


def test_a_top_level_behind_a_link(top: Path) -> None:
    (top.parent / "other").symlink_to(top)
    assert path_from_top(top.parent / "other", "a.py") == Path("folder/a.py")


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
    assert path_from_current_folder(git, "src/a.py") == expected


def test_a_bare_repository_has_no_folder_to_type_it_in(repo: Repository, tmp_path: Path) -> None:
    repo.git("clone", "-q", "--bare", str(repo.path), str(tmp_path / "bare.git"))
    assert path_from_current_folder(Git.discover(tmp_path / "bare.git"), "src/a.py") == "src/a.py"
