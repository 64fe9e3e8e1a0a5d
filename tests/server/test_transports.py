"""Pushes by every transport of git: the hook of a server checks each of them."""

from __future__ import annotations

import os
import shlex
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hookkit.hook_events import SERVER_EVENTS
from hookkit.install.install import install
from tests.history.checks.scenarios import Team, clone, grow
from tests.repository import Repository
from tests.repository_with_hooks import install_hooks
from tests.server.scenario import push, refs, serve, team_with_a_merge

SSHD = shutil.which("sshd") or "/usr/sbin/sshd"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team in which a merge of alice's waits that the server does not take."""
    return team_with_a_merge(tmp_path)


@pytest.fixture
def daemon(team: Team) -> Iterator[str]:
    """The URL of the server by a git daemon that each connection starts for itself."""
    folder = team.remote.path.parent
    if not Path(team.remote.git("--exec-path"), "git-daemon").exists():
        pytest.skip("this git has no daemon")
    what = ["--enable=receive-pack", "--export-all", f"--base-path={folder}", str(folder)]

    class Connection(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            ends = {"stdin": self.request, "stdout": self.request, "stderr": subprocess.DEVNULL}
            subprocess.run(["git", "daemon", "--inetd", *what], **ends)

    with socketserver.TCPServer(("127.0.0.1", 0), Connection) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"git://127.0.0.1:{server.server_address[1]}/{team.remote.path.name}"
        server.shutdown()


@pytest.fixture
def ssh(team: Team, tmp_path: Path) -> str:
    """The URL of the server by an sshd that each connection starts for itself."""
    for name in ("host", "person"):
        keygen = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)]
        subprocess.run(keygen, check=True)
    # What a login would take from the account is the sealed home here.
    sealed = f"HOME={os.environ['HOME']} GIT_CONFIG_NOSYSTEM=1"
    command = f'env {sealed} sh -c \\"$SSH_ORIGINAL_COMMAND\\"'
    key = (tmp_path / "person.pub").read_text()
    (tmp_path / "authorized").write_text(f'command="{command}" {key}')
    (tmp_path / "sshd_config").write_text(
        f"HostKey {tmp_path / 'host'}\nAuthorizedKeysFile {tmp_path / 'authorized'}\n"
        "StrictModes no\nUsePAM no\nPidFile none\n"
    )
    server = f"{SSHD} -i -f {tmp_path / 'sshd_config'}"
    if os.geteuid() == 0 and not Path("/run/sshd").exists():
        # It wants a folder there, which this machine need not get for a test.
        run = f"mount -t tmpfs tmpfs /run && mkdir /run/sshd && exec {server}"
        server = f"unshare -m sh -c {shlex.quote(run)}"
    known = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
    team.alice.git(
        "config",
        "core.sshCommand",
        f"ssh -F none -i {tmp_path / 'person'} -o IdentitiesOnly=yes {known}"
        f" -o ProxyCommand={shlex.quote(server)}",
    )
    user = subprocess.run(["id", "-un"], check=True, capture_output=True, text=True).stdout.strip()
    url = f"ssh://{user}@server{team.remote.path}"
    answer = team.alice.attempt("ls-remote", url)
    if answer.returncode != 0:
        pytest.skip(f"no sshd can be run here: {os.fsdecode(answer.stderr).strip()}")
    return url


@pytest.mark.parametrize("way", ["path", "file", "daemon", "ssh"])
def test_each_way_to_the_server_leads_through_the_judgement(
    team: Team, way: str, request: pytest.FixtureRequest
) -> None:
    url = {"path": str(team.remote.path), "file": team.remote.path.as_uri()}.get(way)
    where = url or request.getfixturevalue(way)
    before = refs(team.remote)
    ended = push(team.alice, where, "main")
    assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK403")])
    assert refs(team.remote) == before
    assert push(team.alice, where, "topic") == (True, [])
    assert refs(team.remote).keys() - before.keys() == {"refs/heads/topic"}


WORDS = [
    ["origin", "main"],
    ["origin", "HEAD:main"],
    ["origin", "topic", "main"],
    ["origin", "+main:main"],
    ["--force", "origin", "main"],
    ["--force-with-lease", "origin", "main"],
    ["--all", "origin"],
    ["--mirror", "origin"],
    ["--atomic", "origin", "main", "topic"],
    ["-o", "ci.skip", "origin", "main"],
]


def test_no_words_of_a_push_go_past_the_judgement(team: Team) -> None:
    team.remote.git("config", "receive.advertisePushOptions", "true")
    before = refs(team.remote)
    for words in WORDS:
        ended = push(team.alice, *words)
        assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK403")]), words
        assert refs(team.remote) == before


def test_hooks_in_the_clone_that_a_person_skips_do_not_matter(team: Team) -> None:
    install_hooks(team.alice)
    stopped = team.alice.attempt("push", "origin", "main")
    assert stopped.returncode != 0
    assert b"remote:" not in stopped.stderr
    ended = push(team.alice, "origin", "main")  # with --no-verify
    assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK403")])


def objects(repo: Repository) -> set[str]:
    """The names of all objects that a repository has."""
    form = "--batch-check=%(objectname)"
    return set(repo.git("cat-file", "--batch-all-objects", form).splitlines())


