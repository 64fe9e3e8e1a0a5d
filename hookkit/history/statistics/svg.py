"""The charts of a history report as an SVG that needs no script, no font and no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from hookkit.history.statistics.charts import LEAST_COLUMNS, Column, columns_of, largest
from hookkit.history.statistics.history_report import HistoryReport
from hookkit.history.statistics.report import (
    CommitKind,
    branches_in,
    headline,
    merges_of,
    name_of,
    others_of,
    others_title,
    places_of,
    times_of,
    totals_of,
)
from hookkit.phrases import counted, duration, percent
from hookkit.terminal.browser import SVG_MARK
from hookkit.terminal.escaping import visible

WIDTH, EDGE, ROW = 760, 24, 26
LABEL, VALUE = 190, 130
"""The widths of what stands before a bar, and behind it."""

CHART = 96
MOST_NAME = 26

_COLOURS = ("bg", "text", "quiet", "line", "good", "broken", "all")
_LIGHT = ("#ffffff", "#1c1e22", "#5c606a", "#e1ded7", "#1a7f45", "#b3541e", "#2f4fb0")
_DARK = ("#191b1f", "#e5e7eb", "#a3a8b3", "#30343b", "#6fce94", "#f0a36b", "#9db8ff")


class _Part(NamedTuple):
    """A part of the picture: its height, and its elements from 0 at its top."""

    height: int
    elements: str


def history_svg(report: HistoryReport) -> str:
    """Give the charts of a report, the same for the same report: UTF-8 text."""
    parts = [*_parts(report)]
    height = 2 * EDGE + sum(each.height for each in parts)
    title = _text_of(f"History report of {report.subject}")
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
            f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="title desc">\n',
            f"{SVG_MARK}\n",
            f'<title id="title">{title}</title>\n',
            f'<desc id="desc">{_text_of(_described(report))}</desc>\n',
            f"<style>{_style()}</style>\n",
            f'<rect class="bg" width="{WIDTH}" height="{height}" rx="8"/>\n',
            *_placed(parts),
            "</svg>\n",
        )
    )


def _text_of(text: str) -> str:
    return escape(visible(text))


def _described(report: HistoryReport) -> str:
    if not report.totals.commits:
        return "No commit."
    kinds = [*merges_of(report), *others_of(report)]
    counts = ", ".join(f"{each.tally.number:,} {each.name}" for each in kinds)
    return f"{totals_of(report)}; {places_of(report)}. {headline(report)}. {counts}."


def _style() -> str:
    light, dark = (
        ";".join(f"--{name}:{value}" for name, value in zip(_COLOURS, values, strict=True))
        for values in (_LIGHT, _DARK)
    )
    return (
        f"svg{{max-width:100%;height:auto;{light}}}"
        f"@media(prefers-color-scheme:dark){{svg{{{dark}}}}}"
        "text{font:13px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;fill:var(--text)}"
        ".h{font-weight:600;font-size:15px}.end{text-anchor:end}"
        f"{''.join(f'.{name}{{fill:var(--{name})}}' for name in _COLOURS if name != 'text')}"
    )


def _placed(parts: Sequence[_Part]) -> Iterator[str]:
    y = EDGE
    for height, elements in parts:
        yield f'<g transform="translate({EDGE} {y})">{elements}</g>\n'
        y += height


def _parts(report: HistoryReport) -> Iterator[_Part]:
    yield _line(f"History report of {report.subject}", "h")
    yield _line(totals_of(report), "quiet")
    if not report.totals.commits:
        return
    yield _line(places_of(report), "quiet")
    yield from _kinds(report)
    yield _Part(ROW // 2, "")
    yield from _charts(report)
    yield from _branches(report)


def _charts(report: HistoryReport) -> Iterator[_Part]:
    columns = columns_of(report)
    if len(columns) < LEAST_COLUMNS:
        return
    yield _line(f"Commits by {report.by}", "h")
    yield _chart(columns, [[(each.commits, "all")] for each in columns])
    if report.decided_merges:
        yield _line(f"Merges by {report.by}: semi-linear below, others on top", "h")
        yield _chart(
            columns, [[(each.semi_linear, "good"), (each.broken, "broken")] for each in columns]
        )


def _line(text: str, kind: str) -> _Part:
    shown = text if len(text) <= 90 else f"{text[:89]}…"
    return _Part(ROW, f'<text class="{kind}" y="16">{_text_of(shown)}</text>')


def _kinds(report: HistoryReport) -> Iterator[_Part]:
    of = report.decided_merges
    yield _Part(ROW // 2, "")
    yield _line(headline(report), "h")
    for each in merges_of(report):
        look = "good" if each.name == "semi-linear" else "broken"
        number = each.tally.number
        yield _bar(_named(each), number / of, look, f"{number:,} ({percent(number, of)})")
    if others_of(report):
        yield _Part(ROW // 4, "")
        yield _line(others_title(report), "h")
    for each in others_of(report):
        yield _bar(_named(each), 0, "all", f"{each.tally.number:,}")


def _named(kind: CommitKind) -> str:
    return f"{kind.name} {kind.rule}".strip()


def _bar(name: str, share: float, look: str, value: str) -> _Part:
    """Draw a row: a name, a bar for a share of a whole, and a value."""
    whole = WIDTH - 2 * EDGE - LABEL - VALUE
    shown = name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 1]}…"
    widths = [("line", f"{whole}"), (look, f"{whole * share:.1f}")] if share else []
    bar = "".join(
        f'<rect class="{kind}" x="{LABEL}" y="6" width="{width}" height="12" rx="2"/>'
        for kind, width in widths
    )
    return _Part(
        ROW,
        f'<text y="16">{_text_of(shown)}</text>{bar}'
        f'<text class="end" x="{WIDTH - 2 * EDGE}" y="16">{_text_of(value)}</text>',
    )


def _chart(columns: Sequence[Column], parts: Sequence[Sequence[tuple[int, str]]]) -> _Part:
    """Draw a column for each of several periods, its parts one above the other."""
    whole = WIDTH - 2 * EDGE
    highest = largest(sum(number for number, _ in each) for each in parts)
    step = min(whole / len(columns), whole / 8)
    width = max(step - 2, step * 0.8)
    drawn = [
        _column(step * at, width, column, each, highest)
        for at, (column, each) in enumerate(zip(columns, parts, strict=True))
    ]
    right, below = step * (len(columns) - 1) + width, CHART + 18
    # Where the last name leaves no room beside it the highest number stands above the columns.
    beside = below if right <= whole - VALUE else -10
    return _Part(
        CHART + ROW + ROW // 2,
        f'{"".join(drawn)}<rect class="line" y="{CHART}" width="{whole}" height="1"/>'
        f'<text class="quiet" y="{below}">{columns[0].name}</text>'
        f'<text class="quiet end" x="{max(right, 140):.1f}" y="{below}">{columns[-1].name}</text>'
        f'<text class="quiet end" x="{whole}" y="{beside}">{highest:,} at most</text>',
    )


def _column(
    x: float, width: float, column: Column, parts: Sequence[tuple[int, str]], highest: int
) -> str:
    y, found = float(CHART), ""
    for number, look in parts:
        height = CHART * number / highest
        y -= height
        if number:
            place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
            found += f'<rect class="{look}" {place}/>'
    title = f"{column.name}: {counted(column.commits, 'commit')}, {counted(column.merges, 'merge')}"
    return f"<g><title>{title}</title>{found}</g>" if found else ""


def _branches(report: HistoryReport) -> Iterator[_Part]:
    branches = report.branches
    if branches.seconds is None:
        return
    yield _line(f"{branches_in(report)}: {times_of(branches.seconds)} to the merge", "h")
    most = max(each.seconds for each in branches.longest) or 1
    for each in branches.longest:
        yield _bar(name_of(each), each.seconds / most, "all", duration(each.seconds))
