"""Hooks of many repositories installed, renewed and removed: planned first, all or none of each."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.fleet.inspect_repository import inspect_repository
from hookkit.fleet.inspection import Inspection
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.install.reversible_file_changes import write_whole_file
from tests.fleet.repositories import clone, look, mirror
from tests.repository import Repository
from tests.repository_with_hooks import run_here


def hooks(repo: Repository) -> dict[str, str]:
    """What is in the hooks folder."""
    folder = Path(repo.runner.common_dir, "hooks")
    return {each.name: each.read_text() for each in folder.iterdir() if "sample" not in each.name}


@pytest.fixture
def here(tmp_path: Path) -> Repository:
    """A folder with a clone, one with a hook of its own, and a bare repository."""
    shop = clone(tmp_path / "git" / "shop")
    till = clone(tmp_path / "git" / "till")
    (till.path / ".git" / "hooks" / "pre-push").write_text("#!/bin/sh\n")
    mirror(shop, tmp_path / "git" / "shop.git")
    return Repository(tmp_path)


def repository(here: Repository, name: str) -> Repository:
    """One of the repositories below the folder."""
    return Repository(here.path / "git" / name)


def test_nothing_is_changed_without_yes(here: Repository) -> None:
    ended = run_here(here, "fleet", "install", "git")
    assert ended.out.startswith("3 repositories: 2 would be changed\n")
    assert "till: pre-push: the hook that is there runs first" in ended.out
    assert "1 repository left alone: it is bare: with --server its pushes are checked" in ended.out
    assert "hookkit fleet install --yes git" in ended.out
    assert hooks(repository(here, "shop")) == {}


def test_the_command_that_does_it_means_the_same_repositories(here: Repository) -> None:
    listed = [{"full_name": "shop", "archived": True}]
    here.write("list/forge.json", json.dumps(listed))
    args = ["fleet", "install", "list/forge.json", "--root", "git", "--archived"]
    ended = run_here(here, *args)
    command = "hookkit fleet install --yes --root git --archived list/forge.json"
    assert ended.out.splitlines()[-1].endswith(command)
    assert run_here(here, *command.split()[1:]).status == 0
    assert len(hooks(repository(here, "shop"))) == 8


def test_yes_does_what_was_planned(here: Repository) -> None:
    planned, done = look(here, "install", "git"), look(here, "install", "git", "--yes")
    for name, each in planned.items():
        assert {**each, "looked_at": 0} == {**done[name], "looked_at": 0}
    shop = repository(here, "shop")
    assert len(hooks(shop)) == 8
    assert "pre-push.before-hookkit" in hooks(repository(here, "till"))
    again = look(here, "install", "git")
    assert (again["shop"]["unchanged"], again["shop"]["installed"]) == (8, 0)
    assert look(here, "status", "git")["shop"]["hooks"] == "alive"


def test_servers_are_installed_where_that_is_said(here: Repository) -> None:
    look(here, "install", "git", "--server", "--yes")
    assert set(hooks(repository(here, "shop.git"))) == {"pre-receive"}


def test_an_upgrade_renews_what_is_there_and_nothing_else(here: Repository) -> None:
    shop = repository(here, "shop")
    run_here(shop, "install")
    hook = shop.path / ".git" / "hooks" / "post-commit"
    hook.with_name("pre-push").unlink()
    hook.write_text(re.sub("hookkit shim [0-9]+", "hookkit shim 1", hook.read_text()))
    assert look(here, "upgrade", "git")["shop"]["renewed"] == 1
    found = look(here, "upgrade", "git", "--yes")
    assert found["till"]["skipped"] == "it has no hooks of hookkit"
    assert {each: found["shop"][each] for each in ("renewed", "installed", "unchanged")} == {
        **{"renewed": 1, "installed": 1, "unchanged": 6}
    }
    assert "hookkit shim 1\n" not in hook.read_text()


def test_an_uninstall_brings_back_what_was_there(here: Repository) -> None:
    before = hooks(repository(here, "till"))
    look(here, "install", "git", "--yes")
    assert look(here, "uninstall", "git")["till"]["removed"] == 8
    found = look(here, "uninstall", "git", "--yes")
    assert found["shop"]["removed"] == 8
    assert hooks(repository(here, "till")) == before and hooks(repository(here, "shop")) == {}


def test_a_repository_in_which_it_fails_is_as_it_was(
    here: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, content: bytes, mode: int, undo: ExitStack) -> None:
        if path.name == "pre-push":
            raise EnvironmentFailed("the disk is full")
        write_whole_file(path, content, mode, undo)

    monkeypatch.setattr("hookkit.install.install.write_whole_file", fail)
    till = repository(here, "till")
    before = hooks(till)
    found = inspect_repository(
        ListedRepository("till", str(till.path)), Inspection("install", "do install", 60)
    )
    assert found.problem == "the disk is full"
    assert hooks(till) == before


def test_a_hooks_folder_of_somebody_else_is_left_alone(here: Repository, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    repository(here, "shop").git("config", "core.hooksPath", str(outside))
    linked = repository(here, "till").path / ".git" / "hooks"
    linked.rename(linked.with_name("moved"))
    linked.symlink_to(outside)
    ended = run_here(here, "fleet", "install", "git", "--yes")
    assert ended.status == 1
    assert ended.out.count("its hooks folder is outside of it") == 2
    assert list(outside.iterdir()) == []


def test_hooks_of_a_newer_hookkit_are_replaced_where_that_is_said(here: Repository) -> None:
    look(here, "install", "git", "--server", "--yes")
    hook = repository(here, "shop.git").path / "hooks" / "pre-receive"
    ours = hook.read_text()
    hook.write_text(re.sub("hookkit shim [0-9]+", "hookkit shim 99", ours))
    found = look(here, "install", "git", "--server", "--yes")["shop.git"]
    assert "was written by a newer hookkit" in found["problem"]
    for words in (["install", "--server"], ["upgrade"]):
        assert look(here, *words, "git", "--downgrade")["shop.git"]["renewed"] == 1
    look(here, "install", "git", "--server", "--downgrade", "--yes")
    assert hook.read_text() == ours
