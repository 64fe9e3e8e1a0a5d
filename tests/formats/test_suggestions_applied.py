"""Applying all suggestions of a format gives the fixed files."""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest

from hookkit.corrections.review.review import Review
from hookkit.formats.registry import REVIEW_FORMATS
from hookkit.pep8.decode_source import decode_source
from tests.formats.example_review import FILES, review_of
from tests.repository import Repository


def written(review: Review, name: str) -> Any:
    """What a format says, read again."""
    return json.loads(REVIEW_FORMATS[name](review))


def text_of(data: bytes) -> str:
    """A file as text with the line ends that it has."""
    source = decode_source(data)
    return b"".join(source.lines).decode(source.encoding)


def lines_of(text: str) -> list[str]:
    """The lines of a text, cut where Python's tokenizer cuts."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)


def apply_json(document: Any, texts: dict[bytes, str]) -> dict[bytes, str]:
    """Take all hunks of the JSON format, the last first."""
    results = {path: lines_of(text) for path, text in texts.items()}
    for hunk in reversed(document["hunks"]):
        exact = hunk["path_base64"]
        lines = results[base64.b64decode(exact) if exact else hunk["path"].encode()]
        old = slice(hunk["first_line"] - 1, hunk["last_line"])
        assert "".join(lines[old]) == hunk["before"]
        assert (hunk["before"] == "") == hunk["is_insertion"]
        lines[old] = lines_of(hunk["after"])
    return {path: "".join(lines) for path, lines in results.items()}


def offset(text: str, line: int, column: int) -> int:
    """Where a line and column of SARIF are in a text."""
    lines = lines_of(text)
    assert line <= len(lines) + 1 and column >= 1
    before = sum(map(len, lines[: line - 1]))
    assert column == 1 or column - 1 <= len(lines[line - 1])
    return before + column - 1


def apply_sarif(document: Any, texts: dict[bytes, str]) -> dict[bytes, str]:
    """Make all replacements of all fixes, the last first."""
    results = dict(texts)
    run = document["runs"][0]
    fixes = [fix for result in run["results"] for fix in result.get("fixes", [])]
    for change in [change for fix in reversed(fixes) for change in fix["artifactChanges"]]:
        path = unquote_to_bytes(change["artifactLocation"]["uri"])
        text = results[path]
        for each in change["replacements"]:
            region = each["deletedRegion"]
            start = offset(text, region["startLine"], region["startColumn"])
            end = offset(text, region["endLine"], region["endColumn"])
            new = each.get("insertedContent", {"text": ""})["text"]
            text = text[:start] + new + text[end:]
        results[path] = text
    return results


def apply_github(document: Any, texts: dict[bytes, str]) -> dict[bytes, list[str]]:
    """Take all suggestions, the last first: GitHub replaces the lines of the comment."""
    results = {path: decode_source(text.encode()).text.split("\n") for path, text in texts.items()}
    taken: set[tuple[str, int]] = set()
    for comment in reversed(document["comments"]):
        first, last = comment.get("start_line", comment["line"]), comment["line"]
        lines = {(comment["path"], line) for line in range(first, last + 1)}
        assert not lines & taken, "two suggestions about one line exclude each other"
        taken |= lines
        found = re.findall(r"^(`{3,})suggestion\n((?s:.*?))^\1$", comment["body"], re.MULTILINE)
        assert len(found) == 1
        new = found[0][1].split("\n")[:-1]
        results[comment["path"].encode()][first - 1 : last] = new
    return results


@pytest.fixture
def review(repo: Repository) -> Review:
    """A review of the sloppy files."""
    return review_of(repo)


def test_the_hunks_of_the_json(review: Review) -> None:
    texts = {file.path: text_of(file.original) for file in review.files}
    fixed = {file.path: text_of(file.fixed) for file in review.files}
    assert apply_json(written(review, "json"), texts) == fixed
    assert fixed != texts and {path.decode() for path in fixed} == FILES.keys() - {
        "broken.py",
        "clean.py",
    }


def test_the_fixes_of_the_sarif(review: Review) -> None:
    texts = {file.path: text_of(file.original) for file in review.files}
    fixed = {file.path: text_of(file.fixed) for file in review.files}
    assert apply_sarif(written(review, "sarif"), texts) == fixed


def test_the_suggestions_of_the_github_review(review: Review) -> None:
    # Not latin.py in its own encoding: GitHub shows and edits text.
    texts = {file.path: decode_source(file.original).text for file in review.files}
    texts = {path: text.replace("latin-1", "utf-8") for path, text in texts.items()}
    wanted = {file.path: decode_source(file.fixed).text for file in review.files}
    lines = {path: text.replace("latin-1", "utf-8") for path, text in wanted.items()}
    results = apply_github(written(review, "github"), texts)
    # Whether the last line ends is all that a suggestion cannot say.
    ended = {path: "\n".join(result).removesuffix("\n") for path, result in results.items()}
    assert ended == {path: text.removesuffix("\n") for path, text in lines.items()}


@pytest.mark.parametrize("name", REVIEW_FORMATS)
def test_the_same_review_is_written_the_same(name: str, review: Review) -> None:
    data = REVIEW_FORMATS[name](review)
    assert data == REVIEW_FORMATS[name](review)
    assert data.endswith(b"}\n") and not data.endswith(b"\n\n")
    data.decode("utf-8")


def test_every_hunk_has_its_id_in_every_format(review: Review) -> None:
    ids = sorted(hunk.id for hunk in review.hunks)
    assert len(set(ids)) == len(ids)
    assert sorted(each["id"] for each in written(review, "json")["hunks"]) == ids
    document = REVIEW_FORMATS["github"](review).decode()
    marks = re.findall(r"<!-- hookkit:([0-9a-f][^ ]*) -->", document)
    assert sorted(marks) == ids
    results = written(review, "sarif")["runs"][0]["results"]
    prints = [each["partialFingerprints"] for each in results if "partialFingerprints" in each]
    assert sorted(each["hookkit/v1"] for each in prints) == ids
