"""What the charts of a debt log show, and how."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from hookkit.debt_log.chart_data import (
    MAX_CELLS,
    OTHER_RULES,
    Band,
    Strip,
    area_paths,
    folder_strips,
    heat_level,
    horizontal_positions,
    rule_bands,
    shown_indices,
)
from hookkit.debt_log.compute_debt_log import DebtLog
from hookkit.debt_log.page import debt_page
from hookkit.debt_log.svg import debt_svg
from tests.debt_log.example_logs import BY_TICKET, LOG, NOTHING, SAMPLES, hostile


def test_rules_are_bands_with_the_most_first() -> None:
    assert rule_bands(LOG) == [
        Band("E501", (100, 150, 90)),
        Band("E225", (0, 30, 0)),
        Band("F401", (20, 20, 0)),
        Band("XY1", (0, 0, 1)),
    ]


def test_rules_that_are_few_share_a_band() -> None:
    rules = {f"E{at}": 20 - at for at in range(10)}
    log = LOG._replace(samples=(SAMPLES[0]._replace(by_rule=rules),))
    bands = rule_bands(log)
    assert [each.name for each in bands] == [*(f"E{at}" for at in range(7)), OTHER_RULES]
    assert bands[-1].values == (13 + 12 + 11,)


def test_points_stand_where_their_time_is() -> None:
    assert horizontal_positions(LOG) == [0, 0.25, 1]
    assert horizontal_positions(LOG._replace(interval="commit")) == [0, 0.5, 1]
    assert horizontal_positions(NOTHING) == [0]


def test_a_clock_that_was_wrong_goes_not_back() -> None:
    samples = (SAMPLES[1], SAMPLES[0], SAMPLES[2])
    assert horizontal_positions(LOG._replace(samples=samples)) == [0, 0, 1]


def test_bands_lie_one_above_the_other() -> None:
    paths = area_paths([Band("a", (1, 2)), Band("b", (1, 0))], [0, 1], (10, 4), 2)
    assert paths == [
        "M0.0 2.0L10.0 0.0L10.0 4.0L0.0 4.0Z",
        "M0.0 0.0L10.0 0.0L10.0 0.0L0.0 2.0Z",
    ]


def test_a_strip_has_not_more_cells_than_can_be_seen() -> None:
    assert shown_indices(3) == [0, 1, 2]
    many = shown_indices(1_000)
    assert (len(many), many[0], many[-1]) == (MAX_CELLS, 0, 999)
    assert folder_strips(LOG) == [
        Strip("src", (80, 160, 90)),
        Strip("tests/unit", (40, 40, 0)),
        Strip("", (0, 0, 1)),
    ]


@pytest.mark.parametrize(("value", "level"), [(0, 0), (1, 1), (100, 4), (399, 7), (400, 7)])
def test_little_heat_differs_as_well(value: int, level: int) -> None:
    assert heat_level(value, 400) == level


@pytest.mark.parametrize("log", [LOG, BY_TICKET, NOTHING, hostile()])
def test_the_svg_is_well_formed_and_always_the_same(log: DebtLog) -> None:
    drawn = debt_svg(log)
    assert ElementTree.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
    assert drawn == debt_svg(log)
    assert "<script" not in drawn and "\x1b" not in drawn


@pytest.mark.parametrize("log", [LOG, BY_TICKET, NOTHING, hostile()])
def test_the_page_is_always_the_same_and_has_no_markup_of_others(log: DebtLog) -> None:
    page = debt_page(log, {})
    assert page == debt_page(log, {})
    assert "alert(1)</script>" not in page and "\x1b" not in page
