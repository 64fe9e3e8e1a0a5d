"""A disk that fills between two files: what was written goes back, and the message says so."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hookkit.__main__ import main
from hookkit.errors import Refused
from hookkit.git import file_replacement
from hookkit.git.path_exchange import exchange_paths
from hookkit.undo.undo_or_redo import undo
from tests.interruption.placement_scenario import (
    CLEAN,
    SLOPPY,
    check_tidy,
    correct,
    place,
    sloppy,
    state,
)
from tests.repository import Repository
from tests.small_disk import fill, small_disk

__all__ = ["small_disk"]

BRANCH_MODES = ("fixup", "commit", "amend")
FULL = "cannot be written: the disk is full (No space left on device)"


def fill_once_a_file_is_written(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program takes all the room there is, from when the first file is on the disk."""

    def watched(action: Callable[..., None]) -> Callable[..., None]:
        def act(*paths: str, **options: Any) -> None:
            action(*paths, **options)
            if not options and ".git" not in str(paths[-1]):
                fill(disk)

        return act

    for name in ("rename", "replace", "unlink"):
        monkeypatch.setattr(os, name, watched(getattr(os, name)))


@pytest.mark.parametrize("mode", BRANCH_MODES)
def test_on_a_disk_that_fills_at_the_second_file_every_file_is_as_before_and_it_is_said(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    repo = Repository.init(small_disk / "repo", "--template=")
    correction = sloppy(repo, "a.py", "b.py")
    before = state(repo)
    fill_once_a_file_is_written(small_disk, monkeypatch)
    with pytest.raises(Refused) as caught:
        place(repo, mode, correction)
    sentence = f"b.py {FULL}: nothing was changed: a.py, b.py are as before"
    assert (caught.value.message, caught.value.repair) == (sentence, "df -h .")
    for each in small_disk.glob("filler-*"):
        each.unlink()
    assert state(repo) == before
    check_tidy(repo.runner)


def test_in_the_worktree_what_was_placed_stays_and_what_was_not_is_named(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repository.init(small_disk / "repo", "--template=")
    correction = sloppy(repo, "a.py", "b.py")
    fill_once_a_file_is_written(small_disk, monkeypatch)
    placed = place(repo, "worktree", correction)
    assert [each.reason for each in placed.dropped[b"b.py"]] == [f"the file {FULL}"]
    assert (repo.read("a.py"), repo.read("b.py")) == (correct(SLOPPY), SLOPPY)
    check_tidy(repo.runner)


@pytest.mark.parametrize("mode", ["worktree", "fixup", "commit"])
def test_after_a_commit_a_full_disk_is_named_as_one(
    small_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    mode: str,
) -> None:
    repo = Repository.init(small_disk / "repo", "--template=")
    repo.commit("Begin", {"a.py": CLEAN})
    repo.commit("Sloppy", {"a.py": SLOPPY})
    repo.git("config", "hookkit.mode", mode)
    monkeypatch.chdir(repo.path)
    write = file_replacement._write_new

    def write_too_late(path: str, data: bytes) -> None:
        fill(small_disk)
        write(path, data)

    monkeypatch.setattr(file_replacement, "_write_new", write_too_late)
    assert main(["hook", "post-commit"]) == 0
    told = "".join(capfd.readouterr())
    assert FULL in told
    assert "beside your other edits" not in told
    assert repo.read("a.py") == SLOPPY


def test_what_could_not_be_taken_back_is_named_with_the_command_that_does(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit("Begin", {"a.py": CLEAN, "b.py": CLEAN})
    repo.commit("Sloppy", {"a.py": SLOPPY, "b.py": SLOPPY})
    repo.git("config", "hookkit.mode", "fixup")
    monkeypatch.chdir(repo.path)

    def fail_from_the_second_on(first: str, second: str) -> bool:
        if repo.read("a.py") != SLOPPY:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return exchange_paths(first, second)

    monkeypatch.setattr(file_replacement, "exchange_paths", fail_from_the_second_on)
    assert main(["hook", "post-commit"]) == 0
    told = "".join(capfd.readouterr())
    assert "nothing was touched" not in told
    assert "a.py is changed already, b.py is as before" in told
    assert "hookkit undo" in told
    monkeypatch.undo()
    undo(repo.runner)
    assert (repo.read("a.py"), repo.read("b.py")) == (SLOPPY, SLOPPY)
