"""What checks found: rows for people, and lines for programs and CI servers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from hookkit.story.check.checked import Checked
from hookkit.text.phrases import counted, short
from hookkit.values.finding import Finding
from hookkit.values.rows import Piece, Row, row

Format = Literal["plain", "json", "github"]
"""Rows, a JSON document, or annotations as the log of a GitHub workflow has them."""

_STYLES: dict[str, Piece] = {
    "refused": ("bad", "refused"),
    "warning": ("warn", "warning"),
    "unknown": ("dim", "unknown"),
}
_GITHUB = {"refused": "error", "warning": "warning", "unknown": "notice"}


def kind_of(finding: Finding) -> str:
    """Say what becomes of a finding: ``refused``, ``warning`` or ``unknown``."""
    if finding.answer == "unknown":
        return "unknown"
    return "refused" if finding.level == "refuse" else "warning"


def _place(finding: Finding) -> str:
    is_id = re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", finding.place)
    return short(finding.place) if is_id else finding.place


def finding_rows(findings: Sequence[Finding]) -> Iterator[Row]:
    """Give a row for each finding, and under it the command that repairs it."""
    width = max((len(_place(each)) for each in findings), default=0)
    for each in findings:
        place = _place(each).ljust(width)
        sign = _STYLES[kind_of(each)]
        yield row(sign, "  ", ("code", each.rule), "  ", ("path", place), f"  {each.sentence}")
        if each.repair is not None:
            yield row(("dim", "repair: "), ("command", each.repair), indent=2)


def checked_rows(checked: Checked) -> list[Row]:
    """Tell what checks found, why something was not judged, and the sum."""
    rows = list(finding_rows(checked.findings))
    rows += [row(("dim", "note"), f"  {note}") for note in checked.notes]
    return [*rows, _sum(checked)]


def _sum(checked: Checked) -> Row:
    kinds = [kind_of(each) for each in checked.findings]
    if not kinds:
        return row(("good", "hookkit found nothing to object to"), f" in {checked.subject}")
    parts = [f"{kinds.count('refused')} refused"] if "refused" in kinds else []
    parts += [counted(kinds.count("warning"), "warning")] if "warning" in kinds else []
    parts += [f"{kinds.count('unknown')} unknown"] if "unknown" in kinds else []
    return row(("title", f"hookkit judged {checked.subject}"), f": {', '.join(parts)}")


def as_json(checked: Checked) -> str:
    """Give what checks found as a JSON document."""
    found = [{"kind": kind_of(each), **each._asdict()} for each in checked.findings]
    document = {"subject": checked.subject, "findings": found, "notes": list(checked.notes)}
    return json.dumps(document, indent=2) + "\n"


def as_github(checked: Checked) -> str:
    """Give each finding as an annotation of a GitHub workflow."""
    return "".join(_annotation(each) + "\n" for each in checked.findings)


def _annotation(finding: Finding) -> str:
    title = _escaped(f"{finding.rule} {_place(finding)}").replace(":", "%3A").replace(",", "%2C")
    repair = f"\nrepair: {finding.repair}" if finding.repair else ""
    return f"::{_GITHUB[kind_of(finding)]} title={title}::{_escaped(finding.sentence + repair)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
