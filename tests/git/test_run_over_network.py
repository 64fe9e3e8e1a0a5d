"""git commands that use the network: their environment, and their messages."""

from __future__ import annotations

import os

import pytest

from hookkit.git.run_over_network import Listener, run_over_network
from tests.repository import Repository


@pytest.fixture
def talking(repo: Repository) -> Repository:
    """A repository in which ``git say`` runs a script of a test."""
    repo.commit("Begin")
    return repo


def say(repo: Repository, script: str) -> None:
    """Let ``git say`` run a script."""
    repo.git("config", "alias.say", f"!{script}")


def test_all_that_is_said_is_heard_and_answered(talking: Repository) -> None:
    say(talking, "printf out; printf err >&2; printf ' and more' >&2; exit 7 #")
    heard: list[bytes] = []
    answer = run_over_network(talking.runner, "say", listener=Listener(heard.append, False))
    assert answer == (7, b"out", "err and more")
    assert b"".join(heard) == b"err and more"


def test_it_is_heard_before_the_end(talking: Repository) -> None:
    place = talking.path / "go-on"
    os.mkfifo(place)
    say(talking, f"echo first >&2; cat '{place}' #")

    # Without a word before the end, the script would wait for ever.
    def let_it_go_on(said: bytes) -> None:
        place.write_bytes(b"")

    answer = run_over_network(talking.runner, "say", listener=Listener(let_it_go_on, False))
    assert answer == (0, b"", "first\n")


def test_more_than_a_pipe_holds_is_no_obstacle(talking: Repository) -> None:
    say(talking, "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; :")
    answer = run_over_network(talking.runner, "say")
    assert (answer.code, len(answer.out), len(answer.err)) == (0, 1_000_000, 1_000_000)


def test_it_has_the_environment_of_the_person(
    talking: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE")
    monkeypatch.setenv("GIT_INDEX_FILE", "of-a-hook")
    names = ("GIT_INDEX_FILE", "GIT_TERMINAL_PROMPT", "GIT_NO_LAZY_FETCH", "HOOKKIT", "LC_ALL")
    say(talking, "echo " + " ".join(f"[${{{name}-}}]" for name in names) + " #")
    assert run_over_network(talking.runner, "say").out == b"[] [] [] [0] [de_DE]\n"


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_it_ends_with_us(talking: Repository) -> None:
    go_on = talking.path / "go-on"
    os.mkfifo(go_on)
    # As Ctrl-C does, once it is heard; the end of the script would come much later.
    say(talking, f"echo $PPID >&2; read line <'{go_on}'; kill -INT {os.getpid()}; exec sleep 600 #")
    seen: list[bytes] = []

    def hear(said: bytes) -> None:
        seen.append(said)
        go_on.write_bytes(b"\n")

    with pytest.raises(KeyboardInterrupt):
        run_over_network(talking.runner, "say", listener=Listener(hear, False))
    with pytest.raises(ProcessLookupError):
        os.kill(int(seen[0]), 0)
