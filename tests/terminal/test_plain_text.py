"""Rows as plain lines."""

from __future__ import annotations

from hookkit.terminal.plain_text import plain_lines
from hookkit.terminal.rows import row


def test_gives_each_row_as_one_line() -> None:
    rows = [
        row(("title", "hookkit corrected 1 fault"), " in ", ("path", "a.py")),
        row(("code", "E225"), "  1×  ", "", indent=2),
        row(),
    ]
    assert list(plain_lines(rows)) == ["hookkit corrected 1 fault in a.py", "    E225  1×", ""]


def test_a_forged_name_stays_on_its_line() -> None:
    rows = [row(("path", "a\nhookkit corrected nothing\x1b[2J\u202e"), indent=1)]
    assert list(plain_lines(rows)) == [r"  a\nhookkit corrected nothing\x1b[2J\u202e"]


def test_keeps_to_the_encoding() -> None:
    assert list(plain_lines([row("3× é")], "ascii")) == [r"3x \xe9"]
