"""The registry of the formats for other programs; the module of a format is imported on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from hookkit.corrections.review.review import Review
    from hookkit.corrections.run_outcome import Outcome
    from hookkit.debt_log.compute_debt_log import DebtLog
    from hookkit.history.check_runs.check_result import CheckResult
    from hookkit.history.statistics.history_report import HistoryReport

Value = TypeVar("Value")


class Formats(Mapping[str, Callable[[Value], bytes]], Generic[Value]):
    """The functions that write one kind of value, by the names of their formats.

    Each function returns UTF-8 that ends with a line feed. ``table`` maps the name of a format to
    ``module:function``, ``package`` has the modules.
    """

    def __init__(self, table: Mapping[str, str], package: str = "hookkit.formats") -> None:
        """Take the table, and the package."""
        self._table, self._package = table, package

    def __getitem__(self, name: str) -> Callable[[Value], bytes]:
        """Import the module of a format and give its function."""
        module, _, function = self._table[name].partition(":")
        write: Callable[[Value], bytes] = getattr(
            import_module(f"{self._package}.{module}"), function
        )
        return write

    def __iter__(self) -> Iterator[str]:
        """Give the names of the formats."""
        return iter(self._table)

    def __len__(self) -> int:
        """Give the number of formats."""
        return len(self._table)


REVIEW_FORMATS: Formats[Review] = Formats(
    {
        "json": "json_documents:review_json",
        "github": "github_review:review_github",
        "sarif": "sarif:review_sarif",
    }
)

RUN_FORMATS: Formats[Outcome] = Formats(
    {
        "json": "json_documents:run_outcome_json",
        "github": "github_annotations:run_outcome_github",
        "sarif": "sarif:run_outcome_sarif",
        "junit": "junit:run_outcome_junit",
    }
)

CHECK_FORMATS: Formats[CheckResult] = Formats(
    {
        "json": "json_documents:check_result_json",
        "github": "github_annotations:check_result_github",
        "sarif": "sarif:check_result_sarif",
        "junit": "junit:check_result_junit",
    }
)

DEBT_FORMATS: Formats[CheckResult] = Formats(
    {
        "json": "json_documents:check_result_json",
        "github": "github_annotations:check_result_github",
        "gitlab": "gitlab_code_quality:check_result_gitlab",
        "sarif": "sarif:check_result_sarif",
        "junit": "junit:check_result_junit",
    }
)

HISTORY_FORMATS: Formats[HistoryReport] = Formats(
    {
        "json": "json_documents:history_report_json",
        "markdown": "history_markdown:history_report_markdown",
    }
)

DEBT_LOG_FORMATS: Formats[DebtLog] = Formats(
    {"json": "debt_log_json_and_csv:debt_log_json", "csv": "debt_log_json_and_csv:debt_log_csv"}
)
