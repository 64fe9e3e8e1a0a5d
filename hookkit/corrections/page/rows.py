"""Lines of code as rows of HTML. There are too many of them for a template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from hookkit.corrections.page.blocks import Block, Change, Same, Shown


def same_html(block: Same) -> Markup:
    """Give lines that both versions have; the twin of each is seen only side by side."""
    if not block.lines:
        return Markup()
    return Markup(f'<div class="same">\n{"".join(map(_same_row, block.lines))}</div>\n')


def blocks_html(blocks: Iterable[Block]) -> Markup:
    """Give the lines of a hunk."""
    return Markup("").join(
        _change_html(block) if isinstance(block, Change) else same_html(block) for block in blocks
    )


def quote_html(lines: Sequence[Shown]) -> Markup:
    """Give lines of one version alone."""
    return Markup("".join(map(_row, lines)))


def _change_html(change: Change) -> Markup:
    old, new = _side("del", change.old), _side("ins", change.new)
    return Markup(f'<div class="change">\n{old}{new}</div>\n')


def _side(name: str, lines: Sequence[Shown | None]) -> str:
    if not any(lines):
        return ""
    return f"<{name}>\n{''.join(map(_row, lines))}</{name}>\n"


def _row(line: Shown | None) -> str:
    if line is None:
        return '<div class="l gap"></div>\n'
    return f'<div class="l"><span class="n">{line.number}</span><code>{line.html}</code></div>\n'


def _same_row(line: Shown) -> str:
    number, html, twin = line
    return (
        f'<div class="l"><span class="n">{number}</span><span class="n new">{twin}</span>'
        f'<code>{html}</code><span class="n twin" aria-hidden="true">{twin}</span>'
        f'<code class="twin" aria-hidden="true">{html}</code></div>\n'
    )
