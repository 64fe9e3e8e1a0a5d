"""Corrections for many repositories, kept as refs and placed nowhere."""

from __future__ import annotations

import shlex
from pathlib import Path

from tests.fleet.repositories import clone, look, mirror
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, corrections, run_here


def sloppy(path: Path) -> Repository:
    """A repository with a file with faults."""
    repo = clone(path)
    repo.commit("Sloppy", {"sloppy.py": SLOPPY})
    return repo


def test_without_a_mode_nothing_is_written(tmp_path: Path) -> None:
    repo, here = sloppy(tmp_path / "git" / "shop"), Repository(tmp_path)
    before = {each: each.read_bytes() for each in repo.path.rglob("*") if each.is_file()}
    ended = run_here(here, "fleet", "run", "git")
    assert ended.out.startswith("1 repository: 3 faults would be corrected in 1 file\n")
    assert "keep  hookkit fleet run --mode propose git" in ended.out
    assert before == {each: each.read_bytes() for each in repo.path.rglob("*") if each.is_file()}


def test_proposals_are_kept_and_no_file_or_branch_changes(tmp_path: Path) -> None:
    repo = sloppy(tmp_path / "git" / "shop")
    bare = mirror(repo, tmp_path / "git" / "shop.git")
    clone(tmp_path / "git" / "clean")
    repo.write("sloppy.py", "edited = 1\n")
    found = look(Repository(tmp_path), "run", "git", "--mode", "propose")
    for each in (repo, bare):
        [kept] = corrections(each).values()
        assert each.blob(f"{kept}:sloppy.py").decode() == FIXED
    assert found["shop"]["correction"] == corrections(repo)[repo.head]
    assert found["clean"]["correction"] == ""
    assert repo.read("sloppy.py") == b"edited = 1\n"
    again = look(Repository(tmp_path), "run", "git", "--mode", "propose")
    assert again["shop"]["correction"] == found["shop"]["correction"]


def test_no_hook_runs_where_a_ref_is_written(tmp_path: Path) -> None:
    repo, run = sloppy(tmp_path / "git" / "shop"), tmp_path / "run"
    hook = repo.path / ".git" / "hooks" / "reference-transaction"
    hook.write_text(f"#!/bin/sh\ntouch {shlex.quote(str(run))}\n")
    hook.chmod(0o755)
    look(Repository(tmp_path), "run", "git", "--mode", "propose")
    assert corrections(repo) and not run.exists()
