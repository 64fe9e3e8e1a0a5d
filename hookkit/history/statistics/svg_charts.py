"""The SVG of the charts of a history report, which needs no script, no font and no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.history.statistics.chart_columns import (
    MIN_COLUMNS,
    Column,
    chart_columns,
    chart_maximum,
)
from hookkit.history.statistics.history_report import HistoryReport
from hookkit.history.statistics.report_phrases_and_tables import (
    CommitKind,
    branch_count_phrase,
    branch_label,
    commit_counts_phrase,
    headline,
    kinds_of_merges,
    kinds_of_other_commits,
    lifetimes_phrase,
    other_commits_title,
    totals_phrase,
)
from hookkit.phrases import duration, percent, plural
from hookkit.terminal.svg_of_blocks import (
    INNER_WIDTH,
    ROW_HEIGHT,
    SvgBlock,
    escape_xml,
    svg_of_blocks,
    text_block,
)

LABEL_WIDTH, VALUE_WIDTH = 190, 130
"""The widths of the label before a bar and of the value after it."""

CHART_HEIGHT = 96
MAX_NAME_LENGTH = 26

_COLOURS = {
    "good": ("#1a7f45", "#6fce94"),
    "broken": ("#b3541e", "#f0a36b"),
    "all": ("#2f4fb0", "#9db8ff"),
}


def history_svg(report: HistoryReport) -> str:
    """Give the charts of a report, to be written in UTF-8; equal reports give equal charts."""
    title = f"History report of {report.range_description}"
    return svg_of_blocks(title, _description(report), _COLOURS, _blocks(report))


def _description(report: HistoryReport) -> str:
    if not report.totals.commits:
        return "No commit."
    kinds = [*kinds_of_merges(report), *kinds_of_other_commits(report)]
    counts = ", ".join(f"{each.tally.commit_count:,} {each.name}" for each in kinds)
    return f"{totals_phrase(report)}; {commit_counts_phrase(report)}. {headline(report)}. {counts}."


def _blocks(report: HistoryReport) -> Iterator[SvgBlock]:
    yield text_block(f"History report of {report.range_description}", "h")
    yield text_block(totals_phrase(report), "quiet")
    if not report.totals.commits:
        return
    yield text_block(commit_counts_phrase(report), "quiet")
    yield from _kinds(report)
    yield SvgBlock(ROW_HEIGHT // 2, "")
    yield from _charts(report)
    yield from _branches(report)


def _charts(report: HistoryReport) -> Iterator[SvgBlock]:
    columns = chart_columns(report)
    if len(columns) < MIN_COLUMNS:
        return
    yield text_block(f"Commits by {report.period_length}", "h")
    yield _chart(columns, [[(each.commit_count, "all")] for each in columns])
    if report.decided_merge_count:
        yield text_block(f"Merges by {report.period_length}: semi-linear below, others on top", "h")
        yield _chart(
            columns,
            [
                [(each.semi_linear_count, "good"), (each.other_merge_count, "broken")]
                for each in columns
            ],
        )


def _kinds(report: HistoryReport) -> Iterator[SvgBlock]:
    merges, others = report.decided_merge_count, kinds_of_other_commits(report)
    yield SvgBlock(ROW_HEIGHT // 2, "")
    yield text_block(headline(report), "h")
    for each in kinds_of_merges(report):
        style = "good" if each.name == "semi-linear" else "broken"
        number = each.tally.commit_count
        yield _bar(
            _kind_label(each), number / merges, style, f"{number:,} ({percent(number, merges)})"
        )
    if others:
        yield SvgBlock(ROW_HEIGHT // 4, "")
        yield text_block(other_commits_title(report), "h")
    for each in others:
        yield _bar(_kind_label(each), 0, "all", f"{each.tally.commit_count:,}")


def _kind_label(kind: CommitKind) -> str:
    return f"{kind.name} {kind.rule}".strip()


def _bar(name: str, share: float, style: str, value: str) -> SvgBlock:
    """Draw a row: a name, a bar for a share of a whole, and a value."""
    full_width = INNER_WIDTH - LABEL_WIDTH - VALUE_WIDTH
    shortened_name = name if len(name) <= MAX_NAME_LENGTH else f"{name[: MAX_NAME_LENGTH - 1]}…"
    widths = [("line", f"{full_width}"), (style, f"{full_width * share:.1f}")] if share else []
    bar = "".join(
        f'<rect class="{kind}" x="{LABEL_WIDTH}" y="6" width="{width}" height="12" rx="2"/>'
        for kind, width in widths
    )
    return SvgBlock(
        ROW_HEIGHT,
        f'<text y="16">{escape_xml(shortened_name)}</text>{bar}'
        f'<text class="end" x="{INNER_WIDTH}" y="16">{escape_xml(value)}</text>',
    )


def _chart(columns: Sequence[Column], segments: Sequence[Sequence[tuple[int, str]]]) -> SvgBlock:
    """Draw a column for each period, with its segments one above the other."""
    highest = chart_maximum(sum(number for number, _ in each) for each in segments)
    column_step = min(INNER_WIDTH / len(columns), INNER_WIDTH / 8)
    width = max(column_step - 2, column_step * 0.8)
    drawn_columns = [
        _column(column_step * index, width, column, each, highest)
        for index, (column, each) in enumerate(zip(columns, segments, strict=True))
    ]
    right_edge, names_y = column_step * (len(columns) - 1) + width, CHART_HEIGHT + 18
    # If the last name leaves no room beside it, the highest number is above the columns.
    highest_y = names_y if right_edge <= INNER_WIDTH - VALUE_WIDTH else -10
    return SvgBlock(
        CHART_HEIGHT + ROW_HEIGHT + ROW_HEIGHT // 2,
        f'{"".join(drawn_columns)}'
        f'<rect class="line" y="{CHART_HEIGHT}" width="{INNER_WIDTH}" height="1"/>'
        f'<text class="quiet" y="{names_y}">{columns[0].name}</text>'
        f'<text class="quiet end" x="{max(right_edge, 140):.1f}" y="{names_y}">'
        f"{columns[-1].name}</text>"
        f'<text class="quiet end" x="{INNER_WIDTH}" y="{highest_y}">{highest:,} at most</text>',
    )


def _column(
    x: float, width: float, column: Column, segments: Sequence[tuple[int, str]], highest: int
) -> str:
    y, rects = float(CHART_HEIGHT), ""
    for number, style in segments:
        height = CHART_HEIGHT * number / highest
        y -= height
        if number:
            position = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
            rects += f'<rect class="{style}" {position}/>'
    commits, merges = plural(column.commit_count, "commit"), plural(column.merge_count, "merge")
    title = f"{column.name}: {commits}, {merges}"
    return f"<g><title>{title}</title>{rects}</g>" if rects else ""


def _branches(report: HistoryReport) -> Iterator[SvgBlock]:
    branches = report.branches
    if branches.seconds is None:
        return
    yield text_block(
        f"{branch_count_phrase(report)}: {lifetimes_phrase(branches.seconds)} to the merge", "h"
    )
    longest_seconds = max(each.seconds for each in branches.longest) or 1
    for each in branches.longest:
        yield _bar(
            branch_label(each), each.seconds / longest_seconds, "all", duration(each.seconds)
        )
