"""A review, a run or a check as SARIF 2.1.0 (OASIS), for code scanning and editors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from urllib.parse import quote

from hookkit import __version__
from hookkit.corrections.review.review import Review
from hookkit.corrections.run_outcome import Outcome
from hookkit.formats.decode_reviewed_file import ReviewedFileLines, reviewed_file_lines
from hookkit.formats.describe_pep8_faults import faults_in_words, sorted_faults
from hookkit.formats.escaping import json_bytes, utf8_path, utf8_text
from hookkit.formats.json_documents import Document
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.checks.rules import Rule, rule_by_id
from hookkit.history.documentation_links import REPOSITORY_URL, pycodestyle_url, rule_url
from hookkit.history.finding import Finding, FindingKind, kind_of
from hookkit.pep8.fix_task_and_outcome import LAYOUT_CODE, Fault, Withheld
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.settings.definitions import TEAM_FILES

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SOURCE_ROOT = "%SRCROOT%"
SETTING_WORDS = ("excluded", "max_bytes", "max_lines", ".gitattributes")
"""Words that show, in the reason why a file is left alone, that a setting is the cause."""

_LEVELS: dict[FindingKind, str] = {"refused": "error", "warning": "warning", "unknown": "note"}

# GitHub rejects the whole log if one result names no file. A finding about a branch has no file of
# its own, so it gets the file in which the levels of the rules are set.
_SETTINGS_FILE = TEAM_FILES[0]


def review_sarif(review: Review) -> bytes:
    """Give a review as SARIF: one result for each hunk, with its fix, and for each withheld fix."""
    files = {file.path: file for file in review.files}
    results: list[Document] = []
    for outcome in review.outcome.files:
        file = files.get(outcome.path)
        if file is not None:
            decoded = reviewed_file_lines(file)
            results += [_suggestion(file.path, decoded, hunk) for hunk in file.hunks]
        results += [_withheld(outcome.path, withheld) for withheld in outcome.withheld]
    faults = [fault for hunk in review.hunks for fault in hunk.faults]
    return _outcome_log(review.outcome, results, faults)


def run_outcome_sarif(outcome: Outcome) -> bytes:
    """Give the result of a run as SARIF: one result for each fault and for each withheld fix."""
    results: list[Document] = []
    for file in outcome.files:
        for fault in sorted_faults(file.corrected):
            text = f"{fault.code} {utf8_text(fault.name)}"
            region: Document = {"startLine": fault.line}
            results.append(_result(file.path, fault.code, "warning", text, region))
        results += [_withheld(file.path, withheld) for withheld in file.withheld]
    return _outcome_log(
        outcome, results, [fault for file in outcome.files for fault in file.corrected]
    )


def _outcome_log(outcome: Outcome, results: list[Document], faults: Iterable[Fault]) -> bytes:
    """Give a whole SARIF log with one run. ``faults`` give the rules their names."""
    names: dict[str, str] = {}
    for fault in faults:
        names.setdefault(fault.code, fault.name)
    for result in results:
        names.setdefault(str(result["ruleId"]), f"pycodestyle's {result['ruleId']}")
    rules = [_rule(code, names[code]) for code in sorted(names)]
    properties: Document = {"commit": outcome.commit, "subject": utf8_text(outcome.subject)}
    return sarif_log(rules, _invocation(outcome), results, properties)


def sarif_log(
    rules: Sequence[Document],
    invocation: Document,
    results: Iterable[Document],
    properties: Document,
) -> bytes:
    """Give a SARIF log with one run; the ``ruleId`` of each result is the ``id`` of a rule."""
    codes = [each["id"] for each in rules]
    driver = {
        "name": "hookkit",
        "version": __version__,
        "informationUri": REPOSITORY_URL,
        "rules": rules,
    }
    uri_bases = {SOURCE_ROOT: {"description": {"text": "The top level of the repository."}}}
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": uri_bases,
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [{**each, "ruleIndex": codes.index(each["ruleId"])} for each in results],
        "properties": properties,
    }
    return json_bytes({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, name: str) -> Document:
    text = "layout that has no code of its own" if code == LAYOUT_CODE else utf8_text(name)
    rule: Document = {"id": code, "shortDescription": {"text": text}}
    link = pycodestyle_url(code)
    return rule if link is None else {**rule, "helpUri": link}


def _invocation(outcome: Outcome) -> Document:
    """Give the files that were left alone as notifications, because of a setting or otherwise."""
    notifications: dict[str, list[Document]] = {
        "toolConfigurationNotifications": [],
        "toolExecutionNotifications": [],
    }
    for file in outcome.files:
        reason = file.left_alone_reason
        if reason is not None:
            kind, level = "toolExecutionNotifications", "warning"
            if any(word in reason for word in SETTING_WORDS):
                kind, level = "toolConfigurationNotifications", "note"
            text = f"{utf8_path(file.path)} is left alone: {utf8_text(reason)}"
            location = {"physicalLocation": {"artifactLocation": _artifact_location(file.path)}}
            notifications[kind].append(
                {"level": level, "message": {"text": text}, "locations": [location]}
            )
    return {"executionSuccessful": True, **notifications}


def _artifact_location(path: bytes) -> Document:
    """Name a file: a path from the top level, its bytes percent-encoded."""
    return {"uri": quote(path), "uriBaseId": SOURCE_ROOT}


def _result(path: bytes, rule: str, level: str, text: str, region: Document) -> Document:
    """Give a result at a region of a file."""
    location = {"artifactLocation": _artifact_location(path), "region": region}
    return {
        "ruleId": rule,
        "level": level,
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
    }


def _withheld(path: bytes, withheld: Withheld) -> Document:
    """Give a result for a fix that was withheld: a note, without the fix."""
    codes = ", ".join(withheld.codes) or "a fix of the layout"
    text = f"{codes} is not corrected: {utf8_text(withheld.reason)}"
    rule = withheld.codes[0] if withheld.codes else LAYOUT_CODE
    region: Document = {"startLine": withheld.first, "endLine": withheld.last}
    return _result(path, rule, "note", text, region)


def _suggestion(path: bytes, decoded: ReviewedFileLines, hunk: ReviewHunk) -> Document:
    rule = sorted_faults(hunk.faults)[0].code if hunk.faults else LAYOUT_CODE
    description = faults_in_words(hunk.faults) or "layout that has no code of its own"
    first, last = (min(line, len(decoded.lines_before)) for line in hunk.line_range)
    deleted: Document = {"deletedRegion": _region(decoded, hunk)}
    inserted = "".join(decoded.inserted_lines(hunk))
    replacement = {**deleted, "insertedContent": {"text": inserted}} if inserted else deleted
    change = {"artifactLocation": _artifact_location(path), "replacements": [replacement]}
    fix = {"description": {"text": f"Correct {description}"}, "artifactChanges": [change]}
    return {
        **_result(path, rule, "warning", description, {"startLine": first, "endLine": last}),
        "partialFingerprints": {"hookkit/v1": hunk.id},
        "fixes": [fix],
    }


def _region(decoded: ReviewedFileLines, hunk: ReviewHunk) -> Document:
    """Give the region of a hunk, line ends included; the region of an insertion is empty."""
    start: Document = {"startLine": hunk.start + 1, "startColumn": 1}
    last_line = decoded.lines_before[hunk.end - 1] if hunk.start < hunk.end else "\n"
    if last_line.endswith(("\n", "\r")):
        return {**start, "endLine": hunk.end + 1, "endColumn": 1}
    return {**start, "endLine": hunk.end, "endColumn": len(last_line) + 1}


def check_result_sarif(result: CheckResult) -> bytes:
    """Give one result for each finding, and a notification for each note of the checks."""
    rules = {each.rule: rule_by_id(each.rule) for each in result.findings}
    notifications = [
        {"level": "note", "message": {"text": utf8_text(each)}} for each in result.notes
    ]
    return sarif_log(
        [_finding_rule(rules[name]) for name in sorted(rules)],
        {"executionSuccessful": True, "toolExecutionNotifications": notifications},
        [_finding(each) for each in result.findings],
        {"subject": utf8_text(result.checked_name)},
    )


def _finding_rule(rule: Rule) -> Document:
    return {
        "id": rule.id,
        "name": rule.check,
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.fault},
        "helpUri": rule_url(rule),
        "help": {"text": f"{rule.reason} Repair: {rule.repair}"},
    }


def _finding(finding: Finding) -> Document:
    repair = f"\nrepair: {finding.repair}" if finding.repair else ""
    place, position = utf8_text(finding.place), finding.position
    location_key = (
        place if position is None else f"{position.path} {position.code} {position.digest}"
    )
    fingerprint = sha256(f"{finding.rule} {location_key}".encode()).hexdigest()[:16]
    if position is None:
        location: Document = {
            "physicalLocation": {
                "artifactLocation": {"uri": _SETTINGS_FILE, "uriBaseId": SOURCE_ROOT},
                "region": {"startLine": 1},
            },
            "logicalLocations": [{"fullyQualifiedName": place}],
        }
    else:
        region = {"startLine": position.line, "startColumn": position.column}
        artifact = _artifact_location(position.path.encode())
        location = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    return {
        "ruleId": finding.rule,
        "level": _LEVELS[kind_of(finding)],
        "message": {"text": utf8_text(finding.sentence + repair)},
        "locations": [location],
        # GitHub uses only the second fingerprint; without it, GitHub would make one from the line.
        "partialFingerprints": {"hookkit/v1": fingerprint, "primaryLocationLineHash": fingerprint},
    }
