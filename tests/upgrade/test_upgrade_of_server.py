"""A server is upgraded during pushes: each good push is accepted, each bad one refused."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import pytest

from tests.long_runs import case
from tests.repository import Repository
from tests.upgrade.concurrent_pushes import Pushers, check_refs, policed, tell
from tests.upgrade.environments import (
    hookkit_of,
    make_environment,
    replace_as_pip_does,
    serve_with,
    turn,
)

# It takes some seconds: what is asked is what comes of many pushes.
ROUNDS = ("rounds", "people"), [case(1, 2, stays=True), case(25, 4, stays=False)]


@pytest.fixture
def server(tmp_path: Path) -> Repository:
    """A bare repository that checks nothing yet."""
    return policed(tmp_path / "git" / "shop.git")


@pytest.mark.parametrize(*ROUNDS)
def test_a_link_that_is_turned_loses_no_push_and_lets_none_by(
    server: Repository, tmp_path: Path, rounds: int, people: int
) -> None:
    environments = [make_environment(tmp_path / name, name) for name in ("one", "two")]
    link = tmp_path / "current"
    turn(link, environments[0].path)
    serve_with(link, server)
    begin = server.git("rev-parse", "main")
    pushers = Pushers(server, tmp_path)

    def upgrade() -> None:
        for number in range(1, rounds + 1):
            pushers.wait_for(people)
            turn(link, environments[number % 2].path)
            pushers.wait_for(people)
            hookkit_of(link, tmp_path, "fleet", "upgrade", "git", "--yes")
        pushers.wait_for(people)

    pushes = pushers.while_doing(people, upgrade)
    tell(pushes)
    assert [each for each in pushes if not each.is_judged] == []
    assert not [each for each in pushes if "trying again" in each.said]
    check_refs(server, pushes, begin)
    assert f"python={link}/bin/python" in (server.path / "hooks" / "pre-receive").read_text()


@pytest.mark.parametrize(*ROUNDS)
def test_files_that_are_replaced_in_place_let_no_push_by(
    server: Repository, tmp_path: Path, rounds: int, people: int
) -> None:
    environment = make_environment(tmp_path / "env", "one")
    others = [make_environment(tmp_path / name, name) for name in ("one", "two")]
    packages = [each.library / "hookkit" for each in others]
    serve_with(environment.path, server)
    begin = server.git("rev-parse", "main")
    pushers = Pushers(server, tmp_path)

    def upgrade() -> None:
        for number in range(1, rounds + 1):
            pushers.wait_for(people)
            here = environment.library / "hookkit"
            replace_as_pip_does(here, packages[number % 2], meanwhile=partial(time.sleep, 0.2))
            pushers.wait_for(people)
            serve_with(environment.path, server)

    pushes = pushers.while_doing(people, upgrade)
    tell(pushes)
    # Where it took too long that was said, and the same push comes in later.
    assert [each for each in pushes if not (each.is_judged or each.is_put_off)] == []
    check_refs(server, pushes, begin)
