"""The JSON of a review: whole, and valid whatever the bytes are."""

from __future__ import annotations

import base64
import json
import os
import sys
from typing import Any

import pytest

from hookkit import __version__
from hookkit.corrections.review.review import Review, ReviewedCommit
from hookkit.corrections.run_outcome import Outcome
from hookkit.formats.registry import REVIEW_FORMATS
from hookkit.pep8.fix_task_and_outcome import FileOutcome
from tests.formats.example_review import range_of, review_of
from tests.repository import Repository

LINK = "https://pycodestyle.pycqa.org/en/latest/intro.html#error-codes:~:text="
SOME = {
    "a.py": b"import os\r\nx=1\r\ndef f(): return os, x\r\nif x: y = 1  # type: y\r\n",
    "broken.py": b"def f(:\n",
}


def written(review: Review) -> Any:
    """The JSON of a review, read again."""
    return json.loads(REVIEW_FORMATS["json"](review))


def test_a_review(repo: Repository) -> None:
    review = review_of(repo, SOME)
    first, second = (hunk.id for hunk in review.hunks)
    assert written(review) == {
        "version": 1,
        "tool": {"name": "hookkit", "version": __version__},
        "commit": repo.head,
        "subject": 'Add "files"',
        "range": None,
        "correction": None,
        "files": [
            {
                "path": "a.py",
                "path_base64": None,
                "encoding": "utf-8",
                "skipped": None,
                "corrected": 2,
                "refused": 0,
                "older": 0,
                "withheld": [
                    {
                        "codes": ["E701"],
                        "first_line": 4,
                        "last_line": 4,
                        "reason": "it moves a comment",
                    }
                ],
            },
            {
                "path": "broken.py",
                "path_base64": None,
                "encoding": None,
                "skipped": "does not parse: line 1: invalid syntax",
                "corrected": 0,
                "refused": 0,
                "older": 0,
                "withheld": [],
            },
        ],
        "hunks": [
            {
                "id": first,
                "path": "a.py",
                "path_base64": None,
                "first_line": 2,
                "last_line": 2,
                "is_insertion": False,
                "before": "x=1\r\n",
                "after": "x = 1\r\n",
                "faults": [
                    {
                        "code": "E225",
                        "line": 2,
                        "name": "missing whitespace around operator",
                        "link": f"{LINK}E225",
                    },
                ],
                "commit": repo.head,
            },
            {
                "id": second,
                "path": "a.py",
                "path_base64": None,
                "first_line": 4,
                "last_line": 3,
                "is_insertion": True,
                "before": "",
                "after": "\r\n\r\n",
                "faults": [
                    {
                        "code": "E305",
                        "line": 4,
                        "name": "expected 2 blank lines after class or function definition,"
                        " found 0",
                        "link": f"{LINK}E305",
                    }
                ],
                "commit": repo.head,
            },
        ],
        "commits": [],
    }


def test_the_commits_of_a_range(repo: Repository) -> None:
    repo.commit("begin", {"README": "x\n"})
    repo.commit("first", {"a.py": "x=1\n"})
    repo.commit("second", {"b.py": "y=1\n"})
    review = range_of(repo, "HEAD~2")
    one, other = review.hunks
    commit = ReviewedCommit(repo.head, "second", "Jo", 12, (other.id,))
    older = ReviewedCommit(None, "", "", 0, ())
    told = written(review._replace(commits=(older, commit)))
    assert told["range"] == "HEAD~2..HEAD"
    assert [hunk["commit"] for hunk in told["hunks"]] == [None, repo.head]
    assert told["commits"] == [
        {"id": None, "subject": "", "author": "", "when": 0, "hunks": []},
        {"id": repo.head, "subject": "second", "author": "Jo", "when": 12, "hunks": [other.id]},
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a path has to be text")
def test_a_path_that_is_no_utf8(repo: Repository) -> None:
    repo.commit("begin", {"README": "x\n"})
    repo.write(b"caf\xe9.py", "x=1\n")
    repo.git("add", os.fsdecode(b"caf\xe9.py"))
    repo.commit("second")
    told = written(review_of_head(repo))
    for each in (*told["files"], *told["hunks"]):
        assert each["path"] == "caf\\xe9.py"
        assert base64.b64decode(each["path_base64"]) == b"caf\xe9.py"


def review_of_head(repo: Repository) -> Review:
    """Review the last commit."""
    return range_of(repo, "HEAD^")


def test_text_that_is_no_utf8_makes_no_broken_json() -> None:
    file = FileOutcome(
        b"a.py", left_alone_reason="goes through filter=\udce9\ud800 (.gitattributes)"
    )
    outcome = Outcome(None, "s\udcff\u2028", "worktree", files=(file,))
    data = REVIEW_FORMATS["json"](Review(outcome, ()))
    told = json.loads(data.decode("utf-8"))
    assert told["subject"] == "s\\xff\u2028"
    assert told["files"][0]["skipped"] == "goes through filter=\\xe9\\ud800 (.gitattributes)"
