"""A debt log as one HTML page that needs no network; a script can sort its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from hookkit.debt_log.chart_data import (
    HEAT_LEVEL_COUNT,
    area_paths,
    folder_strips,
    heat_level,
    highest_total,
    horizontal_positions,
    rule_bands,
    shown_indices,
)
from hookkit.debt_log.compute_debt_log import CommitWithDifference, DebtLog
from hookkit.debt_log.debt_log_texts import (
    change_sentence,
    findings_per_1000_lines,
    folder_name,
    headline,
    signed_text,
    tools_sentence,
)
from hookkit.debt_log.totals_by_author_or_ticket import AuthorOrTicketTotals
from hookkit.git.log import LogCommit
from hookkit.history.documentation_links import pycodestyle_url
from hookkit.phrases import date_of, number_and_noun, plural, quote_subject, short_id
from hookkit.terminal.escaping import escape_invisible
from hookkit.terminal.page_templates import render_page, shared_style, template_text

WIDTH, HEIGHT = 1000, 240
"""Size of the chart in units of its view box; the page stretches it."""

MAX_COMMITS = 50


_AREAS_TEMPLATE = Markup(
    '<svg class="columns-of areas" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>'
)
_PATH_TEMPLATE = Markup('<path class="band b{}" d="{}"><title>{}</title></path>')
_HEAT_TEMPLATE = Markup(
    '<svg class="heat" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
)
_CELL_TEMPLATE = Markup(
    '<rect class="h{}" x="{}" width="1" height="1"><title>{}: {}</title></rect>'
)


class Cell(NamedTuple):
    """A number in a table: its text, its value for sorting, and its style."""

    text: str
    value: float
    style: str = ""


class CommitCell(NamedTuple):
    """A commit of a row; ``link`` is the URL of its page, "" for none."""

    id: str
    link: str
    subject: str
    date: str


class TableRow(NamedTuple):
    """A row of a table: name, link ("" for none), text below the name, heat strip, and numbers.

    ``heat_strip`` has the number of each sampled commit as a row of coloured cells, empty for none.
    ``band`` is the CSS class of the colour that its rule has in the chart, "" for none. ``commit``
    is shown with its page, None for none.
    """

    name: str
    link: str
    subtitle: str
    heat_strip: Markup
    cells: tuple[Cell, ...]
    band: str = ""
    commit: CommitCell | None = None


def debt_page(log: DebtLog, links: Mapping[str, str]) -> str:
    """Give a debt log as HTML to be written in UTF-8, always the same for the same log.

    ``links`` are the pages of commits by commit id; a commit may have none.
    """
    script = template_text("debt.js")
    first, last = log.samples[0], log.samples[-1]
    return render_page(
        "debt.html",
        shared_style() + template_text("history.css") + template_text("debt.css"),
        script,
        log=log,
        title=f"Debt of {log.branch}",
        headline=headline(log),
        since=change_sentence(log) if len(log.samples) > 1 else "",
        tools=tools_sentence(log),
        counts=_counts(log),
        chart=_chart(log),
        bands=[each.name for each in rule_bands(log)],
        ends=(first.sampled_commit.label, last.sampled_commit.label),
        highest=f"{highest_total(log):,}",
        rules=_rule_rows(log),
        folders=_folder_rows(log),
        levels=range(HEAT_LEVEL_COUNT + 1),
        author_or_ticket_rows=[
            _author_or_ticket_row(each, links) for each in log.totals_by_author_or_ticket
        ],
        commit_rows=[_commit_row(each, links) for each in log.largest_changes(MAX_COMMITS)],
        samples=_sample_rows(log, links),
    )


def _counts(log: DebtLog) -> list[tuple[str, str]]:
    last = log.samples[-1]
    counts = [number_and_noun(last.total, "finding"), number_and_noun(last.file_count, "file")]
    if last.line_count:
        counts.append((findings_per_1000_lines(last), "findings per 1,000 lines"))
    if last.unchecked_file_count:
        counts.append(number_and_noun(last.unchecked_file_count, "unread file"))
    return counts


def _chart(log: DebtLog) -> Markup:
    """Draw the rules over time; the text is empty for a single sampled commit or no findings."""
    bands = rule_bands(log)
    if len(log.samples) < 2 or not bands:
        return Markup()
    paths = area_paths(bands, horizontal_positions(log), (WIDTH, HEIGHT), highest_total(log))
    drawn = [
        _PATH_TEMPLATE.format(index, line, escape_invisible(band.name))
        for index, (band, line) in enumerate(zip(bands, paths, strict=True))
    ]
    return _AREAS_TEMPLATE.format(WIDTH, HEIGHT, Markup("").join(drawn))


def _number_cell(number: int) -> Cell:
    return Cell(f"{number:,}", number)


def _change_cell(number: int) -> Cell:
    return Cell(
        signed_text(number), number, "" if not number else "worse" if number > 0 else "better"
    )


def _rule_rows(log: DebtLog) -> list[TableRow]:
    first, last = log.samples[0].by_rule, log.samples[-1].by_rule
    codes = sorted({code for each in log.samples for code in each.by_rule})
    peaks = {code: max(each.by_rule.get(code, 0) for each in log.samples) for code in codes}
    colours = {each.name: f"b{index}" for index, each in enumerate(rule_bands(log))}
    rows = [
        TableRow(
            *(code, pycodestyle_url(code) or "", log.rules.get(code, ""), Markup()),
            (
                _number_cell(last.get(code, 0)),
                _change_cell(last.get(code, 0) - first.get(code, 0)),
                _number_cell(peak),
            ),
            colours.get(code, "none"),
        )
        for code, peak in peaks.items()
    ]
    return sorted(rows, key=lambda each: (-each.cells[0].value, -each.cells[2].value, each.name))


def _folder_rows(log: DebtLog) -> list[TableRow]:
    strips = folder_strips(log)
    most = max([1, *(value for each in strips for value in each.values)])
    names = [log.samples[index].sampled_commit.label for index in shown_indices(len(log.samples))]
    first, last = log.samples[0].by_folder, log.samples[-1].by_folder
    return [
        TableRow(
            *(folder_name(each.folder), "", "", _heat_strip(each.values, names, most)),
            (
                _number_cell(last.get(each.folder, 0)),
                _change_cell(last.get(each.folder, 0) - first.get(each.folder, 0)),
            ),
        )
        for each in strips
    ]


def _heat_strip(values: Sequence[int], names: Sequence[str], most: int) -> Markup:
    drawn = [
        _CELL_TEMPLATE.format(
            heat_level(value, most), index, escape_invisible(name), plural(value, "finding")
        )
        for index, (value, name) in enumerate(zip(values, names, strict=True))
    ]
    return _HEAT_TEMPLATE.format(len(values), Markup("").join(drawn))


def _commit_cell(commit: LogCommit, links: Mapping[str, str]) -> CommitCell:
    subject, when = quote_subject(commit.subject), date_of(commit.commit_time)
    return CommitCell(short_id(commit.id), links.get(commit.id, ""), subject, when)


def _author_or_ticket_row(totals: AuthorOrTicketTotals, links: Mapping[str, str]) -> TableRow:
    added, removed = sum(totals.added.values()), sum(totals.removed.values())
    cells = (*_amount_cells(added, removed), _number_cell(totals.commit_count))
    newest = _commit_cell(totals.newest, links)
    return TableRow(totals.name, "", "newest", Markup(), cells, commit=newest)


def _amount_cells(added: int, removed: int) -> tuple[Cell, ...]:
    return (
        Cell(f"+{added:,}" if added else "", added, "worse"),
        Cell(f"−{removed:,}" if removed else "", removed, "better"),
        _change_cell(added - removed),
    )


def _commit_row(changing_commit: CommitWithDifference, links: Mapping[str, str]) -> TableRow:
    commit = _commit_cell(changing_commit.commit, links)
    cells = _amount_cells(changing_commit.added, changing_commit.removed)
    return TableRow(
        commit.subject, "", changing_commit.author_or_ticket, Markup(), cells, commit=commit
    )


def _sample_rows(log: DebtLog, links: Mapping[str, str]) -> list[TableRow]:
    rows = []
    previous_total = None
    for each in log.samples:
        size = f"{plural(each.file_count, 'file')}, {plural(each.line_count, 'line')}"
        unread = f", {each.unchecked_file_count:,} unread" if each.unchecked_file_count else ""
        change = (
            Cell("", 0) if previous_total is None else _change_cell(each.total - previous_total)
        )
        share = findings_per_1000_lines(each)
        cells = (_number_cell(each.total), change, Cell(share, float(share or 0)))
        commit = _commit_cell(each.sampled_commit.commit, links)
        rows.append(
            TableRow(each.sampled_commit.label, "", size + unread, Markup(), cells, commit=commit)
        )
        previous_total = each.total
    return rows


def shown_ids(log: DebtLog) -> list[str]:
    """Give the ids of the commits on the page."""
    changing = [each.commit.id for each in log.largest_changes(MAX_COMMITS)]
    newest = [each.newest.id for each in log.totals_by_author_or_ticket]
    return [*changing, *newest, *(each.sampled_commit.commit.id for each in log.samples)]
