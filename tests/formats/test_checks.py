"""What checks found, for other programs."""

from __future__ import annotations

import importlib
import json
from typing import Any
from xml.etree import ElementTree

import pytest

from hookkit import __version__
from hookkit.formats.registry import CHECK_FORMATS
from hookkit.history.check_runs.check_result import collect_results
from hookkit.history.finding import Finding

ID = "0123456789abcdef0123456789abcdef01234567"
PAGE = "https://github.com/hookkit/hookkit/blob/main/docs/rules.md"
REFUSED = Finding("HK301", "no", "refuse", "topic\udcff", "it is <not> \x1b", "git rebase")
WARNING = Finding("HK401", "no", "warn", ID, "it went to main")
UNKNOWN = Finding("HK402", "unknown", "refuse", "main", "not here", "git fetch")
CHECKED = collect_results("topic", [REFUSED, WARNING, "a note", UNKNOWN])
NOTHING = collect_results("topic", [])


def test_json() -> None:
    told = json.loads(CHECK_FORMATS["json"](CHECKED))
    assert told == {
        "version": 1,
        "tool": {"name": "hookkit", "version": __version__},
        "subject": "topic",
        "findings": [
            {
                "kind": "refused",
                "rule": "HK301",
                "answer": "no",
                "level": "refuse",
                "place": "topic\\xff",
                "sentence": "it is <not> \x1b",
                "repair": "git rebase",
                "by_git": None,
                "link": f"{PAGE}#hk301-not-rebased",
            },
            {
                "kind": "warning",
                "rule": "HK401",
                "answer": "no",
                "level": "warn",
                "place": ID,
                "sentence": "it went to main",
                "repair": None,
                "by_git": None,
                "link": f"{PAGE}#hk401-direct-commit",
            },
            {
                "kind": "unknown",
                "rule": "HK402",
                "answer": "unknown",
                "level": "refuse",
                "place": "main",
                "sentence": "not here",
                "repair": "git fetch",
                "by_git": None,
                "link": f"{PAGE}#hk402-first-parents-turned-round",
            },
        ],
        "notes": ["a note"],
    }


def test_an_annotation_is_one_line() -> None:
    odd = WARNING._replace(place="a:b,c%", sentence="50%\r\nof it")
    assert CHECK_FORMATS["github"](collect_results("x", [REFUSED, odd, UNKNOWN])).decode() == (
        "::error title=HK301 topic\\xff::it is <not> \\x1b%0Arepair: git rebase\n"
        "::warning title=HK401 a%3Ab%2Cc%25::50%25%0D%0Aof it\n"
        "::notice title=HK402 main::not here%0Arepair: git fetch\n"
    )
    assert CHECK_FORMATS["github"](NOTHING) == b""


def test_junit() -> None:
    assert CHECK_FORMATS["junit"](CHECKED).decode() == ("""\
<?xml version='1.0' encoding='utf-8'?>
<testsuites>
  <testsuite name="hookkit check" tests="3" failures="1" errors="0" skipped="1">
    <testcase classname="hookkit" name="HK301 topic\\xff" time="0">
      <failure message="it is &lt;not&gt; \\x1b" type="HK301">it is &lt;not&gt; \\x1b
repair: git rebase</failure>
    </testcase>
    <testcase classname="hookkit" name="HK401 0123456" time="0">
      <system-out>it went to main</system-out>
    </testcase>
    <testcase classname="hookkit" name="HK402 main" time="0">
      <skipped message="not here" />
      <system-out>not here
repair: git fetch</system-out>
    </testcase>
    <system-out>a note</system-out>
  </testsuite>
</testsuites>
""")


def test_a_junit_of_nothing_has_a_test_that_passes() -> None:
    suites = ElementTree.fromstring(CHECK_FORMATS["junit"](NOTHING))
    (case,) = suites.iter("testcase")
    assert (case.get("name"), list(case)) == ("topic", [])
    assert [each.get("tests") for each in suites] == ["1"]


def test_sarif() -> None:
    log = json.loads(CHECK_FORMATS["sarif"](CHECKED))
    (run,) = log["runs"]
    refused, warning, unknown = run["results"]
    known = refused["partialFingerprints"]["hookkit/v1"]
    place = {
        "artifactLocation": {"uri": "pyproject.toml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1},
    }
    assert refused == {
        "ruleId": "HK301",
        "level": "error",
        "message": {"text": "it is <not> \x1b\nrepair: git rebase"},
        "locations": [
            {
                "physicalLocation": place,
                "logicalLocations": [{"fullyQualifiedName": "topic\\xff"}],
            }
        ],
        "partialFingerprints": {"hookkit/v1": known, "primaryLocationLineHash": known},
        "ruleIndex": 0,
    }
    assert (warning["level"], warning["ruleIndex"]) == ("warning", 1)
    assert (unknown["level"], unknown["ruleIndex"]) == ("note", 2)
    assert run["tool"]["driver"]["rules"][0] == {
        "id": "HK301",
        "name": "rebase-before-merge",
        "shortDescription": {"text": "not rebased"},
        "fullDescription": {
            "text": "What is merged, or will be, lacks commits of the branch that it is merged "
            "into."
        },
        "helpUri": f"{PAGE}#hk301-not-rebased",
        "help": {
            "text": "A merge of a rebased branch has just the content that was tested on the "
            "branch. Repair: `hookkit merge --rebase TOPIC`, by git: `git rebase TARGET TOPIC && "
            "git switch TARGET && git merge --no-ff TOPIC`; of a branch that is not merged yet "
            "`hookkit sync`, by git: `git rebase TARGET`; where a rebase would lose what merges of "
            "the branch have, `git merge --no-edit TARGET`."
        },
    }
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [{"level": "note", "message": {"text": "a note"}}],
        }
    ]
    assert run["properties"] == {"subject": "topic"}


def test_two_findings_of_a_rule_are_two_alerts() -> None:
    other = WARNING._replace(place=ID[::-1])
    again = WARNING._replace(sentence="in other words")

    def fingerprints(*findings: Finding) -> list[Any]:
        results = json.loads(CHECK_FORMATS["sarif"](collect_results("x", findings)))["runs"][0][
            "results"
        ]
        return [each["partialFingerprints"]["primaryLocationLineHash"] for each in results]

    first, second = fingerprints(WARNING, other)
    assert first != second
    assert fingerprints(again) == [first]


@pytest.mark.parametrize("checked", [CHECKED, NOTHING], ids=["findings", "nothing"])
def test_the_sarif_holds_the_official_schema(checked: Any) -> None:
    pytest.importorskip("pydantic_sarif")
    model: Any = importlib.import_module("pydantic_sarif.model")
    log = model.StaticAnalysisResultsFormatSarifVersion210JsonSchema
    data = CHECK_FORMATS["sarif"](checked)
    log.model_validate_json(data, strict=True)
    broken = json.loads(data)
    broken["runs"][0]["result"] = []
    with pytest.raises(ValueError, match="result"):
        log.model_validate(broken)
