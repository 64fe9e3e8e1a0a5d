"""The page of a history report in a real browser: several widths, light and dark, printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hookkit.history.statistics.history_counts import Period
from hookkit.history.statistics.history_report import HistoryReport
from hookkit.history.statistics.html_page import history_page
from tests.corrections.page.page_in_browser import OpenPage
from tests.history.statistics.test_chart_columns import hostile
from tests.history.statistics.test_report_rows import LINEAR, REPORT
from tests.long_runs import case, some
from tests.page_checks import DESK, PHONE, check_accessible, check_width

MONTHS = tuple(Period(f"2025-{n:02}", 10 * n, n, n // 2, n % 3, 12 - n) for n in range(1, 13))
SHOWN: dict[str, HistoryReport] = {
    "usual": REPORT._replace(periods=MONTHS),
    "linear": LINEAR,
    "hostile": hostile(),
}
Opener = Callable[..., OpenPage]


@pytest.fixture
def show(open_window: Opener, tmp_path: Path) -> Opener:
    """Open a report in a new window."""

    def opener(which: str = "usual", width: int = DESK, **how: Any) -> OpenPage:
        path = tmp_path / "report.html"
        links = {"a" * 40: "https://forge.example/commit/aaa"}
        path.write_text(history_page(SHOWN[which], links), encoding="utf-8")
        return open_window(path.as_uri(), width, **how)

    return opener


@pytest.mark.parametrize("which", some(SHOWN, ["usual", "hostile"]))
def test_nothing_is_requested_and_nothing_is_wider_than_the_window(
    show: Opener, which: str
) -> None:
    opened = show(which)
    check_width(opened)
    assert [url.rpartition("/")[2] for url in opened.requests] == ["report.html"]
    assert opened.trouble == []


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        case(PHONE, "light", stays=True),
        case(DESK, "dark", stays=False),
        case(PHONE, "dark", stays=False),
    ],
)
def test_axe_finds_nothing(show: Opener, axe: str, width: int, scheme: str) -> None:
    opened = show("usual", width, color_scheme=scheme)
    check_accessible(opened, axe)


def test_bars_and_columns_are_as_long_as_what_they_show(show: Opener) -> None:
    opened = show(java_script_enabled=False)
    bars = opened.tab.locator(".kinds .bar").first.locator("rect")
    whole, share = (bars.nth(at).bounding_box() for at in (0, 1))
    assert whole is not None and share is not None
    assert abs(share["width"] / whole["width"] - 160 / 210) < 0.01
    columns = opened.tab.locator(".columns-of").first.locator("rect")
    boxes = [columns.nth(at).bounding_box() for at in (0, 5, 11)]
    heights = [each["height"] for each in boxes if each is not None]
    assert [round(each / heights[-1], 2) for each in heights] == [0.08, 0.5, 1]


def test_the_keys_lead_through_its_links(show: Opener) -> None:
    opened = show()
    seen = []
    for _ in range(4):
        opened.tab.keyboard.press("Tab")
        seen.append(opened.ask("document.activeElement.textContent"))
        assert opened.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert seen == ["Skip to the figures", "aaaaaaa", "HK403", "HK401"]


def test_it_is_printed(show: Opener) -> None:
    opened = show()
    opened.tab.emulate_media(media="print")
    assert opened.tab.pdf(format="A4").startswith(b"%PDF-")
