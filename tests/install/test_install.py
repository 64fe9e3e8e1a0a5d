"""Installing in real repositories beside other people's hooks, and the way back."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hookkit.errors import EnvironmentFailed, Refused, WrongUsage
from hookkit.install.doctor import diagnose_repository
from hookkit.install.install import install
from hookkit.install.install_and_uninstall_outcomes import (
    EventInstallation,
    EventRemoval,
    InstallOutcome,
    UninstallOutcome,
)
from hookkit.install.install_and_uninstall_report import install_rows, uninstall_rows
from hookkit.install.reversible_file_changes import move_file
from hookkit.install.uninstall import uninstall
from hookkit.shims.shim_file import events_with_shim, read_shim, render_shim
from hookkit.terminal.rows import Row
from tests.install.test_hook_interpreter import linked_python
from tests.repository import Repository
from tests.shims.test_read_pre_commit_config import listed

if TYPE_CHECKING:
    from hookkit.shims.called_by_pre_commit_or_prek import PreCommitOrPrek

FOREIGN = b"#!/bin/sh\n# caf\xe9, and no newline at the end\necho foreign >> foreign.log"

WorktreeFile = dict[str, tuple[int, bytes]]


def hooks_of(repo: Repository) -> Path:
    """The hooks folder of a plain clone."""
    return repo.path / ".git" / "hooks"


def snapshot(folder: Path) -> WorktreeFile:
    """Every file of a folder with its mode and its content, links with their target."""
    return {
        path.name: (
            stat.S_IMODE(path.lstat().st_mode),
            os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes(),
        )
        for path in folder.iterdir()
    }


def put_hook(path: Path, content: bytes = FOREIGN, mode: int = 0o755) -> Path:
    """Write a hook that is not ours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)
    return path


def pre_commit(repo: Repository, *args: str) -> None:
    """Run the real pre-commit."""
    subprocess.run(
        [sys.executable, "-m", "pre_commit", *args], cwd=repo.path, check=True, capture_output=True
    )


def prek(repo: Repository, *args: str) -> None:
    """Run the real prek."""
    pytest.importorskip("prek")
    subprocess.run(
        [sys.executable, "-m", "prek", *args], cwd=repo.path, check=True, capture_output=True
    )


def dones(repo: Repository) -> dict[str, str]:
    """Install and give what was done for each event, but for those that nothing was done for."""
    done = {each.event: each.action for each in install(repo.runner).events}
    return {event: what for event, what in done.items() if what != "unchanged"}


def installed_for(outcome: InstallOutcome, event: str = "post-commit") -> EventInstallation:
    """What installing did for one event."""
    return next(each for each in outcome.events if each.event == event)


def removed_for(outcome: UninstallOutcome, event: str = "post-commit") -> EventRemoval:
    """What uninstalling did for one event."""
    return next(each for each in outcome.events if each.event == event)


def test_all_shims_are_installed_executable_with_this_interpreter(repo: Repository) -> None:
    outcome = install(repo.runner)
    assert [each.event for each in outcome.events] == list(events_with_shim())
    assert outcome.python == Path(sys.executable)
    for event in events_with_shim():
        path = hooks_of(repo) / event
        assert path.read_bytes() == render_shim(event, Path(sys.executable))
        assert stat.S_IMODE(path.stat().st_mode) == 0o755


def test_a_second_install_changes_nothing_and_says_so(repo: Repository) -> None:
    put_hook(hooks_of(repo) / "post-commit")
    assert not install(repo.runner).is_unchanged
    before = snapshot(hooks_of(repo))
    times = [path.stat().st_mtime_ns for path in sorted(hooks_of(repo).iterdir())]
    outcome = install(repo.runner)
    assert outcome.is_unchanged
    assert installed_for(outcome).previous_hook == hooks_of(repo) / "post-commit.before-hookkit"
    assert snapshot(hooks_of(repo)) == before
    assert [path.stat().st_mtime_ns for path in sorted(hooks_of(repo).iterdir())] == times


