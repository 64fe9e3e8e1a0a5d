"""The machine-readable reports of ``hookkit ci``: JSON, SARIF, JUnit, GitLab's.

Each joins two documents of hookkit: on the corrections, and on the checks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.etree import ElementTree

from hookkit.ci.check_merge_request_or_push import CiResult
from hookkit.formats.describe_pep8_faults import sorted_faults
from hookkit.formats.escaping import json_bytes, utf8_path, utf8_text, xml_bytes
from hookkit.formats.gitlab_code_quality import gitlab_report, issue_at, issues_of_findings
from hookkit.formats.json_documents import (
    COMMON_KEYS,
    LoadedDocument,
    check_result_json,
    run_outcome_json,
)
from hookkit.formats.junit import check_result_junit, run_outcome_junit
from hookkit.formats.sarif import check_result_sarif, run_outcome_sarif

MAX_RESULTS = 5_000
"""Maximum of SARIF results that GitHub shows (docs.github.com, SARIF support, limits)."""


def ci_json(result: CiResult) -> bytes:
    """Give the result as JSON, by the schema of docs/ci.schema.json."""
    range_to_check = result.range_to_check
    outcome = result.outcome
    corrections = json.loads(run_outcome_json(outcome)) if outcome is not None else None
    checks = json.loads(check_result_json(result.check_result))
    return json_bytes(
        {
            **COMMON_KEYS,
            "server": result.server or None,
            "subject": utf8_text(range_to_check.range_name),
            "branch": (
                None
                if range_to_check.checked_branch.name is None
                else utf8_text(range_to_check.checked_branch.name)
            ),
            "target": (
                None if range_to_check.target is None else utf8_text(range_to_check.target.name)
            ),
            "base": range_to_check.base,
            "tip": range_to_check.tip,
            "status": result.status,
            "is_unknown": result.is_unknown,
            "shard": _shard(result),
            "corrections": corrections and _without_common_keys(corrections),
            "checks": _without_common_keys(checks),
        }
    )


def _shard(result: CiResult) -> LoadedDocument | None:
    """Give the shard, with data that only ``hookkit ci merge`` needs; None without shards."""
    if result.shard is None:
        return None
    return {
        "index": result.shard.number,
        "count": result.shard.total,
        "must_know": result.fails_if_unknown,
        "changed": result.corrected_file_count,
        "whole": "" if result.outcome is None else result.outcome.whole_files_command,
        "digests": [
            each.position and each.position.digest for each in result.check_result.findings
        ],
    }


def _without_common_keys(document: LoadedDocument) -> LoadedDocument:
    return {key: value for key, value in document.items() if key not in COMMON_KEYS}


def ci_sarif(result: CiResult) -> bytes:
    """Give the result as one SARIF run: GitHub takes no second run of the same tool."""
    log: LoadedDocument = json.loads(check_result_sarif(result.check_result))
    if result.outcome is not None:
        _add_run(log["runs"][0], json.loads(run_outcome_sarif(result.outcome))["runs"][0])
    _cut_results(log["runs"][0])
    return json_bytes(log)


def _add_run(run: LoadedDocument, added_run: LoadedDocument) -> None:
    """Add the results, rules and notifications of one run to another."""
    rules = run["tool"]["driver"]["rules"]
    rule_offset = len(rules)
    rules += added_run["tool"]["driver"]["rules"]
    run["results"] += [
        {**each, "ruleIndex": each["ruleIndex"] + rule_offset} for each in added_run["results"]
    ]
    for key, notes in added_run["invocations"][0].items():
        if isinstance(notes, list):
            run["invocations"][0].setdefault(key, []).extend(notes)
    run["properties"]["commit"] = added_run["properties"]["commit"]


def _cut_results(run: LoadedDocument) -> None:
    left_out = len(run["results"]) - MAX_RESULTS
    if left_out > 0:
        del run["results"][MAX_RESULTS:]
        text = f"{left_out:,} more results are left out: a code scanning shows no more"
        note = {"level": "warning", "message": {"text": text}}
        run["invocations"][0].setdefault("toolExecutionNotifications", []).append(note)


def ci_junit(result: CiResult) -> bytes:
    """Give the result as JUnit XML with two suites: the checks, and the files."""
    root = ElementTree.fromstring(check_result_junit(result.check_result))
    if result.outcome is not None and result.outcome.files:
        root.extend(ElementTree.fromstring(run_outcome_junit(result.outcome)))
    return xml_bytes(root)


def ci_gitlab(result: CiResult) -> bytes:
    """Give the result as GitLab's code quality report."""
    return gitlab_report([*issues_of_findings(result.check_result), *_issues_of_faults(result)])


def _issues_of_faults(result: CiResult) -> Iterator[LoadedDocument]:
    for file in result.outcome.files if result.outcome is not None else ():
        for fault in sorted_faults(file.corrected):
            text = f"{fault.code} {utf8_text(fault.name)}"
            yield issue_at(text, fault.code, "minor", utf8_path(file.path), fault.line)
