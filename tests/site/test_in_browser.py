"""The site in a real browser: a phone and a desk, light and dark, and the search."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.corrections.page.page_in_browser import OpenPage
from tests.page_checks import DESK, PHONE, check_accessible

PAGES = ("index", "quick-start", "tutorial", "comparison", "commands", "rules", "ci/README")
Opener = Callable[..., OpenPage]

pytestmark = pytest.mark.long  # Sphinx takes 10 s for the site


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def show(open_window: Opener, address: str) -> Opener:
    """Open a page of the site in a window."""

    def opener(page: str, width: int, **how: Any) -> OpenPage:
        return open_window(f"{address}/{page}", width, 60_000, **how)

    return opener


@pytest.mark.parametrize(
    ("page", "width", "scheme"),
    [(page, *window) for page in PAGES for window in ((PHONE, "light"), (DESK, "dark"))],
)
def test_axe_finds_nothing(show: Opener, axe: str, page: str, width: int, scheme: str) -> None:
    opened = show(f"{page}.html", width, color_scheme=scheme)
    check_accessible(opened, axe)
    assert opened.ask("document.documentElement.scrollWidth") == width
    assert opened.trouble == []


def test_the_search_finds_a_word_and_leads_to_it(show: Opener) -> None:
    opened = show("index.html", DESK)
    field = opened.tab.locator("input[name=q]").first
    field.fill("autosquash")
    field.press("Enter")
    found = opened.tab.locator("ul.search li a")
    found.first.wait_for()
    addresses = [str(each.get_attribute("href")) for each in found.all()]
    assert "tutorial.html" in {re.split("[?#]", each)[0] for each in addresses}
    found.first.click()
    opened.tab.wait_for_load_state()
    assert "autosquash" in opened.tab.locator("article").inner_text()
