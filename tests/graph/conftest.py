"""The fixtures of these tests: a browser, and axe-core."""

from tests.browser import axe, browser

__all__ = ["axe", "browser"]
