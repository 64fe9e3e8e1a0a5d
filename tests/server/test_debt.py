"""New debt that a push brings to a protected branch, where the server asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.settings.definitions import BASELINE_FILE
from tests.copied_scenarios import give_copy
from tests.history.checks.scenarios import Team, team_in
from tests.repository_with_hooks import run_here
from tests.server.scenario import push, served_team


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team whose server has a file with debt that is accepted."""
    give_copy(_with_debt, tmp_path)
    return team_in(tmp_path)


def _with_debt(folder: Path) -> None:
    made = served_team(folder)
    made.remote.git("config", "hookkit.checks", "history=off")
    alice = made.alice
    alice.git("checkout", "-q", "main")
    alice.commit("Add a", {"a.py": "import os\n"})
    assert run_here(alice, "debt", "accept").status == 0
    alice.git("add", BASELINE_FILE)
    alice.commit("Accept the debt")
    assert push(alice, "origin", "main").is_taken


def test_new_debt_is_refused_where_the_server_is_set_to(team: Team) -> None:
    alice = team.alice
    alice.commit("Add b", {"b.py": "import sys\n"})
    team.remote.git("config", "--add", "hookkit.checks", "debt=refuse")
    ended = push(alice, "origin", "main")
    assert not ended.is_taken
    assert ended.verdicts == [("refused", "HK911")]
    assert ended.said[0] == "refused  HK911  b.py:1:1  F401 'sys' imported but unused"
    assert push(alice, "origin", "HEAD:refs/heads/topic").is_taken
    alice.git("mv", "a.py", "c.py")
    alice.git("rm", "-qf", "b.py")
    alice.commit("Move a, and pay b")
    assert push(alice, "origin", "main").is_taken
    assert not list(team.remote.path.glob("hookkit-*"))


def test_new_debt_is_let_through_where_nothing_is_set(team: Team) -> None:
    team.alice.commit("Add b", {"b.py": "import sys\n"})
    ended = push(team.alice, "origin", "main")
    assert (ended.is_taken, ended.verdicts) == (True, [])
