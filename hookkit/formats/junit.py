"""Runs and checks as JUnit's XML: each file and each finding is a test."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from hookkit.corrections.run_outcome import Outcome
from hookkit.formats.describe_pep8_faults import sorted_faults
from hookkit.formats.escaping import utf8_path, xml_bytes, xml_text
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.finding import Finding, kind_of, place_of
from hookkit.pep8.fix_task_and_outcome import FileOutcome
from hookkit.phrases import plural


def run_outcome_junit(outcome: Outcome) -> bytes:
    """Give a suite with a case for each file; the case fails if the file has faults to correct."""
    suite = Element("testsuite", name="hookkit")
    for file in outcome.files:
        _add_file(suite, file)
    return _document_bytes(suite)


def check_result_junit(result: CheckResult) -> bytes:
    """Give a suite with a case for each finding; the case of a refusal fails.

    The case of a warning passes and has output; the case of an unknown answer is skipped. Without
    findings there is one case that passes, because CI servers report a suite without cases as an
    error.
    """
    suite = Element("testsuite", name="hookkit check")
    for each in result.findings:
        _add_finding(suite, each)
    if not result.findings:
        _add_case(suite, result.checked_name)
    if result.notes:
        SubElement(suite, "system-out").text = xml_text("\n".join(result.notes))
    return _document_bytes(suite)


def _document_bytes(suite: Element) -> bytes:
    """Count the cases of a suite and give the document."""
    counts = {
        "tests": len(suite.findall("testcase")),
        "failures": len(suite.findall("testcase/failure")),
        "errors": 0,
        "skipped": len(suite.findall("testcase/skipped")),
    }
    for key, value in counts.items():
        suite.set(key, str(value))
    suites = Element("testsuites")
    suites.append(suite)
    return xml_bytes(suites)


def _add_case(suite: Element, name: str, **extra_attributes: str) -> Element:
    attributes = {"classname": "hookkit", "name": xml_text(name), **extra_attributes, "time": "0"}
    return SubElement(suite, "testcase", attributes)


def _add_finding(suite: Element, finding: Finding) -> None:
    case = _add_case(suite, f"{finding.rule} {place_of(finding)}")
    message = xml_text(finding.sentence)
    text = f"{message}\n{xml_text(f'repair: {finding.repair}')}" if finding.repair else message
    kind = kind_of(finding)
    if kind == "refused":
        SubElement(case, "failure", message=message, type=finding.rule).text = text
        return
    if kind == "unknown":
        SubElement(case, "skipped", message=message)
    SubElement(case, "system-out").text = text


def _add_file(suite: Element, file: FileOutcome) -> None:
    name = xml_text(utf8_path(file.path))
    case = _add_case(suite, name, file=name)
    if file.left_alone_reason is not None:
        SubElement(case, "skipped", message=xml_text(file.left_alone_reason))
    if file.corrected:
        count = plural(len(file.corrected), "fault")
        failure = SubElement(case, "failure", message=count, type="PEP 8")
        lines = [
            f"{name}:{each.line}: {each.code} {each.name}" for each in sorted_faults(file.corrected)
        ]
        failure.text = xml_text("\n".join(lines))
    if file.withheld:
        lines = [
            f"{name}:{each.first}: {', '.join(each.codes) or 'layout'} withheld: {each.reason}"
            for each in file.withheld
        ]
        SubElement(case, "system-out").text = xml_text("\n".join(lines))
