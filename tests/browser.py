"""Run Debian's chromium without a window, and axe-core to find faults of accessibility.

Where there is none the tests of a page are skipped; with ``TESTS_BROWSER=required`` they fail.
``TESTS_AXE`` is the path of axe-core's ``axe.min.js``. The names do not begin with ``HOOKKIT_``:
those are settings of hookkit, and a test is sealed from them.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from tests.corrections.page.page_in_browser import OpenPage

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def _missing(what: str) -> NoReturn:
    if os.environ.get("TESTS_BROWSER") == "required":
        pytest.fail(f"TESTS_BROWSER is required, and {what}")
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser without a window, one for all tests of a process."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        _missing(f"there is no {NAMES[0]} on the PATH")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed")
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, args=OPTIONS)
        yield opened
        opened.close()


class Tabs:
    """Tabs that one test after the other uses: to open a new one takes longer than a page does.

    A test gets as many as it opens addresses, each without anything of the tests before it.
    """

    def __init__(self, browser: Browser) -> None:
        """Take the browser in which they are opened."""
        self._browser = browser
        self._free: defaultdict[str, list[OpenPage]] = defaultdict(list)
        self._used: list[tuple[str, OpenPage]] = []

    def open(self, address: str, width: int, milliseconds: int = 5000, **how: Any) -> OpenPage:
        """Open an address in a window of a width; ``how`` is what a context of playwright takes."""
        kind = repr(sorted(how.items()))
        opened = self._free[kind].pop() if self._free[kind] else self._new(how)
        self._used.append((kind, opened))
        opened.tab.set_default_timeout(milliseconds)
        opened.tab.set_viewport_size({"width": width, "height": 800})
        opened.forget()
        opened.tab.goto(address)
        return opened

    def _new(self, how: dict[str, Any]) -> OpenPage:
        return OpenPage(self._browser.new_context(**how).new_page())

    def give_back(self) -> None:
        """Leave what a test has opened to the next."""
        while self._used:
            kind, opened = self._used.pop()
            opened.tab.goto("about:blank")
            opened.tab.emulate_media(media="null")  # what was printed is a screen again
            self._free[kind].append(opened)


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    """The tabs of all tests of a process."""
    return Tabs(browser)


@pytest.fixture
def open_window(tabs: Tabs) -> Iterator[Callable[..., OpenPage]]:
    """Open an address in a window of a width, of which no other test has anything meanwhile."""
    yield tabs.open
    tabs.give_back()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    path = os.environ.get("TESTS_AXE")
    if not path:
        _missing("TESTS_AXE does not name axe-core's axe.min.js")
    return Path(path).read_text(encoding="utf-8")
