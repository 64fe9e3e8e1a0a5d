"""In a line that has a plain form pycodestyle finds nothing, whatever is around it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from hookkit.pep8.check_logical_lines import LineResults, _checker_class
from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.recognize_faultless_row import is_faultless_comment, recognized_code
from hookkit.pep8.tokens_and_comments import UnreadableLine, read_line_tokens
from tests.pep8.test_check_logical_lines import library, texts

PIECES = [
    *("x", "l", "O", "I", "self.a", "f(x)", "f(a=1)", "f(*a, **b)", "a[0]", "a[-1]", "a[b]"),
    "1",
    *("2.5", "'s'", '"t"', "b'u'", "f(g(x), 'y')", "f()(1)", "type(x)", "None", "True", "if", "in"),
    *("else", "not", "is", "and", "or", "return", "lambda", "def", "class", "import", "from"),
    "as",
    *("for", "while", "with", "yield", "await", "async", "except", "try", "print", "type", "match"),
    *("=", "+=", "==", "!=", "<", ">", "<=", "+", "-", "*", "**", "/", "//", "%", "@", "->", ":="),
    *(":", ";", "(", ")", "[", "]", "{", "}", ".", "'", '"', '"""', "\\", "#", "`", "$", "é"),
    "0x1",
]
BETWEEN = ["", " ", " ", " ", " ", " ", ", ", ",", "  ", "\t", " ("]


def results(row: str, blocks: int, indent_char: str | None) -> LineResults | None:
    """What pycodestyle finds in a row by its tokens; None where it is no line by itself."""
    try:
        line = LogicalLine.from_tokens((row,), read_line_tokens((row,), 0, 0))
    except (UnreadableLine, SyntaxError):
        return None
    checker = _checker_class()(FOUND, 79, False)
    checker.indent_char = indent_char
    found: LineResults = checker.line_results(line, blocks)
    return found


class _Reading:
    """What the checker needs to know of a text before it looks at a line."""

    rows = ("x = 1\n",)


FOUND = _Reading()


def assert_nothing_is_found(row: str, code: str) -> None:
    """Compare a plain row with what pycodestyle says of it."""
    indent = len(row) - len(row.lstrip(" "))
    for blocks in (-2, 0, 1 if indent else 0):
        found = results(row, blocks, " ")
        assert found is not None, row
        assert (found.normalized_code, found.indent_level, found.start, found.results) == (
            *(code, indent, (0, indent)),
            (),
        ), row


def plain_rows(rows: Iterator[str]) -> Iterator[tuple[str, str]]:
    """The plain ones among rows, with their code."""
    for row in rows:
        if is_faultless_comment(row):
            yield row, ""
        elif (code := recognized_code(row)) is not None:
            yield row, code


def library_rows() -> Iterator[str]:
    """The rows of some files, as they are and spoiled."""
    for text in texts(library(6, seed=11), seed=11):
        yield from (f"{row}\n" for row in text.split("\n") if row.strip())


def test_rows_of_real_files() -> None:
    count = 0
    for row, code in plain_rows(library_rows()):
        # A row may be in the middle of a string or of brackets, but it is judged as a line.
        assert_nothing_is_found(row, code)
        count += 1
    assert count > 300


@pytest.mark.parametrize("seed", range(3))
def test_rows_of_any_pieces(seed: int) -> None:
    chance = random.Random(seed)
    count = 0
    for _ in range(5_000):
        words = [chance.choice(PIECES) for _ in range(chance.randint(1, 5))]
        row = "".join(word + chance.choice(BETWEEN) for word in words).rstrip(" ,\t(")
        row = chance.choice(["", "    ", "  "]) + row + chance.choice(["", "", ":"]) + "\n"
        for plain, code in plain_rows(iter([row])):
            assert_nothing_is_found(plain, code)
            count += 1
    assert count > 50


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("    return self.f(x, y=-1)[0]\n", "return self.f(x, y=-1)[0]"),
        ("x = 'a', \"b\"\n", "x = 'x', \"x\""),
        ('    """Say hello."""\n', '"""xxxxxxxxxx"""'),
        ("if a not in b:\n", "if a not in b:"),
        ("if a == b and c:\n", "if a == b and c:"),
    ],
)
def test_the_code_is_as_pycodestyle_writes_it(row: str, code: str) -> None:
    assert recognized_code(row) == code
    assert_nothing_is_found(row, code)


@pytest.mark.parametrize(
    "row",
    [
        *("x=1\n", "x = 1 \n", "x  = 1\n", "f (x)\n", "if(x):\n", "import a, b\n"),
        *("if x == None:\n", "if not x in y:\n", "except:\n", "x = '\\d'\n"),
        "a,b = c\n",
        *("l = 1\n", "x = 1;\n"),
        *("f = lambda: 0\n", "x = f'{y}'\n", "f(x = 1)\n", "x = 1  # y\n"),
        *("x = '''\n", "\tx = 1\n"),
    ],
)
def test_what_is_not_plain(row: str) -> None:
    assert recognized_code(row) is None


@pytest.mark.parametrize("row", ["#x\n", "#\tx\n", "#!x\n", "##\n", "x  # y\n", "\t# x\n"])
def test_comments_that_are_not_plain(row: str) -> None:
    assert not is_faultless_comment(row)
