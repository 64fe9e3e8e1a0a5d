"""A patch cut into the sections of its files, and one in which each hunk has its id."""

from __future__ import annotations

import pytest

from hookkit.corrections.report.split_patch_and_add_hunk_ids import split_by_file, with_hunk_ids
from hookkit.corrections.review.find_hunks_by_id import short_ids
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome
from hookkit.pep8.review_hunks import ReviewHunk, find_review_hunks
from tests.corrections.report.example_outcomes import OPERATOR, outcome
from tests.corrections.report.test_review import correction_of, review
from tests.repository import Repository

OLD = "a=1\n2\n3\nb=4\n5\n6\n7\n8\n9\n10\n11\n12\nc=13\n"
NEW = "a = 1\n2\n3\nb = 4\n5\n6\n7\n8\n9\n10\n11\n12\nc = 13\n"

PATCH = """\
--- a/a.py
+++ b/a.py
@@ -1,7 +1,7 @@
-a=1
+a = 1
 2
 3
-b=4
+b = 4
 5
 6
 7
@@ -10,4 +10,4 @@ def f():
 10
 11
 12
-c=13
+c = 13
"""


def hunks(old: str, new: str) -> list[ReviewHunk]:
    """The hunks between two texts."""
    return find_review_hunks(b"a.py", old.encode(), new.encode(), ())


def named(patch: str, some: list[ReviewHunk]) -> str:
    """A patch with letters for the ids of its hunks."""
    letters = {hunk.id: letter for hunk, letter in zip(some, "ABCDEF", strict=False)}
    return with_hunk_ids(patch, some, letters)


def test_each_hunk_is_on_its_own_and_named() -> None:
    assert (
        named(PATCH, hunks(OLD, NEW))
        == """\
--- a/a.py
+++ b/a.py
@@ -1,2 +1,2 @@ hunk A
-a=1
+a = 1
 2
@@ -3,5 +3,5 @@ hunk B
 3
-b=4
+b = 4
 5
 6
 7
@@ -10,4 +10,4 @@ hunk C def f():
 10
 11
 12
-c=13
+c = 13
"""
    )


def test_lines_that_only_come_in_are_counted_at_the_line_before() -> None:
    patch = "@@ -1,4 +1,6 @@\n a\n+\n b\n c\n+\n d\n"
    some = hunks("a\nb\nc\nd\n", "a\n\nb\nc\n\nd\n")
    assert named(patch, some) == (
        "@@ -1,2 +1,3 @@ hunk A\n a\n+\n b\n@@ -3,2 +4,3 @@ hunk B\n c\n+\n d\n"
    )


def test_what_git_sees_as_one_stays_together() -> None:
    patch = "@@ -1,3 +1,3 @@\n-a=1\n-2\n-b=3\n+a = 1\n+2\n+b = 3\n"
    some = hunks("a=1\n2\nb=3\n", "a = 1\n2\nb = 3\n")
    assert named(patch, some) == patch.replace("@@\n", "@@ hunks A B\n")


@pytest.mark.parametrize("patch", ["", "no patch\n", "Binary files a and b differ\n"])
def test_what_has_no_hunks_is_as_it_was(patch: str) -> None:
    assert named(patch, []) == named(patch, hunks(OLD, NEW)) == patch


def test_a_missing_last_line_end_stays_where_it_is() -> None:
    patch = "@@ -1 +1 @@\n-a=1\n\\ No newline at end of file\n+a = 1\n"
    assert named(patch, hunks("a=1", "a = 1\n")) == patch.replace("@@\n", "@@ hunk A\n")


def test_ids_are_as_long_as_they_must_be() -> None:
    ids = ("000000000001", "000000010002", "000000000001-2")
    some = [hunk._replace(id=id) for hunk, id in zip(hunks(OLD, NEW), ids, strict=True)]
    assert list(short_ids(some).values()) == ["00000000", "00000001", "00000000-2"]
    assert list(short_ids(some[:1]).values()) == ["0000000"]


@pytest.mark.parametrize(
    "name", [b"b c.py", "größe.py".encode(), b'q"\\.py', b"\x1b[31m\t.py", "\u202e.py".encode()]
)
@pytest.mark.parametrize("prefix", ["true", "false"])
def test_each_patch_finds_its_file(repo: Repository, name: bytes, prefix: str) -> None:
    repo.git("config", "diff.noprefix", prefix)
    patch = correction_of(repo, {name: (b"x=1\n", b"x = 1\n"), b"d/a.py": (b"y=1\n", b"y = 1\n")})
    files = [
        FileOutcome(path, corrected=(Fault("E225", 1, OPERATOR),)) for path in (name, b"d/a.py")
    ]
    lines = review(outcome(*files), patch).splitlines()
    assert [line for line in lines if line.startswith(("-x", "-y"))] == ["-x=1", "-y=1"]
    assert lines.index("-x=1") < lines.index("  d/a.py") < lines.index("-y=1")


def test_a_binary_or_empty_section_does_not_hurt() -> None:
    assert split_by_file(b"") == []
    binary = b"diff --git a/x b/x\nBinary files a/x and b/x differ\n"
    assert split_by_file(binary) == [(b"", binary)]
    assert "Binary files a/x and b/x differ\n" in review(outcome(), binary)
