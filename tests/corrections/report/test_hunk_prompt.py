"""A hunk as it is shown to a person who is asked about it."""

from __future__ import annotations

import io

import pytest

from hookkit.corrections.report.hunk_prompt import HunkPrompt
from hookkit.corrections.report.hunk_text import RULE_REASONS, hunk_patch, rule_reason
from hookkit.corrections.review.hunk_answers import Answer, HunkAnswers
from hookkit.corrections.review.review import Review, ReviewedFile
from hookkit.corrections.run_outcome import Outcome
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome
from hookkit.pep8.review_hunks import find_review_hunks
from hookkit.terminal.read_keys import LineKeys

PATH = b"sub/\x1b[31m\xe2\x80\xae.py"


def review(base: str, fixed: str, *faults: Fault) -> Review:
    """A review of one file."""
    old, new = base.encode(), fixed.encode()
    hunks = tuple(find_review_hunks(PATH, old, new, faults))
    file = ReviewedFile(PATH, "100644", old, new, FileOutcome(PATH), hunks, ((1, 99),))
    return Review(Outcome(None, "", "propose"), (file,))


@pytest.mark.parametrize(
    ("base", "fixed", "patch"),
    [
        ("a=1\n", "a = 1\n", "@@ -1,1 +1,1 @@\n-a=1\n+a = 1\n"),
        (
            "1\n2\n3\n4\na=1\n5\n6\n7\n8\n",
            "1\n2\n3\n4\na = 1\n5\n6\n7\n8\n",
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-a=1\n+a = 1\n 5\n 6\n 7\n",
        ),
        (
            "a = 1",
            "a = 1\n",
            "@@ -1,1 +1,1 @@\n-a = 1\n\\ No newline at end of file\n+a = 1\n",
        ),
        ("\n", "", "@@ -1,1 +0,0 @@\n-\n"),
    ],
)
def test_a_hunk_is_a_patch_with_three_lines_around(base: str, fixed: str, patch: str) -> None:
    [hunk] = review(base, fixed).hunks
    assert hunk_patch(hunk, base.splitlines(keepends=True)) == patch


def test_a_question_in_plain_lines_shows_what_would_act_on_the_screen() -> None:
    some = review("a=1  # \x1b[2J\u202e\n", "a = 1  # \x1b[2J\u202e\n", Fault("E225", 1, "why\x07"))
    stream = io.StringIO()
    keys = LineKeys(io.TextIOWrapper(io.BytesIO(b"z\nsplit\nyes\n")))
    assert HunkPrompt(some, keys, stream).ask(HunkAnswers(some.hunks)) == "y"
    assert stream.getvalue() == (
        """\
(1/1) sub/\\x1b[31m\\u202e.py  line 1  96de7c1
  E225  why\\x07
  Blanks in the same places everywhere let the eye find names and operators.
@@ -1,1 +1,1 @@
-a=1  # \\x1b[2J\\u202e
+a = 1  # \\x1b[2J\\u202e
take this hunk [y,n,a,d,c,x,s,e,r,/,u,q,?]? z
  the answers are y,n,a,d,c,x,s,e,r,/,u,q, and ? explains them
take this hunk [y,n,a,d,c,x,s,e,r,/,u,q,?]? s
  s: it cannot be split
take this hunk [y,n,a,d,c,x,s,e,r,/,u,q,?]? y
"""
    )


def test_a_question_mark_explains_each_answer() -> None:
    some = review("a=1\n", "a = 1\n", Fault("E225", 1, "why"))
    stream = io.StringIO()
    keys = LineKeys(io.TextIOWrapper(io.BytesIO(b"?\n/\nu\nc\n")))
    assert HunkPrompt(some, keys, stream).ask(HunkAnswers(some.hunks)) == "y"
    shown = stream.getvalue().split("take this hunk [")
    assert shown[1].count("\n") == 13
    assert "\n  r  refuse it: leave it out, and do not propose it again\n" in shown[1]
    assert shown[2].endswith("\n  /: no hunk comes after it\n")
    assert shown[3].endswith("\n  u: nothing is answered yet\n")


def test_a_reason_is_told_once() -> None:
    faults = (Fault("E225", 1, "why"), Fault("E231", 3, "why"), Fault("W291", 5, "why"))
    some = review("a=1\n\nb[1,2]\n\nc \n", "a = 1\n\nb[1, 2]\n\nc\n", *faults)
    stream = io.StringIO()
    prompt = HunkPrompt(some, LineKeys(io.TextIOWrapper(io.BytesIO(b"y\ny\ny\n"))), stream)
    taken: tuple[Answer, ...] = ("take", "take")
    for count in range(3):
        prompt.ask(HunkAnswers(some.hunks, taken[:count]))
    shown = stream.getvalue()
    assert shown.count(RULE_REASONS["E2"]) == shown.count(RULE_REASONS["W2"]) == 1


def test_the_end_of_input_is_q() -> None:
    some = review("a=1\n", "a = 1\n")
    prompt = HunkPrompt(some, LineKeys(None), io.StringIO())
    assert prompt.ask(HunkAnswers(some.hunks)) == "q"


def test_reasons_are_one_sentence_each() -> None:
    for reason in RULE_REASONS.values():
        assert reason.endswith(".") and reason.count(". ") == 0 and len(reason) <= 98
    assert rule_reason(["layout", "E302", "E225"]) == RULE_REASONS["E3"]
    assert rule_reason(["layout"]) is None
