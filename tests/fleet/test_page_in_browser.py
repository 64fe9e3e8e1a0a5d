"""The page of a fleet in a real browser: keys and clicks, two widths, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.corrections.page.page_in_browser import OpenPage
from tests.fleet.stored_fleet import page_of, stored_fleet
from tests.long_runs import case
from tests.page_checks import DESK, PHONE, check_accessible

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Opener = Callable[..., OpenPage]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Path:
    """The page of a fleet; none is made where there is no browser."""
    folder = tmp_path_factory.mktemp("fleet")
    written = folder / "fleet.html"
    written.write_text(page_of(stored_fleet(folder)), encoding="utf-8")
    return written


@pytest.fixture
def show(open_window: Opener, page: Path) -> Opener:
    """Open the page in a new window."""

    def opener(width: int = DESK, at: str = "", **how: Any) -> OpenPage:
        return open_window(page.as_uri() + at, width, 20_000, **how)

    return opener


def names(opened: OpenPage) -> list[str]:
    """The repositories that there are to see, in their order."""
    return opened.tab.locator("tbody tr:not([hidden]) .name").all_text_contents()


def test_the_table_sorts_and_filters(show: Opener) -> None:
    opened = show()
    head = opened.tab.locator("main > table thead button")
    head.filter(has_text="refused").click()
    assert names(opened)[:3] == ["shop", "shop.git", "till"]
    assert opened.tab.locator('th[aria-sort="descending"]').text_content() == "refused"
    opened.tab.locator("#find").fill("shop-2")
    assert names(opened) == ["shop", "shop.git", "till"]
    opened.tab.locator("#find").fill("alive")
    assert names(opened) == ["cart"]
    opened.tab.locator("#find").fill("")
    opened.tab.locator("#kind").select_option("unread")
    assert names(opened) == ["<-script><b>x"]
    assert opened.tab.locator(".found").text_content() == "1 of 5"


def test_keys_open_a_repository_and_a_ticket(show: Opener) -> None:
    opened = show()
    for key in ("j", "j", "j", "Enter"):
        opened.tab.keyboard.press(key)
    title = opened.tab.locator("#details-title")
    title.wait_for()
    assert title.text_content() == "shop"
    assert opened.tab.url.endswith("#repository=shop")
    opened.tab.locator(".description a", has_text="SHOP-2").click()
    opened.tab.wait_for_function("document.getElementById('details-title').textContent != 'shop'")
    assert title.text_content() == "Ticket SHOP-2"
    headings = opened.tab.locator(".description h3").all_text_contents()
    assert headings == ["shop", "shop.git", "till"]
    opened.tab.keyboard.press("Escape")
    title.wait_for(state="hidden")
    assert "#" not in opened.tab.url


@pytest.mark.parametrize(
    ("width", "scheme", "at"),
    [
        case(DESK, "light", "", stays=False),
        case(PHONE, "dark", "#repository=shop", stays=True),
        case(PHONE, "dark", "", stays=False),
        case(DESK, "light", "#repository=cart", stays=False),
        case(PHONE, "light", "#ticket=SHOP-1", stays=False),
    ],
)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    show: Opener, axe: str, width: int, scheme: str, at: str
) -> None:
    opened = show(width, at, color_scheme=scheme)
    check_accessible(opened, axe)
    assert opened.ask("document.documentElement.scrollWidth") <= width
    assert opened.trouble == [] and opened.requests == [opened.tab.url.partition("#")[0]]
