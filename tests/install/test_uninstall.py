"""Uninstalling: the shims are gone, everything else is as before, and what stays is told."""

from __future__ import annotations

import subprocess
from pathlib import Path

from hookkit.install.install import install
from hookkit.install.uninstall import uninstall
from hookkit.shims.shim_file import read_shim
from tests.install.test_install import FOREIGN, hooks_of, put_hook, removed_for, snapshot
from tests.repository import Repository


def test_an_edited_shim_is_put_aside_by_uninstall(repo: Repository) -> None:
    install(repo.runner)
    hook = hooks_of(repo) / "post-commit"
    hook.write_bytes(hook.read_bytes() + b"echo more\n")
    edited = hook.read_bytes()
    removed = removed_for(uninstall(repo.runner))
    assert removed.edited_copy == hooks_of(repo) / "post-commit.edited-1"
    assert removed.edited_copy.read_bytes() == edited
    assert not hook.exists()


def test_uninstall_finds_what_was_installed_before_hooks_path_was_set(repo: Repository) -> None:
    before = snapshot(hooks_of(repo))
    install(repo.runner)
    repo.git("config", "--global", "core.hooksPath", "~/hooks")
    assert not uninstall(repo.runner).is_unchanged
    assert snapshot(hooks_of(repo)) == before


def test_uninstall_with_huskys_folder_in_force(repo: Repository) -> None:
    install(repo.runner)
    repo.write(".husky/_/h", "")
    repo.git("config", "core.hooksPath", ".husky/_")
    assert not uninstall(repo.runner).is_unchanged
    assert read_shim(hooks_of(repo) / "post-commit") is None


def test_uninstall_where_nothing_is_installed(repo: Repository) -> None:
    put_hook(hooks_of(repo) / "post-commit")
    before = snapshot(hooks_of(repo))
    assert uninstall(repo.runner).is_unchanged
    assert snapshot(hooks_of(repo)) == before


def test_uninstall_leaves_a_hook_that_took_our_place(repo: Repository) -> None:
    hooks = hooks_of(repo)
    put_hook(hooks / "post-commit")
    install(repo.runner)
    put_hook(hooks / "post-commit", b"#!/bin/sh\n# newer\n")
    outcome = uninstall(repo.runner)
    assert removed_for(outcome).unrestored_hook == hooks / "post-commit.before-hookkit"
    assert (hooks / "post-commit").read_bytes() == b"#!/bin/sh\n# newer\n"
    assert (hooks / "post-commit.before-hookkit").read_bytes() == FOREIGN


def test_uninstall_restores_a_kept_hook_whose_shim_is_gone(repo: Repository) -> None:
    put_hook(hooks_of(repo) / "post-commit")
    before = snapshot(hooks_of(repo))
    install(repo.runner)
    (hooks_of(repo) / "post-commit").unlink()
    assert not uninstall(repo.runner).is_unchanged
    assert snapshot(hooks_of(repo)) == before


def test_uninstall_counts_the_corrections_that_stay(repo: Repository) -> None:
    head = repo.commit("first")
    repo.git("update-ref", f"refs/hookkit/corrections/{head}", head)
    assert uninstall(repo.runner).ref_count == 1
    assert repo.git("for-each-ref", "refs/hookkit") != ""


def test_uninstall_works_beside_a_broken_pre_commit_configuration(repo: Repository) -> None:
    install(repo.runner)
    repo.write(".pre-commit-config.yaml", "repos: [\n")
    assert not uninstall(repo.runner).is_unchanged


def test_the_line_that_deletes_the_corrections_works(repo: Repository) -> None:
    head = repo.commit("first")
    repo.git("update-ref", f"refs/hookkit/corrections/{head}", head)
    line = repo.hookkit("uninstall").stdout.splitlines()[-1].strip()
    subprocess.run(line, shell=True, cwd=repo.path, check=True)
    assert repo.git("for-each-ref", "refs/hookkit") == ""


def test_the_line_that_deletes_the_operation_log_of_each_worktree_works(repo: Repository) -> None:
    repo.commit("first", {"a.py": "x=1\n"})
    assert "operation log" not in repo.hookkit("uninstall").stdout
    repo.git("worktree", "add", "-q", "-b", "other", "../other place")
    logs = []
    for each in (repo, Repository(repo.path.parent / "other place")):
        assert each.hookkit("run", "HEAD").returncode == 0
        logs.append(Path(each.git("rev-parse", "--absolute-git-dir")) / "hookkit" / "undo")
    assert all(each.is_dir() for each in logs)
    *_, said, line = repo.hookkit("uninstall").stdout.splitlines()
    assert said == "the operation log stays, with uncommitted contents; to delete it:"
    subprocess.run(line.strip(), shell=True, cwd=repo.path, check=True)
    assert not any(each.exists() for each in logs)
