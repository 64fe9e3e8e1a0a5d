"""What the report says, whoever it is for: its notes, and a figure as a phrase."""

from __future__ import annotations

from hookkit.history.statistics.figures import Branch, Middle
from hookkit.history.statistics.statistics import HistoryReport
from hookkit.phrases import counted, date_of, duration, percent, short


def totals_of(report: HistoryReport) -> str:
    """Say how much there is, and of which time."""
    commits, merges, authors, first, last = report.totals
    if first is None or last is None:
        return "no commit"
    days = " to ".join(dict.fromkeys((date_of(first), date_of(last))))
    of = f"{counted(commits, 'commit')} by {counted(authors, 'author')}"
    return f"{of}, {counted(merges, 'merge')} among them: {days}"


def headline(report: HistoryReport) -> str:
    """Say which share of the merges is semi-linear."""
    good, of = report.verdicts["semi-linear"].number, report.judged
    where = report.branch or "the line"
    if not of:
        return f"No merge on {where}"
    verb = "is" if of == 1 else "are"
    return f"{percent(good, of)} of {counted(of, 'merge')} on {where} {verb} semi-linear"


def branches_in(number: int) -> str:
    """Give ``1 branch`` or ``2 branches``."""
    return "1 branch" if number == 1 else f"{number:,} branches"


def times_of(middle: Middle) -> str:
    """Say how long the branches took."""
    return f"median {duration(middle.half)}, 90% within {duration(middle.most)}"


def sizes_of(middle: Middle) -> str:
    """Say how large the branches were."""
    half = f"{middle.half:g}"
    noun = "commit" if half == "1" else "commits"
    return f"median {half} {noun}, 90% at most {middle.most:,.0f}"


def name_of(branch: Branch) -> str:
    """Name a branch, by its merge where that does not name it."""
    return branch.name or f"merged by {short(branch.merge.id)}"


def period_table(report: HistoryReport) -> list[tuple[str, ...]]:
    """Give the columns of figures over time: their heads, and the cells of each period."""
    lines = [("commits", "merges", "semi-linear", "fixups", "no ticket")]
    for each in report.periods:
        share = percent(each.semi_linear, each.merges)
        bare = f"{each.without_ticket or 0:,}"
        lines.append((f"{each.commits:,}", f"{each.merges:,}", share, f"{each.fixups:,}", bare))
    # Where tickets are not looked for there is nothing to say of them.
    return [line[: -1 if report.bare is None else None] for line in lines]


def notes_of(report: HistoryReport) -> list[str]:
    """Say what the figures cannot tell."""
    notes = []
    merges = report.line - report.verdicts["direct"].number
    if report.line and not merges:
        notes.append("the history is linear: what was a branch cannot be seen")
    if report.requests:
        named = counted(report.requests, "direct commit")
        verb = "names" if report.requests == 1 else "name"
        notes.append(f"{named} {verb} a pull or merge request: squashed or rebased by a server")
    if report.bare is None:
        notes.append("tickets are not looked for: ticket_pattern is not set")
    if report.is_cut:
        notes.append("this clone is shallow: what lies below its oldest commits is unknown")
    return notes
