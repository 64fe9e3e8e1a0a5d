"""Findings as a code quality report of GitLab (docs.gitlab.com, Code Quality)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from hookkit.formats.escaping import json_bytes, utf8_text
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.finding import FindingKind, kind_of
from hookkit.settings.definitions import TEAM_FILES

Issue = dict[str, Any]

_SEVERITIES: dict[FindingKind, str] = {"refused": "major", "warning": "minor", "unknown": "info"}


def check_result_gitlab(result: CheckResult) -> bytes:
    """Give the findings of checks as a report."""
    return gitlab_report(issues_of_findings(result))


def gitlab_report(issues: Iterable[Issue]) -> bytes:
    """Give a report of issues, each with its fingerprint."""
    seen: Counter[str] = Counter()
    documents = []
    for issue in issues:
        key = f"{issue['check_name']} {issue['location']['path']} {issue['description']}"
        seen[key] += 1
        # Without the line number, which changes when lines are added above.
        fingerprint = sha256(f"{key} {seen[key]}".encode()).hexdigest()
        documents.append({**issue, "fingerprint": fingerprint})
    return json_bytes(documents)


def issues_of_findings(result: CheckResult) -> Iterator[Issue]:
    """Give an issue for each finding: at its line, or at the settings file if it has no line."""
    for finding in result.findings:
        severity = _SEVERITIES[kind_of(finding)]
        if finding.position is not None:
            path, line = utf8_text(finding.position.path), finding.position.line
            yield issue_at(utf8_text(finding.sentence), finding.rule, severity, path, line)
        else:
            repair = f" Repair: {finding.repair}" if finding.repair else ""
            text = utf8_text(f"{finding.place}: {finding.sentence}{repair}")
            yield issue_at(text, finding.rule, severity, TEAM_FILES[0], 1)


def issue_at(text: str, rule: str, severity: str, path: str, line: int) -> Issue:
    """Give an issue at a line of a file."""
    return {
        "description": text,
        "check_name": rule,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }
