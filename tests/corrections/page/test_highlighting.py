"""Python code in colours: every character stays, and a string over lines is a string."""

from __future__ import annotations

import pytest

from hookkit.corrections.page.highlighting import CodeSpan, highlight_lines


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
