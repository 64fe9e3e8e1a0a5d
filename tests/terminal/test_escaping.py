"""Text from a repository is shown and cannot act on a terminal."""

from __future__ import annotations

import unicodedata

import pytest

from hookkit.terminal.escaping import escape_invisible
from tests.long_runs import some


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("src/parser.py", "src/parser.py", id="plain"),
        pytest.param("größe 文件 é.py", "größe 文件 é.py", id="letters"),
        pytest.param("a\x1b[2J\x1b[31m.py", r"a\x1b[2J\x1b[31m.py", id="escape sequence"),
        pytest.param("a\nb\r\tc", r"a\nb\r\tc", id="line ends"),
        pytest.param("a\x9b31m\x7f\0", r"a\x9b31m\x7f\x00", id="C1, DEL and NUL"),
        pytest.param("a\u202eyp.py\u2066", r"a\u202eyp.py\u2066", id="bidi"),
        pytest.param("a\u200b\ufeff\u00ad", r"a\u200b\ufeff\xad", id="zero width"),
        pytest.param("a\u2028b\u2029", r"a\u2028b\u2029", id="separators"),
        pytest.param("a\U000e0041", r"a\U000e0041", id="tag"),
        pytest.param("a\u3164b", r"a\u3164b", id="blank letter"),
        pytest.param("\udcff\udc80\ud800", r"\xff\x80\ud800", id="surrogates"),
        pytest.param("[red]x[/]", "[red]x[/]", id="markup"),
    ],
)
def test_shows_what_would_act(text: str, shown: str) -> None:
    assert escape_invisible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("3× é…", r"3x \xe9..."), ("文", r"\u6587"), ("plain", "plain")]
)
def test_shows_what_the_encoding_has_not(text: str, shown: str) -> None:
    assert escape_invisible(text, "ascii") == shown


def test_keeps_what_the_encoding_has() -> None:
    assert escape_invisible("3× é", "latin-1") == "3× é"


@pytest.mark.parametrize("step", some([1, 5], [5]))
def test_nothing_that_acts_survives_in_all_of_unicode(step: int) -> None:
    acting = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    whole = "".join(map(chr, (*range(0x3000), *range(0x3000, 0x110000, step))))
    assert not {char for char in escape_invisible(whole) if unicodedata.category(char) in acting}
