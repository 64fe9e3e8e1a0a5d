"""A run as workflow commands of GitHub Actions: what they print becomes annotations."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.report.formats.words import decodable, in_order, path_name
from hookkit.values.outcome import FileOutcome, Outcome


def run_github(outcome: Outcome) -> bytes:
    """Give one line for each corrected fault, each withheld fix and each file left alone."""
    lines = [line for file in outcome.files for line in _of_file(file)]
    return "".join(f"{line}\n" for line in lines).encode()


def _of_file(file: FileOutcome) -> Iterator[str]:
    name = path_name(file.path)
    for fault in in_order(file.corrected):
        yield _annotation("warning", fault.name, file=name, line=fault.line, title=fault.code)
    for each in file.withheld:
        title = f"{', '.join(each.codes) or 'layout'} withheld"
        lines = {"line": each.first, "endLine": each.last}
        yield _annotation("notice", each.reason, file=name, **lines, title=title)
    if file.skipped is not None:
        yield _annotation("notice", file.skipped, file=name, title="left alone")


def _annotation(level: str, message: str, **properties: object) -> str:
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{level} {told}::{_escaped(message)}"


def _escaped(text: str) -> str:
    """Escape what would end the command, as GitHub's own toolkit does."""
    plain = decodable(text).replace("%", "%25")
    return plain.replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
