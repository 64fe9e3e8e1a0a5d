"""Which commits ``hookkit ticket`` gives a ticket, state by state."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repository_with_hooks import run_here
from tests.states.build_repository import build

TARGET = "main: a b\norigin/main@b: c\n"

# A state, and the tickets of the branch after it, the oldest first; "-" for none.
STATES: dict[str, tuple[str, str]] = {
    "one": (TARGET + "topic@c: t", "K-1"),
    "two": (TARGET + "topic@c: t u", "K-1 K-1"),
    "behind": (TARGET + "topic@b: t u", "K-1 K-1"),
    "one has one": (TARGET + "topic@c: t_K-2 u", "- K-1"),
    "the upper one has one": (TARGET + "topic@c: t u_K-2", "K-1 -"),
    "in front": (TARGET + "topic@c: K-2:_x u", "- K-1"),
    "in brackets": (TARGET + "topic@c: (K-2)_t u", "- K-1"),
    "a fixup": (TARGET + "topic@c: t fixup!_t u", "K-1 - K-1"),
    "an empty commit": (TARGET + "topic@c: e. t", "K-1 K-1"),
    "pushed below": (TARGET + "topic@c: t\norigin/topic@t:\ntopic@t: u", "- K-1"),
    "a merge": (TARGET + "side@c: s\ntopic@c: t merge(side) u", "K-1 - K-1"),
    "a merge of the target": (TARGET + "topic@b: t merge(origin/main) u", "K-1 - K-1"),
    "a stack": (TARGET + "low@c: l\ntopic@l: t", "K-1 K-1"),
    "without a remote": ("main: a\ntopic@a: t u", "K-1 K-1"),
}


@pytest.mark.parametrize("name", STATES)
def test_the_commits_that_get_a_ticket(tmp_path: Path, name: str) -> None:
    state, tickets = STATES[name]
    repo = build(tmp_path / "r", state)
    repo.git("config", "hookkit.ticketPattern", "K-[0-9]+")
    target = "origin/main" if "origin/main" in state else "main"
    form = "--format=%an %at %T %s"
    line = ("log", "--first-parent", "--reverse", form, f"{target}..topic")
    was, before = repo.head, repo.git(*line)
    ended = run_here(repo, "ticket", "K-1")
    assert (ended.status, ended.err) == (0, "")
    assert repo.git(*line) == before
    form = "--format=%(trailers:key=Ticket,valueonly,separator=%x2C)x"
    found = repo.git("log", "--first-parent", "--reverse", form, f"{target}..topic").splitlines()
    assert " ".join(each.removesuffix("x") or "-" for each in found) == tickets
    assert repo.status == ""
    assert run_here(repo, "undo").status == 0
    assert repo.head == was
