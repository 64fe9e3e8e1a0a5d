"""Every event case with real git: with hookkit's own hooks, some with pre-commit and prek."""

from __future__ import annotations

import pytest

from tests.hooks.conftest import MakeTeam
from tests.hooks.event_cases import ROWS
from tests.hooks.team import WAYS, Team, Way
from tests.long_runs import case

# With the frameworks the normal run has some of them: prek is pre-commit's equal.
EVERY = {"native": 1, "pre-commit": 12, "prek": 16, "combined": 12}
CASES = [
    case(way, name, stays=(number + len(way)) % EVERY[way] == 0)
    for number, (name, row) in enumerate(ROWS.items())
    for way in WAYS
    if way == "native" or row.everywhere
]


@pytest.mark.parametrize(("way", "name"), CASES)
def test_a_row(team_of: MakeTeam, way: Way, name: str) -> None:
    row = ROWS[name]
    team = team_of(way)
    team.prepare(row.before)
    before = repository_content(team)
    result = team.run(row.does)
    ends = " ".join([str(min(result.status, 1)), *result.rules])
    assert (ends, row.says in result.text) == (row.ends, True), result.text
    if row.message:
        assert team.mine.git("log", "-1", "--format=%B").rstrip() == row.message
    assert "Traceback" not in result.text
    if result.status:
        assert repository_content(team) == before, "what is refused leaves everything where it was"


def repository_content(team: Team) -> tuple[str, str]:
    """The branches and tags of both sides."""
    form = ("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags")
    return team.mine.git(*form), team.remote.git(*form)
