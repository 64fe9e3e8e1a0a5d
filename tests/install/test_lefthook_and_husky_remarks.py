"""lefthook and husky beside hookkit: found, wired or not, and nothing is told twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hookkit.install.doctor import diagnose_repository, is_healthy
from hookkit.install.install import install
from hookkit.install.install_and_uninstall_report import install_rows
from hookkit.install.uninstall import uninstall
from hookkit.settings.definitions import Settings
from hookkit.shims.hooks_status import find_hooks_status
from hookkit.shims.lefthook_and_husky import find_lefthook_or_husky, lefthook_lines
from hookkit.shims.shim_file import events_with_shim, read_shim
from tests.documentation_pages import ROOT
from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY, commit

LINT = "pre-commit:\n  jobs:\n    - run: echo lint\n"
SCRIPT = '#!/bin/sh\ncall_lefthook() { lefthook "$@"; }\n'


def said(repo: Repository, name: str) -> list[tuple[str, str]]:
    """What the doctor says of something."""
    return [
        (each.state, each.sentence)
        for each in diagnose_repository(repo.runner)
        if each.name == name
    ]


def put(path: Path, text: str) -> None:
    """Write a hook."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def hook(repo: Repository, name: str) -> Path:
    return repo.path / ".git" / "hooks" / name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lefthook.yml", LINT),
        (".lefthook.yaml", f"output: false\n{LINT}"),
        (".config/lefthook.json", '{"x": 1,\n  "pre-commit": {"jobs": []}}'),
        ("lefthook.toml", "[[pre-commit.jobs]]\nrun = 'echo lint'\n"),
        ("lefthook.yml", "'pre-commit':\n  commands: {}\n"),
    ],
)
def test_the_events_of_lefthook_are_read(repo: Repository, name: str, text: str) -> None:
    assert find_lefthook_or_husky(repo.runner) is None
    repo.write(name, text)
    found = find_lefthook_or_husky(repo.runner)
    assert found is not None
    assert (found.name, found.path) == ("lefthook", repo.path / name)
    assert ({*found.events}, {*found.hookkit_events}) == ({"pre-commit"}, set())


def test_the_lines_for_lefthook_are_found_again(repo: Repository) -> None:
    repo.write("lefthook.yml", LINT)
    lines = lefthook_lines("lefthook.yml", ["post-commit", "pre-push"])
    repo.write("lefthook-local.yml", "\n".join(lines))
    put(hook(repo, "commit-msg"), SCRIPT)
    found = find_lefthook_or_husky(repo.runner)
    assert found is not None
    assert found.hookkit_events == {"post-commit", "pre-push"}
    assert found.events == {"commit-msg", "post-commit", "pre-commit", "pre-push"}
    assert (found.path.name, found.local_config.name) == ("lefthook.yml", "lefthook-local.yml")
    assert lefthook_lines("lefthook.yml", ["pre-push"])[-1] == "      use_stdin: true"


def test_the_page_has_the_lines_that_are_printed() -> None:
    page = (ROOT / "docs" / "frameworks.md").read_text(encoding="utf-8")
    for event in events_with_shim():
        assert "\n".join(["", *lefthook_lines("lefthook.yml", [event]), ""]) in page


def test_what_lefthook_has_too_is_told_with_the_lines_and_when_it_was_moved(
    repo: Repository,
) -> None:
    repo.write("lefthook.yml", LINT)
    put(hook(repo, "pre-commit"), SCRIPT)
    text = "\n".join(str(each) for each in install_rows(install(repo.runner), "hookkit"))
    assert "lefthook has pre-commit too" in text
    assert "hookkit hook pre-commit {0} # {files}" in text
    assert hook(repo, "pre-commit.before-hookkit").read_text() == SCRIPT
    state, sentence = said(repo, "pre-commit")[0]
    assert (state, "will move" in sentence) == ("warn", True)

    hook(repo, "pre-commit").rename(hook(repo, "pre-commit.old"))
    put(hook(repo, "pre-commit"), SCRIPT)
    (printed,) = said(repo, "pre-commit")
    assert printed == (
        "bad",
        f"lefthook has moved hookkit's hook to {hook(repo, 'pre-commit.old')}, and does not run it",
    )
    install(repo.runner)
    assert read_shim(hook(repo, "pre-commit")) is not None
    assert not hook(repo, "pre-commit.old").exists()
    uninstall(repo.runner)
    assert hook(repo, "pre-commit").read_text() == SCRIPT


def test_what_lefthook_runs_is_left_to_it(repo: Repository) -> None:
    put(hook(repo, "post-commit"), SCRIPT)
    install(repo.runner)
    lines = lefthook_lines("lefthook.yml", ["post-commit", "post-merge"])
    repo.write("lefthook.yml", "\n".join(lines))
    assert "one of them is enough" in said(repo, "post-commit")[0][1]
    outcome = install(repo.runner)
    owners = {each.event: (each.owner, each.action) for each in outcome.events}
    assert owners["post-commit"] == ("lefthook", "renewed")
    assert owners["pre-commit"] == ("hookkit", "unchanged")
    assert hook(repo, "post-commit").read_text() == SCRIPT
    config = repo.path / "lefthook.yml"
    expected = f"lefthook runs hookkit by {config.name}: {hook(repo, 'post-commit')}"
    assert said(repo, "post-commit") == [("ok", expected)]
    # There is no script of lefthook's yet.
    note = "lefthook runs nothing at post-merge before it is installed: lefthook install"
    assert note in outcome.notes
    assert [each.repair for each in diagnose_repository(repo.runner) if each.state == "bad"] == [
        "lefthook install"
    ]
    assert uninstall(repo.runner).notes == (
        f"lefthook still runs hookkit for post-commit, post-merge: see {config}",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the kept hook is for a POSIX sh")
def test_a_kept_hook_that_starts_hookkit_is_told_of_once(repo: Repository) -> None:
    put(hook(repo, "post-commit"), f"#!/bin/sh\n'{sys.executable}' -m hookkit hook post-commit\n")
    install(repo.runner)
    repo.write("a.py", SLOPPY)
    repo.git("add", "a.py")
    assert commit(repo, "-m", "Add a").count("hookkit corrected") == 1


def test_husky_is_wired_in_part_and_whole(repo: Repository) -> None:
    repo.git("config", "core.hooksPath", ".husky/_")
    put(repo.path / ".husky" / "post-commit", 'hookkit hook post-commit "$@"\n')
    outcome = install(repo.runner)
    assert [(each.event, each.owner) for each in outcome.events] == [("post-commit", "husky")]
    assert "for event in commit-msg post-checkout post-merge" in outcome.notes[0]
    assert is_healthy(diagnose_repository(repo.runner))
    assert said(repo, "husky")[0][0] == "warn"
    for event in events_with_shim():
        put(repo.path / ".husky" / event, f'hookkit hook {event} "$@"\n')
    assert install(repo.runner).notes == ()
    assert said(repo, "husky") == []
    hooks = find_hooks_status(repo.runner, Settings())
    assert (hooks.state, hooks.reason) == ("pre-commit", "husky")
    assert [state for state, _ in said(repo, "pre-push")] == ["ok"]