def test_nothing_of_a_refused_push_stays(team: Team) -> None:
    before = objects(team.remote)
    assert not push(team.alice, "origin", "main").is_taken
    assert objects(team.remote) == before
    assert not list(team.remote.path.glob("objects/**/tmp_objdir-*"))
    assert push(team.alice, "origin", "topic").is_taken
    assert objects(team.remote) == objects(team.alice) - {team.alice.git("rev-parse", "main")} - {
        team.alice.git("rev-parse", "main^{tree}")
    }


def test_a_fork_that_borrows_the_objects_of_another_is_judged(team: Team, tmp_path: Path) -> None:
    fork = Repository(tmp_path / "fork.git")
    team.remote.git("clone", "-q", "--bare", "--shared", ".", str(fork.path))
    serve(fork)
    assert push(team.alice, str(fork.path), "main").verdicts == [("refused", "HK403")]
    assert push(team.alice, str(fork.path), "topic:topic", "main~1:main").is_taken


def test_refs_that_the_server_hides_stay_what_they_are(team: Team) -> None:
    team.remote.git("config", "receive.hideRefs", "refs/heads/release")
    team.alice.git("push", "-q", str(team.remote.path), "main~1:refs/heads/fine")
    ended = push(team.alice, "origin", "main:refs/heads/release/1")
    assert not ended.is_taken
    assert set(refs(team.remote)) == {"refs/heads/main", "refs/heads/fine"}


def test_of_two_pushes_at_once_one_is_taken_and_the_other_loses_nothing(
    team: Team, tmp_path: Path
) -> None:
    # Both wait in the kept hook until both have been shown the same old commit.
    hooks = team.remote.path / "hooks"
    meeting = tmp_path / "meeting"
    meeting.mkdir()
    wait = f"until [ $(ls '{meeting}' | wc -l) -ge 2 ]; do sleep 0.05; done"
    kept = hooks / "pre-receive.before-hookkit"
    kept.write_text(f"#!/bin/sh\n: >'{meeting}'/$$\n{wait}\n")
    kept.chmod(0o755)
    people = [clone(team.remote, tmp_path / name, name) for name in ("carol", "dave")]
    for each in people:
        grow(each, each.path.name)
    running = [
        subprocess.Popen(["git", "push", "-q", "origin", "main"], cwd=each.path, stderr=-1)
        for each in people
    ]
    said = [process.communicate(timeout=120)[1].decode() for process in running]
    taken = [process.returncode == 0 for process in running]
    assert sorted(taken) == [False, True]
    winner = people[taken.index(True)]
    assert refs(team.remote)["refs/heads/main"] == winner.head
    assert "cannot lock ref" in said[taken.index(False)]


def test_a_shallow_clone_pushes_like_any_other(team: Team, tmp_path: Path) -> None:
    shallow = clone(team.remote, tmp_path / "shallow", "sam", "--depth=1")
    grow(shallow, "s1")
    ended = push(shallow, "origin", "main")
    assert (ended.is_taken, ended.verdicts) == (True, [("warning", "HK401")])
    shallow.git("commit", "-q", "--amend", "-m", "other")
    assert push(shallow, "--force", "origin", "main").verdicts == [("refused", "HK501")]


def test_what_a_shallow_server_cannot_tell_is_told_and_stops_nothing(
    team: Team, tmp_path: Path
) -> None:
    server = Repository(tmp_path / "shallow.git")
    url = team.remote.path.as_uri()
    team.alice.git("push", "-q", "--no-verify", "origin", "topic:refs/heads/other")
    team.remote.git("clone", "-q", "--bare", "--depth=1", url, str(server.path))
    server.git("config", "receive.shallowUpdate", "true")
    serve(server)
    shallow = clone(team.remote, tmp_path / "s", "sam", "--depth=1", "--branch=other")
    grow(shallow, "s1")
    assert push(shallow, "--force", str(server.path), "other:main") == (
        True,
        [
            "unknown  HK501  main  whether main would lose commits is unknown in this shallow"
            " repository",
            "hookkit lets this push through: 1 finding",
        ],
    )
    grow(shallow, "s2")
    ended = push(shallow, str(server.path), "other:main")
    assert (ended.is_taken, ended.verdicts) == (True, [("warning", "HK401")])


def test_a_log_that_cannot_be_written_stops_nothing(team: Team) -> None:
    shutil.rmtree(team.remote.path / "hookkit")
    (team.remote.path / "hookkit").write_text("not a folder\n")
    assert push(team.alice, "origin", "topic") == (True, [])
    assert push(team.alice, "origin", "main").verdicts == [("refused", "HK403")]


def test_the_pusher_s_terminal_gets_no_colours_and_nothing_that_acts(team: Team) -> None:
    team.alice.commit("\x1b[31mred \u202e", {"f": "f\n"})
    ended = team.alice.attempt("push", "origin", "HEAD:main", FORCE_COLOR="1", PYTHONUTF8="0")
    assert rb'"\x1b[31mred \u202e"' in ended.stderr
    assert b"\x1b" not in ended.stderr


def test_the_interpreter_that_judges_is_the_one_that_was_installed(team: Team) -> None:
    install(team.remote.runner, SERVER_EVENTS)
    assert f"python={sys.executable}\n" in (team.remote.path / "hooks/pre-receive").read_text()
