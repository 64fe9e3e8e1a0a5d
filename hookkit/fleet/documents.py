"""What was found in repositories as JSON and as CSV, for programs and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timezone

from hookkit.fleet.entry import Entry
from hookkit.fleet.store import Result
from hookkit.fleet.sweep import Swept
from hookkit.formats.escaping import decodable, json_bytes
from hookkit.formats.json_document import TOOL

FORMATS = ("json", "csv")
"""The formats for other programs."""

TIMES = ("looked_at", "committed", "corrected_at", "since")
"""The keys that hold seconds since 1970; CSV has them as dates."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""


def document_of(form: str, work: str, swept: Swept) -> bytes:
    """Give all rows in one of FORMATS; ``work`` is what was looked for."""
    return _json(work, swept) if form == "json" else _csv(swept)


def _json(work: str, swept: Swept) -> bytes:
    rows = [_row(entry, result) for entry, result in swept.rows]
    return json_bytes({**TOOL, "fleet": work, "repositories": rows})


def _row(entry: Entry, result: Result) -> dict[str, object]:
    found = result.found
    return {
        "name": decodable(entry.name),
        "path": decodable(entry.path),
        "link": entry.link or None,
        "looked_at": result.looked_at,
        "problem": decodable(found.problem) or None,
        "repair": decodable(found.repair) or None,
        **{key: _decodable(value) for key, value in found.facts.items()},
    }


def _decodable(value: object) -> object:
    if isinstance(value, str):
        return decodable(value)
    if isinstance(value, (list, tuple)):
        return [_decodable(each) for each in value]
    if isinstance(value, dict):
        return {decodable(str(key)): _decodable(each) for key, each in value.items()}
    return value


def _csv(swept: Swept) -> bytes:
    rows = [_row(entry, result) for entry, result in swept.rows]
    names = list(dict.fromkeys(name for each in rows for name in each))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for each in rows:
        writer.writerow([_cell(name, each.get(name)) for name in names])
    return out.getvalue().encode()


def _cell(name: str, value: object) -> str:
    """Give a value as one cell: what is no text or number as JSON, and no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return _date(value) if name in TIMES else str(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _date(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return str(seconds)
