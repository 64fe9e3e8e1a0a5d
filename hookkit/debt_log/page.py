"""A debt log as one HTML page that needs no network; a script can sort its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from hookkit.debt_log.charts import (
    LEVELS,
    area_paths,
    bands_of,
    cells_of,
    highest_of,
    level_of,
    places_of,
    strips_of,
)
from hookkit.debt_log.credit import Credit
from hookkit.debt_log.log import CountedStep, DebtLog
from hookkit.debt_log.report import (
    change_sentence,
    density,
    folder_name,
    headline,
    largest_steps,
    signed,
    tools_sentence,
)
from hookkit.git.log import LogCommit
from hookkit.history.report.rule_links import link_of
from hookkit.phrases import counted, date_of, number_and_noun, quoted, short
from hookkit.terminal.escaping import visible
from hookkit.terminal.page_templates import filled_page, shared_style, source_of

WIDTH, HEIGHT = 1000, 240
"""Size of the chart in units of its view box; the page stretches it."""

MAX_STEPS = 50


_AREAS = Markup(
    '<svg class="columns-of areas" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>'
)
_PATH = Markup('<path class="band b{}" d="{}"><title>{}</title></path>')
_HEAT = Markup(
    '<svg class="heat" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
)
_CELL = Markup('<rect class="h{}" x="{}" width="1" height="1"><title>{}: {}</title></rect>')


class Cell(NamedTuple):
    """A number in a table: its text, its value for sorting, and its style."""

    text: str
    value: float
    style: str = ""


class CommitCell(NamedTuple):
    """A commit of a row; ``link`` is its page, "" for none."""

    id: str
    link: str
    subject: str
    when: str


class Line(NamedTuple):
    """A row of a table: name, link ("" for none), text below the name, picture, and numbers."""

    name: str
    link: str
    below: str
    picture: Markup
    cells: tuple[Cell, ...]
    band: str = ""
    commit: CommitCell | None = None


def debt_page(log: DebtLog, links: Mapping[str, str]) -> str:
    """Give a debt log as HTML to be written in UTF-8, always the same for the same log.

    ``links`` are the pages of commits by commit id; a commit may have none.
    """
    script = source_of("debt.js")
    first, last = log.samples[0], log.samples[-1]
    return filled_page(
        "debt.html",
        shared_style() + source_of("history.css") + source_of("debt.css"),
        script,
        log=log,
        title=f"Debt of {log.branch}",
        headline=headline(log),
        since=change_sentence(log) if len(log.samples) > 1 else "",
        looked=tools_sentence(log),
        counts=_counts(log),
        chart=_chart(log),
        bands=[each.name for each in bands_of(log)],
        ends=(first.point.name, last.point.name),
        highest=f"{highest_of(log):,}",
        rules=_rules(log),
        folders=_folders(log),
        levels=range(LEVELS + 1),
        credits=[_credit(each, links) for each in log.credits],
        steps=[_step(each, links) for each in largest_steps(log.steps, MAX_STEPS)],
        samples=_samples(log, links),
    )


def _counts(log: DebtLog) -> list[tuple[str, str]]:
    last = log.samples[-1]
    counts = [number_and_noun(last.total, "finding"), number_and_noun(last.files, "file")]
    if last.lines:
        counts.append((density(last), "findings per 1,000 lines"))
    if last.unreadable:
        counts.append(number_and_noun(last.unreadable, "unread file"))
    return counts


def _chart(log: DebtLog) -> Markup:
    """Draw the rules over time; the text is empty for a single point or no findings."""
    bands = bands_of(log)
    if len(log.samples) < 2 or not bands:
        return Markup()
    paths = area_paths(bands, places_of(log), (WIDTH, HEIGHT), highest_of(log))
    drawn = [
        _PATH.format(at, line, visible(band.name))
        for at, (band, line) in enumerate(zip(bands, paths, strict=True))
    ]
    return _AREAS.format(WIDTH, HEIGHT, Markup("").join(drawn))


def _number(number: int) -> Cell:
    return Cell(f"{number:,}", number)


def _change(number: int) -> Cell:
    return Cell(signed(number), number, "" if not number else "worse" if number > 0 else "better")


def _rules(log: DebtLog) -> list[Line]:
    first, last = log.samples[0].by_rule, log.samples[-1].by_rule
    peaks = {code: max(each.by_rule.get(code, 0) for each in log.samples) for code in _names(log)}
    colours = {each.name: f"b{at}" for at, each in enumerate(bands_of(log))}
    lines = [
        Line(
            *(code, link_of(code) or "", log.rules.get(code, ""), Markup()),
            (
                _number(last.get(code, 0)),
                _change(last.get(code, 0) - first.get(code, 0)),
                _number(peak),
            ),
            colours.get(code, "none"),
        )
        for code, peak in peaks.items()
    ]
    return sorted(lines, key=lambda each: (-each.cells[0].value, -each.cells[2].value, each.name))


def _names(log: DebtLog) -> list[str]:
    return sorted({code for each in log.samples for code in each.by_rule})


def _folders(log: DebtLog) -> list[Line]:
    strips = strips_of(log)
    most = max([1, *(value for each in strips for value in each.values)])
    names = [log.samples[at].point.name for at in cells_of(len(log.samples))]
    first, last = log.samples[0].by_folder, log.samples[-1].by_folder
    return [
        Line(
            *(folder_name(each.folder), "", "", _strip(each.values, names, most)),
            (
                _number(last.get(each.folder, 0)),
                _change(last.get(each.folder, 0) - first.get(each.folder, 0)),
            ),
        )
        for each in strips
    ]


def _strip(values: Sequence[int], names: Sequence[str], most: int) -> Markup:
    drawn = [
        _CELL.format(level_of(value, most), at, visible(name), counted(value, "finding"))
        for at, (value, name) in enumerate(zip(values, names, strict=True))
    ]
    return _HEAT.format(len(values), Markup("").join(drawn))


def _shown(commit: LogCommit, links: Mapping[str, str]) -> CommitCell:
    subject, when = quoted(commit.subject), date_of(commit.committed)
    return CommitCell(short(commit.id), links.get(commit.id, ""), subject, when)


def _credit(credit: Credit, links: Mapping[str, str]) -> Line:
    added, removed = sum(credit.added.values()), sum(credit.removed.values())
    cells = (*_amounts(added, removed), _number(credit.steps))
    newest = _shown(credit.newest, links)
    return Line(credit.name, "", "newest", Markup(), cells, commit=newest)


def _amounts(added: int, removed: int) -> tuple[Cell, ...]:
    up = Cell(f"+{added:,}" if added else "", added, "worse")
    return up, Cell(f"−{removed:,}" if removed else "", removed, "better"), _change(added - removed)


def _step(step: CountedStep, links: Mapping[str, str]) -> Line:
    shown = _shown(step.commit, links)
    cells = _amounts(step.added, step.removed)
    return Line(shown.subject, "", step.credit, Markup(), cells, commit=shown)


def _samples(log: DebtLog, links: Mapping[str, str]) -> list[Line]:
    lines = []
    before = None
    for each in log.samples:
        size = f"{counted(each.files, 'file')}, {counted(each.lines, 'line')}"
        unread = f", {each.unreadable:,} unread" if each.unreadable else ""
        change = Cell("", 0) if before is None else _change(each.total - before)
        share = density(each)
        cells = (_number(each.total), change, Cell(share, float(share or 0)))
        shown = _shown(each.point.commit, links)
        lines.append(Line(each.point.name, "", size + unread, Markup(), cells, commit=shown))
        before = each.total
    return lines


def shown_ids(log: DebtLog) -> list[str]:
    """Give the ids of the commits on the page."""
    steps = [each.commit.id for each in largest_steps(log.steps, MAX_STEPS)]
    newest = [each.newest.id for each in log.credits]
    return [*steps, *newest, *(each.point.commit.id for each in log.samples)]
