"""The body of the request for GitHub: comments only where its diff can have them."""

from __future__ import annotations

import json
from typing import Any

from hookkit.corrections.review.review import Review
from hookkit.formats.github_review import MAX_LISTED_HUNKS
from hookkit.formats.registry import REVIEW_FORMATS
from tests.formats.example_review import range_of, review_of
from tests.repository import Repository

LINK = "https://pycodestyle.pycqa.org/en/latest/intro.html#error-codes:~:text="


def written(review: Review) -> Any:
    """The body of the request, read again."""
    return json.loads(REVIEW_FORMATS["github"](review))


def changed(repo: Repository, before: str, after: str) -> Review:
    """Review the range that turns one content of a file into another."""
    repo.commit("begin", {"a.py": before})
    repo.commit("second", {"a.py": after})
    return range_of(repo, "HEAD^", scope="file")


def marks(review: Review) -> list[str]:
    """The marks of the hunks, in their order."""
    return [f"<!-- hookkit:{hunk.id} -->" for hunk in review.hunks]


def test_a_request(repo: Repository) -> None:
    code = "x=1\ny = 2\n\n\ndef f():\n    return '''```'''[ 1\n    ]\nz = 1\n"
    review = review_of(repo, {"a.py": code.encode()})
    first, second = marks(review)
    assert written(review) == {
        "commit_id": repo.head,
        "event": "COMMENT",
        "body": f"hookkit can correct 2 places in 1 file of {repo.head[:7]}.\n\n"
        "<!-- hookkit:review -->",
        "comments": [
            {
                "path": "a.py",
                "line": 1,
                "side": "RIGHT",
                "body": f"- [E225]({LINK}E225) missing whitespace around operator (line 1)\n\n"
                f"```suggestion\nx = 1\n```\n\n{first}",
            },
            {
                "path": "a.py",
                "start_line": 6,
                "start_side": "RIGHT",
                "line": 7,
                "side": "RIGHT",
                "body": f"- [E201]({LINK}E201) whitespace after '\\[' (line 6)\n"
                f"- [E124]({LINK}E124) closing bracket does not match visual indentation (line 7)\n"
                f"- [E305]({LINK}E305) expected 2 blank lines after class or function definition,"
                " found 0 (line 8)\n\n"
                "````suggestion\n    return '''```'''[1\n                     ]\n\n\n````\n\n"
                f"{second}",
            },
        ],
    }


def test_a_hunk_outside_of_the_diff_is_named_in_the_text(repo: Repository) -> None:
    lines = ["a=1", *(f"x{n} = 1" for n in range(3)), "b=1", *(f"y{n} = 1" for n in range(2))]
    before = "\n".join([*lines, "here = 1", "z = 1", "c=1", "w = 1", "d=1"]) + "\n"
    review = changed(repo, before, before.replace("here = 1", "here = 2"))
    far, near, close, _ = marks(review)
    told = written(review)
    assert [(each["line"], each["body"][-len(near) :]) for each in told["comments"]] == [
        (5, near),
        (10, close),
    ]
    assert told["body"] == (
        f"hookkit can correct 4 places in 1 file of {repo.head[:7]}.\n\n"
        "No suggestion can be put on these:\n\n"
        f"- `a.py` line 1: E225 {far}\n"
        f"- `a.py` line 12: E225 {marks(review)[3]}\n\n"
        "<!-- hookkit:review -->"
    )


def test_the_list_of_others_ends_somewhere(repo: Repository) -> None:
    many = "".join(f"x{n}=1\ny{n} = 1\n" for n in range(MAX_LISTED_HUNKS + 2))
    told = written(changed(repo, many + "\n" * 8 + "a = 1\n", many + "\n" * 8 + "a = 2\n"))
    listed = [line for line in told["body"].splitlines() if line.startswith("- ")]
    assert len(listed) == MAX_LISTED_HUNKS + 1
    assert listed[-1] == "- and 3 more places"


def test_a_name_cannot_break_out_of_the_text(repo: Repository) -> None:
    name = "a`<b>``.py"
    repo.commit("begin", {name: "x=1\n" + "y = 1\n" * 9})
    repo.commit("second", {name: "x=1\n" + "y = 1\n" * 9 + "z = 1\n"})
    review = range_of(repo, "HEAD^")
    assert f"- ```a`<b>``.py``` line 1: E225 {marks(review)[0]}" in written(review)["body"]


def test_what_is_inserted_hangs_on_a_line_that_the_diff_shows(repo: Repository) -> None:
    before = "x = 1\n\n\ndef f():\n    return 1\ny = 1\nz = 1\nu = 1\nv = 1\nw = 1\n"
    above = changed(repo, before, before.replace("y = 1", "y = 2"))
    (comment,) = written(above)["comments"]
    assert comment["line"] == 5
    assert "```suggestion\n    return 1\n\n\n```" in comment["body"]
    below = changed(repo, before, before.replace("v = 1", "v = 2"))
    (comment,) = written(below)["comments"]
    assert comment["line"] == 6
    assert "```suggestion\n\n\ny = 1\n```" in comment["body"]


def test_a_last_line_end_is_named_in_the_text(repo: Repository) -> None:
    review = review_of(repo, {"a.py": b"x = 1"})
    told = written(review)
    assert told["comments"] == []
    assert f"- `a.py` line 1: W292 {marks(review)[0]}" in told["body"]


def test_lines_to_be_deleted_are_an_empty_suggestion(repo: Repository) -> None:
    review = review_of(repo, {"a.py": b"x = 1\n\n\n"})
    (comment,) = written(review)["comments"]
    assert (comment["start_line"], comment["line"]) == (2, 3)
    assert "\n```suggestion\n```\n" in comment["body"]


def test_nothing_to_correct(repo: Repository) -> None:
    told = written(review_of(repo, {"a.py": b"x = 1\n"}))
    assert told == {
        "commit_id": repo.head,
        "event": "COMMENT",
        "body": f"hookkit found nothing to correct in the files of {repo.head[:7]}.\n\n"
        "<!-- hookkit:review -->",
        "comments": [],
    }
