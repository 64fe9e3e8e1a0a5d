"""A review, a run, a check or a history report as JSON for programs (docs/formats.md)."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from hookkit import __version__
from hookkit.corrections.review.review import Review, ReviewedFile
from hookkit.corrections.run_outcome import Outcome
from hookkit.formats.decode_reviewed_file import reviewed_file_lines
from hookkit.formats.describe_pep8_faults import sorted_faults
from hookkit.formats.escaping import is_utf8, json_bytes, utf8_path, utf8_text
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.checks.commit_verdicts import RULE_OF_VERDICT
from hookkit.history.checks.rules import rule_by_id
from hookkit.history.documentation_links import pycodestyle_url, rule_url
from hookkit.history.finding import Finding, kind_of
from hookkit.pep8.fix_task_and_outcome import Dropped, Fault, FileOutcome, Withheld

if TYPE_CHECKING:  # at run time a review would import decimal and random for them
    from hookkit.git.log import LogCommit
    from hookkit.history.statistics.history_counts import MergedBranch, Percentiles, Tally
    from hookkit.history.statistics.history_report import HistoryReport

Document = dict[str, object]

LoadedDocument = dict[str, Any]
"""A document that was parsed from JSON."""

VERSION = 1
"""The version of the documents: it is raised when a key is removed or changes its meaning."""

COMMON_KEYS = {"version": VERSION, "tool": {"name": "hookkit", "version": __version__}}
"""The first keys of every document."""


def review_json(review: Review) -> bytes:
    """Give a review as JSON: its files, its hunks, and the commits of its range."""
    commit_by_hunk = _commit_by_hunk(review)
    hunks = [hunk for file in review.files for hunk in _hunks(file, commit_by_hunk)]
    commits = [
        {
            "id": each.id,
            "subject": utf8_text(each.subject),
            "author": utf8_text(each.author),
            "when": each.author_time,
            "hunks": list(each.hunk_ids),
        }
        for each in review.commits
    ]
    range_name = None if review.range_name is None else utf8_text(review.range_name)
    encodings = {file.path: reviewed_file_lines(file).encoding for file in review.files}
    head = _outcome_keys(review.outcome, range_name)
    files = [_file(each, encodings.get(each.path)) for each in review.outcome.files]
    return json_bytes({**head, "files": files, "hunks": hunks, "commits": commits})


def run_outcome_json(outcome: Outcome) -> bytes:
    """Give the result of a run as JSON: the keys of a review without hunks, and the placement."""
    placement = {
        "mode": outcome.requested_mode,
        "done": outcome.actual_mode,
        "because": None if outcome.mode_reason is None else utf8_text(outcome.mode_reason),
        "placed": outcome.branch_commit,
        "notes": [utf8_text(note) for note in outcome.notes],
    }
    files = [
        {
            **_file(each),
            "dropped": [_dropped(lines) for lines in each.dropped],
            "faults": [_fault(fault) for fault in sorted_faults(each.corrected)],
        }
        for each in outcome.files
    ]
    return json_bytes({**_outcome_keys(outcome, None), **placement, "files": files})


def check_result_json(result: CheckResult) -> bytes:
    """Give the findings of checks as JSON."""
    return json_bytes(
        {
            **COMMON_KEYS,
            "subject": utf8_text(result.checked_name),
            "findings": [_finding(each) for each in result.findings],
            "notes": [utf8_text(note) for note in result.notes],
        }
    )


def _finding(finding: Finding) -> Document:
    position = finding.position
    position_fields = (
        {} if position is None else {**position._asdict(), "path": utf8_text(position.path)}
    )
    position_fields.pop("digest", None)
    return {
        "kind": kind_of(finding),
        "rule": finding.rule,
        "answer": finding.answer,
        "level": finding.level,
        "place": utf8_text(finding.place),
        **position_fields,
        "sentence": utf8_text(finding.sentence),
        "repair": None if finding.repair is None else utf8_text(finding.repair),
        "by_git": None if finding.git_repair is None else utf8_text(finding.git_repair),
        "link": rule_url(rule_by_id(finding.rule)),
    }


def _outcome_keys(outcome: Outcome, range_name: str | None) -> Document:
    """Give the keys before the files: the version, and the commit or range."""
    return {
        **COMMON_KEYS,
        "commit": outcome.commit,
        "subject": utf8_text(outcome.subject),
        "range": range_name,
        "correction": outcome.correction,
    }


def _file(file: FileOutcome, encoding: str | None = None) -> Document:
    """Give the result of one file."""
    return {
        **_path(file.path),
        "encoding": encoding,
        "skipped": None if file.left_alone_reason is None else utf8_text(file.left_alone_reason),
        "corrected": len(file.corrected),
        "refused": file.refused_count,
        "older": file.older_count,
        "withheld": [_withheld(each) for each in file.withheld],
    }


def _fault(fault: Fault) -> Document:
    """Give one fault with the page that explains its code."""
    return {
        "code": fault.code,
        "line": fault.line,
        "name": utf8_text(fault.name),
        "link": pycodestyle_url(fault.code),
    }


def _commit_by_hunk(review: Review) -> dict[str, str | None]:
    """Give the commit of each hunk by the hunk's id; a hunk of unknown origin is left out."""
    if review.range_name is None:
        return {hunk.id: review.outcome.commit for hunk in review.hunks}
    return {hunk_id: each.id for each in review.commits for hunk_id in each.hunk_ids}


