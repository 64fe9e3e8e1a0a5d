"""A debt log as JSON and as CSV (docs/formats.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hookkit.debt_log.compute_debt_log import CommitWithDifference, DebtLog, DebtSample
from hookkit.debt_log.totals_by_author_or_ticket import AuthorOrTicketTotals
from hookkit.formats.csv_table import csv_bytes
from hookkit.formats.escaping import json_bytes, utf8_text
from hookkit.formats.json_documents import COMMON_KEYS, Document, log_commit_json
from hookkit.phrases import date_of


def debt_log_json(log: DebtLog) -> bytes:
    """Give a debt log as JSON."""
    return json_bytes(
        {
            **COMMON_KEYS,
            "branch": utf8_text(log.branch),
            "by": log.group_by,
            "every": log.interval,
            "configuration": log.configuration or None,
            "tools": log.tools.versions_text,
            "notes": [utf8_text(each) for each in log.notes],
            "samples": [_sample(each) for each in log.samples],
            "credits": [_author_or_ticket(each) for each in log.totals_by_author_or_ticket],
            "steps": [_commit_difference(each) for each in log.commits if each.size],
            "rules": {each: utf8_text(log.rules.get(each, "")) for each in _rules(log)},
        }
    )


def _rules(log: DebtLog) -> list[str]:
    """Give the codes of all rules in the log, sorted."""
    codes = {code for each in log.samples for code in each.by_rule}
    codes |= {
        code for each in log.commits for code in (*each.difference.added, *each.difference.removed)
    }
    return sorted(codes)


def _sample(sample: DebtSample) -> Document:
    return {
        "name": utf8_text(sample.sampled_commit.label),
        **log_commit_json(sample.sampled_commit.commit),
        "files": sample.file_count,
        "lines": sample.line_count,
        "unreadable": sample.unchecked_file_count,
        "findings": sample.total,
        "rules": dict(sorted(sample.by_rule.items())),
        "folders": {utf8_text(name): each for name, each in sorted(sample.by_folder.items())},
    }


def _author_or_ticket(counted: AuthorOrTicketTotals) -> Document:
    return {
        "name": utf8_text(counted.name),
        **_added_and_removed(counted.added, counted.removed),
        "commits": counted.commit_count,
        "newest": log_commit_json(counted.newest),
    }


def _commit_difference(counted: CommitWithDifference) -> Document:
    return {
        **log_commit_json(counted.commit),
        "is_merge": counted.commit.is_merge,
        "credit": utf8_text(counted.author_or_ticket),
        **_added_and_removed(counted.difference.added, counted.difference.removed),
    }


def _added_and_removed(added: Mapping[str, int], removed: Mapping[str, int]) -> Document:
    total_added, total_removed = sum(added.values()), sum(removed.values())
    rules = {
        code: {"added": added.get(code, 0), "removed": removed.get(code, 0)}
        for code in sorted({*added, *removed})
    }
    return {
        "added": total_added,
        "removed": total_removed,
        "net": total_added - total_removed,
        "rules": rules,
    }


def debt_log_csv(log: DebtLog) -> bytes:
    """Give a debt log as CSV.

    There is a line for each sample and rule or folder, or for each author or ticket.
    """
    return csv_bytes(_table_rows(log))


def _table_rows(log: DebtLog) -> Iterator[tuple[object, ...]]:
    if log.group_by in ("rule", "folder"):
        sample_columns = ("sample", "date", "commit", "files", "lines", "unreadable")
        yield *sample_columns, log.group_by, "findings"
        for each in log.samples:
            yield from _sample_rows(log, each)
        return
    yield log.group_by, "added", "removed", "net", "commits", "newest", "date"
    for counted in log.totals_by_author_or_ticket:
        added, removed = sum(counted.added.values()), sum(counted.removed.values())
        newest = counted.newest
        amounts = (added, removed, counted.net, counted.commit_count)
        yield counted.name, *amounts, newest.id, date_of(newest.commit_time)


def _sample_rows(log: DebtLog, sample: DebtSample) -> Iterator[tuple[object, ...]]:
    commit = sample.sampled_commit.commit
    counts = sample.by_rule if log.group_by == "rule" else sample.by_folder
    commit_cells = (sample.sampled_commit.label, date_of(commit.commit_time), commit.id)
    sample_cells = (
        *commit_cells,
        sample.file_count,
        sample.line_count,
        sample.unchecked_file_count,
    )
    for name, count in sorted(counts.items()) or [("", 0)]:
        yield *sample_cells, name, count
