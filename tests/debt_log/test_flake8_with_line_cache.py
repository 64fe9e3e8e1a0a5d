"""What is found line by line in versions of a file is what flake8 finds, in its order."""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flake8.checker
import flake8.processor
import pytest
from flake8.checker import FileChecker
from flake8.options.parse_args import parse_args

from hookkit.debt_log import flake8_with_line_cache
from hookkit.debt_log.flake8_with_line_cache import LineChecker, LineProcessor, run
from hookkit.pep8 import logical_lines

LINES = '''\
#!/usr/bin/env  python
#a comment, and a far too long line for anybody who reads it in a small window of a terminal
import os,sys

from  os import path
"""A docstring that is not the first line, and is long as well: more than seventy-two."""
def f(a, b = 1):
  return a+b # two
class A( object ):

    x = {'a':1, "b" : 2}
    @property

    def g(self): return [i for i in range(10)  if i != None]
    def h(self, l):
        """Say something
\tindented with a tab
        """
        if not l in self.x: pass
        def inner(): pass
        async  def other(): pass
        try:
            self.z = lambda: 0; y = 'a\\d'
        except:
            y = 2
        return (l ==
            True or
                y) and f(
            1,
            2)



@os.path.join
@sys.exit
class B: pass
for name in ("a",  # noqa
             "b" ):  # noqa: E202
    print(f"{name!r}{ name }" , end = '')
    z = """
  several   
lines # noqa
"""; w=1

def last():
    # comment
    return z   

import json
x = path \\
    .join  # noqa: E225
#: end
'''.splitlines()  # noqa: E101, W191, W291
"""Lines at which one check or another has something to say."""

OPTIONS = (
    (),
    ("--max-line-length=40", "--max-doc-length=30", "--max-complexity=1"),
    ("--indent-size=2", "--hang-closing", "--disable-noqa", "--select=E,W,F"),
    ("--per-file-ignores=module.py:E2,W", "--ignore=E1", "--doctests"),
)


def version(lines: list[str], chance: random.Random) -> list[str]:
    """Give another version: a few lines gone, copied, moved, indented anew or blank."""
    made = list(lines)
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(made)), chance.randrange(len(made))
        match chance.choice(("blank", "blank", "drop", "copy", "indent", "comment", "noqa")):
            case "blank":
                made[at:at] = [""] * chance.randint(1, 3)
            case "drop":
                del made[at]
            case "copy":
                made.insert(at, made[other])
            case "indent":
                made[at] = chance.choice(("    ", "\t", "  ")) + made[at].lstrip()
            case "comment":
                made.insert(at, chance.choice(("# one", "    #two", "x = 1  #three", "@f")))
            case "noqa":
                made[at] += chance.choice(("  # noqa", "  # NOQA:E2,W", " ", ";"))
    return made


def versions(count: int, seed: int) -> Iterator[str]:
    """Give versions of a file, each made of an earlier one, that can be parsed or not."""
    chance = random.Random(seed)
    kept = [LINES]
    for _ in range(count):
        made = version(chance.choice(kept), chance)
        text = "\n".join(made) + chance.choice(("\n",) * 8 + ("", "\n\n", "\n  \n"))
        yield text
        try:
            ast.parse(text)
        except SyntaxError:
            continue
        kept.append(made)


def checker_arguments(path: Path, *options: str) -> dict[str, Any]:
    """Give what a checker of a file is made with."""
    plugins, parsed = parse_args(["--isolated", *options])
    return {"filename": str(path), "plugins": plugins.checkers, "options": parsed}


def by_lines(monkeypatch: pytest.MonkeyPatch, given: dict[str, Any]) -> Any:
    """Give the name of a file and what is found in it line by line."""
    with monkeypatch.context() as patched:
        patched.setattr(flake8.processor, "FileProcessor", LineProcessor)
        return LineChecker(**given).run_checks()[:2]


# Python warns of an escape that it does not know, and of `is` beside a literal.
@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("number", range(len(OPTIONS)))
def test_it_is_what_flake8_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "module.py"
    given = checker_arguments(path, *OPTIONS[number])
    codes: set[str] = set()
    for text in versions(40, number):
        path.write_text(text)
        plain = FileChecker(**given).run_checks()
        assert by_lines(monkeypatch, given) == plain[:2]
        codes |= {each[0] for each in plain[1]}
    assert len(codes) > 30


def test_a_line_that_is_known_is_not_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, looked = tmp_path / "module.py", list[str]()
    monkeypatch.setattr(logical_lines, "_one_row_lines", {})
    checked = LineChecker._check_line

    def count(self: LineChecker, line: Any, *rest: Any) -> Any:
        looked.append(line.source)
        return checked(self, line, *rest)

    monkeypatch.setattr(LineChecker, "_check_line", count)
    for text in ("import os\nx = 1\ny=2\nz = 3\n", "import os\nx = 1\ny=2\ny=2\nz = 3\n"):
        path.write_text(text)
        found = by_lines(monkeypatch, checker_arguments(path))[1]
    assert [each[:2] for each in found] == [("F401", 1), ("E225", 3), ("E225", 4)]
    # The first and the last line see more than themselves.
    before = ["import os\n", "x = 1\n", "y=2\n", "z = 3\n"]
    assert looked == [*before, "import os\n", "y=2\n", "z = 3\n"]


PLUGIN = """\
def first(logical_line):
    yield 0, "XY1 a line"
first.name = first.version = "1"
"""


def test_beside_another_plugin_for_lines_flake8_does_it_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plug.py").write_text(PLUGIN)
    config = tmp_path / "config"
    config.write_text(f"[flake8:local-plugins]\nextension = XY = plug:first\npaths = {tmp_path}\n")
    monkeypatch.setattr("sys.path", [*sys.path])
    plugins, options = parse_args([f"--config={config}"])
    path = tmp_path / "module.py"
    path.write_text("x = 1\ny = 2\n")
    monkeypatch.setattr(LineChecker, "_check_line", None)
    given = {"filename": str(path), "plugins": plugins.checkers, "options": options}
    assert [each[0] for each in by_lines(monkeypatch, given)[1]] == ["XY1", "XY1"]


@pytest.mark.parametrize("version", ["7.5.0", "9.0.0"])
def test_only_steps_that_were_read_are_replaced(
    monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    kinds = (flake8.processor, "FileProcessor"), (flake8.checker, "FileChecker")
    for module, name in kinds:
        monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr(flake8, "__version__", version)
    monkeypatch.setattr(flake8_with_line_cache, "main", lambda: 3)
    monkeypatch.setattr("gc.set_threshold", lambda *_: None)
    assert run() == 3
    replaced = [getattr(*each) in (LineProcessor, LineChecker) for each in kinds]
    assert replaced == [version == "7.5.0"] * 2