def _path(path: bytes) -> Document:
    path_base64 = None if is_utf8(path) else base64.b64encode(path).decode()
    return {"path": utf8_path(path), "path_base64": path_base64}


def _dropped(dropped: Dropped) -> Document:
    return {
        "first_line": dropped.first,
        "last_line": dropped.last,
        "reason": utf8_text(dropped.reason),
    }


def _withheld(withheld: Withheld) -> Document:
    reason = utf8_text(withheld.reason)
    lines = {"first_line": withheld.first, "last_line": withheld.last}
    return {"codes": list(withheld.codes), **lines, "reason": reason}


def _hunks(file: ReviewedFile, commit_by_hunk: Mapping[str, str | None]) -> Iterator[Document]:
    decoded = reviewed_file_lines(file)
    for hunk in file.hunks:
        yield {
            "id": hunk.id,
            **_path(file.path),
            "first_line": hunk.start + 1,
            "last_line": hunk.end,
            "is_insertion": hunk.start == hunk.end,
            "before": "".join(decoded.replaced_lines(hunk)),
            "after": "".join(decoded.inserted_lines(hunk)),
            "faults": [_fault(fault) for fault in sorted_faults(hunk.faults)],
            "commit": commit_by_hunk.get(hunk.id),
        }


def history_report_json(report: HistoryReport) -> bytes:
    """Give a history report as JSON."""
    missing_tickets = report.missing_tickets
    return json_bytes(
        {
            **COMMON_KEYS,
            "subject": utf8_text(report.range_description),
            "branch": utf8_text(report.branch) or None,
            "is_shallow": report.is_shallow,
            **report.totals._asdict(),
            **_commit_counts(report),
            "verdicts": [
                {"verdict": verdict, **_rule(RULE_OF_VERDICT.get(verdict)), **_tally(tally)}
                for verdict, tally in report.verdicts.items()
            ],
            "requests": report.direct_with_pull_request_count,
            "fixups": _tally(report.fixups),
            "tickets": missing_tickets
            and {"of": missing_tickets.needing_count, "without": _tally(missing_tickets.tally)},
            "branches": _branches(report),
            "by": report.period_length,
            "periods": [each._asdict() for each in report.periods],
        }
    )


def _commit_counts(report: HistoryReport) -> Document:
    """Give the numbers of commits by their place, and the share of semi-linear merges."""
    semi_linear, merges = report.verdicts["semi-linear"].commit_count, report.decided_merge_count
    counts = report.commit_counts
    return {
        "line": counts.on_main_line,
        "first_commit": counts.roots,
        "merged": counts.merged,
        "beside": counts.outside_main_line,
        "semi_linear_share": round(semi_linear / merges, 4) if merges else None,
    }


def _rule(name: str | None) -> Document:
    return {"rule": name, "link": None if name is None else rule_url(rule_by_id(name))}


def _tally(tally: Tally) -> Document:
    return {
        "count": tally.commit_count,
        "newest": None if tally.newest is None else log_commit_json(tally.newest),
    }


def log_commit_json(commit: LogCommit) -> Document:
    """Give a commit of a log: its id, its subject and its time."""
    return {"commit": commit.id, "subject": commit.subject, "when": commit.commit_time}


def _branches(report: HistoryReport) -> Document:
    count, seconds, commits, longest = report.branches
    return {
        "count": count,
        "seconds": _percentiles(seconds),
        "commits": _percentiles(commits),
        "longest": [_branch(each) for each in longest],
    }


def _percentiles(numbers: Percentiles | None) -> Document | None:
    return None if numbers is None else {"median": numbers.median, "p90": numbers.p90}


def _branch(branch: MergedBranch) -> Document:
    return {
        "branch": branch.name or None,
        "merge": log_commit_json(branch.merge),
        "commits": branch.commit_count,
        "seconds": branch.seconds,
        "authors": list(branch.authors),
    }
