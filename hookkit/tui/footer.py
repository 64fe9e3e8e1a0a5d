"""The footer of the screen: as many keys of the focused pane as fit, with what they do."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.terminal.rows import StyledText
from hookkit.tui.pane_areas import PaneName

FOOTER_KEYS: dict[PaneName, tuple[tuple[str, str], ...]] = {
    "hunks": (
        *(("space", "take"), ("c", "place"), ("q", "quit"), ("?", "help"), ("tab", "files")),
        *(("a", "all"), ("z", "undo"), ("/", "search"), ("v", "range"), ("s", "split")),
        *(("r", "refuse"), ("m", "mouse")),
    ),
    "hunk groups": (
        *(("space", "take all"), ("enter", "open"), ("c", "place"), ("?", "help")),
        *(("q", "quit"), ("z", "undo"), ("tab", "hunks"), ("/", "search"), ("m", "mouse")),
    ),
}
"""The keys of each pane, the most important first; the footer shows as many as fit."""


def footer_texts(pane: PaneName, width: int) -> tuple[StyledText, ...]:
    """Give the keys that fit into a footer of ``width`` columns, each with its description."""
    return tuple(_footer(pane, width))


def _footer(pane: PaneName, width: int) -> Iterator[StyledText]:
    used_width = 0
    for key, description in FOOTER_KEYS[pane]:
        needed_width = len(key) + 1 + len(description) + 2 * bool(used_width)
        if used_width + needed_width > width:
            return
        yield "text", "  " if used_width else ""
        yield "command", key
        yield "dim", f" {description}"
        used_width += needed_width
