"""Findings as a code quality report of GitLab (docs.gitlab.com, Code Quality)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from hookkit.formats.escaping import decodable, json_bytes
from hookkit.history.checking.check_result import CheckResult
from hookkit.history.report.findings import FindingKind, kind_of
from hookkit.settings.schema import TEAM_FILES

Document = dict[str, Any]

_SEVERITIES: dict[FindingKind, str] = {"refused": "major", "warning": "minor", "unknown": "info"}


def checked_gitlab(checked: CheckResult) -> bytes:
    """Give the findings of checks as a report."""
    return gitlab_report(issues_of(checked))


def gitlab_report(found: Iterable[Document]) -> bytes:
    """Give a report of issues, each with its fingerprint."""
    seen: Counter[str] = Counter()
    issues = []
    for issue in found:
        key = f"{issue['check_name']} {issue['location']['path']} {issue['description']}"
        seen[key] += 1
        # Without the line number, which changes when lines are added above.
        fingerprint = sha256(f"{key} {seen[key]}".encode()).hexdigest()
        issues.append({**issue, "fingerprint": fingerprint})
    return json_bytes(issues)


def issues_of(checked: CheckResult) -> Iterator[Document]:
    """Give an issue for each finding: at its line, or at the settings file if it has no line."""
    for found in checked.findings:
        severity = _SEVERITIES[kind_of(found)]
        if found.position is not None:
            path, line = decodable(found.position.path), found.position.line
            yield issue(decodable(found.sentence), found.rule, severity, path, line)
        else:
            repair = f" Repair: {found.repair}" if found.repair else ""
            text = decodable(f"{found.place}: {found.sentence}{repair}")
            yield issue(text, found.rule, severity, TEAM_FILES[0], 1)


def issue(text: str, check: str, severity: str, path: str, line: int) -> Document:
    """Give an issue at a line of a file."""
    return {
        "description": text,
        "check_name": check,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }
