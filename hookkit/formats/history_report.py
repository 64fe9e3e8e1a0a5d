"""The report on a history: for people in rows, as a document, and for a wiki."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hookkit.history.statistics.statistics import HistoryReport


def _json(report: HistoryReport) -> bytes:
    from hookkit.formats.history_json import report_json

    return report_json(report)


def _markdown(report: HistoryReport) -> bytes:
    from hookkit.formats.history_markdown import report_markdown

    return report_markdown(report)


REPORT_FORMATS: Mapping[str, Callable[[HistoryReport], bytes]] = MappingProxyType(
    {"json": _json, "markdown": _markdown}
)
"""What writes the report, by the name of the format."""
