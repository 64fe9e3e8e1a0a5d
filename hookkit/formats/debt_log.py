"""A debt log as JSON and as CSV (docs/formats.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hookkit.debt_log.authors_or_tickets import Credit
from hookkit.debt_log.log import CountedStep, DebtLog, Sample
from hookkit.formats.csv_table import csv_bytes
from hookkit.formats.escaping import json_bytes, utf8_text
from hookkit.formats.json_document import TOOL, Document
from hookkit.git.log import LogCommit
from hookkit.phrases import date_of


def debt_log_json(log: DebtLog) -> bytes:
    """Give a debt log as JSON."""
    return json_bytes(
        {
            **TOOL,
            "branch": utf8_text(log.branch),
            "by": log.by,
            "every": log.every,
            "configuration": log.configuration or None,
            "tools": log.tools.versions,
            "notes": [utf8_text(each) for each in log.notes],
            "samples": [_sample(each) for each in log.samples],
            "credits": [_credit(each) for each in log.credits],
            "steps": [_step(each) for each in log.steps if each.size],
            "rules": {each: utf8_text(log.rules.get(each, "")) for each in _rules(log)},
        }
    )


def _rules(log: DebtLog) -> list[str]:
    """Give the codes of all rules in the log, sorted."""
    codes = {code for each in log.samples for code in each.by_rule}
    codes |= {code for each in log.steps for code in (*each.step.added, *each.step.removed)}
    return sorted(codes)


def _commit(commit: LogCommit) -> Document:
    return {"commit": commit.id, "subject": commit.subject, "when": commit.commit_time}


def _sample(sample: Sample) -> Document:
    return {
        "name": utf8_text(sample.point.name),
        **_commit(sample.point.commit),
        "files": sample.files,
        "lines": sample.lines,
        "unreadable": sample.unreadable,
        "findings": sample.total,
        "rules": dict(sorted(sample.by_rule.items())),
        "folders": {utf8_text(name): each for name, each in sorted(sample.by_folder.items())},
    }


def _credit(credit: Credit) -> Document:
    return {
        "name": utf8_text(credit.name),
        **_added_and_removed(credit.added, credit.removed),
        "commits": credit.steps,
        "newest": _commit(credit.newest),
    }


def _step(counted_step: CountedStep) -> Document:
    return {
        **_commit(counted_step.commit),
        "is_merge": counted_step.commit.is_merge,
        "credit": utf8_text(counted_step.credit),
        **_added_and_removed(counted_step.step.added, counted_step.step.removed),
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
    """Give a debt log as CSV: a line for each point and rule or folder, or for each credit."""
    return csv_bytes(_table_rows(log))


def _table_rows(log: DebtLog) -> Iterator[tuple[object, ...]]:
    if log.by in ("rule", "folder"):
        column_names = (
            "sample",
            "date",
            "commit",
            "files",
            "lines",
            "unreadable",
            log.by,
            "findings",
        )
        yield column_names
        for each in log.samples:
            yield from _sample_rows(log, each)
        return
    yield log.by, "added", "removed", "net", "commits", "newest", "date"
    for credit in log.credits:
        added, removed = sum(credit.added.values()), sum(credit.removed.values())
        newest = credit.newest
        amounts = (added, removed, credit.net, credit.steps)
        yield credit.name, *amounts, newest.id, date_of(newest.commit_time)


def _sample_rows(log: DebtLog, sample: Sample) -> Iterator[tuple[object, ...]]:
    commit = sample.point.commit
    counts = sample.by_rule if log.by == "rule" else sample.by_folder
    point_cells = (sample.point.name, date_of(commit.commit_time), commit.id)
    sample_cells = (*point_cells, sample.files, sample.lines, sample.unreadable)
    for name, count in sorted(counts.items()) or [("", 0)]:
        yield *sample_cells, name, count
