"""String literals keep their values."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from hookkit.pep8.restore_string_literals import restore_string_literals, string_literals

NEW_FSTRINGS = sys.version_info >= (3, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a = 1\n", [], id="none"),
        pytest.param("a = 'x' \"y\"\n", ["'x'", '"y"'], id="two beside each other"),
        pytest.param("'''a\n  b'''\n", ["'''a\n  b'''"], id="several lines"),
        pytest.param("é = 'é'; ü = rb'x'\n", ["'é'", "rb'x'"], id="not ASCII before it"),
        pytest.param("f(f'{x!r:>{n}} {{}}')\n", ["f'{x!r:>{n}} {{}}'"], id="f-string"),
        pytest.param("f'{x[\"k\"]}' 'z'\n", ["f'{x[\"k\"]}'", "'z'"], id="literal in an f-string"),
        pytest.param("f'''é{\n  x\n}'''\n", ["f'''é{\n  x\n}'''"], id="f-string of several lines"),
    ],
)
def test_found(text: str, expected: list[str]) -> None:
    assert [each.source for each in string_literals(text)] == expected
    assert [text[each.start : each.end] for each in string_literals(text)] == expected


@pytest.mark.skipif(not NEW_FSTRINGS, reason="quotes cannot be used again before Python 3.12")
def test_nested_fstrings_are_one_literal() -> None:
    text = "f'{f'{1 + 1} é'}' + f'{{{x = }'\n"
    assert [each.source for each in string_literals(text)] == ["f'{f'{1 + 1} é'}'", "f'{{{x = }'"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("a='x'\n", "a = 'x'\n", "a = 'x'\n", id="layout around it"),
        pytest.param("'''a  \n'''\n", "'''a\n'''\n", "'''a  \n'''\n", id="blanks at its line end"),
        pytest.param(
            "def f():\n  '''a\n  b\n  '''\n  x=1\n",
            "def f():\n    '''a\n    b\n    '''\n    x = 1\n",
            "def f():\n    '''a\n  b\n  '''\n    x = 1\n",
            id="docstring",
        ),
        pytest.param("f('{x = }')\n", "f('{x=}')\n", "f('{x = }')\n", id="string"),
        pytest.param("f(f'{x = }', 1)\n", "f(f'{x=}',  1)\n", "f(f'{x = }',  1)\n", id="f-string"),
        pytest.param("'\\d'\n", "'\\\\d'\n", "'\\\\d'\n", id="another spelling of one value"),
        pytest.param("u'a'\n", "'a'\n", "u'a'\n", id="prefix"),
        pytest.param("'a' 'b'\n", "'ab'\n", "'ab'\n", id="another number of literals"),
        pytest.param("'a'\n", "'a\n", "'a\n", id="broken literal"),
        pytest.param("f('a')\n", "f('b'\n", "f('b'\n", id="broken bracket"),
        pytest.param(
            "'''a\n'''; '''b\n'''\n", "''''''; '''b'''\n", "'''a\n'''; '''b\n'''\n", id="two"
        ),
    ],
)
def test_kept(before: str, after: str, expected: str) -> None:
    assert restore_string_literals(before, after) == expected


LIBRARY = sorted(Path(ast.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", LIBRARY[::12], ids=lambda path: path.name)
def test_each_literal_of_a_real_file_is_one_literal(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for each in string_literals(text):
        tree = ast.parse(each.source, mode="eval").body
        assert isinstance(tree, (ast.Constant, ast.JoinedStr)), each
