"""One file from its bytes to its correction: what is fixed, what is withheld, what is said."""

from __future__ import annotations

import ast
import itertools
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hookkit.pep8 import fix_text
from hookkit.pep8.decode_source import decode_source
from hookkit.pep8.fix_file import fix_file
from hookkit.pep8.fix_task_and_outcome import FileFix, FileOutcome, FixTask
from hookkit.pep8.fix_text import NEVER_FIXED_CODES
from hookkit.pep8.hunks import LineRanges, apply_hunks, diff, overlaps
from hookkit.pep8.logical_lines import line_boundaries
from hookkit.pep8.program_difference import program_difference
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options
from hookkit.settings.choice_types import Safety
from tests.random_examples import examples

PLAIN = Pep8Options(ignore=UNCONFIGURED_IGNORE)
SHORT = Pep8Options(ignore="E226", max_line_length=60)
A, AA = Pep8Options(aggressive=1), Pep8Options(aggressive=2)

PROGRAM = "it changes the program"
SYNTAX = "it breaks the syntax"
TEXT = "it changes the text of a comment"
MOVED = "it moves a comment"

Reported = Sequence[tuple[str, int, int, str]]


def fix(
    text: str | bytes, options: Pep8Options = PLAIN, touched: LineRanges | None = None
) -> FileFix:
    """Fix a text strictly."""
    data = text.encode() if isinstance(text, str) else text
    return fix_file(FixTask(b"a.py", data, options, "strict", touched))


def corrected(fixed: FileFix) -> list[tuple[str, int]]:
    """What is said to be mended: codes and lines in the order of the lines."""
    return sorted(((each.code, each.line) for each in fixed.outcome.corrected), key=lambda e: e[1])


def withheld(fixed: FileFix) -> list[tuple[str, int, int, str]]:
    """What is said to be withheld."""
    return [("+".join(e.codes), e.first, e.last, e.reason) for e in fixed.outcome.withheld]


LEFT_AS_THEY_ARE = [
    pytest.param("", PLAIN, id="empty"),
    pytest.param("a = 1\n", PLAIN, id="clean"),
    pytest.param("# a\n# b\n", PLAIN, id="only comments"),
    pytest.param("s = '# fmt: off'\nx=1\n", PLAIN, id="fmt: off in a string, as autopep8 has it"),
    pytest.param("# fmt: off\nx=1\n", PLAIN, id="fmt: off"),
    pytest.param("# autopep8: off\nx=1\n", PLAIN, id="autopep8: off"),
    pytest.param("s = '''a  \n  \nb'''\n", A, id="blanks in a string"),
    pytest.param("'''a\n\n    >>> f( 1 )\n    1\n  \n'''\n", A, id="doctest"),
    pytest.param("#: a\nx = 1\n", PLAIN, id="Sphinx"),
    pytest.param("#!/bin/python\nx = 1\n", PLAIN, id="shebang"),
    pytest.param(f"x = '{'y' * 2000}'\n", PLAIN, id="very long line"),
]


@pytest.mark.parametrize(("text", "options"), LEFT_AS_THEY_ARE)
def test_nothing_to_fix_and_nothing_to_say(text: str, options: Pep8Options) -> None:
    fixed = fix(text, options)
    assert fixed.data == text.encode()
    assert fixed.outcome == FileOutcome(b"a.py")


