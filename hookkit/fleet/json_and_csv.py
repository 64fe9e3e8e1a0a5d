"""Results of ``fleet status``, ``check`` or ``debt`` as JSON and as CSV, for other programs."""

from __future__ import annotations

from datetime import datetime, timezone

from hookkit.fleet.incremental_inspection import InspectedFleet
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.result_store import StoredResult
from hookkit.formats.csv_table import csv_bytes
from hookkit.formats.escaping import json_bytes, json_text, utf8_text
from hookkit.formats.json_documents import COMMON_KEYS

FLEET_FORMATS = ("json", "csv")
"""The formats of the results of a fleet for other programs."""

TIME_KEYS = ("looked_at", "committed", "corrected_at", "since")
"""Keys whose values are seconds since 1970; CSV has dates instead."""


def render_results(format_name: str, inspection_name: str, inspected: InspectedFleet) -> bytes:
    """Give all results in one of FLEET_FORMATS; ``inspection_name`` is one of INSPECTIONS."""
    rows = [_row(repository, result) for repository, result in inspected.results]
    if format_name == "json":
        return json_bytes({**COMMON_KEYS, "fleet": inspection_name, "repositories": rows})
    names = list(dict.fromkeys(name for each in rows for name in each))
    return csv_bytes([names, *([_cell(name, each.get(name)) for name in names] for each in rows)])


def _row(repository: ListedRepository, result: StoredResult) -> dict[str, object]:
    found = result.result
    return {
        "name": utf8_text(repository.name),
        "path": utf8_text(repository.path),
        "link": repository.page_url or None,
        "looked_at": result.looked_at,
        "problem": utf8_text(found.problem) or None,
        "repair": utf8_text(found.repair) or None,
        **{key: _utf8_value(value) for key, value in found.facts.items()},
    }


def _utf8_value(value: object) -> object:
    if isinstance(value, str):
        return utf8_text(value)
    if isinstance(value, (list, tuple)):
        return [_utf8_value(each) for each in value]
    if isinstance(value, dict):
        return {utf8_text(str(key)): _utf8_value(each) for key, each in value.items()}
    return value


def _cell(name: str, value: object) -> object:
    """Give the cell for a value: a time as a date, booleans, lists and dictionaries as JSON."""
    if isinstance(value, int) and name in TIME_KEYS:
        try:
            return datetime.fromtimestamp(value, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (ValueError, OverflowError, OSError):
            return str(value)
    return json_text(value) if isinstance(value, (bool, list, dict)) else value
