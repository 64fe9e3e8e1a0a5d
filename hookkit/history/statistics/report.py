"""A history report in rows: verdicts, fixups and tickets, branches, and figures by period.

Its phrases are those of the report in Markdown too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hookkit.history.checks.commit_verdicts import RULES
from hookkit.history.statistics.figures import Branch, Percentiles, Tally
from hookkit.history.statistics.history_report import HistoryReport
from hookkit.phrases import counted, date_of, duration, percent, quoted, short
from hookkit.terminal.next_commands import Next, next_rows
from hookkit.terminal.output import BAR_WIDTH
from hookkit.terminal.rows import Piece, Row, Style, note, row


def totals_of(report: HistoryReport) -> str:
    """Count commits, authors and merges, with the first and the last day."""
    commits, merges, authors, first, last = report.totals
    if first is None or last is None:
        return "no commit"
    days = " to ".join(dict.fromkeys((date_of(first), date_of(last))))
    of = f"{counted(commits, 'commit')} by {counted(authors, 'author')}"
    return f"{of}, {counted(merges, 'merge')} among them: {days}"


def headline(report: HistoryReport) -> str:
    """Give the share of the merges that are semi-linear."""
    good, of = report.verdicts["semi-linear"].number, report.decided_merges
    where = report.branch or "the line"
    if not of:
        return f"No merge on {where}"
    verb = "is" if of == 1 else "are"
    return f"{percent(good, of)} of {counted(of, 'merge')} on {where} {verb} semi-linear"


def branches_in(number: int) -> str:
    """Give ``1 branch`` or ``2 branches``."""
    return "1 branch" if number == 1 else f"{number:,} branches"


def times_of(numbers: Percentiles) -> str:
    """Give the times from first commit to merge."""
    return f"median {duration(numbers.median)}, 90% within {duration(numbers.p90)}"


def sizes_of(numbers: Percentiles) -> str:
    """Give the sizes of the branches in commits."""
    median = f"{numbers.median:g}"
    noun = "commit" if median == "1" else "commits"
    return f"median {median} {noun}, 90% at most {numbers.p90:,.0f}"


def name_of(branch: Branch) -> str:
    """Name a branch; by its merge where the message of that has no name."""
    return branch.name or f"merged by {short(branch.merge.id)}"


def period_table(report: HistoryReport) -> list[tuple[str, ...]]:
    """Give the table of the periods: the heads of its columns, and the cells of each period."""
    lines = [("commits", "merges", "semi-linear", "fixups", "no ticket")]
    for each in report.periods:
        share = percent(each.semi_linear, each.merges)
        without = f"{each.without_ticket or 0:,}"
        lines.append((f"{each.commits:,}", f"{each.merges:,}", share, f"{each.fixups:,}", without))
    # Where tickets are not looked for there is nothing to say of them.
    return [line[: -1 if report.unticketed is None else None] for line in lines]


def notes_of(report: HistoryReport) -> list[str]:
    """Give the notes on what the figures do not show."""
    notes = []
    merges = report.line - report.verdicts["direct"].number
    if report.line and not merges:
        notes.append("the history is linear: what was a branch cannot be seen")
    if report.requests:
        named = counted(report.requests, "direct commit")
        verb = "names" if report.requests == 1 else "name"
        notes.append(f"{named} {verb} a pull or merge request: squashed or rebased by a server")
    if report.unticketed is None:
        notes.append("tickets are not looked for: ticket_pattern is not set")
    if report.is_cut:
        notes.append("this clone is shallow: what lies below its oldest commits is unknown")
    return notes


Bar = Callable[[int, int], str]
"""Draws a share of a whole, or gives "" where nothing is to be drawn."""


def report_rows(report: HistoryReport, bar: Bar) -> list[Row]:
    """Give the rows of a report."""
    rows = [row(("title", "hookkit history-report"), f" of {report.subject}")]
    rows += [row(totals_of(report), indent=1)]
    if report.line:
        rows += [row(""), *_verdicts(report, bar)]
        rows += [row(""), *_left(report), *_branches(report)]
        rows += [row(""), *_periods(report, bar)]
    rows += [note(each) for each in notes_of(report)]
    return rows + next_rows(_steps(report))


def _drawn(bar: Bar, count: int, of: int, style: Style) -> Piece:
    """Give a bar as wide as every other, nothing where none is drawn."""
    return style, f"  {bar(count, of).ljust(BAR_WIDTH)}" if bar(1, 1) else ""


def _verdicts(report: HistoryReport, bar: Bar) -> Iterator[Row]:
    yield row(("title", headline(report)))
    tallies = {verdict: each for verdict, each in report.verdicts.items() if each.number}
    width = max(map(len, tallies))
    digits = max(len(f"{each.number:,}") for each in tallies.values())
    for verdict, each in tallies.items():
        style: Style = "good" if verdict == "semi-linear" else "warn"
        yield row(
            (style, verdict.ljust(width)),
            f"  {each.number:{digits},}  {percent(each.number, report.line):>4}",
            _drawn(bar, each.number, report.line, style),
            ("code", f"  {RULES.get(verdict, ''):5}"),
            *_newest(each),
            indent=1,
        )


def _newest(tally: Tally) -> tuple[Piece, ...]:
    if tally.newest is None:
        return ()
    named = f"  {quoted(tally.newest.subject)}"
    return ("dim", "  newest "), ("code", short(tally.newest.id)), ("text", named)


def _left(report: HistoryReport) -> Iterator[Row]:
    if report.fixups.number:
        fixups = counted(report.fixups.number, "fixup")
        yield row(("warn", f"{fixups} slipped through"), *_newest(report.fixups), indent=1)
    else:
        yield row(("good", "no fixup"), " slipped through", indent=1)
    if report.unticketed is not None and report.unticketed.tally.number:
        tally, of = report.unticketed
        without = f"{tally.number:,} of {counted(of, 'commit')} without a ticket"
        yield row(("warn", without), *_newest(tally), indent=1)
    elif report.unticketed is not None:
        yield row(("good", "no commit"), " without a ticket", indent=1)


def _branches(report: HistoryReport) -> Iterator[Row]:
    number, seconds, commits, longest = report.branches
    if seconds is None or commits is None:
        return
    yield row("")
    yield row(("title", branches_in(number)))
    yield row(("dim", "first commit to merge  "), times_of(seconds), indent=1)
    yield row(("dim", "size                   "), sizes_of(commits), indent=1)
    yield row(("dim", "longest-lived"), indent=1)
    width = max(len(name_of(each)) for each in longest)
    for each in longest:
        yield row(
            f"{duration(each.seconds):>12}  {counted(each.commits, 'commit'):>11}  ",
            ("path", name_of(each).ljust(width)),
            ("dim", f"  by {', '.join(each.authors)}"),
            indent=1,
        )


def _periods(report: HistoryReport, bar: Bar) -> Iterator[Row]:
    title = f"By {report.by}"
    width = max(len(title) - 2, *(len(each.name) for each in report.periods))
    head, *lines = period_table(report)
    yield row(("title", title.ljust(width + 2)), ("dim", "".join(f"  {each}" for each in head)))
    for each, cells in zip(report.periods, lines, strict=True):
        columns = zip(cells, head, strict=True)
        yield row(
            each.name.ljust(width),
            "".join(f"  {cell:>{len(over)}}" for cell, over in columns),
            _drawn(bar, each.semi_linear, each.merges, "good"),
            indent=1,
        )


def _steps(report: HistoryReport) -> list[Next]:
    steps = []
    broken = [
        (each.newest.committed, verdict, each.newest.id)
        for verdict, each in report.verdicts.items()
        if each.newest is not None and verdict in RULES
    ]
    if broken:
        _, verdict, newest = max(broken)
        at = short(newest)
        # Not `hookkit check`, which would tell how to rewrite published history.
        look = f"hookkit graph --unfold {at}^..{at}"
        steps.append(Next("look closer", look, f"the newest {verdict}"))
    if report.is_cut:
        steps.append(Next("know more", "git fetch --unshallow"))
    return steps