FIXED = [
    pytest.param("x=1", "x = 1\n", [("W292", 1), ("E225", 1)], id="no end of the last line"),
    pytest.param("\n\n\n", "", [("W391", 3)], id="only blank lines"),
    pytest.param("  \n", "", [("layout", 1)], id="only blanks: no code that is not ignored"),
    pytest.param("a = 1\n\n\n", "a = 1\n", [("W391", 3)], id="blank lines at the end"),
    pytest.param("#b\n", "# b\n", [("E265", 1)], id="only a comment"),
    pytest.param("x=1  # noqa: W6\n", "x = 1  # noqa: W6\n", [("E225", 1)], id="noqa: W6"),
    pytest.param(
        "import os,sys\n",
        "import os\nimport sys\n",
        [("E401", 1), ("E231", 1)],
        id="split import",
    ),
    pytest.param(
        "a=1; b=2\n", "a = 1\nb = 2\n", [("E702", 1), ("E225", 1), ("E225", 1)], id="semicolon"
    ),
    pytest.param("a = 1;\n", "a = 1\n", [("E703", 1)], id="semicolon at the end"),
    pytest.param("a = 1;  # c\n", "a = 1  # c\n", [("E703", 1)], id="semicolon before a comment"),
    pytest.param("if a: b\n", "if a:\n    b\n", [("E701", 1)], id="colon"),
    pytest.param(
        "def f():\n\t'''a\n\tb\n\t'''\n\treturn 1\n",
        "def f():\n    '''a\n\tb\n\t'''\n    return 1\n",
        [("W191", 2), ("W191", 5)],
        id="tabs, the docstring keeps its value",
    ),
    pytest.param(
        "class A:\n  '''a\n  \n  >>> b\n  '''\n  x=1\n",
        "class A:\n    '''a\n  \n  >>> b\n  '''\n    x = 1\n",
        [("E111", 2), ("E111", 6), ("E225", 6)],
        id="two columns, the docstring keeps its value",
    ),
    pytest.param(
        "# fmt: off\nx=1\n# fmt: on\ny=1\n# autopep8: off\nz=1\n# autopep8: on\nw=1\n",
        "# fmt: off\nx=1\n# fmt: on\ny = 1\n# autopep8: off\nz=1\n# autopep8: on\nw = 1\n",
        [("E225", 4), ("E225", 8)],
        id="around what is switched off",
    ),
    pytest.param(
        "x=1\n\x0c\ny=1\n", "x = 1\n\x0c\ny = 1\n", [("E225", 1), ("E225", 3)], id="form feed"
    ),
    pytest.param(
        "a = 1\ndef f():\n    pass\nb = 1\n",
        "a = 1\n\n\ndef f():\n    pass\n\n\nb = 1\n",
        [("E302", 2), ("E305", 4)],
        id="blank lines to add",
    ),
    pytest.param("a = 1\n\n\n\n\nb = 1\n", "a = 1\n\n\nb = 1\n", [("E303", 6)], id="and to remove"),
    pytest.param(
        "x=1 \ny=f'{ x = }'\n",
        "x = 1\ny = f'{ x = }'\n",
        [("W291", 1), ("E225", 1), ("E225", 2)],
        id="f-string",
    ),
]


@pytest.mark.parametrize(("text", "result", "reported"), FIXED)
def test_fixed_and_reported(text: str, result: str, reported: list[tuple[str, int]]) -> None:
    fixed = fix(text)
    assert fixed.data == result.encode()
    assert sorted(corrected(fixed)) == sorted(reported)
    assert withheld(fixed) == []


GLUED = "def f(a):\n    x=1; {} \\\n        a\n\n\ny=1\n"
GLUED_RESULT = "def f(a):\n    x = 1; {} \\\n        a\n\n\ny = 1\n"

