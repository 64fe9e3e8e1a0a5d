"""A push of many refs starts git as often as one of some: in a clone, and on a server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.history.checks.scenarios import Team, branch, found_team, grow
from tests.repository import Repository
from tests.repository_with_hooks import install_hooks
from tests.server.scenario import serve

KINDS = ("creations", "updates", "deletions", "tags", "mixed")
SOME, MANY = 24, 72


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team with MANY branches at the remote, each with a commit of its own, and their updates."""
    made = found_team(tmp_path)
    alice = made.alice
    grow(alice, "m1")
    base, tree = alice.git("rev-parse", "main"), alice.git("rev-parse", "main^{tree}")
    lines = []
    for number in range(MANY):
        old = alice.git("commit-tree", "-p", base, "-m", f"t{number}", tree)
        new = alice.git("commit-tree", "-p", old, "-m", f"u{number}", tree)
        lines.append(f"create refs/remotes/origin/t{number} {old}")
        lines.append(f"create refs/heads/t{number} {new}")
        lines.append(f"create refs/heads/old/{number} {old}")
    alice.git("update-ref", "--stdin", data="".join(f"{each}\n" for each in lines).encode())
    alice.git("push", "-q", "--no-verify", "origin", "main", "refs/heads/old/*:refs/heads/t*")
    return made


def lines_of(repo: Repository, kind: str, number: int) -> list[tuple[str, str, str, str]]:
    """Give what git tells a hook of a push: local ref and id, remote ref and id."""
    rows = repo.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads/t*")
    ids = dict(row.split(" ") for row in rows.splitlines())
    null, found = repo.runner.null_id, []
    for at in range(number):
        ref = f"refs/heads/t{at}"
        old = repo.git("rev-parse", f"refs/heads/old/{at}")
        shape = KINDS[at % 4] if kind == "mixed" else kind
        found.append(
            {
                "creations": (ref, ids[ref], f"refs/heads/new/{at}", null),
                "updates": (ref, ids[ref], ref, old),
                "deletions": ("(delete)", null, ref, old),
                "tags": (f"refs/tags/{at}", ids[ref], f"refs/tags/{at}", null),
            }[shape]
        )
    return found


def started(
    repo: Repository, folder: Path, event: Sequence[str], data: str, **env: str
) -> tuple[int, list[str]]:
    """Run the hook of an event; give its status and the git commands that it started."""
    real, log = shutil.which("git") or "", folder / "started"
    wrapper = folder / "bin" / "git"
    wrapper.parent.mkdir(exist_ok=True)
    wrapper.write_text(f"#!/bin/sh\necho \"$*\" >>'{log}'\nexec '{real}' \"$@\"\n")
    wrapper.chmod(0o755)
    log.write_text("")
    ended = subprocess.run(
        [sys.executable, "-m", "hookkit", "hook", *event],
        cwd=repo.path,
        input=data.encode(),
        env={**os.environ, **env, "PATH": f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
    )
    assert b"Traceback" not in ended.stderr, ended.stderr
    return ended.returncode, log.read_text().splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_a_clone_starts_git_as_often_for_many_refs_as_for_some(
    team: Team, tmp_path: Path, kind: str
) -> None:
    install_hooks(team.alice)
    found = {}
    for number in (SOME, MANY):
        lines = lines_of(team.alice, kind, number)
        data = "".join(" ".join(line) + "\n" for line in lines)
        event = ["pre-push", "origin", str(team.remote.path)]
        found[number] = started(team.alice, tmp_path, event, data)
        assert found[number][0] == 0
    assert len(found[SOME][1]) == len(found[MANY][1]) <= 12, found[MANY][1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_starts_git_as_often_for_many_refs_as_for_some(
    team: Team, tmp_path: Path, kind: str
) -> None:
    serve(team.remote)
    alice = team.alice
    alice.git("push", "-q", "--no-verify", "origin", "refs/heads/t*:refs/heads/objects/*")
    found = {}
    for number in (SOME, MANY):
        lines = lines_of(alice, kind, number)
        data = "".join(f"{old} {new} {ref}\n" for _, new, ref, old in lines)
        found[number] = started(team.remote, tmp_path, ["pre-receive"], data, GIT_DIR=".")
        assert found[number][0] == 0
    assert len(found[SOME][1]) == len(found[MANY][1]) <= 8, found[MANY][1]


def test_what_others_lose_is_told_of_many_refs_as_of_one(team: Team, tmp_path: Path) -> None:
    alice = team.alice
    branch(team.bob, "bobs", "origin/main", "b1")
    team.bob.git("push", "-q", "--no-verify", "origin", "bobs", "bobs:refs/heads/copy")
    alice.git("fetch", "-q")
    old = alice.git("rev-parse", "refs/remotes/origin/bobs")
    null = alice.runner.null_id
    theirs = [f"(delete) {null} refs/heads/{name} {old}" for name in ("bobs", "copy")]
    mine = [" ".join(each) for each in lines_of(alice, "deletions", 3)]

    def said(*lines: str) -> str:
        data = "".join(f"{line}\n" for line in lines).encode()
        event = ["hook", "pre-push", "origin", str(team.remote.path)]
        ended = subprocess.run(
            [sys.executable, "-m", "hookkit", *event],
            cwd=alice.path,
            input=data,
            capture_output=True,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stderr.decode()

    # The copy has them, whether it goes or stays.
    assert said(*mine, theirs[0]) == said(theirs[0]) == ""
    alice.git("update-ref", "-d", "refs/remotes/origin/copy")
    assert said(theirs[0]).count("HK504") == 1
    assert said(*mine, theirs[0]) == said(theirs[0])


def test_a_forced_update_among_many_is_found(team: Team) -> None:
    alice = team.alice
    branch(team.bob, "bobs", "origin/main", "b1")
    team.bob.git("push", "-q", "--no-verify", "origin", "bobs")
    alice.git("fetch", "-q")
    branch(alice, "bobs", "main", "mine")
    lines = [" ".join(each) for each in lines_of(alice, "updates", 29)]
    old, ref = alice.git("rev-parse", "refs/remotes/origin/bobs"), "refs/heads/bobs"
    lines.insert(7, f"{ref} {alice.head} {ref} {old}")
    ended = subprocess.run(
        [sys.executable, "-m", "hookkit", "hook", "pre-push", "origin", str(team.remote.path)],
        cwd=alice.path,
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
    )
    said = ended.stderr.decode()
    assert said.count("HK506") == 1 and "origin/bobs" in said, said
    assert ended.returncode == 1
    assert "30 topics at once: what keeps them from being merged is not shown" in said
