"""The SARIF of a review and of a run: valid, and whole for a small one."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest

from hookkit import __version__
from hookkit.formats.registry import REVIEW_FORMATS, RUN_FORMATS
from tests.formats.example_review import FILES, review_of
from tests.repository import Repository

LINK = "https://pycodestyle.pycqa.org/en/latest/intro.html#error-codes:~:text="


def place(uri: str, **region: int) -> Any:
    """A location as SARIF has it."""
    artifact = {"uri": uri, "uriBaseId": "%SRCROOT%"}
    inside = {"artifactLocation": artifact, **({"region": region} if region else {})}
    return {"physicalLocation": inside}


def test_a_review(repo: Repository) -> None:
    files = {
        "a b.py": b"x=1",
        "big.py": b"if True: x = 1  # type: x\n",
        "broken.py": b"def f(:\n",
        ".gitattributes": b"generated.py linguist-generated\n",
        "generated.py": b"x=1\n",
    }
    review = review_of(repo, files)
    (hunk,) = review.hunks
    said = "E225 missing whitespace around operator (line 1); W292 no newline at end of file"
    said += " (line 1)"
    told = json.loads(REVIEW_FORMATS["sarif"](review))
    assert told == {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "hookkit",
                        "version": __version__,
                        "informationUri": "https://github.com/hookkit/hookkit",
                        "rules": [
                            rule("E225", "missing whitespace around operator"),
                            rule("E701", "pycodestyle's E701"),
                            rule("W292", "no newline at end of file"),
                        ],
                    }
                },
                "originalUriBaseIds": {
                    "%SRCROOT%": {"description": {"text": "The top level of the repository."}}
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolConfigurationNotifications": [
                            {
                                "level": "note",
                                "message": {
                                    "text": "generated.py is left alone:"
                                    " is generated (.gitattributes)"
                                },
                                "locations": [place("generated.py")],
                            }
                        ],
                        "toolExecutionNotifications": [
                            {
                                "level": "warning",
                                "message": {
                                    "text": "broken.py is left alone:"
                                    " does not parse: line 1: invalid syntax"
                                },
                                "locations": [place("broken.py")],
                            }
                        ],
                    }
                ],
                "results": [
                    {
                        "ruleId": "E225",
                        "level": "warning",
                        "message": {"text": said},
                        "locations": [place("a%20b.py", startLine=1, endLine=1)],
                        "partialFingerprints": {"hookkit/v1": hunk.id},
                        "fixes": [
                            {
                                "description": {"text": f"Correct {said}"},
                                "artifactChanges": [
                                    {
                                        "artifactLocation": {
                                            "uri": "a%20b.py",
                                            "uriBaseId": "%SRCROOT%",
                                        },
                                        "replacements": [
                                            {
                                                "deletedRegion": {
                                                    "startLine": 1,
                                                    "startColumn": 1,
                                                    "endLine": 1,
                                                    "endColumn": 4,
                                                },
                                                "insertedContent": {"text": "x = 1\n"},
                                            }
                                        ],
                                    }
                                ],
                            }
                        ],
                        "ruleIndex": 0,
                    },
                    {
                        "ruleId": "E701",
                        "level": "note",
                        "message": {"text": "E701 is not corrected: it moves a comment"},
                        "locations": [place("big.py", startLine=1, endLine=1)],
                        "ruleIndex": 1,
                    },
                ],
                "properties": {"commit": repo.head, "subject": 'Add "files"'},
            }
        ],
    }


def rule(code: str, name: str) -> dict[str, object]:
    """A rule as SARIF has it."""
    return {"id": code, "shortDescription": {"text": name}, "helpUri": LINK + code}


def test_both_hold_the_official_schema(repo: Repository) -> None:
    # Made from the schema by its authors' generator: it forbids what the schema does not know.
    pytest.importorskip("pydantic_sarif")
    model: Any = importlib.import_module("pydantic_sarif.model")
    log = model.StaticAnalysisResultsFormatSarifVersion210JsonSchema
    review = review_of(repo, FILES)
    for data in (REVIEW_FORMATS["sarif"](review), RUN_FORMATS["sarif"](review.outcome)):
        log.model_validate_json(data, strict=True)
        broken = json.loads(data)
        broken["runs"][0]["results"][0]["rule"] = "x"
        with pytest.raises(ValueError, match="rule"):
            log.model_validate(broken)