TRAPS = [
    *(
        pytest.param(
            GLUED.format(word),
            GLUED_RESULT.format(word),
            PLAIN,
            [("E702", 2, 3, PROGRAM)],
            id=f"glued {word}",
        )
        for word in ("return", "raise", "yield", "return not", "assert", "del")
    ),
    pytest.param(
        "def f(a, b):\n    x=1; y=a and \\\n        b\n",
        "def f(a, b):\n    x = 1; y = a and \\\n        b\n",
        PLAIN,
        [("E702", 2, 3, SYNTAX)],
        id="glued and",
    ),
    pytest.param(
        "import sys\nsys.path.insert(0, 'x')\nimport os\ny=1\n",
        "import sys\nsys.path.insert(0, 'x')\nimport os\ny = 1\n",
        PLAIN,
        [("E402", 3, 3, NEVER_FIXED_CODES["E402"])],
        id="import behind sys.path",
    ),
    pytest.param(
        "import os\nos.environ['A']='1'\nimport sys\n",
        "import os\nos.environ['A'] = '1'\nimport sys\n",
        PLAIN,
        [("E402", 3, 3, NEVER_FIXED_CODES["E402"])],
        id="import behind os.environ",
    ),
    pytest.param(
        "try:\n    import a\nexcept ImportError:\n    a=None\nx=1\nimport b\n",
        "try:\n    import a\nexcept ImportError:\n    a = None\nx = 1\nimport b\n",
        PLAIN,
        [("E402", 6, 6, NEVER_FIXED_CODES["E402"])],
        id="import behind try",
    ),
    pytest.param(
        "f=lambda x:x\ng = lambda a=lambda b:b: a\n",
        "f = lambda x: x\ng = lambda a=lambda b: b: a\n",
        PLAIN,
        [("E731", 1, 1, NEVER_FIXED_CODES["E731"]), ("E731", 2, 2, NEVER_FIXED_CODES["E731"])],
        id="lambda",
    ),
    pytest.param(
        "## a\nx=1\n",
        "## a\nx = 1\n",
        PLAIN,
        [("E266", 1, 1, NEVER_FIXED_CODES["E266"])],
        id="Doxygen",
    ),
    pytest.param(
        "x=1 #:a\n", "x = 1  #:a\n", PLAIN, [("E262", 1, 1, TEXT)], id="Sphinx beside code"
    ),
    pytest.param(
        "#%% a\nx=1\n", "#%% a\nx = 1\n", PLAIN, [("E265", 1, 1, TEXT)], id="notebook cell"
    ),
    pytest.param(
        "#%%\n#|a\n#b\n", "#%%\n#|a\n# b\n", PLAIN, [("E265", 1, 2, TEXT)], id="only comments"
    ),
    pytest.param(
        "import os,sys # type: ignore\n",
        "import os, sys  # type: ignore\n",
        PLAIN,
        [("E401", 1, 1, MOVED)],
        id="directive at an import",
    ),
    pytest.param(
        "if a: b=1 #pragma: no cover\n",
        "if a: b = 1  # pragma: no cover\n",
        PLAIN,
        [("E701", 1, 1, MOVED)],
        id="directive at a colon",
    ),
    pytest.param(
        "a=1; b=2 # why # nosec\n",
        "a = 1; b = 2  # why # nosec\n",
        PLAIN,
        [("E702", 1, 1, MOVED)],
        id="directive at a semicolon",
    ),
    pytest.param(
        "if a: b=1 #!c\n",
        "if a:\n    b = 1  #!c\n",
        PLAIN,
        [("E262", 1, 1, TEXT)],
        id="a comment that stays costs the rest of its line nothing",
    ),
    *(
        pytest.param(
            f"from a import (bbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccccc)  {word}\nx=1\n",
            f"from a import (bbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccccc)  {word}\nx = 1\n",
            SHORT,
            [("E501", 1, 1, MOVED)],
            id=f"import with {word}",
        )
        for word in ("# type: ignore", "# nosec", "# fmt: skip", "# NOSONAR")
    ),
    *(
        pytest.param(
            f"xxxxxxxxxxxxxx = fffffffffffffffff(aaaaaaaaaaaaaa,bbbbbbb)  {word}\n",
            f"xxxxxxxxxxxxxx = fffffffffffffffff(aaaaaaaaaaaaaa, bbbbbbb)  {word}\n",
            SHORT,
            [("E501", 1, 1, MOVED)],
            id=f"call with {word}",
        )
        for word in ("# type: ignore", "# nosec", "# fmt: skip")
    ),
]
TRAPS_OF_AA = [
    pytest.param("if x==None:\n    y = 1\n", "if x == None:\n    y = 1\n", "E711", 1, id="E711"),
    pytest.param("y = x == True ,\n", "y = x == True,\n", "E712", 1, id="E712"),
    pytest.param("y=not x in z\n", "y = not x in z\n", "E713", 1, id="E713"),
    pytest.param("y=not x is z\n", "y = not x is z\n", "E714", 1, id="E714"),
    pytest.param("y=type(a) == type(b)\n", "y = type(a) == type(b)\n", "E721", 1, id="E721"),
    pytest.param(
        "try:\n    y=1\nexcept:\n    y = 2\n",
        "try:\n    y = 1\nexcept:\n    y = 2\n",
        "E722",
        3,
        id="E722",
    ),
]


@pytest.mark.parametrize(("text", "result", "options", "reported"), TRAPS)
def test_a_trap_costs_only_itself(
    text: str, result: str, options: Pep8Options, reported: Reported
) -> None:
    fixed = fix(text, options)
    assert fixed.data == result.encode()
    assert withheld(fixed) == list(reported)


@pytest.mark.parametrize(("text", "result", "code", "line"), TRAPS_OF_AA)
def test_a_fix_that_was_asked_for_and_cannot_pass(
    text: str, result: str, code: str, line: int
) -> None:
    fixed = fix(text, AA)
    assert fixed.data == result.encode()
    assert withheld(fixed) == [(code, line, line, NEVER_FIXED_CODES[code])]


