"""Whether two texts are the same program: pairs that are, and pairs that are not."""

from __future__ import annotations

import tokenize

import pytest

from hookkit.pep8 import syntax_tree
from hookkit.pep8.program_difference import program_difference
from hookkit.pep8.syntax_tree import DoesNotParse, is_same_program, parse

PROGRAM = "it changes the program"
SYNTAX = "it breaks the syntax"
TEXT = "it changes the text of a comment"
MOVED = "it moves a comment"
FEED = "it drops a form feed"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("\n\n", "", id="blank lines"),
        pytest.param("a=1\n", "a = 1\n", id="spaces"),
        pytest.param("a=1\n\n\n\nb=1\n", "a = 1\n\nb = 1\n", id="blank lines between"),
        pytest.param("a=1; b=2;\n", "a = 1\nb = 2\n", id="semicolons"),
        pytest.param("if a: b\n", "if a:\n    b\n", id="one-liner"),
        pytest.param("if a:\n\tb\n", "if a:\n    b\n", id="indentation"),
        pytest.param("f(a, b)\n", "f(\n    a,\n    b,\n)\n", id="wrapped, with a comma"),
        pytest.param("a = b + \\\n    c\n", "a = (b +\n     c)\n", id="backslash to brackets"),
        pytest.param("'\\d'\n", "'\\\\d'\n", id="another spelling of a string"),
        pytest.param("import a, b\n", "import a\nimport b\n", id="split import"),
        pytest.param(
            "def f():\n  import a, b as c\n", "def f():\n  import a\n  import b as c\n", id="inside"
        ),
        pytest.param(
            "import a, b\n# c\n", "import a\nimport b\n# c\n", id="split import, comment below"
        ),
        pytest.param(
            "# c\nimport a, b\n", "# c\nimport a\nimport b\n", id="split import, comment above"
        ),
        pytest.param("#a\n", "# a\n", id="space behind the hash"),
        pytest.param("a = 1  #   b\n", "a = 1  # b\n", id="fewer spaces behind the hash"),
        pytest.param("#noqa\n", "# noqa\n", id="space in a directive"),
        pytest.param("a=1 # b  \n", "a = 1  # b\n", id="blanks around a comment"),
        pytest.param(
            "if a:\n        # c\n    b\n", "if a:\n    # c\n    b\n", id="comment indented anew"
        ),
        pytest.param("a=1; # c\n", "a = 1  # c\n", id="semicolon before a comment"),
        pytest.param("a = 1; b = 2  # c\n", "a = 1\nb = 2  # c\n", id="behind two statements"),
        pytest.param("a = b + \\\n    c  # d\n", "a = b + c  # d\n", id="behind a joined line"),
        pytest.param("if a: b  # c\n", "if a:\n    b  # c\n", id="behind a one-liner"),
        pytest.param("import a, b  # c\n", "import a\nimport b  # c\n", id="behind two imports"),
        pytest.param("#-----\n#a-----\n", "# -----\n# a-----\n", id="rulers"),
        pytest.param("x =\x0c1\n", "x = \x0c1\n", id="form feed between two tokens"),
        pytest.param("x = '\x0c'\n", "x =  '\\x0c'\n", id="form feed in a string"),
        pytest.param("x=1  # \x0c \n", "x = 1  # \x0c\n", id="form feed in a comment"),
        pytest.param("x=1\n \x0c\n\ny\n", "x = 1\n\x0c\ny\n", id="form feed between two lines"),
        pytest.param("a\n\x0c\nb\n", "a\n\n\n\x0c\nb\n", id="blank lines before a form feed"),
        pytest.param("f(  # c\n  a)\n", "f(  # c\n    a\n)\n", id="bracket to its own line"),
    ],
)
def test_the_same_program(before: str, after: str) -> None:
    assert program_difference(before, after) is None


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        pytest.param("a = 1\n", "a = 2\n", PROGRAM, id="value"),
        pytest.param("a = 1\n", "a = 1.0\n", PROGRAM, id="type of a value"),
        pytest.param("a = b == None\n", "a = b is None\n", PROGRAM, id="E711"),
        pytest.param("not a in b\n", "a not in b\n", PROGRAM, id="E713"),
        pytest.param("f = lambda: 1\n", "def f(): return 1\n", PROGRAM, id="E731"),
        pytest.param("a()\nimport b\n", "import b\na()\n", PROGRAM, id="E402"),
        pytest.param("import a, b\n", "import b\nimport a\n", PROGRAM, id="order of imports"),
        pytest.param("import a, b\n", "import a\n", PROGRAM, id="import lost"),
        pytest.param("'''a\n  '''\n", "'''a\n'''\n", PROGRAM, id="docstring"),
        pytest.param("u'a'\n", "'a'\n", PROGRAM, id="prefix of a string"),
        pytest.param("x = 1; return_\n", "x = 1\nreturn_2\n", PROGRAM, id="glued"),
        pytest.param("x = (1,)\n", "x = (1)\n", PROGRAM, id="comma of a tuple"),
        pytest.param("a\n", "a = \n", SYNTAX, id="broken"),
        pytest.param("a = \n", "a = 1\n", SYNTAX, id="was broken"),
        pytest.param("a = 1\n\x0c\nb = 1\n", "a = 1\n\nb = 1\n", FEED, id="form feed"),
        pytest.param("\x0ca\nb\n", "a\n\x0cb\n", "it moves a form feed", id="form feed elsewhere"),
        pytest.param("a\n\x0cb\n", "a\n\x0c\x0cb\n", "it moves a form feed", id="form feed twice"),
        pytest.param(
            "a\n\x0c# c\nb\n", "a\n# c\n\x0cb\n", "it moves a form feed", id="behind a comment"
        ),
        pytest.param("\x0ca\n", "a\n", FEED, id="form feed in front of everything"),
        pytest.param("#@a\n", "# @a\n", TEXT, id="Colab"),
        pytest.param("#?a\n", "# ?a\n", TEXT, id="Jedi"),
        pytest.param("#^\n", "# ^\n", TEXT, id="pointer"),
        pytest.param("## a\n", "# a\n", TEXT, id="Doxygen"),
        pytest.param("#: a\n", "# : a\n", TEXT, id="Sphinx"),
        pytest.param("#!a\n", "# !a\n", TEXT, id="shebang"),
        pytest.param("#%% a\n", "# %% a\n", TEXT, id="notebook cell"),
        pytest.param("#| a\n", "# | a\n", TEXT, id="Quarto option"),
        pytest.param("# a\n", "", TEXT, id="comment lost"),
        pytest.param("# a\n", "# a\n# a\n", TEXT, id="comment twice"),
        pytest.param("# a b\n", "# a  b\n", TEXT, id="blanks within"),
        pytest.param("# a\n# b\n", "# b\n# a\n", TEXT, id="another order"),
        pytest.param("a = 1  # c\nb = 2\n", "a = 1\nb = 2  # c\n", MOVED, id="to another line"),
        pytest.param("a = 1  # c\n", "# c\na = 1\n", MOVED, id="above its line"),
        pytest.param("a = 1  # c\n", "a = 1\n# c\n", MOVED, id="below its line"),
        pytest.param("a = 1\n# c\n", "a = 1  # c\n", MOVED, id="beside the line above"),
        pytest.param("a\n# c\nb\n", "a  # c\nb\n", MOVED, id="beside it, with code below"),
        pytest.param(
            "x = '\\d'  # noqa\n", "x = '\\\\d'  # noqa\n", MOVED, id="its code is respelt"
        ),
        pytest.param(
            "x = '''a\nb'''  # noqa\n",
            "x = '''a\nb''' \\\n  # noqa\n",
            MOVED,
            id="noqa leaves the last line of a string",
        ),
        pytest.param("f(a,  # c\n  b)\n", "f(a, b)  # c\n", MOVED, id="behind the bracket"),
        pytest.param("f(a, b)  # noqa\n", "f(a,\n  b)  # noqa\n", MOVED, id="speaks of less"),
        pytest.param(
            "a = 1; b = 2  # noqa\n", "a = 1\nb = 2  # noqa\n", MOVED, id="of two statements"
        ),
        pytest.param("if a: b  # noqa\n", "if a:\n    b  # noqa\n", MOVED, id="of a one-liner"),
        pytest.param(
            "import a, b  # noqa\n", "import a\nimport b  # noqa\n", MOVED, id="of two imports"
        ),
        pytest.param(
            "from a import (b)  # type: ignore\n",
            "# type: ignore\nfrom a import (b)\n",
            MOVED,
            id="type: ignore of a line becomes one of the file",
        ),
    ],
)
def test_not_the_same_program(before: str, after: str, reason: str) -> None:
    assert program_difference(before, after) == reason


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        pytest.param("a =\n", "line 1: invalid syntax", id="str"),
        pytest.param(b"print 'a'\n", "line 1: Missing parentheses in call to 'print'", id="bytes"),
        pytest.param("if a:\n\tb\n        c\n", "line 3: inconsistent use of tabs", id="tabs"),
        pytest.param("(" * 300, "line 1: too many nested parentheses", id="brackets"),
        pytest.param(b"# coding: none-such\n", "unknown encoding: none-such", id="no line"),
    ],
)
def test_why_it_does_not_parse(source: str | bytes, reason: str) -> None:
    with pytest.raises(DoesNotParse) as caught:
        parse(source)
    assert str(caught.value).startswith(reason)


@pytest.mark.parametrize("error", [SyntaxError("a"), tokenize.TokenError("a")])
def test_what_parses_but_has_no_tokens_is_refused(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(tokenize, "generate_tokens", fail)
    name = f"unread_{type(error).__name__}"  # of what was read before, the tokens are kept
    assert program_difference(f"{name}=1\n", f"{name} = 1\n") == "its comments cannot be told apart"


def test_parsing_says_nothing_about_escapes() -> None:
    parse("'\\d'\n1 is 1\n")


@pytest.mark.parametrize("broken", [("a", "a ="), ("a =", "a")])
def test_no_program_is_the_same_as_none(broken: tuple[str, str]) -> None:
    with pytest.raises(DoesNotParse):
        is_same_program(*broken)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("compile", RecursionError()),
        ("compile", MemoryError()),
        ("compile", ValueError("too deeply nested")),
        ("_is_same", RecursionError()),
    ],
)
def test_too_deep_is_no_program(
    monkeypatch: pytest.MonkeyPatch, name: str, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(syntax_tree, name, fail, raising=False)
    with pytest.raises(DoesNotParse, match="^too deeply nested$"):
        is_same_program("a\n", "b\n")
