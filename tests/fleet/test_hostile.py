"""Repositories that are broken, locked, somebody else's or meant to do harm: a row for each."""

from __future__ import annotations

import os
import re
import shlex
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hookkit.fleet.inspection import Inspection, InspectionResult
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.parallel_inspection import inspect_all, local_executor_factory
from tests.fleet.repositories import clone, look
from tests.repository import Repository
from tests.repository_with_hooks import run_here

Harm = Callable[[Repository, str], None]


def _configured(repo: Repository, program: str) -> None:
    """Everything by which a configuration has git run a program."""
    for key in (
        *("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.gitProxy"),
        *("core.alternateRefsCommand", "gpg.program", "diff.external", "credential.helper"),
        *("filter.f.smudge", "filter.f.clean", "filter.f.process", "merge.m.driver"),
        *("diff.d.textconv", "diff.d.command", "uploadpack.packObjectsHook"),
    ):
        repo.git("config", key, program)
    for name in ("rev-parse", "config", "for-each-ref", "cat-file", "log", "symbolic-ref"):
        repo.git("config", f"alias.{name}", f"!{program}")
    repo.git("config", "log.showSignature", "true")
    attributes = repo.path / ".git" / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text("* filter=f merge=m diff=d\n")


def _hooks(repo: Repository, program: str) -> None:
    """A program for each hook that there is, also of refs that move."""
    folder = repo.path / "own"
    folder.mkdir()
    for name in ("post-commit", "pre-push", "reference-transaction", "post-index-change"):
        (folder / name).write_text(f"#!/bin/sh\n# hookkit shim 3\npython={program}\n{program}\n")
        (folder / name).chmod(0o755)
        repo.git("config", f"hook.own-{name}.command", program)
        repo.git("config", f"hook.own-{name}.event", name)
    repo.git("config", "core.hooksPath", str(folder))


def _partial(repo: Repository, program: str) -> None:
    """A clone without blobs, which git would get by a command of its configuration."""
    repo.git("config", "extensions.partialClone", "origin")
    repo.git("config", "core.repositoryFormatVersion", "1")
    repo.git("config", "protocol.ext.allow", "always")
    repo.git("config", "remote.origin.url", f"ext::{program}")
    repo.git("config", "remote.origin.promisor", "true")
    blob = repo.git("rev-parse", "HEAD:pyproject.toml")
    (repo.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()


@pytest.mark.parametrize("harm", [_configured, _hooks, _partial])
def test_nothing_of_a_repository_is_run(tmp_path: Path, harm: Harm) -> None:
    repo = clone(tmp_path / "git" / "shop", mode='"propose"')
    run, program = tmp_path / "run", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {shlex.quote(str(run))}\n")
    program.chmod(0o755)
    harm(repo, str(program))
    found = look(Repository(tmp_path), "status", "git")["shop"]
    assert not run.exists()
    assert found["problem"] is None and found["branch"] == "main"
    missing = "the content of pyproject.toml is not in this partial clone"
    assert found["rejected"] == (missing if harm is _partial else "")


def _no_head(repo: Repository) -> None:
    (repo.path / ".git" / "HEAD").unlink()


def _config(repo: Repository) -> None:
    (repo.path / ".git" / "config").write_text("[core\n")


def _own_setting(repo: Repository) -> None:
    repo.git("config", "hookkit.mode", "nonsense")


def _newer_format(repo: Repository) -> None:
    repo.git("config", "core.repositoryFormatVersion", "99")


def _lost_commit(repo: Repository) -> None:
    head = repo.git("rev-parse", "HEAD")
    (repo.path / ".git" / "objects" / head[:2] / head[2:]).unlink()


def _pipe(repo: Repository) -> None:
    os.mkfifo(repo.path / ".git" / "hooks" / "post-commit")


def _zeros(repo: Repository) -> None:
    (repo.path / ".git" / "hooks" / "pre-push").symlink_to("/dev/zero")


def _moved(repo: Repository) -> None:
    (repo.path / ".git").rename(repo.path / "git")
    (repo.path / ".git").write_text("gitdir: /nowhere\n")


@pytest.mark.parametrize(
    ("harm", "printed"),
    [
        (_no_head, "is not in a git repository"),
        (_config, "git cannot read its configuration"),
        (_own_setting, "hookkit.mode"),
        (_newer_format, "99"),
        (_lost_commit, "refs/heads/main is at a commit that is not here"),
        (_pipe, "is no script: it is a pipe or a device"),
        (_zeros, "is no script: it is a pipe or a device"),
        (_moved, " is not a git repository"),
    ],
)
def test_one_that_cannot_be_read_spoils_nothing(
    tmp_path: Path, harm: Callable[[Repository], None], printed: str
) -> None:
    clone(tmp_path / "git" / "cart")
    harm(clone(tmp_path / "git" / "shop"))
    found = look(Repository(tmp_path), "status", "git")
    assert found["cart"]["problem"] is None
    assert printed in found["shop"]["problem"]


def test_a_repository_around_another_folder_is_not_taken_for_it(tmp_path: Path) -> None:
    outer = clone(tmp_path)
    (outer.path / "below").mkdir()
    (outer.path / "list").write_text("below\ngone\n")
    found = look(outer, "status", "list")
    assert "is not in a git repository" in found["below"]["problem"]
    assert found["gone"]["problem"] == "there is no such folder"


def test_one_of_somebody_else_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = clone(tmp_path / "shop")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "true")  # git's own, for its tests
    found = look(Repository(tmp_path), "status", str(repo.path))["shop"]
    assert "belongs to somebody else, and git does not trust it" in found["problem"]
    assert found["repair"].startswith("git config --global --add safe.directory ")


