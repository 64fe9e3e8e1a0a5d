"""Python code in colours: every character stays, and a string over lines is a string."""

from __future__ import annotations

import pytest

from hookkit.corrections.page.highlighting import Span, coloured


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
    lines = ["".join(span.text for span in line) for line in coloured(text)]
    assert lines == text.removesuffix("\n").split("\n") or (lines, text) == ([], "")
    assert all(span.text for line in coloured(text) for span in line)


def test_a_string_over_several_lines_is_one() -> None:
    assert coloured('x = """a\nif b:\n"""\nreturn') == [
        (Span("", "x = "), Span("s", '"""a')),
        (Span("s", "if b:"),),
        (Span("s", '"""'),),
        (Span("k", "return"),),
    ]


def test_names_that_are_made_and_comments_have_colours() -> None:
    assert coloured("@at\nclass A:  # one\n    def f(self): return 1\n") == [
        (Span("d", "@at"),),
        (Span("k", "class"), Span("", " "), Span("f", "A"), Span("", ":  "), Span("c", "# one")),
        (
            Span("", "    "),
            Span("k", "def"),
            Span("", " "),
            Span("f", "f"),
            Span("", "(self): "),
            Span("k", "return"),
            Span("", " "),
            Span("m", "1"),
        ),
    ]
