"""What a # noqa silences stays as it is; flake8 itself is asked which faults that are."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from hookkit.pep8.fix_file import fix_file
from hookkit.pep8.fix_task_and_outcome import FixTask
from hookkit.pep8.noqa import noqa_line_of
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options

OPTIONS = Pep8Options(ignore=UNCONFIGURED_IGNORE)

STATEMENTS = """\
x=1
x = [1,2 ]   #comment
import os,sys
f( a,
   b=1 ,
     c = 2)
'''
text  with=blanks {mark}
'''; y=2
def g(a,b): return  a {mark}
class C( object ):
    def m(self):return 1
if x :
    z = (1,
      2)
z=3;q = 4
w = 1 +\\
  2
"""

MARKS = (
    "# noqa",
    "# NoQA",
    "#  noqa",
    "#noqa",
    "# noqa: E225",
    "# noqa:E2",
    "# noqa: E225,E231",
    "# noqa: E225 E231, W291",
    "# noqa : E225",
    "# noqa: E225 because of it",
    "# noqa: because of it",
    "# type: ignore # noqa: E70",
    "# noqa: E9  # noqa",
)
"""How it is written and nearly written; flake8's expression takes some of these for a bare one."""


def marked(mark: str, line: int) -> str:
    """The statements with a mark behind one line, where no string or backslash is in the way."""
    lines = STATEMENTS.replace("{mark}", "").split("\n")
    if lines[line].endswith(("\\", "'''")) or not lines[line]:
        return STATEMENTS.replace("{mark}", mark)
    lines[line] += "  " + mark
    return "\n".join(lines)


TEXTS = [marked(mark, line) for mark in MARKS for line in range(STATEMENTS.count("\n"))] + [
    "# flake8: noqa\nx=1\n",
    "x=1\n    # flake8: NOQA\n",
    "x=1  # flake8: noqa\ny=1\n",
    "x=1  # noqa\ny=(\n",
]


def told_by_flake8(folder: Path, *options: str) -> Counter[tuple[str, int, str]]:
    """The faults of the files of a folder: file, line and code."""
    command = [sys.executable, "-m", "flake8", "--isolated", "-j1", "--select=E,W", *options]
    ended = subprocess.run(
        [*command, "--ignore=", "."], cwd=folder, stdout=subprocess.PIPE, text=True, timeout=300
    )
    found = re.findall(r"^\./(\S+?):(\d+):\d+: (\w+)", ended.stdout, re.MULTILINE)
    return Counter((name, int(line), code) for name, line, code in found)


def test_it_silences_what_flake8_leaves_out(tmp_path: Path) -> None:
    for number, text in enumerate(TEXTS):
        (tmp_path / f"t{number}.py").write_text(text)
    everything = told_by_flake8(tmp_path, "--disable-noqa")
    visible = told_by_flake8(tmp_path)
    assert sum(everything.values()) > 1000
    wrong = [
        (name, line, code)
        for name, line, code in everything
        if (noqa_line_of((tmp_path / name).read_text(), line, code) is None)
        != bool(visible[name, line, code])
    ]
    assert wrong == []


def fixed(text: str, options: Pep8Options = OPTIONS) -> str:
    return fix_file(FixTask(b"a.py", text.encode(), options, "strict")).data.decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x=1 # noqa\ny=1\n", "x=1 # noqa\ny = 1\n"),
        ("x=1 # noqa: E225\n", "x=1  # noqa: E225\n"),
        ("x=[1,2] # noqa: E225,E26\n", "x=[1, 2] # noqa: E225,E26\n"),
        ("import os,sys # noqa\n", "import os,sys # noqa\n"),
        ("import os,sys # noqa: F401\n", "import os, sys  # noqa: F401\n"),
        ("f( a, # noqa\n  b=1 )\nx=1\n", "f( a, # noqa\n  b=1)\nx = 1\n"),
        ("'''\n# noqa'''  ; x=1\n", "'''\n# noqa'''  ; x=1\n"),
        ("# flake8: noqa\nx=1\nif x:\n  y=1\n", "# flake8: noqa\nx=1\nif x:\n  y=1\n"),
        ("if x:\n  y=1 # noqa\n", "if x:\n  y=1 # noqa\n"),
        # One line cannot stay where its block moves.
        ("if x:\n  y=1 # noqa\n  z=1\n", "if x:\n    y=1 # noqa\n    z = 1\n"),
        ("class A:\n    pass\ndef f(): # noqa: E302\n    pass\n",
         "class A:\n    pass\ndef f():  # noqa: E302\n    pass\n"),
    ],
)  # fmt: skip
def test_the_line_stays_as_it_is(text: str, expected: str) -> None:
    assert fixed(text) == expected
    assert fixed(expected) == expected


def test_a_number_of_passes_changes_nothing_about_it() -> None:
    options = Pep8Options(ignore=UNCONFIGURED_IGNORE, pep8_passes=3)
    assert fixed("x=1 # noqa\ny=1\n", options) == "x=1 # noqa\ny = 1\n"


def test_without_proof_it_is_as_autopep8_does_it() -> None:
    task = FixTask(b"a.py", b"x=1 # noqa\n", OPTIONS, "off")
    assert fix_file(task).data == b"x = 1  # noqa\n"
