"""The report of ``hookkit ci``: as rows for people, and in the formats for programs."""

from __future__ import annotations

from hookkit.ci.check_merge_request_or_push import CiResult
from hookkit.corrections.report.run import found_nothing_rows, would_correct_rows
from hookkit.formats.registry import Formats
from hookkit.history.report.finding_rows import check_result_rows
from hookkit.phrases import short_id
from hookkit.terminal.rows import Row, row

CI_FORMATS: Formats[CiResult] = Formats(
    {
        "json": "machine_readable_reports:ci_json",
        "github": "github_reports:ci_github",
        "markdown": "github_reports:ci_markdown",
        "gitlab": "machine_readable_reports:ci_gitlab",
        "sarif": "machine_readable_reports:ci_sarif",
        "junit": "machine_readable_reports:ci_junit",
    },
    package="hookkit.ci",
)


def ci_rows(result: CiResult) -> list[Row]:
    """Give the rows of the corrections, then of the findings with their repairs."""
    rows: list[Row] = []
    outcome = result.outcome
    if outcome is not None:
        command = f"hookkit run {_range(result)}"
        rows += (
            found_nothing_rows(outcome)
            if outcome.has_nothing_to_report
            else would_correct_rows(outcome, command)
        )
        rows.append(row(""))
    rows += check_result_rows(result.check_result)
    if result.is_unknown and result.fails_if_unknown and not result.has_faults_or_refusals:
        rows.append(row(("dim", "what is unknown fails here; to let it pass: --unknown pass")))
    return rows


def _range(result: CiResult) -> str:
    range_to_check = result.range_to_check
    tip = short_id(range_to_check.tip or "HEAD")
    return f"{short_id(range_to_check.base)}..{tip}" if range_to_check.base else tip
