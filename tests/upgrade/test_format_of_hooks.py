"""Hooks have a format number: a newer hookkit runs older hooks, an older hookkit refuses."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.hook_events import (
    SERVER_EVENTS,
    SHIM_VERSION,
    newer_shim_version,
    split_shim_arguments,
)
from hookkit.install import config_hook_shims
from hookkit.install import install as installing
from hookkit.install import reversible_file_changes
from hookkit.install import uninstall as uninstalling
from hookkit.install.doctor import diagnose_repository
from hookkit.install.install import install
from hookkit.shims.shim_file import ShimKind, events_with_shim, parse_shim, render_shim
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, add, commit, run_here

NEWER = SHIM_VERSION + 1


def of_form(content: bytes, number: int) -> bytes:
    """Give a shim as a hookkit with that form writes it; those below 4 say no number."""
    said = b"" if number < 4 else b"--shim=%d" % number
    text = content.rpartition(b"# hookkit sum ")[0]
    text = text.replace(b"# hookkit shim %d\n" % SHIM_VERSION, b"# hookkit shim %d\n" % number)
    text = text.replace(b"--shim=%d" % SHIM_VERSION, said)
    return text + b"# hookkit sum " + sha256(text).hexdigest().encode() + b"\n"


def rewrite(repo: Repository, number: int) -> dict[str, bytes]:
    """Bring the hooks of a repository into another form; give each."""
    written = {}
    for hook in hooks_of(repo).iterdir():
        if parse_shim(hook.read_bytes()) is not None:
            hook.write_bytes(of_form(hook.read_bytes(), number))
            written[hook.name] = hook.read_bytes()
    assert written
    return written


def hooks_of(repo: Repository) -> Path:
    """The folder in which git looks for hooks."""
    return repo.runner.common_dir / "hooks"


@pytest.fixture
def hooked(repo: Repository) -> Repository:
    """A repository with hooks."""
    repo.commit("begin", {"README": "x\n"})
    install(repo.runner)
    return repo


@pytest.fixture
def server(tmp_path: Path) -> Repository:
    """A server."""
    made = Repository.init(tmp_path / "server.git", "--bare")
    install(made.runner, SERVER_EVENTS)
    return made


@pytest.mark.parametrize("event", [*events_with_shim(), *SERVER_EVENTS])
def test_a_shim_says_its_number_to_hookkit(event: str) -> None:
    shim = parse_shim(render_shim(event, None))
    assert shim is not None
    assert (shim.version, shim.is_newer, shim.is_edited) == (SHIM_VERSION, False, False)
    assert b"\noptions=--shim=%d\n" % SHIM_VERSION in shim.content


def test_numbers_of_shims_are_read_from_the_options() -> None:
    options, words = split_shim_arguments(
        [f"--shim={NEWER}", "--config-hook", "pre-push", "origin"]
    )
    assert (newer_shim_version(options), words) == (NEWER, ("pre-push", "origin"))
    assert (
        newer_shim_version(split_shim_arguments([f"--shim={SHIM_VERSION}", "pre-push"])[0]) is None
    )
    assert newer_shim_version(split_shim_arguments(["post-commit"])[0]) is None
    assert split_shim_arguments(["--shim=x", "pre-push"])[1] == ("--shim=x", "pre-push")


def test_hooks_of_the_form_before_correct_as_ever(hooked: Repository) -> None:
    rewrite(hooked, 3)
    add(hooked, a_py=SLOPPY)
    assert "hookkit corrected" in commit(hooked, "-m", "sloppy")
    assert hooked.read("a.py") == FIXED.encode()
    assert "is from another version of hookkit" in run_here(hooked, "doctor").out
    assert run_here(hooked, "install").status == 0
    assert run_here(hooked, "doctor").status == 0


TOO_NEW = f"was written by a newer hookkit: its form is {NEWER}, and"


def test_a_newer_hook_is_not_run_and_stops_only_what_git_waits_for(hooked: Repository) -> None:
    rewrite(hooked, NEWER)
    hooked.git("config", "hookkit.protected", "main")
    add(hooked, a_py=SLOPPY)
    ended = hooked.attempt("commit", "-q", "-m", "sloppy")
    assert ended.returncode == 1
    said = os.fsdecode(ended.stderr).splitlines()
    assert said[0].startswith(f"hookkit: the hook of pre-commit {TOO_NEW}")
    assert said[1:] == [
        "  repair: pip install --upgrade hookkit",
        "hookkit: or this once without it: git commit --no-verify",
    ]
    told = commit(hooked, "-n", "-m", "sloppy")
    assert told.startswith(f"hookkit: the hook of post-commit {TOO_NEW}")
    assert hooked.read("a.py") == SLOPPY.encode()


def test_a_server_takes_nothing_with_a_newer_hook(hooked: Repository, server: Repository) -> None:
    rewrite(server, NEWER)
    ended = hooked.attempt("push", "--no-verify", str(server.path), "HEAD:refs/heads/topic")
    assert ended.returncode == 1
    assert f"hookkit: the hook of pre-receive {TOO_NEW}" in os.fsdecode(ended.stderr)
    assert server.git("for-each-ref") == ""


@pytest.mark.parametrize("words", [("install",), ("install", "--server")])
def test_newer_hooks_are_written_over_only_where_that_is_asked(
    hooked: Repository, server: Repository, words: tuple[str, ...]
) -> None:
    repo = server if "--server" in words else hooked
    newer = rewrite(repo, NEWER)
    ended = run_here(repo, *words)
    first = hooks_of(repo) / min(newer)
    assert (ended.status, ended.err) == (
        1,
        f"hookkit: {first} {TOO_NEW} this hookkit writes {SHIM_VERSION}; with --downgrade it takes"
        " its place\n  repair: pip install --upgrade hookkit\n",
    )
    assert {name: (hooks_of(repo) / name).read_bytes() for name in newer} == newer
    (bad,) = {each.sentence for each in diagnose_repository(repo.runner) if each.name == min(newer)}
    assert bad == f"{first} was written by a newer hookkit, which this one does not understand"
    assert run_here(repo, *words, "--downgrade").status == 0
    assert run_here(repo, "doctor").status == 0


def test_a_fleet_leaves_newer_hooks_alone(hooked: Repository, server: Repository) -> None:
    newer = rewrite(server, NEWER)
    rewrite(hooked, 3)
    lines = f"{hooked.path}\n{server.path}\n"
    hooked.write("list", lines)
    ended = run_here(hooked, "fleet", "upgrade", "list", "--yes")
    assert ended.status == 1
    assert re.sub(r"\s+", " ", ended.out).count(TOO_NEW) == 1
    assert {name: (hooks_of(server) / name).read_bytes() for name in newer} == newer
    assert run_here(hooked, "doctor").status == 0


def test_newer_hooks_for_all_clones_stay(repo: Repository, sealed_home: Path) -> None:
    assert run_here(repo, "install", "--global").status == 0
    places = sorted((sealed_home / ".local/share/hookkit").rglob("post-commit"))
    assert places
    for place in places:
        place.write_bytes(of_form(place.read_bytes(), NEWER))
    ended = run_here(repo, "install", "--global")
    assert (ended.status, TOO_NEW in ended.err) == (1, True)
    assert run_here(repo, "install", "--global", "--downgrade").status == 0


def test_uninstall_takes_newer_hooks_away(hooked: Repository) -> None:
    newer = rewrite(hooked, NEWER)
    assert run_here(hooked, "uninstall").status == 0
    assert not any((hooks_of(hooked) / name).exists() for name in newer)


FOREIGN = b"#!/bin/sh\nexit 0\n"


def edited(content: bytes) -> bytes:
    """A shim that a person changed."""
    return content.replace(b"\nexit 0\n", b"\nexit 0 # mine\n", 1) + b"# mine\n"


@pytest.mark.parametrize("before", [lambda _: FOREIGN, edited, lambda content: of_form(content, 3)])
def test_git_finds_a_hook_at_every_moment_of_an_installation(
    server: Repository, before: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = hooks_of(server) / "pre-receive"
    hook.write_bytes(before(hook.read_bytes()))
    was = hook.read_bytes()
    seen = []

    def write(path: Path, *others: object) -> None:
        seen.append((path.read_bytes(), bool(path.stat().st_mode & stat.S_IXUSR)))
        reversible_file_changes.write_whole_file(path, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(installing, "write_whole_file", write)
    install(server.runner, SERVER_EVENTS)
    assert seen == [(was, True)]
    assert hook.read_bytes() == render_shim("pre-receive", Path(sys.executable))


@pytest.mark.parametrize("before", [bytes, edited])
def test_the_hook_that_was_kept_comes_back_in_one_step(
    server: Repository, before: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, kept = hooks_of(server) / "pre-receive", hooks_of(server) / "pre-receive.before-hookkit"
    hook.write_bytes(before(hook.read_bytes()))
    was = hook.read_bytes()
    kept.write_bytes(FOREIGN)
    kept.chmod(0o755)

    def fail(*_: object) -> None:
        assert not kept.exists() and hook.read_bytes() == FOREIGN
        raise EnvironmentFailed("the disk is full")

    monkeypatch.setattr(uninstalling, "remove_config_hook_shims", fail)
    with pytest.raises(EnvironmentFailed):
        uninstalling.uninstall(server.runner)
    assert (hook.read_bytes(), kept.read_bytes()) == (was, FOREIGN)
    assert sorted(hooks_of(server).glob("pre-receive.[!s]*")) == [kept]
    monkeypatch.undo()
    assert run_here(server, "uninstall").status == 0
    assert hook.read_bytes() == FOREIGN and not kept.exists()


def test_a_host_s_newer_hook_stays(server: Repository, tmp_path: Path) -> None:
    place = tmp_path / "pre-receive.d" / "hookkit"
    assert run_here(server, "server", "hook", str(place)).status == 0
    place.write_bytes(of_form(place.read_bytes(), NEWER))
    ended = run_here(server, "server", "hook", str(place))
    assert (ended.status, TOO_NEW in ended.err) == (1, True)
    assert run_here(server, "server", "hook", str(place), "--downgrade").status == 0


def test_so_does_one_by_git_s_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = ShimKind(is_config_hook=True)
    config_hook_shims.write_shims(tmp_path, ["pre-push"], None, kind, ExitStack())
    place = tmp_path / "pre-push"
    place.write_bytes(edited(place.read_bytes()))

    def write(path: Path, *others: object) -> None:
        assert path.read_bytes() == edited(render_shim("pre-push", None, kind=kind))
        reversible_file_changes.write_whole_file(path, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(config_hook_shims, "write_whole_file", write)
    (done,) = config_hook_shims.write_shims(tmp_path, ["pre-push"], None, kind, ExitStack())
    assert done.edited_copy == tmp_path / "pre-push.edited-1"