@pytest.mark.parametrize(("text", "result", "reported"), FIXED)
def test_a_second_run_finds_nothing(text: str, result: str, reported: object) -> None:
    fixed = fix(result)
    assert fixed.data == result.encode() and corrected(fixed) == [] and reported


@pytest.mark.parametrize(("text", "result", "options", "reported"), TRAPS)
def test_a_second_run_withholds_the_same(
    text: str, result: str, options: Pep8Options, reported: Reported
) -> None:
    fixed = fix(result, options)
    assert fixed.data == result.encode() and corrected(fixed) == []
    assert [each[0] for each in withheld(fixed)] == [each[0] for each in reported]


@pytest.mark.parametrize(
    "text", ["y=f'{x = }'\n", 'y=f"{x=} {x = !r:>{n}}"\n', "y=rf'''{\n x = }'''\n"]
)
def test_what_an_fstring_shows_stays(text: str) -> None:
    assert fix(text).data.decode() == text.replace("y=", "y = ", 1)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="one kind of quotes cannot be nested before")
@pytest.mark.parametrize("text", ["y=f'{f'{ x = }'}'\n", "y=f'{d['a'] } {a,b}'\n"])
def test_what_a_nested_fstring_shows_stays(text: str) -> None:
    fixed = fix(text)
    assert ast.dump(ast.parse(fixed.data)) == ast.dump(ast.parse(text))
    assert fixed.data.startswith(b"y = f'")


HARMLESS = [
    pytest.param("if a: b # c\n", "if a:\n    b  # c\n", id="E701, E261"),
    pytest.param("if a: b #c\n", "if a:\n    b  # c\n", id="E701, E261, E262"),
    pytest.param("import os,sys  # c\n", "import os\nimport sys  # c\n", id="E401"),
    pytest.param("a=1; b=2  # c\n", "a = 1\nb = 2  # c\n", id="E702"),
    pytest.param("a=1;  # c\n", "a = 1  # c\n", id="E703"),
    pytest.param("class A: pass # c\n", "class A:\n    pass  # c\n", id="class"),
    pytest.param("#-----\n#=====\n#*****\n", "# -----\n# =====\n# *****\n", id="rulers"),
    pytest.param("#(a, b)\n#'a'\n#->\n", "# (a, b)\n# 'a'\n# ->\n", id="signs"),
]


@pytest.mark.parametrize(("text", "result"), HARMLESS)
def test_what_is_harmless_is_not_withheld(text: str, result: str) -> None:
    fixed = fix(text)
    assert (fixed.data.decode(), withheld(fixed)) == (result, [])


UNSETTLED = [
    pytest.param(
        b"x = 1\n\n\n\n\x0c\n\n\ny = 2\n\x0c\\\nz = 3\n",
        b"x = 1\n\n\n\n\x0c\n\n\ny = 2\n\x0c\\\nz = 3\n",
        id="a form feed goes from one place to another",
    ),
    pytest.param(
        b"def f():\n    pass\n\ry=2\n",
        b"def f():\n    pass\n\r\r\ny = 2\n",
        id="a blank line comes behind a lone CR",
    ),
    pytest.param(
        b"if x:\n  y = 1\n\x0c\nz = 2\n",
        b"if x:\n    y = 1\n\x0c\nz = 2\n",
        id="a form feed behind a block",
    ),
    pytest.param(
        b'def f():\n    """\n    """\n    # c\nif a: b # d\n',
        b'def f():\n    """\n    """\n\n    # c\nif a:\n    b  # d\n',
        id="blank lines before a comment",
    ),
    pytest.param(
        b'def f():\n    """\n    """\n    # c\nif a: b # type: c\n',
        b'def f():\n    """\n    """\n\n    # c\nif a: b  # type: c\n',
        id="blank lines above what is withheld",
    ),
    pytest.param(
        b"class K:\n  def m(self):\n    x=1\\\n    \n",
        b"class K:\n    def m(self):\n        x = 1\\\n    \n",
        id="a backslash before a blank line",
    ),
]


@pytest.mark.parametrize(("data", "result"), UNSETTLED)
def test_what_takes_autopep8_several_runs_is_done_in_one(data: bytes, result: bytes) -> None:
    assert [fix(data).data, fix(result).data] == [result, result]


