"""The page of a fleet: one HTML file that needs no network.

The whole table is readable without a script; a script sorts and filters it, and shows the details
of a repository or a ticket from the data of the page.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import NamedTuple

from markupsafe import Markup

from hookkit.fleet.debt_trend import debt_trend
from hookkit.fleet.inspection import Facts, int_fact, list_fact
from hookkit.fleet.page.page_data import displayable_text, page_data
from hookkit.fleet.page.sparkline import draw_bars, draw_line
from hookkit.fleet.page.stored_facts import StoredRepository
from hookkit.fleet.report_phrases import (
    hooks_text,
    policy_counts,
    policy_names,
    repository_count_text,
    versions_text,
)
from hookkit.phrases import date_of, percent
from hookkit.terminal.page_templates import render_page, shared_style, template_text

MAX_MONTHS = 12
"""How many months the sparklines of a history show, up to the newest month of all."""


class Cell(NamedTuple):
    """A cell: its text, its key for sorting, its style, and a sparkline (a small chart)."""

    text: str
    sort_key: str | int = ""
    style: str = ""
    sparkline: Markup = Markup()


class TableRow(NamedTuple):
    """A repository of the table: its name, the filters that show it, and its cells."""

    name: str
    filters: str
    cells: tuple[Cell, ...]


COLUMNS = (
    ("hooks", "text"),
    ("version", "text"),
    ("policy", "text"),
    ("corrected", "text"),
    ("commits", "number"),
    ("semi-linear", "number"),
    ("refused", "number"),
    ("findings", "number"),
    ("new", "number"),
)
"""The columns after the name, and whether they contain text or numbers."""


def fleet_page(stored: Sequence[StoredRepository], title: str) -> str:
    """Give the page as HTML to be written in UTF-8, always the same for the same results."""
    status = _facts_of_inspection(stored, "status")
    policies = policy_names(status)
    months = _newest_months(stored)
    return render_page(
        "fleet.html",
        shared_style() + template_text("fleet.css"),
        template_text("fleet.js"),
        title=title,
        looked=date_of(max((each.looked_at for each in stored), default=0)),
        counts=list(_counts(stored)),
        columns=COLUMNS,
        lines=[_table_row(each, policies, months) for each in stored],
        filters=list(_filter_counts(stored)),
        policies=[(name, text or "the defaults", n) for name, text, n in policy_counts(status)],
        data=_embedded_json(page_data(stored)),
    )


def _embedded_json(data: object) -> Markup:
    """Give the data as ASCII JSON that cannot end the HTML element around it."""
    text = json.dumps(data, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def _facts_of_inspection(stored: Sequence[StoredRepository], inspection_name: str) -> list[Facts]:
    return [each.facts[inspection_name] for each in stored if inspection_name in each.facts]


def _has_working_hooks(facts: Facts) -> bool:
    """Whether hooks run hookkit, either hookkit's own hooks or a framework's hooks."""
    return facts["hooks"] in ("alive", "pre-commit")


def _counts(stored: Sequence[StoredRepository]) -> Iterator[tuple[str, str]]:
    count, _, noun = repository_count_text(len(stored)).partition(" ")
    yield count, noun
    status, checks, debts = (
        _facts_of_inspection(stored, inspection_name)
        for inspection_name in ("status", "check", "debt")
    )
    if status:
        working = sum(map(_has_working_hooks, status))
        yield percent(working, len(status)), "with hooks"
    if checks:
        merges = sum(int_fact(facts, "merges") for facts in checks)
        semi_linear = sum(int_fact(facts, "semi_linear") for facts in checks)
        yield percent(semi_linear, merges) or "-", f"of {merges:,} merges semi-linear"
        refused = sum(int_fact(facts, "refused") for facts in checks)
        yield f"{refused:,}", "findings of histories refused"
    if debts:
        total = sum(int_fact(facts, "findings") for facts in debts)
        yield f"{total:,}", "findings of flake8"


_FILTER_LABELS = {
    "hooks": "with hooks",
    "no-hooks": "without hooks that work",
    "refused": "with findings that are refused",
    "new": "with new debt",
    "unread": "that could not be read",
}
"""The labels of the table's filters."""


