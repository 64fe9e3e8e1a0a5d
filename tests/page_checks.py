"""Check a page in a real browser: nothing is too wide, axe-core finds nothing."""

from __future__ import annotations

from tests.corrections.page.page_in_browser import OpenPage

PHONE, DESK = 360, 1440

_OUTSIDE = """[...document.querySelectorAll("body *")].filter(each => !each.closest(".sr, svg")
    && each.getBoundingClientRect().right > innerWidth + 1).map(each => each.outerHTML)"""


def check_width(opened: OpenPage) -> None:
    """Nothing is wider than the window, on a small phone, a large screen and between."""
    for width in (320, PHONE, 768, 1024, DESK):
        opened.tab.set_viewport_size({"width": width, "height": 800})
        assert opened.ask("document.documentElement.scrollWidth") == width
        assert opened.ask(_OUTSIDE) == []


# Only what is asked for: all that axe tells of a page is some megabytes.
_AXE = """axe.run().then(found => ({
    violations: found.violations.map(each => [each.id, each.nodes[0].html]),
    passes: found.passes.map(each => each.id),
}))"""


def check_accessible(opened: OpenPage, axe: str) -> None:
    """The script of axe-core finds nothing, and has looked at the contrast of colours."""
    opened.ask(axe)
    found = opened.ask(_AXE)
    assert found["violations"] == []
    assert "color-contrast" in found["passes"]