def test_a_locked_one_is_read(tmp_path: Path) -> None:
    repo = clone(tmp_path / "shop")
    for name in ("index.lock", "HEAD.lock", "config.lock", "packed-refs.lock"):
        (repo.path / ".git" / name).touch()
    assert look(Repository(tmp_path), "status", ".")["shop"]["problem"] is None


def test_a_shallow_one_and_one_without_a_commit_are_read(tmp_path: Path) -> None:
    repo = clone(tmp_path / "shop")
    repo.commit("More")
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.path}", str(tmp_path / "shallow"))
    Repository.init(tmp_path / "unborn", "-b", "main")
    found = look(Repository(tmp_path), "status", ".")
    assert found["shallow"]["is_shallow"] and not found["shop"]["is_shallow"]
    assert (found["unborn"]["branch"], found["unborn"]["tip"]) == ("", "")


def test_a_commit_of_a_time_that_no_calendar_has_spoils_nothing(tmp_path: Path) -> None:
    clone(tmp_path / "git" / "cart")
    shop = clone(tmp_path / "git" / "shop")
    known = shop.git("cat-file", "commit", "main")
    raw = re.sub("(committer .*>) [0-9]+", rf"\1 {'9' * 30}", known)
    write = ("hash-object", "-t", "commit", "-w", "--literally", "--stdin")
    shop.git("update-ref", "refs/heads/main", shop.git(*write, data=f"{raw}\n".encode()))
    here = Repository(tmp_path)
    for work in ("status", "check", "debt"):
        found = look(here, work, "git", "--store", "s")
        assert [found[each]["problem"] for each in ("cart", "shop")] == [None, None]
    assert run_here(here, "fleet", "page", "p.html", "--store", "s").status == 0


def test_one_that_never_ends_is_given_up(tmp_path: Path) -> None:
    repo = clone(tmp_path / "shop")
    os.mkfifo(tmp_path / "pipe")
    repo.git("config", "include.path", str(tmp_path / "pipe"))
    begin = time.monotonic()
    found = look(Repository(tmp_path), "status", str(repo.path), "--timeout", "2")["shop"]
    assert found["problem"] == "it took longer than 2 seconds"
    assert time.monotonic() - begin < 60


def leave_a_file(repository: ListedRepository, _: Inspection) -> InspectionResult:
    """Leave a temporary file behind, as a process does that is killed, and say where."""
    return InspectionResult(repository.path, tempfile.mkdtemp())


def test_no_temporary_file_stays_whatever_becomes_of_a_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hookkit.fleet.parallel_inspection.inspect_repository", leave_a_file)
    before = tempfile.gettempdir()
    inspection = Inspection("status", "", 60)
    [found] = inspect_all(
        [ListedRepository("a", "/a")], inspection, 1, local_executor_factory(1), lambda _: None
    )
    assert found.problem.startswith(before) and not Path(found.problem).exists()
    assert tempfile.gettempdir() == before


def die_of(repository: ListedRepository, _: Inspection) -> InspectionResult:
    """Look at a repository, in a process that one of them kills."""
    if repository.name == "deadly":
        os._exit(1)
    return InspectionResult(repository.path, "")


def test_one_at_which_a_process_dies_is_told_and_the_others_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hookkit.fleet.parallel_inspection.inspect_repository", die_of)
    names = [*"abcdefgh", "deadly", *"ijklmnop"]
    repositories = [ListedRepository(each, f"/{each}") for each in names]
    inspection = Inspection("status", "", 60)
    found = inspect_all(repositories, inspection, 2, local_executor_factory(2), lambda _: None)
    problems = {each.path: each.problem for each in found}
    assert problems == {f"/{each}": "" for each in names} | {
        "/deadly": "the process that looked at it died"
    }
