"""The text of a baseline: stable, merged by git line by line, never half read; and its merge."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hookkit.debt.baseline import Baseline, format_baseline, merge_keys, parse_baseline
from hookkit.debt.finding import FindingKey, line_digest
from hookkit.errors import WrongUsage
from tests.repository import Repository

KEYS = Counter(
    {
        FindingKey("b.py", "E225", line_digest(b"x=1")): 2,
        FindingKey("a b/ü.py", "F401", line_digest(b"import os")): 1,
        FindingKey("odd\udcff\n.py", "W291", line_digest(b"")): 1,
    }
)


def key(number: int) -> FindingKey:
    """A key for a number."""
    return FindingKey(f"f{number:02}.py", "E501", line_digest(b"%d" % number))


def test_what_is_written_is_read_back() -> None:
    assert parse_baseline(format_baseline(KEYS), "here") == Baseline(KEYS)
    assert parse_baseline(format_baseline(Counter()), "here") == Baseline(Counter())


def test_the_text_has_a_sorted_line_for_each_finding_and_no_line_numbers() -> None:
    assert format_baseline(Counter({key(2): 1, key(1): 2})).decode() == (
        '[["hookkit debt",1],\n'
        f'["f01.py","E501","{key(1).digest}"],\n'
        f'["f01.py","E501","{key(1).digest}"],\n'
        f'["f02.py","E501","{key(2).digest}"],\n'
        "[]]\n"
    )


def test_the_blanks_of_a_line_do_not_count() -> None:
    assert line_digest(b"  x = 1\r\n") == line_digest(b"x=1") != line_digest(b"x=2")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "its last line is missing"),
        (b"\xff\xfe", "here:1: this is not the first line"),
        (b"{}\n", "here:1: this is not the first line"),
        (b'[["hookkit debt",1],\n', "here:1: its last line is missing"),
        (b'[["hookkit debt",1],\nx\n[]]\n', "here:2: this is no line of a baseline"),
        (b'[["hookkit debt",1],\n["a","b"],\n[]]\n', "here:2: this is no line of a baseline"),
        (b'[["hookkit debt",1],\n["a","b",3],\n[]]\n', "here:2: this is no line of a baseline"),
        (b'[["hookkit debt",1],\n["a","b","c"],\n[]]\n', "here:2: 'c' is no digest of a line"),
        (b'[["hookkit debt",2],\n[]]\n', "written by a newer hookkit"),
        (b'[["hookkit debt",1],\n' + b"[" * 100_000 + b"\n[]]\n", "here:2: this is no line of a"),
    ],
)
def test_a_damaged_baseline_is_named_with_its_line(data: bytes, said: str) -> None:
    with pytest.raises(WrongUsage, match=said):
        parse_baseline(data, "here")


def test_two_branches_that_repay_lines_apart_are_merged_by_git(tmp_path: Path) -> None:
    repo = Repository.init(tmp_path / "repo")
    whole = Counter(map(key, range(9)))
    ours, theirs = whole - Counter([key(0), key(4)]), whole - Counter([key(2), key(8)])
    repo.commit("All", {"base.json": format_baseline(whole)})
    repo.git("switch", "-qc", "topic")
    repo.commit("Theirs", {"base.json": format_baseline(theirs)})
    repo.git("switch", "-q", "main")
    repo.commit("Ours", {"base.json": format_baseline(ours)})
    repo.git("merge", "-q", "--no-edit", "topic")
    merged = (repo.path / "base.json").read_bytes()
    assert merged == format_baseline(ours & theirs)


def test_the_sides_of_a_conflict_are_put_together() -> None:
    lines = format_baseline(Counter([key(1), key(2), key(3)])).decode().splitlines()
    text = [lines[0], "<<<<<<< HEAD", lines[1], "=======", lines[2], ">>>>>>> topic", *lines[3:]]
    found = parse_baseline("\n".join(text).encode(), "here")
    assert found == Baseline(Counter([key(1), key(2), key(3)]), has_conflict=True)


@pytest.mark.parametrize("is_closed", [True, False])
def test_what_all_sides_of_a_conflict_have_counts_once(is_closed: bool) -> None:
    head, *lines, end = format_baseline(Counter([key(1), key(2), key(3)])).decode().splitlines()
    sides = ["<<<<<<< HEAD", lines[0], "||||||| base", *lines[:2], "=======", *lines[1:2]]
    text = [head, *sides, *([">>>>>>> topic"] if is_closed else []), lines[2], end]
    found = parse_baseline("\n".join(text).encode(), "here")
    assert found == Baseline(Counter([key(1), key(2), key(3)]), has_conflict=True)


MERGED_KEY = FindingKey("a.py", "E501", line_digest(b"x"))
OTHER_KEY = FindingKey("b.py", "E501", line_digest(b"x"))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        (2, 2, 2, 2),
        (2, 1, 2, 1),
        (2, 2, 0, 0),
        (2, 1, 1, 1),  # the same one, as git takes it
        (3, 1, 2, 1),
        (1, 2, 1, 2),
        (0, 1, 1, 1),
        (0, 1, 2, 2),
        (2, 1, 3, 2),
        (2, 4, 0, 2),
    ],
)
def test_each_finding_is_counted_by_what_the_sides_changed(
    base: int, ours: int, theirs: int, merged: int
) -> None:
    for first, second in ((ours, theirs), (theirs, ours)):
        sides = (Counter({MERGED_KEY: each, OTHER_KEY: 1}) for each in (base, first, second))
        keys = merge_keys(*sides)
        assert keys == Counter({MERGED_KEY: merged, OTHER_KEY: 1})
        assert (MERGED_KEY in keys) is (merged > 0)
