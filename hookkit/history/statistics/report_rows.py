"""A history report in rows: verdicts, fixups and tickets, branches, and figures by period."""


from __future__ import annotations

from collections.abc import Iterator

from hookkit.history.checks.commit_verdicts import RULE_OF_VERDICT
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
from hookkit.phrases import duration, percent, plural, quote_subject, short_id
from hookkit.terminal.bars import BAR_WIDTH, DrawBar
from hookkit.terminal.rows import NextStep, Row, Style, StyledText, next_step_rows, note, row


def report_rows(report: HistoryReport, draw_bar: DrawBar) -> list[Row]:
    """Give the rows of a report."""
    rows = [row(("title", "hookkit history-report"), f" of {report.range_description}")]
    rows += [row(totals_phrase(report), indent=1)]
    if report.totals.commits:
        rows += [row(("dim", commit_counts_phrase(report)), indent=1)]
        rows += [row(""), *_verdict_rows(report, draw_bar)]
        rows += [row(""), *_fixup_and_ticket_rows(report), *_branch_rows(report)]
        rows += [row(""), *_period_rows(report, draw_bar)]
    rows += [note(each) for each in report_notes(report)]
    return rows + next_step_rows(_next_steps(report))


def _bar_piece(draw_bar: DrawBar, count: int, total: int, style: Style) -> StyledText:
    """Give a bar, padded to the width of all bars; "" if no bars are drawn."""
    return style, f"  {draw_bar(count, total).ljust(BAR_WIDTH)}" if draw_bar(1, 1) else ""


def _verdict_rows(report: HistoryReport, draw_bar: DrawBar) -> Iterator[Row]:
    merges, others = kinds_of_merges(report), kinds_of_other_commits(report)
    kinds = [*merges, *others]
    digits = max(len(f"{each.tally.commit_count:,}") for each in kinds)
    widths = max(len(each.name) for each in kinds), digits
    merge_count = report.decided_merge_count
    yield row(("title", headline(report)))
    share: tuple[StyledText, ...]
    for each in merges:
        style: Style = "good" if each.name == "semi-linear" else "warn"
        number = each.tally.commit_count
        share = (
            ("text", f"  {percent(number, merge_count):>4}"),
            _bar_piece(draw_bar, number, merge_count, style),
        )
        yield _kind_row(style, each, widths, share, draw_bar)
    if others:
        yield row(("title", other_commits_title(report)))
    for each in others:
        style = "warn" if each.rule else "text"
        # Blanks as wide as the share and the bar of a merge.
        share = (("text", " " * 6), _bar_piece(draw_bar, 0, 1, style)) if merge_count else ()
        yield _kind_row(style, each, widths, share, draw_bar)


def _kind_row(
    style: Style,
    kind: CommitKind,
    widths: tuple[int, int],
    share: tuple[StyledText, ...],
    draw_bar: DrawBar,
) -> Row:
    name_width, digits = widths
    newest = _newest_pieces(kind.tally)
    # With a bar, 80 columns have no room for a subject.
    has_room = not (draw_bar(1, 1) and share)
    return row(
        (style, kind.name.ljust(name_width)),
        f"  {kind.tally.commit_count:{digits},}",
        *share,
        ("code", f"  {kind.rule:5}"),
        *(newest if has_room else newest[:2]),
        indent=1,
    )


def _newest_pieces(tally: Tally) -> tuple[StyledText, ...]:
    if tally.newest is None:
        return ()
    subject = f"  {quote_subject(tally.newest.subject)}"
    return ("dim", "  newest "), ("code", short_id(tally.newest.id)), ("text", subject)


def _fixup_and_ticket_rows(report: HistoryReport) -> Iterator[Row]:
    if report.fixups.commit_count:
        fixups = plural(report.fixups.commit_count, "fixup")
        yield row(("warn", f"{fixups} slipped through"), *_newest_pieces(report.fixups), indent=1)
    else:
        yield row(("good", "no fixup"), " slipped through", indent=1)
    if report.missing_tickets is not None and report.missing_tickets.tally.commit_count:
        tally, _ = report.missing_tickets
        yield row(
            ("warn", missing_tickets_phrase(report.missing_tickets)),
            *_newest_pieces(tally),
            indent=1,
        )
    elif report.missing_tickets is not None:
        yield row(("good", "no commit"), " without a ticket", indent=1)


def _branch_rows(report: HistoryReport) -> Iterator[Row]:
    _, seconds, commits, longest = report.branches
    if seconds is None or commits is None:
        return
    yield row("")
    yield row(("title", branch_count_phrase(report)))
    yield row(("dim", "first commit to merge  "), lifetimes_phrase(seconds), indent=1)
    yield row(("dim", "size                   "), branch_sizes_phrase(commits), indent=1)
    yield row(("dim", "longest-lived"), indent=1)
    width = max(len(branch_label(each)) for each in longest)
    for each in longest:
        yield row(
            f"{duration(each.seconds):>12}  {plural(each.commit_count, 'commit'):>11}  ",
            ("path", branch_label(each).ljust(width)),
            ("dim", f"  by {', '.join(each.authors)}"),
            indent=1,
        )


def _period_rows(report: HistoryReport, draw_bar: DrawBar) -> Iterator[Row]:
    title = f"By {report.period_length}"
    width = max(len(title) - 2, *(len(each.name) for each in report.periods))
    headings, *lines = period_table(report)
    # The bar follows the share that it shows.
    index = headings.index("semi-linear") + 1
    _, blank = _bar_piece(draw_bar, 0, 1, "good")
    names = [f"  {each}" for each in headings]
    yield row(
        ("title", title.ljust(width + 2)),
        ("dim", "".join((*names[:index], blank, *names[index:]))),
    )
    for each, cells in zip(report.periods, lines, strict=True):
        padded_cells = [
            f"  {cell:>{len(heading)}}" for cell, heading in zip(cells, headings, strict=True)
        ]
        yield row(
            each.name.ljust(width),
            *padded_cells[:index],
            _bar_piece(draw_bar, each.semi_linear, each.merges, "good"),
            *padded_cells[index:],
            indent=1,
        )


def _next_steps(report: HistoryReport) -> list[NextStep]:
    steps = []
    newest_broken = [
        (each.newest.commit_time, verdict, each.newest.id)
        for verdict, each in report.verdicts.items()
        if each.newest is not None and verdict in RULE_OF_VERDICT
    ]
    if newest_broken:
        _, verdict, newest = max(newest_broken)
        commit = short_id(newest)
        # Not `hookkit check`, which would say how to rewrite published history.
        command = f"hookkit graph --unfold {commit}^..{commit}"
        steps.append(NextStep("look closer", command, f"the newest {verdict}"))
    if report.is_shallow:
        steps.append(NextStep("know more", "git fetch --unshallow"))
    return steps
