"""Python code in colours: every character stays, and what is seen of a line as HTML."""

from __future__ import annotations

import pytest

from hookkit.corrections.page.highlighted_code import CodeSpan, code_html, highlight_lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\n\nx = 1",
        "x = 1\n\n\n",
        "if x:\n\ty = '''a\n\nb'''  \n",
        "x = (1,\n     2)\n\x0c\ndef f(): ...\n",
        "not python at all ' \" \\\n $ ?\n",
        "é = 'ü'  # ñ\n",
    ],
)
def test_every_character_stays_in_its_line(text: str) -> None:
    lines = ["".join(span.text for span in line) for line in highlight_lines(text)]
    assert lines == text.removesuffix("\n").split("\n") or (lines, text) == ([], "")
    assert all(span.text for line in highlight_lines(text) for span in line)


def test_a_string_over_several_lines_is_one() -> None:
    assert highlight_lines('x = """a\nif b:\n"""\nreturn') == [
        (CodeSpan("", "x = "), CodeSpan("s", '"""a')),
        (CodeSpan("s", "if b:"),),
        (CodeSpan("s", '"""'),),
        (CodeSpan("k", "return"),),
    ]


def test_names_that_are_made_and_comments_have_colours() -> None:
    assert highlight_lines("@at\nclass A:  # one\n    def f(self): return 1\n") == [
        (CodeSpan("d", "@at"),),
        (
            CodeSpan("k", "class"),
            CodeSpan("", " "),
            CodeSpan("f", "A"),
            CodeSpan("", ":  "),
            CodeSpan("c", "# one"),
        ),
        (
            CodeSpan("", "    "),
            CodeSpan("k", "def"),
            CodeSpan("", " "),
            CodeSpan("f", "f"),
            CodeSpan("", "(self): "),
            CodeSpan("k", "return"),
            CodeSpan("", " "),
            CodeSpan("m", "1"),
        ),
    ]


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
