"""``hookkit install --config-hooks``: no file in the hooks folder, and both ways back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hookkit.errors import Refused
from hookkit.install.doctor import diagnose_repository, is_healthy
from hookkit.install.install import CONFIG_HOOKS_REMOVED_NOTE, install
from hookkit.install.install_and_uninstall_report import install_rows
from hookkit.install.install_config_hooks import install_by_configuration
from hookkit.install.uninstall import uninstall
from hookkit.settings.definitions import Settings
from hookkit.shims.hooks_status import find_hooks_status
from hookkit.shims.read_config_hook_shims import runs_config_hooks
from hookkit.shims.shim_file import events_with_shim
from tests.install.test_global_install_and_uninstall import CONFIGURED, TOLD, put, said, sloppy
from tests.repository import Repository
from tests.shims.test_read_pre_commit_config import listed


@pytest.fixture
def able(repo: Repository) -> Repository:
    """A repository where git runs hooks that its configuration names."""
    if not runs_config_hooks(repo.runner):
        pytest.skip("this git runs no hooks that its configuration names")
    return repo


def files(repo: Repository) -> list[str]:
    """The hooks in the hooks folder, without git's samples."""
    hooks = (repo.path / ".git" / "hooks").iterdir()
    return sorted(each.name for each in hooks if each.suffix != ".sample")


def test_an_older_git_refuses(repo: Repository) -> None:
    if runs_config_hooks(repo.runner):
        pytest.skip("this git runs them")
    with pytest.raises(Refused, match="2.54 and newer do") as refusal:
        install_by_configuration(repo.runner)
    assert refusal.value.repair == "hookkit install"
    assert repo.attempt("config", "--get-regexp", "^hook").returncode == 1


def test_nothing_is_in_the_hooks_folder_and_everything_works(able: Repository) -> None:
    own = able.path / ".git/hooks/post-commit"
    put(own, "#!/bin/sh\necho own >&2\n")
    done = install_by_configuration(able.runner)
    assert files(able) == ["post-commit"]
    text = sloppy(able, **CONFIGURED)
    assert text.count(TOLD) == 1 and text.endswith("own\n")
    assert is_healthy(diagnose_repository(able.runner))
    assert find_hooks_status(able.runner, Settings()).state == "alive"
    assert install_by_configuration(able.runner).is_unchanged
    assert "".join(row.text for row in install_rows(done, "hookkit")).count("git's configuration")


def test_both_ways_and_back(able: Repository) -> None:
    own = able.path / ".git/hooks/pre-commit"
    put(own, "#!/bin/sh\necho own >&2\n")
    before = able.git("config", "--local", "--list")
    install(able.runner)
    assert "pre-commit.before-hookkit" in files(able)
    notes = install_by_configuration(able.runner).notes
    assert files(able) == ["pre-commit"]
    assert f"pre-commit: {own} is as it was before hookkit" in notes
    assert sloppy(able, **CONFIGURED).count(TOLD) == 1
    assert CONFIG_HOOKS_REMOVED_NOTE in install(able.runner).notes
    assert able.git("config", "--local", "--list") == before
    assert sloppy(able, "b.py").count(TOLD) == 1
    assert not (able.path / ".git/hookkit/hooks").exists()
    install_by_configuration(able.runner)
    removed = {each.event for each in uninstall(able.runner).events if not each.is_unchanged}
    assert removed == {*events_with_shim()}
    assert able.git("config", "--local", "--list") == before
    assert sloppy(able, "c.py") == "own\n"


def test_an_installation_as_files_by_hand_is_told_once(able: Repository) -> None:
    install_by_configuration(able.runner)
    kept = able.path / "kept"
    shutil.copytree(able.path / ".git/hookkit/hooks", kept)
    config = (able.path / ".git/config").read_bytes()
    install(able.runner)
    shutil.copytree(kept, able.path / ".git/hookkit/hooks")
    (able.path / ".git/config").write_bytes(config)
    assert sloppy(able, **CONFIGURED).count(TOLD) == 1
    assert [each[::2] for each in said(able, "this clone")] == [("warn", "hookkit install")]


@pytest.mark.parametrize("scope", ["--global", "--local"])
def test_it_works_beside_the_folder_of_another(
    able: Repository, sealed_home: Path, scope: str
) -> None:
    put(able.path / ".husky/_/h", "")
    put(able.path / ".husky/_/post-commit", "#!/bin/sh\necho theirs >&2\n")
    able.git("config", scope, "core.hooksPath", str(able.path / ".husky/_"))
    with pytest.raises(Refused, match="hookkit install --config-hooks"):
        install(able.runner)
    install_by_configuration(able.runner)
    text = sloppy(able, **CONFIGURED)
    assert text.count(TOLD) == 1 and text.endswith("theirs\n")
    assert sorted(each.name for each in (able.path / ".husky/_").iterdir()) == ["h", "post-commit"]
    assert is_healthy(diagnose_repository(able.runner))


def test_a_repository_that_is_moved_stops_nobody_and_linked_worktrees_work(
    able: Repository, tmp_path: Path
) -> None:
    install_by_configuration(able.runner)
    sloppy(able, **CONFIGURED)
    able.git("worktree", "add", "-q", str(tmp_path / "linked"))
    assert sloppy(Repository(tmp_path / "linked"), "b.py").count(TOLD) == 1
    able.git("worktree", "remove", "--force", str(tmp_path / "linked"))
    moved = Repository(able.path.rename(tmp_path / "moved"))
    assert sloppy(moved, "c.py") == ""
    assert not is_healthy(diagnose_repository(moved.runner))
    install_by_configuration(moved.runner)
    assert sloppy(moved, "d.py").count(TOLD) == 1


def test_what_pre_commit_lists_is_installed_by_it_and_pushes_are_ours(able: Repository) -> None:
    listed(able, "hookkit-post-commit")
    done = install_by_configuration(able.runner)
    owners = {each.event: each.owner for each in done.events}
    assert owners["post-commit"] == owners["post-rewrite"] == "pre-commit"
    assert owners["pre-push"] == "configuration"
    assert "post-commit" in files(able)
    assert is_healthy(diagnose_repository(able.runner))