def _filter_counts(stored: Sequence[StoredRepository]) -> Iterator[tuple[str, str, int]]:
    counts = Counter(filter_name for each in stored for filter_name in _filters_of(each))
    for filter_name, words in _FILTER_LABELS.items():
        if counts[filter_name]:
            yield filter_name, words, counts[filter_name]


def _filters_of(stored: StoredRepository) -> list[str]:
    facts = stored.facts
    found = []
    if "status" in facts:
        found.append("hooks" if _has_working_hooks(facts["status"]) else "no-hooks")
    found += ["refused"] if "check" in facts and facts["check"]["refused"] else []
    found += ["new"] if "debt" in facts and facts["debt"]["new"] else []
    return [*found, *(["unread"] if stored.problems else [])]


def _table_row(
    stored: StoredRepository, policies: Mapping[str, str], months: Sequence[str]
) -> TableRow:
    facts = stored.facts
    cells = [*_status_cells(facts.get("status"), policies)]
    cells += _check_cells(facts.get("check"), months)
    cells += _debt_cells(stored)
    if stored.problems and "status" not in facts:
        cells[0] = Cell("not read", "zz", "bad")
    return TableRow(
        displayable_text(stored.repository.name), " ".join(_filters_of(stored)), tuple(cells)
    )


_EMPTY_CELL = Cell("", "")


def _status_cells(facts: Facts | None, policies: Mapping[str, str]) -> list[Cell]:
    if facts is None:
        return [_EMPTY_CELL] * 4
    state = str(facts["hooks"])
    style = "good" if _has_working_hooks(facts) else "bad" if state == "broken" else "warn"
    corrected = facts["corrected_at"]
    policy = "unknown" if facts["rejected"] else policies[str(facts["policy_id"])]
    text = displayable_text(hooks_text(facts))
    return [
        Cell(text if len(text) < 20 else state, state, style),
        Cell(versions_text(facts), versions_text(facts), "" if facts["is_current"] else "warn"),
        Cell(policy, policy),
        Cell(date_of(corrected), corrected) if isinstance(corrected, int) else Cell("never", 0),
    ]


def _check_cells(facts: Facts | None, months: Sequence[str]) -> list[Cell]:
    if facts is None:
        return [_EMPTY_CELL] * 3
    commits, refused = int_fact(facts, "commits"), int_fact(facts, "refused")
    merges, semi_linear = int_fact(facts, "merges"), int_fact(facts, "semi_linear")
    by_month = {each["month"]: each["commits"] for each in list_fact(facts, "months")}
    share = percent(semi_linear, merges)
    return [
        Cell(f"{commits:,}", commits, "", draw_bars([by_month.get(each, 0) for each in months])),
        Cell(share or "-", semi_linear * 1000 // merges if merges else -1),
        Cell(f"{refused:,}", refused, "bad" if refused else "good"),
    ]


def _debt_cells(stored: StoredRepository) -> list[Cell]:
    facts = stored.facts.get("debt")
    if facts is None:
        return [_EMPTY_CELL] * 2
    findings, new = int_fact(facts, "findings"), facts["new"]
    sparkline = draw_line(debt_trend(stored.points, facts))
    style = "bad" if new else "good"
    return [
        Cell(f"{findings:,}", findings, "", sparkline),
        Cell(f"{new:,}", new, style) if isinstance(new, int) else Cell("-", -1),
    ]


def _newest_months(stored: Sequence[StoredRepository]) -> list[str]:
    """Give the MAX_MONTHS months up to the newest one in which a branch has a commit."""
    found = [
        each["month"]
        for facts in _facts_of_inspection(stored, "check")
        for each in list_fact(facts, "months")
    ]
    if not found:
        return []
    newest = datetime.strptime(max(found), "%Y-%m").replace(tzinfo=timezone.utc)
    last_month = newest.year * 12 + newest.month - 1
    return [
        f"{month // 12:04}-{month % 12 + 1:02}"
        for month in range(last_month - MAX_MONTHS + 1, last_month + 1)
    ]
