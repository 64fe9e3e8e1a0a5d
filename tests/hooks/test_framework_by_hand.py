"""pre-commit and prek, run by hand or by CI, where nothing is committed."""

from __future__ import annotations

import sys

import pytest

from tests.hooks.conftest import MakeTeam
from tests.hooks.event_cases import NAMED
from tests.hooks.team import Way
from tests.long_runs import some

REFUSING = "printf '[checks]\\nprotected-branch = \"refuse\"\\n' >.hookkit.toml\n"


@pytest.mark.parametrize("way", some(["pre-commit", "prek"], ["pre-commit"]))
def test_where_nothing_is_staged_nothing_is_judged(team_of: MakeTeam, way: Way) -> None:
    team = team_of(way)
    by_hand = f"'{sys.executable}' -m {way.replace('-', '_')} run --all-files"
    team.prepare(NAMED + REFUSING + "q add .hookkit.toml && q commit -qm settings")
    result = team.run(by_hand)
    assert (result.status, result.rules) == (0, []), result.text
    result = team.run(f"q checkout -q -b bad && {by_hand} --verbose")
    assert (result.status, result.rules) == (0, []), result.text
    # What is staged would be committed.
    result = team.run(f"q checkout -q main && echo 2 >m1 && q add m1 && {by_hand}")
    assert (result.status, result.rules) == (1, ["refused HK201"]), result.text
    # A commit of nothing is one too.
    result = team.run("q reset -q --hard && git commit -qm x --allow-empty")
    assert (result.status, result.rules) == (1, ["refused HK201"]), result.text
