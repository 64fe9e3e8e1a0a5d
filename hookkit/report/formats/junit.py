"""A run as JUnit's XML: each file is a test, which fails where there is something to correct."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from hookkit.report.formats.words import decodable, in_order, path_name
from hookkit.text.phrases import counted
from hookkit.values.outcome import FileOutcome, Outcome


def run_junit(outcome: Outcome) -> bytes:
    """Give a suite with one case for each file that was looked at."""
    suites = Element("testsuites")
    suite = SubElement(suites, "testsuite", name="hookkit")
    for file in outcome.files:
        _add_case(suite, file)
    counts = {
        "tests": len(suite),
        "failures": len(suite.findall("testcase/failure")),
        "errors": 0,
        "skipped": len(suite.findall("testcase/skipped")),
    }
    for key, value in counts.items():
        suite.set(key, str(value))
    ElementTree.indent(suites)
    data: bytes = ElementTree.tostring(suites, "utf-8", xml_declaration=True)
    return data + b"\n"


def _add_case(suite: Element, file: FileOutcome) -> None:
    name = _text(path_name(file.path))
    case = SubElement(suite, "testcase", classname="hookkit", name=name, file=name, time="0")
    if file.skipped is not None:
        SubElement(case, "skipped", message=_text(file.skipped))
    if file.corrected:
        count = counted(len(file.corrected), "fault")
        failure = SubElement(case, "failure", message=count, type="PEP 8")
        lines = [
            f"{name}:{each.line}: {each.code} {each.name}" for each in in_order(file.corrected)
        ]
        failure.text = _text("\n".join(lines))
    if file.withheld:
        lines = [
            f"{name}:{each.first}: {', '.join(each.codes) or 'layout'} withheld: {each.reason}"
            for each in file.withheld
        ]
        SubElement(case, "system-out").text = _text("\n".join(lines))


def _text(text: str) -> str:
    r"""Give text that XML 1.0 can hold (2.2, Characters); any other becomes ``\x1b``."""
    return re.sub(
        "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
        lambda found: f"\\x{ord(found[0]):02x}",
        decodable(text),
    )
