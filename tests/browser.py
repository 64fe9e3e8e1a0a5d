"""A real browser for a test: Debian's chromium without a window, and axe-core for accessibility.

Where there is none the tests of a page are skipped; with ``TESTS_BROWSER=required`` they fail.
``TESTS_AXE`` is the path of axe-core's ``axe.min.js``. The names do not begin with ``HOOKKIT_``:
those are settings of hookkit, and a test is sealed from them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from tests.corrections.page.opened import Opened

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


@pytest.fixture
def open_window(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Open an address in a new window of a width; all windows are closed at the end."""
    with ExitStack() as windows:

        def opener(address: str, width: int, milliseconds: int = 5000, **how: Any) -> Opened:
            context = browser.new_context(viewport={"width": width, "height": 800}, **how)
            windows.callback(context.close)
            context.set_default_timeout(milliseconds)
            opened = Opened(context.new_page())
            opened.tab.goto(address)
            return opened

        yield opener


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    path = os.environ.get("TESTS_AXE")
    if not path:
        _missing("TESTS_AXE does not name axe-core's axe.min.js")
    return Path(path).read_text(encoding="utf-8")
