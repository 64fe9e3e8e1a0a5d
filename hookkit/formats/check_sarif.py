"""What checks found, as SARIF 2.1.0: results about branches and commits, which are no files."""

from __future__ import annotations

from hashlib import sha256

from hookkit.formats.escaping import decodable
from hookkit.formats.sarif import ROOT, Document, sarif_log
from hookkit.history.checking.check_result import CheckResult
from hookkit.history.checks.rules import Rule, rule_of
from hookkit.history.finding import Finding
from hookkit.history.report.findings import Kind, kind_of
from hookkit.history.report.rule_links import link_to
from hookkit.settings.schema import FILES

_LEVELS: dict[Kind, str] = {"refused": "error", "warning": "warning", "unknown": "note"}

# GitHub refuses all of a log in which one result names no file. The levels of the rules are set
# in this one, and a person can mend nothing of a branch in another.
_FILE = FILES[0]


def checked_sarif(checked: CheckResult) -> bytes:
    """Give one result for each finding, and a notification for what was not judged."""
    rules = {each.rule: rule_of(each.rule) for each in checked.findings}
    notes = [{"level": "note", "message": {"text": decodable(each)}} for each in checked.notes]
    return sarif_log(
        [_rule(rules[name]) for name in sorted(rules)],
        {"executionSuccessful": True, "toolExecutionNotifications": notes},
        [_result(each) for each in checked.findings],
        {"subject": decodable(checked.subject)},
    )


def _rule(rule: Rule) -> Document:
    return {
        "id": rule.id,
        "name": rule.check,
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.says},
        "helpUri": link_to(rule),
        "help": {"text": f"{rule.why} Repair: {rule.repair}"},
    }


def _result(finding: Finding) -> Document:
    repair = f"\nrepair: {finding.repair}" if finding.repair else ""
    place = decodable(finding.place)
    known = sha256(f"{finding.rule} {place}".encode()).hexdigest()[:16]
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": _FILE, "uriBaseId": ROOT},
            "region": {"startLine": 1},
        },
        "logicalLocations": [{"fullyQualifiedName": place}],
    }
    return {
        "ruleId": finding.rule,
        "level": _LEVELS[kind_of(finding)],
        "message": {"text": decodable(finding.sentence + repair)},
        "locations": [location],
        # GitHub uses only the second, and otherwise makes it from the line.
        "partialFingerprints": {"hookkit/v1": known, "primaryLocationLineHash": known},
    }
