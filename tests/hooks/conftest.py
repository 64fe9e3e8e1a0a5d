"""Teams: created once for each way of running hooks, then copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hooks.team import Team, Way, copy_team, make_team

MakeTeam = Callable[[Way], Team]


@pytest.fixture(scope="session")
def models() -> dict[Way, Team]:
    """The teams that were made, by the way in which they have their hooks."""
    return {}


@pytest.fixture
def team_of(
    models: dict[Way, Team],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> MakeTeam:
    """Give a team of its own to a test."""
    for name in ("PRE_COMMIT_HOME", "PREK_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))

    def make(way: Way) -> Team:
        if way == "prek":
            pytest.importorskip("prek")
        if way not in models:
            models[way] = make_team(tmp_path_factory.mktemp("model"), way)
        return copy_team(models[way], tmp_path / "team")

    return make
