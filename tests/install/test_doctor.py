"""What `hookkit doctor` finds, each in a repository that has it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.hook_events import SERVER_EVENTS
from hookkit.install.diagnosis import Diagnosis
from hookkit.install.doctor import (
    diagnose_git_version,
    diagnose_repository,
    doctor_rows,
    is_healthy,
)
from hookkit.install.install import install
from hookkit.shims.shim_file import CHECKSUM_PREFIX, _checksum_line, events_with_shim, render_shim
from tests.repository import Repository
from tests.shims.test_read_pre_commit_config import listed
from tests.test_hook_files import path_without_hookkit, put_shim


def found(repo: Repository, name: str, state: str) -> Diagnosis:
    """The one finding with this name and state."""
    findings = [
        each
        for each in diagnose_repository(repo.runner)
        if (each.name, each.state) == (name, state)
    ]
    assert len(findings) == 1, diagnose_repository(repo.runner)
    return findings[0]


def hook(repo: Repository, name: str = "post-commit") -> Path:
    """A file of the hooks folder."""
    return repo.path / ".git" / "hooks" / name


@pytest.fixture
def installed(repo: Repository) -> Repository:
    """A repository in which hookkit is installed."""
    install(repo.runner)
    return repo


def repair(repo: Repository, finding: Diagnosis) -> None:
    """Run the command that a finding gives."""
    assert finding.repair is not None
    command = finding.repair.replace("hookkit ", f"{shlex.quote(sys.executable)} -m hookkit ")
    subprocess.run(command, shell=True, cwd=repo.path, check=True, capture_output=True)


def test_a_fresh_installation_is_in_order(installed: Repository) -> None:
    findings = diagnose_repository(installed.runner)
    assert {each.state for each in findings} == {"ok"}
    ended = installed.hookkit("doctor")
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[-1] == "everything is in order"


def test_refs_that_are_no_files_are_named(repo: Repository) -> None:
    refs = [each for each in diagnose_repository(repo.runner) if each.name == "refs"]
    sentence = "kept as reftable, in no files of their own"
    assert refs == ([Diagnosis("refs", "ok", sentence)] if repo.has_reftable else [])


def test_without_an_installation_it_says_what_to_run(repo: Repository) -> None:
    finding = found(repo, "post-commit", "bad")
    assert "not installed" in finding.sentence
    ended = repo.hookkit("doctor")
    assert ended.returncode == 1
    assert "      run: hookkit install" in ended.stdout.splitlines()
    repair(repo, finding)
    assert is_healthy(diagnose_repository(repo.runner))


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("git version 2.31.0", "ok"),
        ("git version 2.30.9", "bad"),
        ("git version 3.0.0-rc1", "ok"),
        ("git version 2.39.5 (Apple Git-154)", "ok"),
        ("git version 1.8.3.1", "bad"),
        ("git version 2.47.1.windows.2", "ok"),
        ("nonsense", "bad"),
    ],
)
def test_the_version_of_git(version: str, state: str) -> None:
    finding = diagnose_git_version(version)
    assert finding.state == state
    assert version in finding.sentence and "2.31" in finding.sentence


def test_an_interpreter_that_is_gone(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for event in events_with_shim():
        put_shim(repo, event, tmp_path / "gone" / "python")
    monkeypatch.setenv("PATH", path_without_hookkit(tmp_path))
    finding = found(repo, "Python", "bad")
    assert str(tmp_path / "gone" / "python") in finding.sentence
    repair(repo, finding)
    assert is_healthy(diagnose_repository(repo.runner))


def test_an_interpreter_that_is_gone_with_hookkit_on_path(
    installed: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "hookkit"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    put_shim(installed, "post-commit", tmp_path / "gone")
    put_shim(installed, "post-rewrite", None)
    assert str(program) in found(installed, "Python of post-commit", "warn").sentence
    assert str(program) in found(installed, "Python of post-rewrite", "ok").sentence


def test_an_interpreter_without_hookkit(installed: Repository, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.write_text(f"#!/bin/sh\nexec '{sys.executable}' -I -S \"$@\"\n")
    bare.chmod(0o755)
    put_shim(installed, "post-commit", bare)
    finding = found(installed, "Python of post-commit", "bad")
    assert "cannot import hookkit" in finding.sentence
    repair(installed, finding)
    assert is_healthy(diagnose_repository(installed.runner))


def test_an_edited_shim(installed: Repository) -> None:
    path = hook(installed)
    path.write_bytes(path.read_bytes() + b"echo more\n")
    finding = found(installed, "post-commit", "warn")
    assert "edited" in finding.sentence
    repair(installed, finding)
    assert {each.state for each in diagnose_repository(installed.runner)} == {"ok"}


def test_a_shim_of_another_version(installed: Repository) -> None:
    body = render_shim("post-commit", Path(sys.executable)).rpartition(CHECKSUM_PREFIX)[0]
    older = body.replace(b"# hookkit shim 4", b"# hookkit shim 3")
    hook(installed).write_bytes(older + _checksum_line(older))
    finding = found(installed, "post-commit", "warn")
    assert "another version" in finding.sentence
    repair(installed, finding)
    assert {each.state for each in diagnose_repository(installed.runner)} == {"ok"}
    assert not hook(installed, "post-commit.edited-1").exists()


def test_a_shim_that_is_not_executable(installed: Repository) -> None:
    hook(installed).chmod(0o644)
    finding = found(installed, "post-commit", "bad")
    assert "not executable" in finding.sentence
    repair(installed, finding)
    assert {each.state for each in diagnose_repository(installed.runner)} == {"ok"}


def test_a_kept_hook_without_our_shim(installed: Repository) -> None:
    hook(installed).rename(hook(installed, "post-commit.before-hookkit"))
    hook(installed, "post-commit.before-hookkit").write_text("#!/bin/sh\n")
    finding = found(installed, "post-commit", "bad")
    assert "a shim that is gone" in finding.sentence
    repair(installed, finding)
    assert f"after {hook(installed, 'post-commit.before-hookkit')}" in (
        found(installed, "post-commit", "ok").sentence
    )


def test_hooks_path_elsewhere(installed: Repository) -> None:
    installed.git("config", "--global", "core.hooksPath", "~/hooks")
    finding = found(installed, "hooks folder", "bad")
    assert "git config --global --unset-all core.hooksPath" in finding.sentence
    repair(installed, finding)
    assert is_healthy(diagnose_repository(installed.runner))


def test_a_wrong_setting(installed: Repository) -> None:
    installed.git("config", "hookkit.mode", "nonsense")
    finding = found(installed, "configuration", "bad")
    assert "mode" in finding.sentence
    assert installed.hookkit("doctor").returncode == 1


def test_a_broken_pre_commit_configuration(installed: Repository) -> None:
    installed.write(".pre-commit-config.yaml", "repos: [\n")
    assert "line 2" in found(installed, ".pre-commit-config.yaml", "bad").sentence


def test_hookkit_0(installed: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOKKIT", "0")
    assert found(installed, "enabled", "warn").repair == "unset HOOKKIT"
    assert is_healthy(diagnose_repository(installed.runner))


def test_turned_off_by_a_variable(installed: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOKKIT_ENABLED", "false")
    assert found(installed, "enabled", "warn").repair == "unset HOOKKIT_ENABLED"


def test_turned_off_by_git(installed: Repository) -> None:
    installed.git("config", "hookkit.enabled", "false")
    repair(installed, found(installed, "enabled", "warn"))
    assert {each.state for each in diagnose_repository(installed.runner)} == {"ok"}


def test_an_operation_under_way(installed: Repository) -> None:
    installed.commit("base", {"a.txt": "1\n"})
    installed.git("checkout", "-q", "-b", "topic")
    installed.commit("topic", {"a.txt": "2\n"})
    installed.git("checkout", "-q", "main")
    installed.commit("main", {"a.txt": "3\n"})
    installed.attempt("merge", "topic")
    finding = found(installed, "state", "warn")
    assert finding.sentence == (
        "a merge is under way: until it ends corrections are only proposed; to take it back:"
        " git merge --abort"
    )
    assert finding.repair == "git merge --continue"


def test_a_fresh_lock_is_somebodys(installed: Repository) -> None:
    (installed.path / ".git/index.lock").write_text("")
    finding = found(installed, "index", "warn")
    assert "less than a minute" in finding.sentence
    assert finding.repair == "git status"


def test_pre_commit_owns_the_event_and_is_not_installed(installed: Repository) -> None:
    listed(installed)
    finding = found(installed, "post-commit", "bad")
    assert "pre-commit owns post-commit" in finding.sentence
    repair(installed, finding)
    assert "pre-commit owns" in found(installed, "post-commit", "ok").sentence


def test_pre_commit_owns_the_event_and_our_shim_runs_as_well(installed: Repository) -> None:
    pre_commit = [sys.executable, "-m", "pre_commit", "install", "-t", "post-commit"]
    listed(installed)
    subprocess.run(pre_commit, cwd=installed.path, check=True, capture_output=True)
    finding = found(installed, "post-commit", "warn")
    assert "one of them is enough" in finding.sentence
    repair(installed, finding)
    assert is_healthy(diagnose_repository(installed.runner))
    assert not hook(installed, "post-commit.legacy").exists()


def test_what_the_combined_hook_does_need_not_be_listed_again(installed: Repository) -> None:
    listed(installed, "hookkit")
    text = installed.read(".pre-commit-config.yaml").decode()
    again = text[text.index("    -   id") :].replace("hookkit", "hookkit-fixups", 1)
    installed.write(".pre-commit-config.yaml", text + again)
    finding = found(installed, ".pre-commit-config.yaml", "warn")
    assert finding.sentence == "the hook hookkit does the work of hookkit-fixups: it is done twice"


@pytest.mark.parametrize("force", [[], ["-f"]])
def test_a_push_needs_hookkits_own_hook_beside_that_of_pre_commit(
    installed: Repository, force: list[str]
) -> None:
    listed(installed, "hookkit-force-push")
    command = [sys.executable, "-m", "pre_commit", "install", *force, "-t", "pre-push"]
    subprocess.run(command, cwd=installed.path, check=True, capture_output=True)
    legacy = hook(installed, "pre-push.legacy")
    if force:
        # pre-commit has deleted it.
        finding = found(installed, "pre-push", "bad")
        assert "only the first ref of a push" in finding.sentence
        assert finding.repair == "hookkit install"
        repair(installed, finding)
    assert found(installed, "pre-push", "ok").sentence == str(legacy)
    assert is_healthy(diagnose_repository(installed.runner))


def test_a_loop_of_pre_commit_and_hookkit(repo: Repository) -> None:
    pre_commit = [sys.executable, "-m", "pre_commit", "install", "-t", "post-commit"]
    repo.write(".pre-commit-config.yaml", "repos: []\n")
    subprocess.run(pre_commit, cwd=repo.path, check=True, capture_output=True)
    install(repo.runner)
    subprocess.run(pre_commit, cwd=repo.path, check=True, capture_output=True)
    finding = found(repo, "post-commit", "warn")
    assert "a loop" in finding.sentence
    repair(repo, finding)
    assert {each.state for each in diagnose_repository(repo.runner)} == {"ok"}


def test_a_bare_repository(tmp_path: Path) -> None:
    bare = Repository.init(tmp_path / "bare.git", "--bare")
    install(bare.runner, SERVER_EVENTS)
    assert is_healthy(diagnose_repository(bare.runner))


def test_a_default_branch_that_nobody_knows_is_not_protected(
    installed: Repository, tmp_path: Path
) -> None:
    installed.commit("Begin")
    installed.git("branch", "-m", "trunk")
    remote = Repository.init(tmp_path / "hub", "--bare")
    installed.git("remote", "add", "origin", str(remote.path))
    installed.git("push", "-q", "-u", "origin", "trunk")
    finding = found(installed, "target", "warn")
    assert finding.sentence == (
        "the branch that others are merged into is unknown, and not protected"
    )
    there = found(remote, "target", "warn")
    assert there.sentence == (
        "HEAD is on main, which is not there: the default branch is not protected"
    )
    assert there.repair is not None
    remote.git(*there.repair.replace("BRANCH", "trunk").split()[1:])
    repair(installed, finding)
    for repo in (installed, remote):
        assert all(each.name != "target" for each in diagnose_repository(repo.runner))


def test_a_target_that_is_not_here_is_found_without_a_remote_too(installed: Repository) -> None:
    installed.commit("Begin")
    installed.git("config", "hookkit.target", "mian")
    finding = found(installed, "target", "bad")
    assert finding.sentence == "hookkit.target: mian is not here; did you mean main?"
    assert finding.repair == "hookkit config target"
    installed.git("config", "hookkit.target", "main")
    assert is_healthy(diagnose_repository(installed.runner))


def test_a_file_that_is_included_and_not_there(installed: Repository, sealed_home: Path) -> None:
    installed.git("config", "include.path", "../team.config")
    installed.git("config", "--global", "include.path", "~/gone/config")
    names = [
        each for each in diagnose_repository(installed.runner) if each.name == "git configuration"
    ]
    gone = ((sealed_home / ".gitconfig", sealed_home / "gone/config"),)
    local = ((installed.path / ".git/config", installed.path / "team.config"),)
    assert [each.sentence for each in names] == [
        f"{place} includes {path}, which is not there: git passes over it"
        for place, path in (*gone, *local)
    ]
    installed.write("team.config", "[hookkit]\nmode = propose\n")
    installed.git("config", "--add", "include.path", "%(prefix)/gone/config")
    (sealed_home / "gone").mkdir()
    (sealed_home / "gone" / "config").touch()
    assert not [
        each for each in diagnose_repository(installed.runner) if each.name == "git configuration"
    ]


def test_a_file_that_is_included_and_cannot_be_read(installed: Repository) -> None:
    installed.git("config", "include.path", "../team.config")
    path = installed.write("team.config", "[hookkit]\n[nonsense\n")
    (installed.path / "below").mkdir()
    for folder in (installed.path, installed.path / "below"):
        ended = Repository(folder).hookkit("doctor")
        assert (ended.returncode, ended.stdout) == (3, "")
        assert ended.stderr == (
            f"hookkit: git cannot read its configuration: {path}, line 2\n"
            f"  repair: ${{EDITOR:-vi}} +2 {path}\n"
        )


def test_shims_that_are_in_order_are_one_line() -> None:
    names = ("commit-msg", "post-commit", "pre-push")
    shims = [Diagnosis(name, "ok", os.path.join("hooks", name)) for name in names]
    kept = Diagnosis("pre-commit", "ok", os.path.join("hooks", "pre-commit") + ", after another")
    assert [each.text for each in doctor_rows([*shims, kept])] == [
        "ok    commit-msg, post-commit, pre-push: in hooks",
        f"ok    pre-commit: {kept.sentence}",
        "everything is in order",
    ]
    assert doctor_rows(shims[:1])[0].text == f"ok    commit-msg: {shims[0].sentence}"


def test_what_is_wrong_alike_is_told_once() -> None:
    missing = [Diagnosis(name, "bad", "is not there", "hookkit install") for name in ("a", "b")]
    other = Diagnosis("c", "bad", "is too old", "hookkit install")
    fine = [Diagnosis(name, "ok", "is there") for name in ("d", "e")]
    printed = [each.text for each in doctor_rows([missing[0], fine[0], other, missing[1], fine[1]])]
    assert printed == [
        "bad   a, b: is not there",
        "      run: hookkit install",
        "ok    d: is there",
        "bad   c: is too old",
        "      run: hookkit install",
        "ok    e: is there",
        "2 things to repair before hookkit can work",
    ]