def test_rounds_that_go_in_a_circle_end_at_one_text_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = {"a = 1\n": "c = 1\n", "b = 1\n": "c = 1\n", "c = 1\n": "b = 1\n"}
    monkeypatch.setattr(fix_text, "_fix_once", lambda options, text, faults: (turn[text], []))
    monkeypatch.setattr(fix_text, "_is_stable", lambda text, faults, options: False)
    ends = [fix_text.fix_until_stable(PLAIN, text, []).text for text in turn]
    assert ends == ["b = 1\n"] * 3


def test_rounds_that_do_not_end_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fix_text, "_fix_once", lambda options, text, faults: ("\n" + text, []))
    monkeypatch.setattr(fix_text, "_is_stable", lambda text, faults, options: False)
    rest = fix_text.fix_until_stable(PLAIN, "a = 1\n", [])
    assert (rest.text, [each.reason for each in rest.withheld]) == (
        "a = 1\n",
        [fix_text.ENDLESS_FIX_REASON],
    )


def test_a_number_of_passes_that_was_asked_for_is_kept_to() -> None:
    text = "x=[1,2,3,4]\n"
    few = fix(text, Pep8Options(ignore=UNCONFIGURED_IGNORE, pep8_passes=0))
    assert fix(text).data == b"x = [1, 2, 3, 4]\n" != few.data


LINES = st.lists(
    st.sampled_from(
        [
            *("x=1", "if a: b # c", "  y = 2", "\ty=2", "def f():", "class A:", "    pass", "#c"),
            *("z = 1; w=2", '"""', "'''d", "x = \\", "(1,", "2)", "@d", "    # c", "import a,b"),
            *("\x0c", "\x0cz=3", "  \x0c", "x = 1  \x0c# c", "    \\", "return 1 # noqa"),
        ]
    ),
    max_size=9,
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\r\r", "\n\r", "\\\n", "\\\r\n", ""])


@settings(max_examples=examples(250))
@given(LINES, st.lists(ENDS, min_size=9, max_size=9))
def test_a_second_run_changes_no_byte(lines: list[str], line_ends: list[str]) -> None:
    pairs = zip(lines, line_ends, strict=False)
    data = "".join(line + end for line, end in pairs).encode()
    fixed = fix(data)
    assert fix(fixed.data).data == fixed.data
    if fixed.data != data:
        assert program_difference(decode_source(data).text, decode_source(fixed.data).text) is None


def test_a_form_feed_before_code_stays_and_costs_only_its_line() -> None:
    fixed = fix("x=1\n\x0cdef f():\n  pass\n")
    assert fixed.data == b"x = 1\n\n\n\x0cdef f():\n    pass\n"
    assert withheld(fixed) == [("E111+E113", 2, 2, "it drops a form feed")]


def test_an_escape_is_spelled_out() -> None:
    fixed = fix("a='\\d'\n", A)
    assert fixed.data == b"a = '\\\\d'\n"
    assert sorted(corrected(fixed)) == [("E225", 1), ("W605", 1)]


BYTES = [
    pytest.param(
        b"\xef\xbb\xbfx=1\r\ny = 1\nz=2\rw = 3",
        b"\xef\xbb\xbfx = 1\r\ny = 1\nz = 2\rw = 3\r",
        id="mark, mixed ends",
    ),
    pytest.param(
        b"a=1\r\nb = 1\nimport c,d\r\n",
        b"a = 1\r\nb = 1\nimport c\r\nimport d\r\n",
        id="new lines end as their line",
    ),
    pytest.param(
        b"# coding: latin-1\nx='\xe9'\ny = '\xe8'\n",
        b"# coding: latin-1\nx = '\xe9'\ny = '\xe8'\n",
        id="latin-1",
    ),
    pytest.param(
        b"# coding: cp1252\nx='\x80\x85'\n", b"# coding: cp1252\nx = '\x80\x85'\n", id="cp1252"
    ),
    pytest.param(
        "# coding: shift_jis\nx='ソ'\n".encode("shift_jis"),
        "# coding: shift_jis\nx = 'ソ'\n".encode("shift_jis"),
        id="shift_jis",
    ),
    pytest.param(
        "é='a\u2028b\x85'\n".encode(),
        "é = 'a\u2028b\x85'\n".encode(),
        id="what only Unicode calls line ends",
    ),
    pytest.param(b"x=1\x0c\n\x0c\ny=1\n", b"x = 1\x0c\n\x0c\ny = 1\n", id="form feeds"),
]


@pytest.mark.parametrize(("data", "result"), BYTES)
def test_bytes(data: bytes, result: bytes) -> None:
    assert fix(data).data == result


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(
            b"print 'a'\nx=1\n",
            "does not parse: line 1: Missing parentheses in call to 'print'",
            id="Python 2",
        ),
        pytest.param(
            b"x=1\nexec 'a'\n",
            "does not parse: line 2: Missing parentheses in call to 'exec'",
            id="Python 2, line 2",
        ),
        pytest.param(
            b"if a:\n\tb=1\n        c=1\n",
            "does not parse: line 3: inconsistent use of tabs",
            id="tabs",
        ),
        pytest.param(b"x=1\ndef f(:\n", "does not parse: line 2: ", id="broken"),
        pytest.param(b"<<<<<<< ours\nx=1\n", "does not parse: line 1: ", id="conflict"),
        pytest.param(b"x='\0'\n", "is binary", id="NUL"),
        pytest.param("x=1\n".encode("utf-16"), "is binary", id="UTF-16"),
        pytest.param(b"x='\xe9'\n", "cannot be decoded (", id="undecodable"),
        pytest.param(b"# coding: nonsense\nx=1\n", "cannot be decoded (", id="unknown cookie"),
    ],
)
@pytest.mark.parametrize("safety", ["strict", "off"])
def test_left_alone(data: bytes, reason: str, safety: Safety) -> None:
    fixed = fix_file(FixTask(b"a.py", data, PLAIN, safety))
    assert fixed.data == data
    assert fixed.outcome == FileOutcome(b"a.py", left_alone_reason=fixed.outcome.left_alone_reason)
    assert (
        fixed.outcome.left_alone_reason is not None
        and fixed.outcome.left_alone_reason.startswith(reason)
    )


