"""autopep8 as hookkit runs it gives what its command gives."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import autopep8
import pytest

from hookkit.pep8.fix_file import fix_file
from hookkit.pep8.fix_task_and_outcome import FixTask
from hookkit.pep8.fix_text import (
    NEVER_FIXED_CODES,
    fix_like_autopep8_command,
    fix_without,
    restore_string_literals,
    string_literals,
)
from hookkit.pep8.fixable_faults import fixable_faults, has_nothing_to_reindent
from hookkit.settings.autopep8.options import DEFAULT_IGNORE, UNCONFIGURED_IGNORE, Pep8Options

PLAIN = Pep8Options(ignore=UNCONFIGURED_IGNORE)


def codes(text: str, options: Pep8Options = PLAIN) -> list[tuple[str, int]]:
    """The faults of a text as code and line."""
    return [(each.code, each.line) for each in fixable_faults(text, options)]


def test_the_default_ignore_list_is_that_of_autopep8() -> None:
    assert DEFAULT_IGNORE == autopep8.DEFAULT_IGNORE
    assert f"{autopep8.DEFAULT_IGNORE},E501,W293" == UNCONFIGURED_IGNORE


EVERY_CODE = (
    "import b, c\nx=1\nimport a\nf = lambda: x\n##y\n"
    "if x == None or not x in y or x == True :\n  pass\n"
    "if not x is y: pass\nif type(a) == type(b):\n    pass\ntry:\n    x\nexcept:\n    pass\n"
)
NEVER_CHANGED = (
    "= lambda: x",
    "##",
    "x == None",
    "not x in y",
    "x == True",
    "not x is y",
    "type(a) == type(b)",
    "except:",
)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(PLAIN, id="ignore"),
        pytest.param(Pep8Options(aggressive=2), id="aggressive"),
        pytest.param(Pep8Options(select="E,W", aggressive=2), id="select"),
        pytest.param(Pep8Options(select="E2,E7", aggressive=2), id="select groups"),
        pytest.param(Pep8Options(select="E711,E722,E731", aggressive=2), id="select codes"),
        pytest.param(Pep8Options(select="E4,E266", ignore="W", aggressive=2), id="both"),
    ],
)
def test_what_is_kept_from_autopep8_is_not_fixed(options: Pep8Options) -> None:
    fixed = fix_without(NEVER_FIXED_CODES, EVERY_CODE, options)
    assert [each for each in NEVER_CHANGED if each not in fixed] == []
    before, after = ({code for code, _ in codes(text, options)} for text in (EVERY_CODE, fixed))
    assert before & NEVER_FIXED_CODES.keys() <= after


def test_all_else_is_fixed_where_codes_are_kept_from_a_selection() -> None:
    options = Pep8Options(select="E", aggressive=2)
    fixed = fix_without({"E711", "E712"}, EVERY_CODE, options)
    left = {code for code, _ in codes(fixed, Pep8Options(select="E", aggressive=2))}
    assert left == {"E711", "E712"}


@pytest.mark.parametrize(
    "options", [PLAIN, Pep8Options(), Pep8Options(aggressive=2, select="E,W5")]
)
def test_nothing_changes_the_options(options: Pep8Options) -> None:
    first = [
        fix_like_autopep8_command(EVERY_CODE, options),
        str(fixable_faults(EVERY_CODE, options)),
    ]
    fix_without(NEVER_FIXED_CODES, EVERY_CODE, options)
    has_nothing_to_reindent(EVERY_CODE, options)
    fix_like_autopep8_command("y=1;\n" * 40, options)
    assert [
        fix_like_autopep8_command(EVERY_CODE, options),
        str(fixable_faults(EVERY_CODE, options)),
    ] == first


THEIRS = {
    "plain": b"import os,sys\nx=1\nf=lambda x:x\n",
    "clean": b"a = 1\n",
    "empty": b"",
    "blank": b"\n\n\n",
    "blanks": b"  \n \n",
    "no-end": b"x=1",
    "crlf": b"x=1\r\ny = 2\r\n",
    "cr": b"x=1\ry = 2\r",
    "mixed": b"x=1\r\ny = 2\nz=3\n",
    "mixed-clean": b"x = 1\r\ny = 2\nz = 3\n",
    "mixed-clean-crlf-last": b"x = 1\ny = 2\nz = 3\r\n",
    "mixed-clean-no-end": b"x = 1\ny = 2\r\nz = 3",
    "mark": b"\xef\xbb\xbfx=1\n",
    "mark-crlf": b"\xef\xbb\xbfx=1\r\n",
    "mark-only": b"\xef\xbb\xbf",
    "latin-1": b"# coding: latin-1\nx='\xe9'\n",
    "cp1252": b"# -*- coding: cp1252 -*-\nx='\x80'\n",
    "utf-8": "x='é\u2028ü'\n".encode(),
    "form-feed": b"x=1\n\x0c\ndef f():\n  pass\n",
    "hoisted": b"x=1\nimport b\nimport a\n",
    "docstring": b"def f():\n  '''a\n    b  \n  \n  '''\n  return 1\n",
    "tabs": b"if x:\n\ty=1\n\tz = 2\n",
    "comments": b"##a\n#b\nx=1 #c\n",
    "glued": b"def f():\n    x = 1; return \\\n        x\n",
    "fstring": b"x=f'{y = }'\n",
    "long": b"x = [" + b"1, " * 60 + b"]\n",
}


@pytest.mark.parametrize("data", THEIRS.values(), ids=THEIRS)
def test_without_safety_it_is_byte_for_byte_what_the_command_gives(
    data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(data)
    ignore = "E309,E501,W293"
    command = [sys.executable, "-m", "autopep8", "--in-place", f"--ignore={ignore}", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    ours = fix_file(FixTask(b"a.py", data, Pep8Options(ignore=ignore), "off"))
    assert ours.outcome.left_alone_reason is None
    assert ours.data == path.read_bytes()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(
            b"def f(a, b):\n    x=1; y=a and \\\n        b\n",
            "autopep8's result does not parse: line ",
            id="broken by autopep8",
        ),
        pytest.param(b"print 'a'\n", "does not parse: line 1: Missing parentheses", id="Python 2"),
        pytest.param(b"if a:\n\tb\n        c\n", "does not parse: line 3: inconsistent", id="tabs"),
    ],
)
def test_without_safety_a_program_is_still_a_program(data: bytes, reason: str) -> None:
    ours = fix_file(FixTask(b"a.py", data, Pep8Options(), "off"))
    assert ours.data == data
    assert ours.outcome.left_alone_reason is not None and ours.outcome.left_alone_reason.startswith(
        reason
    )


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
