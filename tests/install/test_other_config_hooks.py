"""Hooks that git's configuration names: what is said of them, and what really runs."""

from __future__ import annotations

import subprocess

import pytest

from hookkit.install.diagnosis import Diagnosis
from hookkit.install.doctor import diagnose_repository, is_healthy
from hookkit.install.install import install
from hookkit.install.other_config_hooks import read_other_config_hooks
from hookkit.install.uninstall import uninstall
from hookkit.shims.shim_file import events_with_shim
from tests.repository import Repository


@pytest.fixture
def hooked(repo: Repository) -> Repository:
    """A repository with the hooks, where git runs hooks that its configuration names."""
    if repo.attempt("hook", "list", "pre-commit").returncode == 129:
        pytest.skip("this git has no `git hook list`: TESTS_GIT names the folder of another")
    install(repo.runner)
    return repo


def configure(repo: Repository, name: str, command: str, *at: str) -> None:
    """Have git run a command at some events."""
    repo.git("config", f"hook.{name}.command", command)
    for event in at:
        repo.git("config", "--add", f"hook.{name}.event", event)


def said(repo: Repository, event: str) -> list[tuple[str, str]]:
    """What the doctor says of an event."""
    found = (each for each in diagnose_repository(repo.runner) if each.name == event)
    return [(each.state, each.sentence) for each in found]


def test_a_hook_that_runs_first_is_named_in_that_order(hooked: Repository) -> None:
    configure(hooked, "my.lint", "echo lint >> order", "pre-commit", "pre-push")
    kept = hooked.path / ".git" / "hooks" / "pre-commit.before-hookkit"
    kept.write_text("#!/bin/sh\necho kept >> order\n")
    kept.chmod(0o755)
    first = 'git runs first: hook.my.lint ("echo lint >> order")'
    assert ("ok", first) in said(hooked, "pre-commit")
    assert ("ok", first) in said(hooked, "pre-push")
    assert is_healthy(diagnose_repository(hooked.runner))
    hooked.commit("one")
    assert hooked.read("order") == b"lint\nkept\n"
    assert f"pre-commit: {first}" in install(hooked.runner).notes


def test_a_hook_that_is_switched_off_or_of_another_event_is_no_matter(hooked: Repository) -> None:
    configure(hooked, "off", "false", "pre-commit")
    hooked.git("config", "hook.off.enabled", "false")
    configure(hooked, "other", "false", "post-index-change")
    assert ("ok", 'switched off: hook.off ("false")') in said(hooked, "pre-commit")
    assert is_healthy(diagnose_repository(hooked.runner))
    assert install(hooked.runner).notes == ()
    assert not [each for each in diagnose_repository(hooked.runner) if "other" in each.sentence]


def test_hookkit_that_runs_twice_is_found_and_the_repair_ends_it(hooked: Repository) -> None:
    configure(hooked, "hk", "hookkit hook post-commit", "post-commit")
    bad = [each for each in diagnose_repository(hooked.runner) if each.state == "bad"]
    sentence = 'hookkit runs twice: by its shim, and by hook.hk ("hookkit hook post-commit")'
    repair = "git config hook.hk.enabled false"
    assert bad == [Diagnosis("post-commit", "bad", sentence, repair)]
    assert any("hookkit runs twice" in each for each in install(hooked.runner).notes)
    subprocess.run(repair, shell=True, cwd=hooked.path, check=True)
    assert is_healthy(diagnose_repository(hooked.runner))


def test_what_is_uninstalled_says_what_the_configuration_still_runs(hooked: Repository) -> None:
    configure(hooked, "hk", "hookkit hook post-commit", "post-commit")
    configure(hooked, "lint", "echo lint", "post-commit")
    ended = hooked.hookkit("uninstall")
    line = (
        "git's configuration still runs hookkit for post-commit: git config hook.hk.enabled false"
    )
    assert line in ended.stdout.splitlines()
    assert "lint" not in ended.stdout
    assert uninstall(hooked.runner).config_hooks_running_hookkit == (
        ("post-commit", "git config hook.hk.enabled false"),
    )


def test_a_git_that_does_not_run_them_is_told(repo: Repository) -> None:
    if repo.attempt("hook", "list", "pre-commit").returncode != 129:
        pytest.skip("this git runs them")
    install(repo.runner)
    configure(repo, "lint", "echo lint", "pre-commit")
    printed = 'hook.lint ("echo lint") is configured, and this git does not run it (2.54 does)'
    assert ("warn", printed) in said(repo, "pre-commit")
    assert is_healthy(diagnose_repository(repo.runner))


def test_where_nothing_is_configured_nothing_is_found(repo: Repository) -> None:
    assert read_other_config_hooks(repo.runner, events_with_shim()) == []
