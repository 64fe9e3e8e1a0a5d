"""The charts of a debt log as an SVG that needs no script, no font and no network."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from hookkit.debt_log.charts import (
    area_paths,
    bands_of,
    cells_of,
    highest_of,
    level_of,
    places_of,
    strips_of,
)
from hookkit.debt_log.log import DebtLog
from hookkit.debt_log.report import folder_name, headline, tools_sentence, change_sentence
from hookkit.terminal.browser import SVG_MARK
from hookkit.terminal.escaping import visible

WIDTH, EDGE, ROW = 760, 24, 26
WHOLE = WIDTH - 2 * EDGE
LABEL, VALUE = 190, 80
"""The widths of the label before a strip, and of the value behind it."""

CHART = 200
MOST_NAME, MOST_TEXT = 26, 95

_NAMES = ("bg", "text", "quiet", "line", "heat", *(f"b{at}" for at in range(8)))
_LIGHT = (
    *("#ffffff", "#1c1e22", "#5c606a", "#e1ded7", "#a02c00", "#2f4fb0", "#b3541e", "#1a7f45"),
    *("#8b1e5d", "#0b7285", "#8a6d00", "#6b3fa0", "#6c717c"),
)
_DARK = (
    *("#191b1f", "#e5e7eb", "#a3a8b3", "#30343b", "#ff9a5c", "#9db8ff", "#f0a36b", "#6fce94"),
    *("#f29bc1", "#6fd3e0", "#e3c55a", "#cdb2f7", "#8d939e"),
)


class _Part(NamedTuple):
    """A part of the picture: its height, and its elements from 0 at its top."""

    height: int
    elements: str


def debt_svg(log: DebtLog) -> str:
    """Give the charts of a log, the same for the same log: UTF-8 text."""
    parts = [*_parts(log)]
    height = 2 * EDGE + sum(each.height for each in parts)
    y, placed = EDGE, ""
    for each in parts:
        placed += f'<g transform="translate({EDGE} {y})">{each.elements}</g>\n'
        y += each.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="title desc">\n'
        f"{SVG_MARK}\n"
        f'<title id="title">{_text_of(f"Debt of {log.branch}")}</title>\n'
        f'<desc id="desc">{_text_of(_described(log))}</desc>\n'
        f"<style>{_style()}</style>\n"
        f'<rect class="bg" width="{WIDTH}" height="{height}" rx="8"/>\n{placed}</svg>\n'
    )


def _text_of(text: str) -> str:
    return escape(visible(text))


def _described(log: DebtLog) -> str:
    last = log.samples[-1].by_rule
    rules = sorted(last, key=lambda each: (-last[each], each))
    return f"{headline(log)}. {', '.join(f'{last[each]:,} {each}' for each in rules[:10])}."


def _style() -> str:
    light, dark = (
        ";".join(f"--{name}:{value}" for name, value in zip(_NAMES, values, strict=True))
        for values in (_LIGHT, _DARK)
    )
    return (
        f"svg{{max-width:100%;height:auto;{light}}}"
        f"@media(prefers-color-scheme:dark){{svg{{{dark}}}}}"
        "text{font:13px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;fill:var(--text)}"
        ".h{font-weight:600;font-size:15px}.end{text-anchor:end}"
        f"{''.join(f'.{name}{{fill:var(--{name})}}' for name in _NAMES if name != 'text')}"
    )


def _parts(log: DebtLog) -> Iterator[_Part]:
    yield _line(f"Debt of {log.branch}", "h")
    yield _line(headline(log))
    if len(log.samples) > 1:
        yield _line(change_sentence(log))
    yield _line(tools_sentence(log), "quiet")
    if len(log.samples) > 1 and bands_of(log):
        yield _Part(ROW // 2, "")
        yield _chart(log)
        yield from _legend(log)
        yield _Part(ROW // 2, "")
        yield from _strips(log)


def _line(text: str, kind: str = "t") -> _Part:
    shown = text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…"
    return _Part(ROW, f'<text class="{kind}" y="16">{_text_of(shown)}</text>')


def _chart(log: DebtLog) -> _Part:
    highest = highest_of(log)
    paths = area_paths(bands_of(log), places_of(log), (WHOLE, CHART), highest)
    drawn = "".join(f'<path class="b{at}" d="{line}"/>' for at, line in enumerate(paths))
    names = [_text_of(log.samples[at].point.name[:MOST_NAME]) for at in (0, -1)]
    below = CHART + 18
    return _Part(
        CHART + ROW + ROW // 2,
        f'{drawn}<rect class="line" y="{CHART}" width="{WHOLE}" height="1"/>'
        f'<text class="quiet" y="{below}">{names[0]}</text>'
        f'<text class="quiet end" x="{WHOLE}" y="{below}">{names[1]}</text>'
        f'<text class="quiet end" x="{WHOLE}" y="-4">{highest:,} at most</text>',
    )


def _legend(log: DebtLog) -> Iterator[_Part]:
    """Give what the colours mean, four in a row."""
    bands = bands_of(log)
    for start in range(0, len(bands), 4):
        drawn = ""
        for at in range(start, min(start + 4, len(bands))):
            x = (at - start) * WHOLE // 4
            name, now = _text_of(bands[at].name), bands[at].values[-1]
            drawn += f'<rect class="b{at}" x="{x}" y="6" width="11" height="11" rx="2"/>'
            drawn += f'<text x="{x + 18}" y="16">{name} {now:,}</text>'
        yield _Part(ROW, drawn)


def _strips(log: DebtLog) -> Iterator[_Part]:
    strips = strips_of(log)
    most = max([1, *(value for each in strips for value in each.values)])
    cells = len(cells_of(len(log.samples)))
    width = (WHOLE - LABEL - VALUE) / cells
    yield _line("By folder", "h")
    for each in strips:
        name = folder_name(each.folder)
        shown = name if len(name) <= MOST_NAME else f"…{name[-MOST_NAME + 1 :]}"
        drawn = "".join(
            f'<rect class="heat" x="{LABEL + width * at:.1f}" y="4" width="{width:.1f}" height="16"'
            f' fill-opacity="{level_of(value, most) / 7:.2f}"/>'
            for at, value in enumerate(each.values)
            if value
        )
        now = log.samples[-1].by_folder.get(each.folder, 0)
        value = f'<text class="end" x="{WHOLE}" y="16">{now:,}</text>'
        yield _Part(ROW, f'<text y="16">{_text_of(shown)}</text>{drawn}{value}')
