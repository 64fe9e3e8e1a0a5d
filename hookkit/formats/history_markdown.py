"""A history report as Markdown, for a wiki or the summary of a CI job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.formats.escaping import markdown_text
from hookkit.history.checks.rules import rule_by_id
from hookkit.history.documentation_links import rule_url
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
    main_line_name,
    period_table,
    report_notes,
    totals_phrase,
)
from hookkit.phrases import duration, percent, quote_subject, short_id
from hookkit.terminal.escaping import escape_invisible

_TEXT_COLUMNS = ("newest", "by")
"""The columns of text, besides the first one of each table; the others are numbers."""


def history_report_markdown(report: HistoryReport) -> bytes:
    """Give the report as Markdown."""
    blocks = [f"## History of {_escape(report.range_description)}", f"{totals_phrase(report)}."]
    if report.totals.commits:
        blocks[-1] += f" {_escape(commit_counts_phrase(report))}."
        blocks += [f"**{_escape(headline(report))}.**", _table(*_verdicts(report))]
        blocks += [
            _table(*_fixups_and_missing_tickets(report)),
            *_branches(report),
            _table(*_periods(report)),
        ]
    notes = "\n".join(f"- {_escape(note)}" for note in report_notes(report))
    return "\n\n".join([*blocks, *([notes] if notes else [])]).encode() + b"\n"


def _escape(text: str) -> str:
    return markdown_text(escape_invisible(text))


def _table(head: Sequence[str], *rows: Sequence[str]) -> str:
    """Give a table in which numbers are aligned to the right."""
    line = ["---" if each in (head[0], *_TEXT_COLUMNS) else "--:" for each in head]
    return "\n".join(f"| {' | '.join(each)} |" for each in (head, line, *rows))


def _verdicts(report: HistoryReport) -> Iterator[Sequence[str]]:
    yield f"on {_escape(main_line_name(report))}", "commits", "share of the merges", "newest"
    for each in kinds_of_merges(report):
        share = percent(each.tally.commit_count, report.decided_merge_count)
        yield _linked_name(each), f"{each.tally.commit_count:,}", share, _newest(each.tally)
    for each in kinds_of_other_commits(report):
        yield _linked_name(each), f"{each.tally.commit_count:,}", "", _newest(each.tally)


def _linked_name(kind: CommitKind) -> str:
    return f"[{kind.name}]({rule_url(rule_by_id(kind.rule))})" if kind.rule else kind.name


def _newest(tally: Tally) -> str:
    if tally.newest is None:
        return ""
    return f"`{short_id(tally.newest.id)}` {_escape(quote_subject(tally.newest.subject))}"


def _fixups_and_missing_tickets(report: HistoryReport) -> Iterator[Sequence[str]]:
    yield "left behind", "commits", "newest"
    yield "fixups", f"{report.fixups.commit_count:,}", _newest(report.fixups)
    if report.missing_tickets is not None:
        tally, total = report.missing_tickets
        counts = f"{tally.commit_count:,} of {total:,} that need one"
        yield "without a ticket", counts, _newest(tally)


def _branches(report: HistoryReport) -> Iterator[str]:
    _, seconds, commits, longest = report.branches
    if seconds is None or commits is None:
        return
    medians = (
        f"First commit to merge: {lifetimes_phrase(seconds)}. Size: {branch_sizes_phrase(commits)}."
    )
    yield f"{branch_count_phrase(report)}. {medians}"
    rows = [
        (
            _escape(branch_label(each)),
            f"{each.commit_count:,}",
            duration(each.seconds),
            _escape(", ".join(each.authors)),
        )
        for each in longest
    ]
    yield _table(("longest-lived", "commits", "first commit to merge", "by"), *rows)


def _periods(report: HistoryReport) -> Iterator[Sequence[str]]:
    names = (report.period_length, *(each.name for each in report.periods))
    for name, cells in zip(names, period_table(report), strict=True):
        yield name, *cells
