"""A person who presses keys at random in ``hookkit review -i`` loses nothing."""

from __future__ import annotations

import random
import sys
from collections import Counter

import pytest

from tests.commands.review_scenario import (
    BEGINNINGS,
    A,
    B,
    better,
    records,
    reviewed,
    sloppy,
    take_back,
)
from tests.interruption.placement_scenario import State, check_sound, state
from tests.random_examples import seeds
from tests.repository import Repository
from tests.repository_with_hooks import CORRECTIONS

KEYS = "ynadqsru?x \x1b"
ENDS = "wfscapqtyu"

WHOLE = {"a.py": better(A, "acef"), "b.py": better(B, "z")}


def lines_of(data: bytes) -> Counter[bytes]:
    """The lines of a file, whether they are corrected or not."""
    return Counter(data.replace(b" = ", b"=").splitlines())


def check_kept(repo: Repository, start: State, count: int) -> None:
    """Every line is there, nothing is broken, and undo gives back what there was."""
    now = state(repo)
    assert now.worktree.keys() == start.worktree.keys()
    for name, (_, mode, data) in start.worktree.items():
        assert lines_of(now.worktree[name][2]) == lines_of(data)
        assert now.worktree[name][1] == mode
    check_sound(repo)
    take_back(repo, len(records(repo)) - count)
    assert state(repo) == start


def check_correction(repo: Repository, corrected: str) -> None:
    """The correction that is kept, if any, is between the commit and the whole correction."""
    for name, base in (("a.py", A), ("b.py", B)):
        shown = repo.attempt("show", f"{CORRECTIONS}{corrected}:{name}")
        if shown.returncode == 0:
            pairs = zip(base.splitlines(), WHOLE[name].splitlines(), strict=True)
            for line, pair in zip(shown.stdout.splitlines(), pairs, strict=True):
                assert line in pair


@pytest.mark.parametrize("seed", seeds(40))
def test_random_lines_lose_nothing(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    chance.choice(BEGINNINGS)(sloppy(repo))
    corrected, start, count = repo.head, state(repo), len(records(repo))
    keys = [*chance.choices(KEYS, k=chance.randrange(12)), "q", *chance.choices(ENDS, k=3)]
    ended = reviewed(repo, monkeypatch, "".join(keys))
    assert (ended.status in (0, 1), ended.err) == (True, ""), ended
    check_correction(repo, corrected)
    check_kept(repo, start, count)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("seed", seeds(12))
def test_random_bytes_in_a_terminal_lose_nothing(repo: Repository, seed: int) -> None:
    from tests.terminal_session import Session

    chance = random.Random(seed)
    chance.choice(BEGINNINGS)(sloppy(repo))
    corrected, start, count = repo.head, state(repo), len(records(repo))
    # All but Ctrl-Z, which stops, and Ctrl-C half of the time: it would soon end every walk.
    pressed = [each for each in range(256) if each not in (26, chance.choice((3, 26)))]
    with Session(repo, "review", "-i") as session:
        for _ in range(chance.randrange(1, 15)):
            key = chance.choice([*KEYS.encode(), *ENDS.encode(), chance.choice(pressed)])
            # A letter that is begun waits for its rest.
            if session.is_over:
                break
            session.send(bytes([key]))
        while not session.is_over:
            session.send(chance.choice("q\x04" + ENDS))
        status = session.end()
    assert status in (0, 1, 130), session.said
    check_correction(repo, corrected)
    check_kept(repo, start, count)
