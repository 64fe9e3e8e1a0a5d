"""Every repair in the code is in the registry, with the test that proves it harmless."""

from __future__ import annotations

from pathlib import Path

from tests.repairs.command_scenarios import SCENARIOS
from tests.repairs.registry import ELSEWHERE, NOT_PLAYED, PLAYED, SEVERAL, SHOWS
from tests.repairs.repair_call_sites import sites

ROOT = Path(__file__).parents[2]


def test_every_repair_is_registered_once() -> None:
    listed = [*PLAYED, *ELSEWHERE, *SHOWS, *(each for some in NOT_PLAYED.values() for each in some)]
    assert sorted(listed) == sorted(set(listed))
    assert set(listed) == set(sites())


def test_no_further_repair_is_added_to_a_function_that_is_registered() -> None:
    assert {name: many for name, many in sites().items() if many > 1} == SEVERAL


def test_what_is_said_to_be_played_is() -> None:
    assert set(PLAYED.values()) <= set(SCENARIOS)
    for name in set(ELSEWHERE.values()):
        assert "repair" in (ROOT / name).read_text(encoding="utf-8"), name