DIRTY = "a=1\nb=2\ndef f():\n    x=1\n    y=2\n\n\n\n    z=3\nc=4\n"


@pytest.mark.parametrize(
    ("touched", "result", "reported"),
    [
        pytest.param((), DIRTY, [], id="none"),
        pytest.param(
            ((1, 1),),
            DIRTY.replace("a=1", "a = 1"),
            [("E225", 1)],
            id="its line alone",
        ),
        pytest.param(
            ((4, 4),),
            DIRTY.replace("x=1", "x = 1"),
            [("E225", 4)],
            id="in a body",
        ),
        pytest.param(
            ((10, 10),),
            DIRTY.replace("\nc=4", "\n\n\nc = 4"),
            [("E225", 10), ("E305", 10)],
            id="blank lines at its edge",
        ),
        pytest.param(
            ((1, 1), (10, 10)),
            DIRTY.replace("a=1", "a = 1").replace("\nc=4", "\n\n\nc = 4"),
            [("E225", 1), ("E225", 10), ("E305", 10)],
            id="two ranges",
        ),
    ],
)
def test_only_touched_lines(
    touched: LineRanges, result: str, reported: list[tuple[str, int]]
) -> None:
    fixed = fix(DIRTY, touched=touched)
    assert fixed.data.decode() == result
    assert sorted(corrected(fixed)) == sorted(reported)


def test_a_withheld_fix_elsewhere_is_not_told() -> None:
    text = "f = lambda: 1\nx=1\n\ng = lambda: 1\ny=1\n"
    assert withheld(fix(text, touched=((1, 1),))) == [("E731", 1, 1, NEVER_FIXED_CODES["E731"])]


def dirty_file() -> list[bytes]:
    """A real file, spoiled: no blanks around operators, fewer and more blank lines, comments."""
    source = Path(ast.__file__).with_name("sched.py").read_bytes()
    chance = random.Random(4)
    lines = source.splitlines(keepends=True)
    spoiled = (line.replace(b" = ", chance.choice([b"=", b" = ", b" =  "])) for line in lines)
    return [each for each in spoiled if each.strip() or chance.random() < 0.7]


REAL = dirty_file()


