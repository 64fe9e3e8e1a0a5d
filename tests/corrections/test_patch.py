"""A patch that `git apply` takes, whatever the person's settings are."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.patch import patch_between, patch_of
from hookkit.git.write_blob_tree_commit import write_blob
from tests.repository import Repository

FILES = [
    FixedFile(b"a.py", "100644", b"a=1\n", b"a = 1\n"),
    FixedFile(b"no end.py", "100755", b"b=1", b"b = 1"),
    FixedFile(b"crlf.py", "100644", b"c=1\r\nd=2\r\n", b"c = 1\r\nd = 2\r\n"),
    FixedFile(
        b'd/\xff\n".py', "100644", b"e=1\n" * 50 + b"\xff\n", b"e=1\n" * 49 + b"e = 1\n\xff\n"
    ),
    FixedFile(b"zero.py", "100644", b"x=1\0\n", b"x = 1\0\n"),
]


def apply(repo: Repository, patch: bytes) -> None:
    """Apply a patch in the worktree."""
    for file in FILES:
        path = repo.write(file.path, file.original)
        path.chmod(int(file.mode, 8) & 0o777)
    repo.git("apply", "-", data=patch)
    for file in FILES:
        assert repo.read(file.path) == file.fixed


SETTINGS = [
    ("diff.noprefix", "true"),
    ("diff.mnemonicPrefix", "true"),
    ("diff.external", "false"),
    ("diff.context", "0"),
    ("color.ui", "always"),
    ("diff.algorithm", "patience"),
    ("core.quotePath", "true"),
    ("diff.renames", "copies"),
]


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_git_apply_takes_it(repo: Repository, name: str, value: str) -> None:
    repo.git("config", name, value)
    apply(repo, patch_of(repo.runner, FILES))


def test_the_environment_does_not_change_it(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = patch_of(repo.runner, FILES)
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=0")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert patch_of(repo.runner, FILES) == plain


def test_nothing_of_it_is_left(repo: Repository) -> None:
    def everything() -> list[str]:
        return sorted(str(each) for each in (repo.path / ".git").rglob("*"))

    before = everything()
    patch_of(repo.runner, FILES)
    assert everything() == before
    assert patch_of(repo.runner, []) == b""


def test_a_repository_with_a_colon_in_its_path_has_patches(tmp_path: Path) -> None:
    apply(repo := Repository.init(tmp_path / "a:b"), patch_of(repo.runner, FILES))


def test_the_patch_between_two_commits_is_the_same(repo: Repository) -> None:
    for file in FILES:
        repo.write(file.path, file.original).chmod(int(file.mode, 8) & 0o777)
    repo.git("add", "--all")
    old = repo.commit("Old")
    for file in FILES:
        repo.write(file.path, file.fixed)
    repo.git("add", "--all")
    new = repo.commit("New")
    assert patch_between(repo.runner, old, new) == patch_of(repo.runner, FILES)


def test_what_a_patch_threw_away_is_written_when_it_is_wanted(repo: Repository) -> None:
    runner = repo.runner
    file = FixedFile(b"a.py", "100644", b"x=1\n", b"x = 1\n")
    assert b"+x = 1" in patch_of(runner, [file])
    assert repo.blob(write_blob(runner, file.fixed)) == file.fixed
