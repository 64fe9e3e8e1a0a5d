"""A review, a run or a check as JSON, for programs that show or take it (docs/formats.md)."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping

from hookkit import __version__
from hookkit.corrections.outcome import Outcome
from hookkit.corrections.review.review import Review, ReviewedFile
from hookkit.formats.escaping import decodable, is_utf8, json_bytes, path_name
from hookkit.formats.faults import in_order
from hookkit.formats.file_text import decode_file
from hookkit.history.checking.check_result import CheckResult
from hookkit.history.checks.rules import rule_of
from hookkit.history.finding import Finding
from hookkit.history.report.findings import kind_of
from hookkit.history.report.rule_links import link_of, link_to
from hookkit.pep8.outcome import Dropped, Fault, FileOutcome, Withheld

VERSION = 1
"""It is raised when a key is removed or changes its meaning, not for a new key."""

TOOL = {"version": VERSION, "tool": {"name": "hookkit", "version": __version__}}
"""The first keys of every document."""


def review_json(review: Review) -> bytes:
    """Give a review as JSON: its files, its hunks, and the commits of its range."""
    owners = _owners(review)
    hunks = [hunk for file in review.files for hunk in _hunks(file, owners)]
    commits = [
        {
            "id": each.id,
            "subject": decodable(each.subject),
            "author": decodable(each.author),
            "when": each.when,
            "hunks": list(each.hunks),
        }
        for each in review.commits
    ]
    span = None if review.span is None else decodable(review.span)
    texts = {file.path: decode_file(file).encoding for file in review.files}
    head = _head(review.outcome, span)
    files = [_file(each, texts.get(each.path)) for each in review.outcome.files]
    return json_bytes({**head, "files": files, "hunks": hunks, "commits": commits})


def run_json(outcome: Outcome) -> bytes:
    """Give what a run did as JSON: as a review, without hunks, but with what became of them."""
    done = {
        "mode": outcome.asked,
        "done": outcome.done,
        "because": None if outcome.because is None else decodable(outcome.because),
        "placed": outcome.placed,
        "notes": [decodable(note) for note in outcome.notes],
    }
    files = [
        {
            **_file(each),
            "dropped": [_dropped(lines) for lines in each.dropped],
            "faults": [_fault(fault) for fault in in_order(each.corrected)],
        }
        for each in outcome.files
    ]
    return json_bytes({**_head(outcome, None), **done, "files": files})


def checked_json(checked: CheckResult) -> bytes:
    """Give what checks found as JSON."""
    return json_bytes(
        {
            **TOOL,
            "subject": decodable(checked.subject),
            "findings": [_finding(each) for each in checked.findings],
            "notes": [decodable(note) for note in checked.notes],
        }
    )


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "kind": kind_of(finding),
        "rule": finding.rule,
        "answer": finding.answer,
        "level": finding.level,
        "place": decodable(finding.place),
        "sentence": decodable(finding.sentence),
        "repair": None if finding.repair is None else decodable(finding.repair),
        "link": link_to(rule_of(finding.rule)),
    }


def _head(outcome: Outcome, span: str | None) -> dict[str, object]:
    """Give the keys before the files: the version, and the commit or range."""
    return {
        **TOOL,
        "commit": outcome.commit,
        "subject": decodable(outcome.subject),
        "range": span,
        "correction": outcome.correction,
    }


def _file(file: FileOutcome, encoding: str | None = None) -> dict[str, object]:
    """Give what became of one file."""
    return {
        **_path(file.path),
        "encoding": encoding,
        "skipped": None if file.skipped is None else decodable(file.skipped),
        "corrected": len(file.corrected),
        "refused": file.refused,
        "withheld": [_withheld(each) for each in file.withheld],
    }


def _fault(fault: Fault) -> dict[str, object]:
    """Give one fault with the page that explains its code."""
    return {
        "code": fault.code,
        "line": fault.line,
        "name": decodable(fault.name),
        "link": link_of(fault.code),
    }


def _owners(review: Review) -> dict[str, str | None]:
    """Give the commit that each hunk belongs to, where that is known."""
    if review.span is None:
        return {hunk.id: review.outcome.commit for hunk in review.hunks}
    return {name: each.id for each in review.commits for name in each.hunks}


def _path(path: bytes) -> dict[str, object]:
    exact = None if is_utf8(path) else base64.b64encode(path).decode()
    return {"path": path_name(path), "path_base64": exact}


def _dropped(each: Dropped) -> dict[str, object]:
    return {
        "first_line": each.first,
        "last_line": each.last,
        "reason": decodable(each.reason),
    }


def _withheld(each: Withheld) -> dict[str, object]:
    reason = decodable(each.reason)
    lines = {"first_line": each.first, "last_line": each.last}
    return {"codes": list(each.codes), **lines, "reason": reason}


def _hunks(file: ReviewedFile, owners: Mapping[str, str | None]) -> Iterator[dict[str, object]]:
    text = decode_file(file)
    for hunk in file.hunks:
        yield {
            "id": hunk.id,
            **_path(file.path),
            "first_line": hunk.start + 1,
            "last_line": hunk.end,
            "is_insertion": hunk.start == hunk.end,
            "before": "".join(text.before(hunk)),
            "after": "".join(text.after(hunk)),
            "faults": [_fault(fault) for fault in in_order(hunk.faults)],
            "commit": owners.get(hunk.id),
        }
