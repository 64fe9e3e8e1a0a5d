"""The page of a debt log in a real browser: several widths, light and dark, sorted, printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hookkit.debt_log.compute_debt_log import DebtLog
from hookkit.debt_log.page import debt_page
from tests.corrections.page.page_in_browser import OpenPage
from tests.debt_log.example_logs import BY_TICKET, LOG, NOTHING, commit, hostile
from tests.long_runs import case, some
from tests.page_checks import DESK, PHONE, check_accessible, check_width

SHOWN: dict[str, DebtLog] = {
    "usual": LOG,
    "tickets": BY_TICKET,
    "nothing": NOTHING,
    "hostile": hostile(),
}
Opener = Callable[..., OpenPage]


@pytest.fixture
def show(open_window: Opener, tmp_path: Path) -> Opener:
    """Open a log in a new window."""

    def opener(which: str = "usual", width: int = DESK, **how: Any) -> OpenPage:
        path = tmp_path / "debt.html"
        links = {commit(1).id: "https://forge.example/commit/1"}
        path.write_text(debt_page(SHOWN[which], links), encoding="utf-8")
        return open_window(path.as_uri(), width, **how)

    return opener


@pytest.mark.parametrize("which", some(SHOWN, ["tickets", "hostile"]))
def test_nothing_is_requested_and_nothing_is_wider_than_the_window(
    show: Opener, which: str
) -> None:
    opened = show(which)
    check_width(opened)
    assert [url.rpartition("/")[2] for url in opened.requests] == ["debt.html"]
    assert opened.trouble == []


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        case(PHONE, "light", stays=False),
        case(DESK, "dark", stays=True),
        case(PHONE, "dark", stays=False),
    ],
)
def test_axe_finds_nothing(show: Opener, axe: str, width: int, scheme: str) -> None:
    opened = show("tickets", width, color_scheme=scheme)
    check_accessible(opened, axe)


def names(opened: OpenPage, section: str) -> list[str]:
    """The names of the rows below a heading, from above."""
    rows = f'section[aria-labelledby="{section}"] tbody .name'
    found: list[str] = opened.ask(f"[...document.querySelectorAll('{rows}')].map(e => e.innerText)")
    return found


def test_the_keyboard_sorts_a_table_both_ways(show: Opener) -> None:
    opened = show()
    assert names(opened, "rules") == ["E501", "XY1", "E225", "F401"]
    opened.tab.get_by_role("button", name="change").nth(1).focus()
    opened.tab.keyboard.press("Enter")
    assert names(opened, "rules") == ["XY1", "E225", "E501", "F401"]
    head = opened.tab.locator('section[aria-labelledby="rules"] th[aria-sort]')
    assert head.get_attribute("aria-sort") == "descending"
    opened.tab.keyboard.press("Enter")
    assert names(opened, "rules") == ["F401", "E501", "E225", "XY1"]
    assert head.get_attribute("aria-sort") == "ascending"
    opened.tab.get_by_role("button", name="rule", exact=True).press("Space")
    assert names(opened, "rules") == ["E225", "E501", "F401", "XY1"]
    assert opened.trouble == []


def test_all_is_there_without_a_script(show: Opener) -> None:
    opened = show("tickets", java_script_enabled=False)
    text = opened.tab.locator("main").inner_text()
    assert "Bring much" in text and "E501" in text and "tests/unit" in text
    assert opened.tab.locator("button").count() == 0


def test_the_chart_is_as_high_as_what_it_shows(show: Opener) -> None:
    opened = show()
    whole = opened.tab.locator(".areas").bounding_box()
    first = opened.tab.locator(".areas path").first.bounding_box()
    assert whole is not None and first is not None
    assert abs(first["height"] / whole["height"] - 150 / 200) < 0.02
    assert abs(first["width"] - whole["width"]) < 5  # the line around it


def test_it_is_printed(show: Opener) -> None:
    opened = show()
    opened.tab.emulate_media(media="print")
    assert opened.tab.pdf(format="A4").startswith(b"%PDF-")