def reach(text: str, touched: LineRanges) -> set[int]:
    """The lines that a fix may change: logical lines that are touched, blank lines above them."""
    allowed: set[int] = set()
    for start, end in itertools.pairwise(
        sorted({place.row for place in line_boundaries(text).boundaries})
    ):
        if overlaps((start + 1, end), touched):
            allowed |= set(range(start + 1, end + 1))
    lines = text.splitlines()
    for line in sorted(allowed, reverse=True):
        while line > 1 and not lines[line - 2].strip():
            line -= 1
            allowed.add(line)
    return allowed


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.integers(1, len(REAL)).flatmap(lambda a: st.tuples(st.just(a), st.integers(a, a + 20))),
        max_size=3,
    ),
    st.sampled_from([1, 2]),
)
@example(ranges=[(29, 49)], indent=1)
def test_no_byte_outside_of_the_touched_logical_lines_changes(
    ranges: list[tuple[int, int]], indent: int
) -> None:
    # With half the indentation each line is wrong, and none can be indented alone.
    text = b"".join(REAL).decode().replace("    ", "  " * indent)
    fixed = fix(text, touched=tuple(ranges))
    hunks = diff(lines(text), fixed.data.splitlines(keepends=True))
    changed = {line for hunk in hunks for line in range(hunk.line_range[0], hunk.line_range[1] + 1)}
    # Blank lines that come in are counted for the line below them, though what was touched may be
    # the blank line above: then both are about them.
    allowed = reach(text, tuple(ranges))
    blank = {n for n, line in enumerate(lines(text), start=1) if not line.strip()}
    come_in = {hunk.line_range[0] for hunk in hunks if hunk.start == hunk.end}
    assert changed <= allowed | {line for line in come_in if line - 1 in allowed & blank}
    assert b"".join(apply_hunks(lines(text), hunks)) == fixed.data
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(fixed.data))


def lines(text: str) -> list[bytes]:
    """The lines of a text."""
    return text.encode().splitlines(keepends=True)


def test_one_refused_statement_costs_the_others_nothing() -> None:
    text = "a=1\ndef f(x):\n    y=1; return \\\n        x\nb=2\nz=[1,2]\n"
    fixed = fix(text)
    assert fixed.data.decode() == (
        "a = 1\n\n\ndef f(x):\n    y = 1; return \\\n        x\n\n\nb = 2\nz = [1, 2]\n"
    )
    assert withheld(fixed) == [("E702", 3, 4, PROGRAM)]
    assert [each[0] for each in corrected(fixed)].count("E225") == 4


PIECES = st.sampled_from(
    [
        "a=1\n",
        "b = 1;\n",
        "if a: b\n",
        "if a: b  # c\n",
        "import a,b\n",
        "#c\n",
        "##c\n",
        "#:c\n",
        "def f():\n  '''x\n  y'''\n  return(1)\n",
        "\n",
        "\n\n\n\n",
        "class A: pass\n",
        "f=lambda:1\n",
        "x = [1,\n 2]  # noqa\n",
        "s='''\n  a  \n'''\n",
        "\x0c\n",
        "if a:\n\tb=1 #c\n",
        "y=1; z=2\n",
        "print( f'{a = }' )\n",
        "@d\n\ndef g(): return\n",
        "try: a\nexcept: b\n",
        "x=1 \\\n  +2\n",
    ]
)


@settings(max_examples=examples(150))
@given(
    st.lists(PIECES, max_size=8).map("".join),
    st.sampled_from([PLAIN, SHORT, AA]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_file_keeps_its_program_and_comments(
    text: str, options: Pep8Options, end: str
) -> None:
    data = text.replace("\n", end).encode()
    fixed = fix(data, options)
    assert fixed.outcome.left_alone_reason is None
    assert split_imports(data) == split_imports(fixed.data)
    assert words_of_comments(data) == words_of_comments(fixed.data)
    assert data.count(b"\f") == fixed.data.count(b"\f")
    assert set(ends(fixed.data)) <= {end.encode()}
    assert (fixed.data == data) is (fixed.outcome.corrected == ())
    assert all(each.reason for each in fixed.outcome.withheld)


def ends(data: bytes) -> list[bytes]:
    """The line ends."""
    lines = data.splitlines(keepends=True)
    return [line[len(line.rstrip(b"\r\n")) :] or b"\n" for line in lines if line[-1:] in b"\r\n"]


def split_imports(data: bytes) -> str:
    """The syntax tree with an import for each name."""
    tree = ast.parse(data)
    tree.body = [
        new
        for node in tree.body
        for new in (
            [ast.Import([name]) for name in node.names] if isinstance(node, ast.Import) else [node]
        )
    ]
    return ast.dump(tree)


def words_of_comments(data: bytes) -> list[bytes]:
    """The comments of the pieces above, which have no hash elsewhere."""
    lines = data.splitlines()
    return [line[line.index(b"#") :].replace(b" ", b"") for line in lines if b"#" in line]
