"""The HTML page of a history report, which needs no network and no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from hookkit.git.log import LogCommit
from hookkit.history.checks.rules import rule_by_id
from hookkit.history.documentation_links import rule_url
from hookkit.history.statistics.chart_columns import (
    MIN_COLUMNS,
    Column,
    chart_columns,
    chart_maximum,
)
from hookkit.history.statistics.history_counts import Tally
from hookkit.history.statistics.history_report import HistoryReport
from hookkit.history.statistics.report_phrases_and_tables import (
    CommitKind,
    branch_count_phrase,
    branch_label,
    branch_sizes_phrase,
    commit_counts_phrase,
    headline,
    kinds_of_merges,
    kinds_of_other_commits,
    lifetimes_phrase,
    missing_tickets_phrase,
    other_commits_title,
    period_table,
    report_notes,
    totals_phrase,
)
from hookkit.phrases import duration, number_and_noun, percent, plural, quote_subject, short_id
from hookkit.terminal.page_templates import render_page, shared_style, template_text

COLUMN_WIDTH, CHART_HEIGHT = 10, 100
"""The width of a column with its gap, and the height of a chart, in units of its view box."""

_BAR = Markup(
    '<svg class="bar" width="100%" height="8" aria-hidden="true">'
    '<rect class="rail" width="100%" height="8" rx="2"/>'
    '<rect class="{}" width="{:.2f}%" height="8" rx="2"/></svg>'
)


def history_page(report: HistoryReport, links: Mapping[str, str]) -> str:
    """Give a report as a page of HTML, to be written in UTF-8; equal reports give equal pages.

    ``links`` are the URLs of commits by their ids; a commit without a URL is left out.
    """
    columns = chart_columns(report)
    return render_page(
        "history.html",
        shared_style() + template_text("history.css"),
        report=report,
        counts=_counts(report),
        totals=totals_phrase(report),
        commit_counts_text=commit_counts_phrase(report),
        headline=headline(report),
        merges=[
            _kind_row(each, links, report.decided_merge_count) for each in kinds_of_merges(report)
        ],
        others_title=other_commits_title(report),
        others=[_kind_row(each, links) for each in kinds_of_other_commits(report)],
        fixups_and_tickets=_fixups_and_tickets(report, links),
        charts=_charts(columns),
        ends=(columns[0].name, columns[-1].name) if columns else ("", ""),
        periods=_periods(report),
        branch_count=branch_count_phrase(report),
        times="" if report.branches.seconds is None else lifetimes_phrase(report.branches.seconds),
        sizes=(
            "" if report.branches.commits is None else branch_sizes_phrase(report.branches.commits)
        ),
        longest=_longest(report, links),
        notes=report_notes(report),
    )


def _counts(report: HistoryReport) -> list[tuple[str, str]]:
    totals = report.totals
    counts = [number_and_noun(totals.commits, "commit"), number_and_noun(totals.authors, "author")]
    merges = report.decided_merge_count
    if merges:
        share = percent(report.verdicts["semi-linear"].commit_count, merges)
        counts.append((share, f"of {plural(merges, 'merge')} semi-linear"))
    return counts


class LinkedCommit(NamedTuple):
    """A commit; ``link`` is the URL of its page, "" if it has none."""

    id: str
    link: str
    subject: str


def _newest(tally: Tally, links: Mapping[str, str]) -> LinkedCommit | None:
    return None if tally.newest is None else _linked_commit(tally.newest, links)


def _linked_commit(commit: LogCommit, links: Mapping[str, str]) -> LinkedCommit:
    return LinkedCommit(
        short_id(commit.id), links.get(commit.id, ""), quote_subject(commit.subject)
    )


class KindRow(NamedTuple):
    """Commits of one kind, with the URL of their rule, their share of the merges, and a bar."""

    name: str
    rule: str
    link: str
    number: str
    share: str
    bar: Markup
    newest: LinkedCommit | None


def _kind_row(kind: CommitKind, links: Mapping[str, str], merge_count: int = 0) -> KindRow:
    """Give the row of a kind; it has a share and a bar if ``merge_count`` is not 0."""
    name, rule, tally = kind
    style = "good" if name == "semi-linear" else "broken"
    return KindRow(
        *(name, rule, rule_url(rule_by_id(rule)) if rule else ""),
        f"{tally.commit_count:,}",
        percent(tally.commit_count, merge_count) if merge_count else "",
        _bar(tally.commit_count / merge_count, style) if merge_count else Markup(),
        _newest(tally, links),
    )


def _bar(share: float, style: str) -> Markup:
    """Draw a share of a whole, from 0 to 1, as a bar that fills the available width."""
    return _BAR.format(style, share * 100)


def _fixups_and_tickets(
    report: HistoryReport, links: Mapping[str, str]
) -> list[tuple[str, str, LinkedCommit | None]]:
    """Give fixups and commits without a ticket: style, sentence, and the newest of each."""
    fixups, missing_tickets = report.fixups, report.missing_tickets
    style = "warn" if fixups.commit_count else "good"
    count = plural(fixups.commit_count, "fixup") if fixups.commit_count else "no fixup"
    lines = [(style, f"{count} slipped through", _newest(fixups, links))]
    if missing_tickets is not None and missing_tickets.tally.commit_count:
        lines.append(
            ("warn", missing_tickets_phrase(missing_tickets), _newest(missing_tickets.tally, links))
        )
    elif missing_tickets is not None:
        lines.append(("good", "no commit without a ticket", None))
    return lines


class Chart(NamedTuple):
    """A chart of all periods: its title, its text alternative, the highest value, its SVG."""

    title: str
    label: str
    highest: str
    svg: Markup


def _charts(columns: Sequence[Column]) -> list[Chart]:
    if len(columns) < MIN_COLUMNS:
        return []
    charts = [_chart("Commits", columns, [[(each.commit_count, "all")] for each in columns])]
    if any(each.merge_count for each in columns):
        segments = [
            [(each.semi_linear_count, "good"), (each.other_merge_count, "broken")]
            for each in columns
        ]
        charts.append(_chart("Merges", columns, segments))
    return charts


def _chart(
    title: str, columns: Sequence[Column], segments: Sequence[Sequence[tuple[int, str]]]
) -> Chart:
    """Draw a chart with a column of each period, made of its segments."""
    highest = chart_maximum(sum(number for number, _ in each) for each in segments)
    label = f"{title} of each period, {highest:,} at most; the table below has the numbers"
    drawn_columns = [
        _column(COLUMN_WIDTH * index, column, highest, each)
        for index, (column, each) in enumerate(zip(columns, segments, strict=True))
    ]
    svg = Markup('<svg class="columns-of" viewBox="{}" preserveAspectRatio="none">{}</svg>')
    box = f"0 0 {COLUMN_WIDTH * len(columns)} {CHART_HEIGHT}"
    return Chart(title, label, f"{highest:,}", svg.format(box, Markup("").join(drawn_columns)))


def _column(x: int, column: Column, highest: int, segments: Sequence[tuple[int, str]]) -> Markup:
    """Draw the segments of a column one above the other, with a title that is shown on hover."""
    y, rects = float(CHART_HEIGHT), []
    rect = Markup('<rect class="{}" x="{}" y="{:.2f}" width="{}" height="{:.2f}"/>')
    for number, style in segments:
        height = CHART_HEIGHT * number / highest
        y -= height
        if number:
            rects.append(rect.format(style, x + 1, y, COLUMN_WIDTH - 2, height))
    if not rects:
        return Markup()
    title = f"{column.name}: {plural(column.commit_count, 'commit')}"
    if column.merge_count:
        merges = plural(column.merge_count, "merge")
        title += f", {merges}: {column.semi_linear_count:,} semi-linear"
    return Markup("<g><title>{}</title>{}</g>").format(title, Markup("").join(rects))


class PeriodRow(NamedTuple):
    """A period with the cells of its row."""

    name: str
    cells: tuple[str, ...]
    bar: Markup


def _periods(report: HistoryReport) -> tuple[tuple[str, ...], list[PeriodRow]]:
    head, *rows = period_table(report)
    lines = []
    for each, cells in zip(report.periods, rows, strict=True):
        share = each.semi_linear / each.merges if each.merges else 0
        lines.append(PeriodRow(each.name, cells, _bar(share, "good") if share else Markup()))
    return head, lines


class MergedBranchRow(NamedTuple):
    """A long-lived branch, with its merge and a bar that compares it with the longest-lived one."""

    name: str
    merge: LinkedCommit
    commits: str
    lifetime: str
    authors: str
    bar: Markup


def _longest(report: HistoryReport, links: Mapping[str, str]) -> list[MergedBranchRow]:
    branches = report.branches.longest
    longest_seconds = max((each.seconds for each in branches), default=0) or 1
    return [
        MergedBranchRow(
            branch_label(each),
            _linked_commit(each.merge, links),
            plural(each.commit_count, "commit"),
            duration(each.seconds),
            ", ".join(each.authors),
            _bar(each.seconds / longest_seconds, "all"),
        )
        for each in branches
    ]


def shown_ids(report: HistoryReport) -> list[str]:
    """Give the ids of the commits that the page names."""
    tallies = [*report.verdicts.values(), report.fixups]
    tallies += [report.missing_tickets.tally] if report.missing_tickets is not None else []
    newest = [each.newest.id for each in tallies if each.newest is not None]
    return [*newest, *(each.merge.id for each in report.branches.longest)]
