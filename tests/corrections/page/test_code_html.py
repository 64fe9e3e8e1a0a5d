"""A line of code as HTML: what is seen of it, and what is marked as changed."""

from __future__ import annotations

import pytest

from hookkit.corrections.page.code_html import code_html, mark_changes
from hookkit.corrections.page.highlighting import CodeSpan, highlight_lines


def html(code: str, *marks: tuple[int, int]) -> str:
    """The HTML of a line of Python."""
    return str(code_html(highlight_lines(code)[0], marks))


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("x = y", "x = y"),
        ("x < y & z", "x &lt; y &amp; z"),
        ("'<b>'", '<span class="s">&#39;&lt;b&gt;&#39;</span>'),
        ("\tx", '<span class="tab">\t</span>x'),
        ("x  ", 'x<span class="ws">  </span>'),
        ("x \t", 'x<span class="ws"> <span class="tab">\t</span></span>'),
        ("  ", '<span class="ws">  </span>'),
        ("# \u202e", '<span class="c"># <span class="esc">\\u202e</span></span>'),
        ("#\x1b[2J", '<span class="c">#<span class="esc">\\x1b</span>[2J</span>'),
        ("\x0cx", '<span class="esc">\\x0c</span>x'),
        ("été = 1", 'été = <span class="m">1</span>'),
        ("return 1", '<span class="k">return</span> <span class="m">1</span>'),
    ],
)
def test_what_is_seen_of_a_line(code: str, shown: str) -> None:
    assert html(code) == shown


def test_a_mark_is_around_what_changed_whatever_its_colour() -> None:
    shown = '<mark>x=</mark><mark><span class="m">1</span></mark><span class="m">0</span>'
    assert html("x=10", (0, 3)) == shown
    assert html("x ", (1, 2)) == 'x<mark><span class="ws"> </span></mark>'


def test_a_last_line_without_an_end_says_so() -> None:
    line = (CodeSpan("", "x"),)
    assert code_html(line, lacks_line_end=True) == 'x<span class="esc">no line end</span>'


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("x=1", "x = 1", [], [(1, 2), (3, 4)]),
        ("f( a )", "f(a)", [(2, 3), (4, 5)], []),
        ("  x", "    x", [], [(2, 4)]),
        ("\tx", "    x", [(0, 1)], [(0, 4)]),
        ("x  ", "x", [(1, 3)], []),
        ("#x", "# x", [], [(1, 2)]),
        ("same", "same", [], []),
        ("if not x in y:", "if x not in y:", [(6, 8)], [(3, 5)]),
        ("a" * 500, "b" + "a" * 499, [], []),
        ("if x == None:", "if x is None:", [(5, 7)], [(5, 7)]),
        ("import os", "x = 1", [], []),
        ("", "x", [], []),
    ],
)
def test_what_changed_within_a_line(
    old: str, new: str, removed: list[tuple[int, int]], added: list[tuple[int, int]]
) -> None:
    marks, new_marks = mark_changes(old, new)
    assert (list(marks), list(new_marks)) == (removed, added)
