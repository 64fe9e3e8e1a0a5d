"""An SVG of blocks, such as charts and lines of text, without a script, a font or the network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from hookkit.terminal.escaping import escape_invisible
from hookkit.terminal.write_html_or_svg_file import SVG_GENERATOR

MARGIN, ROW_HEIGHT = 24, 26
WIDTH = 760
INNER_WIDTH = WIDTH - 2 * MARGIN
MAX_TEXT_LENGTH = 90

_COLOURS = {
    "bg": ("#ffffff", "#191b1f"),
    "text": ("#1c1e22", "#e5e7eb"),
    "quiet": ("#5c606a", "#a3a8b3"),
    "line": ("#e1ded7", "#30343b"),
}
"""The colours of every SVG, in a light and in a dark browser."""


class SvgBlock(NamedTuple):
    """A block of the SVG: its height, and its elements with y = 0 at its top."""

    height: int
    elements: str


def svg_of_blocks(
    title: str,
    description: str,
    colours: Mapping[str, tuple[str, str]],
    blocks: Iterable[SvgBlock],
) -> str:
    """Give an SVG with the blocks one below the other: UTF-8 text, the same for the same blocks.

    ``title`` and ``description`` are for screen readers. ``colours`` maps the class of an element
    to its fill colour in a light and in a dark browser.
    """
    y, elements = MARGIN, ""
    for each in blocks:
        elements += f'<g transform="translate({MARGIN} {y})">{each.elements}</g>\n'
        y += each.height
    height = y + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="title desc">\n'
        f"{SVG_GENERATOR}\n"
        f'<title id="title">{escape_xml(title)}</title>\n'
        f'<desc id="desc">{escape_xml(description)}</desc>\n'
        f"<style>{_style({**_COLOURS, **colours})}</style>\n"
        f'<rect class="bg" width="{WIDTH}" height="{height}" rx="8"/>\n{elements}</svg>\n'
    )


def _style(colours: Mapping[str, tuple[str, str]]) -> str:
    light, dark = (
        ";".join(f"--{name}:{pair[index]}" for name, pair in colours.items()) for index in (0, 1)
    )
    return (
        f"svg{{max-width:100%;height:auto;{light}}}"
        f"@media(prefers-color-scheme:dark){{svg{{{dark}}}}}"
        "text{font:13px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;fill:var(--text)}"
        ".h{font-weight:600;font-size:15px}.end{text-anchor:end}"
        f"{''.join(f'.{name}{{fill:var(--{name})}}' for name in colours if name != 'text')}"
    )


def escape_xml(text: str) -> str:
    """Give a text as the content of an element; control characters become visible escapes."""
    return escape(escape_invisible(text))


def text_block(text: str, css_class: str = "t") -> SvgBlock:
    """Give a line of text, cut after MAX_TEXT_LENGTH letters; the class "h" is a heading."""
    shown = text if len(text) <= MAX_TEXT_LENGTH else f"{text[: MAX_TEXT_LENGTH - 1]}…"
    return SvgBlock(ROW_HEIGHT, f'<text class="{css_class}" y="16">{escape_xml(shown)}</text>')
