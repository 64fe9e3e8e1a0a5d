"""Reviews that several tests of the page use: real fixes of texts, without a repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hookkit.corrections.review.review import Review, ReviewedCommit, ReviewedFile
from hookkit.pep8.fix_file import fix_file
from hookkit.pep8.fix_task_and_outcome import Dropped, FileOutcome, FixTask
from hookkit.pep8.review_hunks import find_review_hunks
from hookkit.settings.autopep8.option_finder import find_autopep8_options
from tests.corrections.report.example_outcomes import COMMIT, outcome

PRICES = b'''\
import os,sys


def total(prices, tax):
    """Add it up.

    x=1 stays, being text.
    """
    result=sum(prices)*(1+tax)
    check = lambda x: x*2
    if result==None:
        return 0
    return check(result)
class Basket:
    def add(self, item,  quantity=1):
        return [ item ]*quantity
'''
TABS = b"def f(x):\n\tif x:\n\t\treturn 'a'\n\ty=1 \n\treturn y"
FAR = b"".join(b"a%d = %d\n" % (n, n) for n in range(30)) + b"z=1\n"
FILES = {
    b"shop/prices.py": PRICES,
    b"shop/text/tabs.py": TABS,
    b"shop/text/far.py": FAR,
    b"only_withheld.py": b"f = lambda x: x\n",
    b"tests/broken.py": b"def f(:\n",
}
BAD = "</script></style><img src=x onerror=alert(1)>"
TURNED = "\u202e"
HOSTILE = {
    f"a{BAD}/\"b' c{TURNED}.py".encode(): f'x="{BAD}"\ny=1 # {BAD} {TURNED}\n'.encode(),
    b"not\xffutf8.py": b"x=1\n",
}


def reviewed(files: dict[bytes, bytes], **changes: Any) -> Review:
    """The review of a commit with ``files``; ``changes`` are those of its outcome."""
    options = find_autopep8_options(Path("/nowhere/any.py")).options
    found: list[FileOutcome] = []
    parts: list[ReviewedFile] = []
    for path, base in sorted(files.items()):
        fixed = fix_file(FixTask(path, base, options, "strict"))
        found.append(fixed.outcome)
        hunks = tuple(find_review_hunks(path, base, fixed.data, fixed.outcome.corrected))
        if hunks:
            parts.append(ReviewedFile(path, "100644", base, fixed.data, fixed.outcome, hunks, ()))
    return Review(outcome(*found, **changes), tuple(parts))


def usual() -> Review:
    """A review with a bit of everything."""
    review = reviewed(FILES, subject="Add prices & more", notes=("mind the gap",))
    first, *others = review.outcome.files
    dropped = (Dropped(1, 2, "you have other edits there"),)
    files = (first._replace(dropped=dropped, refused_count=2), *others)
    return review._replace(outcome=review.outcome._replace(files=files))


def ranged() -> Review:
    """A review of a range of two commits, and of older lines."""
    review = reviewed(FILES, correction=None, actual_mode=None)
    first, second, *others = (hunk.id for hunk in review.hunks)
    commits = (
        ReviewedCommit(COMMIT, "Add prices", "Ada Lovelace", 1700000000, tuple(others)),
        ReviewedCommit(COMMIT[::-1], "Follow up", "Grace Hopper", 1700086400, (first,)),
        ReviewedCommit(None, "", "", 0, (second,)),
    )
    return review._replace(range_name="main..topic", commits=commits)


def hostile() -> Review:
    """A review in which everything that a stranger can name or write is an attack."""
    review = reviewed(HOSTILE, subject=f"Subject {BAD} {TURNED}", notes=(BAD,), mode_reason=BAD)
    ids = tuple(hunk.id for hunk in review.hunks)
    commit = ReviewedCommit(COMMIT, BAD, f"{BAD} \udcff", 10**18, ids)
    return review._replace(range_name=f"main..{BAD}", commits=(commit,))