def test_another_name_of_the_same_python_changes_nothing(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("python", "python3"):
        (tmp_path / name).symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    install(repo.runner)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python3"))
    assert install(repo.runner).is_unchanged


def test_another_environment_renews_the_shim(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(repo.runner)
    (tmp_path / "python").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert dones(repo) == dict.fromkeys(events_with_shim(), "renewed")
    shim = read_shim(hooks_of(repo) / "post-commit")
    assert shim is not None and shim.python == tmp_path / "python", "the link is not resolved"
    assert sorted(p.name for p in hooks_of(repo).iterdir() if p.suffix != ".sample") == list(
        events_with_shim()
    )


@pytest.mark.parametrize("mode", [0o755, 0o700, 0o644])
def test_a_foreign_hook_is_kept_and_restored_byte_for_byte(repo: Repository, mode: int) -> None:
    put_hook(hooks_of(repo) / "post-commit", mode=mode)
    before = snapshot(hooks_of(repo))
    outcome = install(repo.runner)
    assert installed_for(outcome).is_previous_not_executable == (mode == 0o644)
    repo.commit("text", {"a.txt": "1\n"})
    assert (repo.path / "foreign.log").exists() == (mode != 0o644)
    removed = uninstall(repo.runner)
    assert removed_for(removed).restored_hook == hooks_of(repo) / "post-commit"
    assert snapshot(hooks_of(repo)) == before


@pytest.mark.parametrize("target", ["../../scripts/hook", "nowhere"])
def test_a_link_is_kept_as_a_link(repo: Repository, target: str) -> None:
    put_hook(repo.path / "scripts" / "hook")
    (hooks_of(repo) / "post-commit").symlink_to(target)
    before = snapshot(hooks_of(repo))
    install(repo.runner)
    repo.commit("text", {"a.txt": "1\n"})
    assert (repo.path / "foreign.log").exists() == (target != "nowhere")
    assert (repo.path / "scripts/hook").read_bytes() == FOREIGN
    uninstall(repo.runner)
    assert snapshot(hooks_of(repo)) == before


def test_a_link_to_our_shim_is_replaced_and_its_target_stays(
    repo: Repository, tmp_path: Path
) -> None:
    target = put_hook(tmp_path / "post-commit", render_shim("post-commit", None))
    (hooks_of(repo) / "post-commit").symlink_to(target)
    install(repo.runner)
    assert not (hooks_of(repo) / "post-commit").is_symlink()
    assert not (hooks_of(repo) / "post-commit.before-hookkit").exists()
    assert target.read_bytes() == render_shim("post-commit", None)


def test_a_kept_hook_is_never_overwritten(repo: Repository) -> None:
    hooks = hooks_of(repo)
    put_hook(hooks / "post-commit")
    put_hook(hooks / "post-commit.before-hookkit", b"#!/bin/sh\n# earlier\n")
    before = snapshot(hooks)
    with pytest.raises(Refused, match="keeps an earlier one") as refusal:
        install(repo.runner)
    assert snapshot(hooks) == before
    assert refusal.value.repair is not None
    subprocess.run(
        refusal.value.repair.removesuffix(" && hookkit install"),
        shell=True,
        cwd=repo.path,
        check=True,
    )
    assert dones(repo) == dict.fromkeys(events_with_shim(), "installed")


def test_a_kept_hook_that_came_back_as_it_was_is_kept_once(repo: Repository) -> None:
    put_hook(hooks_of(repo) / "post-commit")
    before = snapshot(hooks_of(repo))
    install(repo.runner)
    put_hook(hooks_of(repo) / "post-commit")
    assert dones(repo) == {"post-commit": "installed"}
    uninstall(repo.runner)
    assert snapshot(hooks_of(repo)) == before


def test_when_the_second_event_fails_the_first_is_taken_back(repo: Repository) -> None:
    hooks = hooks_of(repo)
    put_hook(hooks / "post-commit", mode=0o750)
    put_hook(hooks / "post-rewrite")
    put_hook(hooks / "post-rewrite.before-hookkit", b"#!/bin/sh\n# earlier\n")
    before = snapshot(hooks)
    with pytest.raises(Refused):
        install(repo.runner)
    assert snapshot(hooks) == before


def test_a_renewed_shim_is_taken_back_too(repo: Repository) -> None:
    hooks = hooks_of(repo)
    put_hook(hooks / "post-commit", render_shim("post-commit", Path("/old/python")), 0o700)
    put_hook(hooks / "post-rewrite")
    put_hook(hooks / "post-rewrite.before-hookkit", b"#!/bin/sh\n# earlier\n")
    before = snapshot(hooks)
    with pytest.raises(Refused):
        install(repo.runner)
    assert snapshot(hooks) == before


def test_a_shim_that_is_not_executable_is_renewed(repo: Repository) -> None:
    install(repo.runner)
    (hooks_of(repo) / "post-commit").chmod(0o644)
    assert dones(repo) == {"post-commit": "renewed"}
    assert os.access(hooks_of(repo) / "post-commit", os.X_OK)


def test_an_edited_shim_is_put_aside_and_named(repo: Repository) -> None:
    install(repo.runner)
    hook = hooks_of(repo) / "post-commit"
    for number in (1, 2):
        hook.write_bytes(hook.read_bytes() + b"echo %d\n" % number)
        edited = hook.read_bytes()
        outcome = install(repo.runner)
        aside = hooks_of(repo) / f"post-commit.edited-{number}"
        done = installed_for(outcome)
        assert (done.action, done.edited_copy) == ("renewed", aside)
        assert aside.read_bytes() == edited
        assert hook.read_bytes() == render_shim("post-commit", Path(sys.executable))


def test_the_hooks_folder_is_made_when_missing(tmp_path: Path) -> None:
    repo = Repository.init(tmp_path / "repo", "--template=")
    assert not hooks_of(repo).exists()
    install(repo.runner)
    assert (hooks_of(repo) / "post-commit").exists()


def test_a_hooks_folder_that_cannot_be_made_is_named(repo: Repository) -> None:
    repo.write("file", "")
    repo.git("config", "core.hooksPath", "file/hooks")
    with pytest.raises(EnvironmentFailed, match="file/hooks cannot be made: .*/file is no folder"):
        install(repo.runner)


@pytest.mark.parametrize("name", [".git/hooks", ".git"])
def test_install_and_doctor_tell_a_folder_that_cannot_be_written_alike(
    repo: Repository, name: str
) -> None:
    repo.commit("one")
    hooks_of(repo).mkdir(exist_ok=True)
    folder = repo.path / name
    folder.chmod(0o555)
    try:
        installed = bounded(repo, "install")
        assert (installed.returncode, installed.stdout) == (3, "")
        place = folder if name == ".git/hooks" else folder / "hookkit"
        verb = "written" if place == folder else "made"
        reason = "you have no permission there (Permission denied)"
        assert installed.stderr == (
            f"hookkit: the folder {place} cannot be {verb}: {reason}\n"
            f"  repair: ls -ld -- {folder}\n"
        )
        examined = bounded(repo, "doctor")
        assert examined.returncode == 1
        assert f": the folder {folder} cannot be written: {reason}\n" in examined.stdout
        assert f"      run: ls -ld -- {folder}\n" in examined.stdout
    finally:
        folder.chmod(0o755)
    assert "cannot be written" not in bounded(repo, "doctor").stdout


def bounded(repo: Repository, command: str) -> subprocess.CompletedProcess[str]:
    """Run hookkit as somebody for whom permissions count, as they do not for root."""
    dropped = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere")
    words = [*(dropped if os.geteuid() == 0 else ()), sys.executable, "-m", "hookkit", command]
    return subprocess.run(words, cwd=repo.path, capture_output=True, text=True)


def test_a_hooks_path_that_is_not_there_is_not_made_outside_of_the_repository(
    repo: Repository, tmp_path: Path
) -> None:
    folder = tmp_path / "nowhere" / "hooks"
    repo.git("config", "core.hooksPath", str(folder))
    ended = repo.hookkit("install")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"hookkit: core.hooksPath is {str(folder)!r}, where there is no folder: git runs no hook"
        " here. Take the setting away, or make the folder\n"
        "  repair: git config --local --unset-all core.hooksPath\n"
    )
    assert not folder.parent.exists()
    (finding,) = [each for each in diagnose_repository(repo.runner) if each.name == "hooks folder"]
    assert (finding.state, finding.sentence) == ("bad", ended.stderr[9 : ended.stderr.index("\n")])
    folder.mkdir(parents=True)
    assert repo.hookkit("install").returncode == 0


def test_hooks_path_of_the_repository_is_honoured(repo: Repository) -> None:
    repo.git("config", "core.hooksPath", ".githooks")
    put_hook(repo.path / ".githooks" / "post-commit")
    before = snapshot(hooks_of(repo))
    install(repo.runner)
    assert snapshot(hooks_of(repo)) == before
    assert read_shim(repo.path / ".githooks" / "post-commit") is not None
    uninstall(repo.runner)
    assert snapshot(repo.path / ".githooks") == {"post-commit": (0o755, FOREIGN)}


@pytest.mark.parametrize("is_ignored", [False, True])
def test_a_hooks_folder_that_git_keeps_is_no_place_for_a_machines_python(
    repo: Repository, is_ignored: bool
) -> None:
    repo.git("config", "core.hooksPath", ".githooks")
    repo.write(".gitignore", ".githooks/\n" if is_ignored else "")
    assert install(repo.runner).notes == (
        ()
        if is_ignored
        else (
            f"{repo.path}/.githooks is in the worktree: do not commit these files, which name a"
            " Python of this machine",
        )
    )


def test_a_global_hooks_path_is_not_written_to(repo: Repository, sealed_home: Path) -> None:
    repo.git("config", "--global", "core.hooksPath", "~/hooks")
    put_hook(sealed_home / "hooks" / "post-commit")
    with pytest.raises(Refused):
        install(repo.runner)
    assert snapshot(sealed_home / "hooks") == {"post-commit": (0o755, FOREIGN)}


def test_install_in_every_kind_of_repository(repo: Repository, tmp_path: Path) -> None:
    repo.commit("first", {"a.txt": "1\n"})
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    repo.git("submodule", "add", "-q", str(repo.path), "sub")
    places = {
        tmp_path / "linked": hooks_of(repo),
        repo.path / "sub": repo.path / ".git/modules/sub/hooks",
        Repository.init(tmp_path / "apart", "--separate-git-dir", str(tmp_path / "g")).path: (
            tmp_path / "g" / "hooks"
        ),
        Repository.init(tmp_path / "bare.git", "--bare").path: tmp_path / "bare.git" / "hooks",
    }
    for path, hooks in places.items():
        before = snapshot(hooks)
        outcome = install(Repository(path).runner)
        assert [each.path for each in outcome.events] == [
            hooks / event for event in events_with_shim()
        ]
        assert not uninstall(Repository(path).runner).is_unchanged
        assert snapshot(hooks) == before


def test_pre_commit_owns_the_event_it_lists(repo: Repository) -> None:
    listed(repo, more="        always_run: true\n        stages: [post-commit]\n")
    outcome = install(repo.runner)
    theirs = next(each for each in outcome.events if each.event == "post-commit")
    assert (theirs.owner, theirs.action) == ("pre-commit", "installed")
    assert "pre-commit installed at" in theirs.output
    assert b"generated by pre-commit" in (hooks_of(repo) / "post-commit").read_bytes()
    assert read_shim(hooks_of(repo) / "post-rewrite") is not None
    before = snapshot(hooks_of(repo))
    assert install(repo.runner).is_unchanged
    assert snapshot(hooks_of(repo)) == before
    assert uninstall(repo.runner).pre_commit_or_prek_events == (("post-commit", "pre-commit"),)


def test_an_event_is_handed_over_to_pre_commit_with_the_foreign_hook(repo: Repository) -> None:
    put_hook(hooks_of(repo) / "post-commit")
    install(repo.runner)
    listed(repo)
    outcome = install(repo.runner)
    theirs = next(each for each in outcome.events if each.event == "post-commit")
    assert theirs.previous_hook == hooks_of(repo) / "post-commit.legacy"
    assert theirs.previous_hook.read_bytes() == FOREIGN
    assert not (hooks_of(repo) / "post-commit.before-hookkit").exists()


def test_when_pre_commit_cannot_be_installed_our_shim_stays(repo: Repository) -> None:
    repo.git("config", "core.hooksPath", "hooks")
    put_hook(repo.path / "hooks" / "post-commit")
    install(repo.runner)
    before = snapshot(repo.path / "hooks")
    listed(repo)
    with pytest.raises(EnvironmentFailed, match="Cowardly"):
        install(repo.runner)
    assert snapshot(repo.path / "hooks") == before


def test_the_combined_hook_hands_over_all_but_the_push_at_once(repo: Repository) -> None:
    listed(repo, "hookkit")
    outcome = install(repo.runner)
    owners = {each.event: each.owner for each in outcome.events}
    assert {event for event in owners if owners[event] == "hookkit"} == {"pre-push"}
    assert [bool(each.output) for each in outcome.events].count(True) == 1
    assert install(repo.runner).is_unchanged
    assert len(uninstall(repo.runner).pre_commit_or_prek_events) == len(owners) - 1


def test_prek_installs_where_its_scripts_are(repo: Repository) -> None:
    listed(repo, "hookkit")
    prek(repo, "install", "-t", "pre-commit")
    outcome = install(repo.runner)
    assert {each.owner for each in outcome.events} == {"hookkit", "prek"}
    assert b"generated by prek" in (hooks_of(repo) / "post-commit").read_bytes()
    last = lines(uninstall_rows(uninstall(repo.runner)))
    assert "prek still runs hookkit for commit-msg, post-checkout, post-commit" in last


def test_a_broken_pre_commit_configuration_is_named(repo: Repository) -> None:
    repo.write(".pre-commit-config.yaml", "repos: [\n")
    with pytest.raises(WrongUsage, match="line 2"):
        install(repo.runner)


def test_two_installs_at_the_same_time_lose_nothing(repo: Repository) -> None:
    hooks = hooks_of(repo)
    for number in range(4):
        put_hook(hooks / "post-commit")
        command = [sys.executable, "-m", "hookkit", "install"]
        both = [
            subprocess.Popen(
                command, cwd=repo.path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for _ in range(2)
        ]
        assert 0 in [each.wait() for each in both], number
        assert (hooks / "post-commit.before-hookkit").read_bytes() == FOREIGN
        uninstall(repo.runner)
        assert (hooks / "post-commit").read_bytes() == FOREIGN


def test_a_move_never_overwrites(tmp_path: Path) -> None:
    one, two = put_hook(tmp_path / "one"), put_hook(tmp_path / "two", b"two")
    with ExitStack() as rollback, pytest.raises(EnvironmentFailed, match="cannot be moved"):
        move_file(one, two, rollback)
    assert (one.read_bytes(), two.read_bytes()) == (FOREIGN, b"two")


PRE_COMMIT_LOG = """\
repos:
-   repo: local
    hooks:
    -   id: log
        name: log
        entry: sh -c 'echo pre-commit >> pre-commit.log'
        language: system
        always_run: true
        pass_filenames: false
        stages: [post-commit]
"""


def count(repo: Repository, name: str) -> int:
    """The number of lines of a log in the worktree."""
    path = repo.path / f"{name}.log"
    return len(path.read_text().splitlines()) if path.exists() else 0


@pytest.fixture
def counting(repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository of pre-commit's in which hookkit only leaves a line in hookkit.log."""
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho hookkit >>"$4/hookkit.log"\n')
    python.chmod(0o755)
    monkeypatch.setattr("hookkit.install.install.interpreter_for_shims", lambda git: (python, None))
    repo.write(".gitignore", "*.log\n")
    repo.write(".pre-commit-config.yaml", PRE_COMMIT_LOG)
    repo.git("add", ".")
    return repo


def runs(repo: Repository) -> tuple[int, int, int]:
    """Commit a Python file and count the runs: foreign hook, pre-commit's hook, hookkit."""
    names = ("foreign", "pre-commit", "hookkit")
    before = [count(repo, name) for name in names]
    repo.commit("python", {"a.py": f"x = {before}\n"})
    first, second, third = (count(repo, n) - b for n, b in zip(names, before, strict=True))
    return first, second, third


def test_pre_commit_installed_before_hookkit(counting: Repository) -> None:
    put_hook(hooks_of(counting) / "post-commit")
    pre_commit(counting, "install", "-t", "post-commit")
    before = snapshot(hooks_of(counting))
    install(counting.runner)
    assert runs(counting) == (1, 1, 1)
    uninstall(counting.runner)
    assert snapshot(hooks_of(counting)) == before


def test_pre_commit_installed_after_hookkit(counting: Repository) -> None:
    put_hook(hooks_of(counting) / "post-commit")
    install(counting.runner)
    pre_commit(counting, "install", "-t", "post-commit")
    assert runs(counting) == (1, 1, 1)
    before = snapshot(hooks_of(counting))
    outcome = install(counting.runner)
    assert outcome.is_unchanged
    assert installed_for(outcome).path == hooks_of(counting) / "post-commit.legacy"
    assert snapshot(hooks_of(counting)) == before


def test_uninstall_takes_the_shim_out_of_pre_commits_chain(counting: Repository) -> None:
    put_hook(hooks_of(counting) / "post-commit")
    install(counting.runner)
    pre_commit(counting, "install", "-t", "post-commit")
    outcome = uninstall(counting.runner)
    assert removed_for(outcome).shim == hooks_of(counting) / "post-commit.legacy"
    assert (hooks_of(counting) / "post-commit.legacy").read_bytes() == FOREIGN
    assert runs(counting) == (1, 1, 0)


def test_pre_commit_before_and_after_hookkit_is_no_loop(counting: Repository) -> None:
    pre_commit(counting, "install", "-t", "post-commit")
    before = snapshot(hooks_of(counting))
    install(counting.runner)
    pre_commit(counting, "install", "-t", "post-commit")
    assert runs(counting) == (0, 1, 1)
    uninstall(counting.runner)
    assert snapshot(hooks_of(counting)) == before


def test_prek_before_and_after_hookkit_is_no_loop(counting: Repository) -> None:
    prek(counting, "install", "-t", "post-commit")
    before = snapshot(hooks_of(counting))
    install(counting.runner)
    prek(counting, "install", "-t", "post-commit")
    assert runs(counting) == (0, 1, 1)
    uninstall(counting.runner)
    assert snapshot(hooks_of(counting)) == before


@pytest.mark.parametrize("tool", [pre_commit, prek])
@pytest.mark.parametrize("foreign", [False, True])
def test_of_a_push_all_refs_are_seen_beside_pre_commits_script(
    repo: Repository, tool: Callable[..., None], foreign: bool
) -> None:
    hooks = hooks_of(repo)
    listed(repo, "hookkit-force-push")
    if foreign:
        put_hook(hooks / "pre-push", b"#!/bin/sh\nexit 0\n")
    tool(repo, "install", "-t", "pre-push")
    before = snapshot(hooks)
    done = installed_for(install(repo.runner), "pre-push")
    kept = hooks / "pre-push.before-hookkit" if foreign else None
    caller: PreCommitOrPrek = "pre-commit" if tool is pre_commit else "prek"
    legacy = hooks / "pre-push.legacy"
    assert done == EventInstallation(
        "pre-push", legacy, "installed", previous_hook=kept, calling_framework=caller
    )
    assert read_shim(hooks / "pre-push.legacy") is not None
    assert snapshot(hooks)["pre-push"] == before["pre-push"]
    assert install(repo.runner).is_unchanged
    uninstall(repo.runner)
    assert snapshot(hooks) == before


def test_pre_commit_moves_the_shim_of_a_push_to_where_it_runs_it(repo: Repository) -> None:
    hooks = hooks_of(repo)
    put_hook(hooks / "pre-push")
    install(repo.runner)
    listed(repo, "hookkit-force-push")
    pre_commit(repo, "install", "-t", "pre-push")
    outcome = install(repo.runner)
    assert outcome.is_unchanged
    done = installed_for(outcome, "pre-push")
    assert (done.path.name, done.owner) == ("pre-push.legacy", "hookkit")
    output = lines(install_rows(outcome, "hookkit"))
    assert f"  pre-push: called by the hook of pre-commit: {done.path}\n" in output
    uninstall(repo.runner)
    assert (hooks / "pre-push.legacy").read_bytes() == FOREIGN


NAMES = (
    "    commit-msg, post-checkout, post-commit, post-merge, post-rewrite,",
    "    pre-commit, pre-merge-commit, pre-push",
)


def test_the_commands_say_what_was_done_and_what_is_next(repo: Repository) -> None:
    put_hook(hooks_of(repo) / "post-commit")
    first = repo.hookkit("install")
    assert (first.returncode, first.stderr) == (0, "")
    kept = hooks_of(repo) / "post-commit.before-hookkit"
    assert first.stdout.splitlines() == [
        "hookkit is installed",
        f"  installed in {hooks_of(repo)}:",
        *NAMES,
        f"  post-commit: runs first: {kept}",
        f"  runs with {sys.executable}",
        "next: make a commit, or try hookkit demo",
        "to uninstall it: hookkit uninstall",
    ]
    assert repo.hookkit("install").stdout.splitlines() == [
        "hookkit was installed already",
        f"  unchanged in {hooks_of(repo)}:",
        *first.stdout.splitlines()[2:],
    ]
    last = repo.hookkit("uninstall")
    assert last.stdout.splitlines() == [
        "hookkit is uninstalled",
        f"  removed from {hooks_of(repo)}:",
        *NAMES,
        f"  post-commit: restored {hooks_of(repo) / 'post-commit'}",
    ]
    again = repo.hookkit("uninstall")
    assert (again.returncode, again.stdout) == (
        0,
        "hookkit was not installed here: nothing was changed\n",
    )


def lines(rows: list[Row]) -> str:
    """Rows as text."""
    return "\n".join(each.text for each in rows)


def test_the_rows_name_what_was_kept_put_aside_and_left(repo: Repository) -> None:
    hooks = hooks_of(repo)
    put_hook(hooks / "post-commit", mode=0o644)
    first = lines(install_rows(install(repo.runner), "hookkit"))
    kept = hooks / "post-commit.before-hookkit"
    assert f"kept, but not executable, so not run: {kept}" in first
    put_hook(hooks / "post-rewrite", (hooks / "post-rewrite").read_bytes() + b"echo more\n")
    aside = hooks / "post-rewrite.edited-1"
    assert f"put aside: {aside}" in lines(install_rows(install(repo.runner), "hookkit"))
    put_hook(hooks / "post-rewrite", (hooks / "post-rewrite").read_bytes() + b"echo more\n")
    put_hook(hooks / "post-commit", b"#!/bin/sh\n# newer\n")
    last = lines(uninstall_rows(uninstall(repo.runner)))
    assert f"another hook is in its place, left: {kept}" in last
    assert f"edited, so put aside: {hooks / 'post-rewrite.edited-2'}" in last


def test_the_rows_name_pre_commit_where_it_runs_hookkit(repo: Repository) -> None:
    listed(repo)
    first = lines(install_rows(install(repo.runner), "hookkit"))
    assert "  installed by pre-commit, which runs hookkit there in " in first
    assert "pre-commit: pre-commit installed at" in first
    last = lines(uninstall_rows(uninstall(repo.runner)))
    assert "pre-commit uninstall --hook-type post-commit" in last


def test_the_rows_have_the_note_about_the_interpreter(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = linked_python(repo, tmp_path)
    monkeypatch.setattr(sys, "executable", str(linked.path / ".venv/bin/python"))
    output = lines(install_rows(install(linked.runner), "hookkit"))
    assert "hookkit is looked up on PATH" in output


def test_a_refusal_ends_with_1_and_its_repair(repo: Repository) -> None:
    repo.git("config", "--global", "core.hooksPath", "~/hooks")
    ended = repo.hookkit("install")
    assert ended.returncode == 1
    assert "git config --local core.hooksPath" in ended.stderr
    assert "Traceback" not in ended.stderr
