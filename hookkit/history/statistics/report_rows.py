"""A history report in rows: verdicts, fixups and tickets, branches, and figures by period.

The report in Markdown uses the same phrases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from hookkit.history.checks.commit_verdicts import RULE_OF_VERDICT
from hookkit.history.statistics.history_counts import (
    NON_MERGE_VERDICTS,
    MergedBranch,
    Percentiles,
    Tally,
)
from hookkit.history.statistics.history_report import HistoryReport, MissingTickets
from hookkit.phrases import date_of, duration, percent, plural, quote_subject, short_id
from hookkit.terminal.output import BAR_WIDTH
from hookkit.terminal.rows import NextStep, Row, Style, StyledText, next_step_rows, note, row


def totals_phrase(report: HistoryReport) -> str:
    """Give the numbers of all commits and authors, with the first and the last day."""
    commits, _, authors, first, last = report.totals
    if first is None or last is None:
        return "no commit"
    days = " to ".join(dict.fromkeys((date_of(first), date_of(last))))
    return f"{plural(commits, 'commit')} by {plural(authors, 'author')}: {days}"


def commit_counts_phrase(report: HistoryReport) -> str:
    """Count the commits on the main line, merged into it and below it; they are all commits."""
    on_main_line, roots, merged, below_main_line = report.commit_counts
    phrases = [
        f"{on_main_line + roots:,} on {main_line_name(report)} itself",
        f"{merged:,} brought in by merges",
    ]
    return ", ".join(
        [*phrases, *([f"{below_main_line:,} below its line"] if below_main_line else [])]
    )


def main_line_name(report: HistoryReport) -> str:
    """Name the branch whose main line the report is about."""
    return report.branch or "the line"


def headline(report: HistoryReport) -> str:
    """Give the share of the merges that are semi-linear."""
    semi_linear, merges = report.verdicts["semi-linear"].number, report.decided_merges
    if not merges:
        return f"No merge on {main_line_name(report)}"
    verb = "is" if merges == 1 else "are"
    share = f"{percent(semi_linear, merges)} of {plural(merges, 'merge')}"
    return f"{share} on {main_line_name(report)} {verb} semi-linear"


class CommitKind(NamedTuple):
    """Commits of one kind on the main line.

    ``name`` is the name of the kind, ``rule`` the id of the rule that they break, "" for none.
    """

    name: str
    rule: str
    tally: Tally


def kinds_of_merges(report: HistoryReport) -> list[CommitKind]:
    """Give the verdicts that merges have; they add up to the number of merges in the headline."""
    return [
        CommitKind(verdict, RULE_OF_VERDICT.get(verdict, ""), tally)
        for verdict, tally in report.verdicts.items()
        if tally.number and verdict not in NON_MERGE_VERDICTS
    ]


def kinds_of_other_commits(report: HistoryReport) -> list[CommitKind]:
    """Give the other commits of the main line: direct, unknown, and the first commit."""
    kinds = [
        CommitKind(each, RULE_OF_VERDICT.get(each, ""), report.verdicts[each])
        for each in NON_MERGE_VERDICTS
    ]
    kinds.append(CommitKind("first commit", "", Tally(report.commit_counts.roots, None)))
    return [each for each in kinds if each.tally.number]


def other_commits_title(report: HistoryReport) -> str:
    """Count the commits of ``kinds_of_other_commits``."""
    number = sum(each.tally.number for each in kinds_of_other_commits(report))
    kind = "other commit" if report.decided_merges else "commit"
    return f"{plural(number, kind)} on {main_line_name(report)}"


def branch_count_phrase(report: HistoryReport) -> str:
    """Give the number of branches, with the number of merges if the two differ."""
    number, merges = report.branches.number, report.decided_merges
    branches = "1 branch" if number == 1 else f"{number:,} branches"
    return f"{branches}, of {plural(merges, 'merge')}" if number != merges else branches


def lifetimes_phrase(numbers: Percentiles) -> str:
    """Give the times from first commit to merge."""
    return f"median {duration(numbers.median)}, 90% within {duration(numbers.p90)}"


def branch_sizes_phrase(numbers: Percentiles) -> str:
    """Give the sizes of the branches in commits."""
    median = f"{numbers.median:g}"
    noun = "commit" if median == "1" else "commits"
    return f"median {median} {noun}, 90% at most {numbers.p90:,.0f}"


def branch_label(branch: MergedBranch) -> str:
    """Name a branch, by the id of its merge if the merge message does not name the branch."""
    return branch.name or f"merged by {short_id(branch.merge.id)}"


def period_table(report: HistoryReport) -> list[tuple[str, ...]]:
    """Give the table of the periods: the column headings, and then the cells of each period."""
    table = [("commits", "merges", "semi-linear", "fixups", "no ticket")]
    for each in report.periods:
        share = percent(each.semi_linear, each.merges)
        without_ticket = f"{each.without_ticket or 0:,}"
        table.append(
            (f"{each.commits:,}", f"{each.merges:,}", share, f"{each.fixups:,}", without_ticket)
        )
    # If tickets are not looked for, their column is left out.
    return [cells[: -1 if report.missing_tickets is None else None] for cells in table]


def report_notes(report: HistoryReport) -> list[str]:
    """Give the notes on what the figures do not show."""
    notes = []
    on_main_line = report.commit_counts.on_main_line
    if on_main_line and on_main_line == report.verdicts["direct"].number:
        notes.append("the history is linear: what was a branch cannot be seen")
    if report.direct_commits_with_pull_request:
        direct_commits = plural(report.direct_commits_with_pull_request, "direct commit")
        verb = "names" if report.direct_commits_with_pull_request == 1 else "name"
        notes.append(
            f"{direct_commits} {verb} a pull or merge request: squashed or rebased by a server"
        )
    if report.missing_tickets is None:
        notes.append("tickets are not looked for: ticket_pattern is not set")
    if report.is_shallow:
        notes.append("this clone is shallow: what lies below its oldest commits is unknown")
    return notes


def missing_tickets_phrase(missing_tickets: MissingTickets) -> str:
    """Say how many of the commits that need a ticket have none."""
    verb = "has" if missing_tickets.tally.number == 1 else "have"
    commits = plural(missing_tickets.commits, "commit")
    return f"{missing_tickets.tally.number:,} of {commits} that need a ticket {verb} none"


DrawBar = Callable[[int, int], str]
"""Draws a share (a count, of a total) as a bar; gives "" if no bars are to be drawn."""


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
    widths = _widths([*merges, *others])
    merge_count = report.decided_merges
    yield row(("title", headline(report)))
    share: tuple[StyledText, ...]
    for name, rule, tally in merges:
        style: Style = "good" if name == "semi-linear" else "warn"
        number = tally.number
        share = (
            ("text", f"  {percent(number, merge_count):>4}"),
            _bar_piece(draw_bar, number, merge_count, style),
        )
        yield _kind_row(style, CommitKind(name, rule, tally), widths, share, draw_bar)
    if others:
        yield row(("title", other_commits_title(report)))
    for each in others:
        style = "warn" if each.rule else "text"
        # Blanks as wide as the share and the bar of a merge.
        share = (("text", " " * 6), _bar_piece(draw_bar, 0, 1, style)) if merge_count else ()
        yield _kind_row(style, each, widths, share, draw_bar)


def _widths(kinds: Sequence[CommitKind]) -> tuple[int, int]:
    """Give the widths of the names and of the numbers."""
    name_width = max(len(each.name) for each in kinds)
    return name_width, max(len(f"{each.tally.number:,}") for each in kinds)


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
        f"  {kind.tally.number:{digits},}",
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
    if report.fixups.number:
        fixups = plural(report.fixups.number, "fixup")
        yield row(("warn", f"{fixups} slipped through"), *_newest_pieces(report.fixups), indent=1)
    else:
        yield row(("good", "no fixup"), " slipped through", indent=1)
    if report.missing_tickets is not None and report.missing_tickets.tally.number:
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
            f"{duration(each.seconds):>12}  {plural(each.commits, 'commit'):>11}  ",
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
