"""The site in a real browser: a phone and a desk, light and dark, and the search."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.corrections.page.opened import Opened
from tests.long_runs import case

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PHONE, DESK = 360, 1440
PAGES = ("index", "quick-start", "tutorial", "comparison", "commands", "rules", "ci/README")
Opener = Callable[..., Opened]


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
def show(browser: Browser, address: str) -> Iterator[Opener]:
    """Open a page of the site in a new window."""
    with contextlib.ExitStack() as opened:

        def opener(page: str, width: int, **how: Any) -> Opened:
            context = browser.new_context(viewport={"width": width, "height": 800}, **how)
            opened.callback(context.close)
            context.set_default_timeout(60_000)
            shown = Opened(context.new_page())
            shown.tab.goto(f"{address}/{page}")
            return shown

        yield opener


@pytest.mark.parametrize(
    ("page", "width", "scheme"),
    [
        case(page, width, scheme, stays=(page, width) in (("index", PHONE), ("tutorial", DESK)))
        for page in PAGES
        for width, scheme in ((PHONE, "light"), (DESK, "dark"))
    ],
)
def test_axe_finds_nothing(show: Opener, axe: str, page: str, width: int, scheme: str) -> None:
    opened = show(f"{page}.html", width, color_scheme=scheme)
    opened.ask(axe)
    found = opened.ask("axe.run()")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
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
