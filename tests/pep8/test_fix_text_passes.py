"""hookkit's passes give the text of autopep8's own passes."""

from __future__ import annotations

import ast
from pathlib import Path

import autopep8
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hookkit.pep8.autopep8_options_and_errors import make_autopep8_options
from hookkit.pep8.autopep8_passes import fix_until_unchanged
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options
from tests.random_examples import examples

OPTIONS = [
    pytest.param(Pep8Options(ignore=UNCONFIGURED_IGNORE), id="default"),
    pytest.param(Pep8Options(aggressive=2), id="aggressive"),
    pytest.param(Pep8Options(pep8_passes=2), id="two passes"),
    pytest.param(Pep8Options(pep8_passes=0), id="no pass but one"),
    pytest.param(Pep8Options(select="E117,W191", indent_size=2), id="select"),
]


def theirs(text: str, options: Pep8Options) -> str:
    """What autopep8 itself gives."""
    return str(autopep8.fix_lines(text.splitlines(keepends=True), make_autopep8_options(options)))


def ours(text: str, options: Pep8Options) -> str:
    """What our passes give."""
    return fix_until_unchanged(text, make_autopep8_options(options))


LIBRARY = Path(ast.__file__).parent
FILES = ["sched.py", "multiprocessing/util.py", "tabnanny.py", "bisect.py", "asyncio/tasks.py"]


@pytest.mark.parametrize("options", [each for each in OPTIONS if each.id == "default"])
@pytest.mark.parametrize("name", FILES)
def test_real_files(name: str, options: Pep8Options) -> None:
    text = (LIBRARY / name).read_text(encoding="utf-8")
    assert ours(text, options) == theirs(text, options)


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\n\n", id="blank"),
        pytest.param("a = 1  # b\n             # c\n             #d\n", id="comment below another"),
        pytest.param("class A:  # b\n          # c\n\n    a = 1\n", id="comment below a colon"),
        pytest.param("if a:\n\tb  # c\n\t\t\t# d\n", id="tabs"),
        pytest.param("a=1\n\n\n\n      # e\n", id="below three blank lines"),
        pytest.param("a=1\n\n\n      # e\n", id="below two blank lines"),
        pytest.param("def f():\n    a\n\n\n\n         # e\n    b\n", id="in a block"),
        pytest.param("                # a\nb = 1\n", id="nothing above"),
        pytest.param("if a:\n            # b\n    c\n        # d\ne\n", id="inside"),
        pytest.param("a = [1,\n     2]\n     # b\n", id="below a long line"),
        pytest.param("a = '''\n  b'''\n       #c\n", id="below a string"),
        pytest.param(
            "def f():\n        a = 1\n                # b\n        return a\n", id="eight"
        ),
    ],
)
def test_comments(text: str, options: Pep8Options) -> None:
    assert ours(text, options) == theirs(text, options)


PIECES = st.sampled_from(
    [
        "a=1\n",
        "if a:\n",
        "  b = 1\n",
        "    b\n",
        "        c=1;d\n",
        "      # e\n",
        "  # f\n",
        "# g\n",
    ]
    + [
        "               #h\n",
        "\t# i\n",
        "\n",
        "def f():\n",
        "x = (1,\n",
        "2)\n",
        "'''\n",
        "else:\n",
    ]
)


@settings(max_examples=examples(150), suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, max_size=9).map("".join))
def test_any_program(text: str) -> None:
    try:
        ast.parse(text)
    except SyntaxError:
        assume(False)
    options = Pep8Options(ignore=UNCONFIGURED_IGNORE)
    assert ours(text, options) == theirs(text, options)
