"""scope = "lines": a commit in an old, untidy file is corrected for its own lines alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.hooked import commit, corrections, install_hooks
from tests.repository import Repository

BLOCK = """\
def f{0}(a,b):
  x=a+{0};y = [a,b ,{0}]
  if x :
      return {{'a':x,
        'b' : y}}


  #nothing
  return x
class C{0}( object ):
  def m(self): return  self
"""
UNTIDY = "import os,sys\n" + "".join(BLOCK.format(number) for number in range(200))


@pytest.fixture
def old(repo: Repository) -> Repository:
    """A repository with an untidy file of 2,201 lines, in which hookkit looks at new lines."""
    repo.commit("Begin", {"old.py": UNTIDY})
    repo.git("config", "hookkit.scope", "lines")
    return install_hooks(repo)


def edit(text: str, edits: dict[str, str]) -> str:
    """Replace lines, each of which must be there once."""
    for before, after in edits.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    return text


def changed(repo: Repository, old: str, new: str) -> list[str]:
    """The lines that go and come between two trees, as git tells them."""
    patch = repo.git("diff", "-U0", old, new, "--", "old.py")
    return [line for line in patch.splitlines()[4:] if line[0] in "+-"]


def test_three_lines_of_an_untidy_file_are_corrected_alone(old: Repository) -> None:
    old.write("old.py", edit(UNTIDY, {
        "  x=a+7;y = [a,b ,7]\n": "  x=a*7;y = [a,b ,7]\n",
        "def f90(a,b):\n": "def f90(a,b,c):\n",
        "class C150( object ):\n": "class C150( Exception ):\n",
    }))  # fmt: skip
    said = commit(old, "-a", "-m", "Change three lines")
    assert "hookkit corrected" in said
    (correction,) = corrections(old).values()
    assert changed(old, "HEAD", correction) == [
        "-  x=a*7;y = [a,b ,7]",
        "+  x = a*7",
        "+  y = [a, b, 7]",
        "-def f90(a,b,c):",
        "+",
        "+",
        "+def f90(a, b, c):",
        "-class C150( Exception ):",
        "+",
        "+",
        "+class C150(Exception):",
    ]
    assert changed(old, "HEAD", correction) == [
        line for line in old.git("diff", "-U0").splitlines()[4:] if line[0] in "+-"
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            "        'b' : y}\n\n\n  #nothing\n  return x\nclass C3(",
            "        'c' : y}\n\n\n  #nothing\n  return x\nclass C3(",
            ["-      return {'a':x,", "-        'c' : y}"]
            + ["+      return {'a': x,", "+              'c': y}"],
            id="a bracket is not cut",
        ),
        pytest.param(
            "  #nothing\n  return x\nclass C5(",
            "  #everything\n  return x\nclass C5(",
            ["-", "-  #everything", "+  # everything"],
            id="a comment, and the blank lines above it",
        ),
        pytest.param(
            "  def m(self): return  self\ndef f6(",
            "  def m(self): return  None\ndef f6(",
            ["-  def m(self): return  None", "+    def m(self): return None"],
            id="a block of one line is indented",
        ),
    ],
)
def test_a_touched_line_grows_to_its_logical_line(
    old: Repository, before: str, after: str, expected: list[str]
) -> None:
    old.write("old.py", edit(UNTIDY, {before: after}))
    commit(old, "-a", "-m", "Change a line")
    (correction,) = corrections(old).values()
    assert changed(old, "HEAD", correction) == expected


def test_a_file_that_is_new_is_corrected_as_a_whole(old: Repository) -> None:
    old.commit("Add a file", {"new.py": "import os,sys\ndef f():\n  x=1\n"})
    assert old.read("new.py") == b"import os\nimport sys\n\n\ndef f():\n    x = 1\n"


def test_what_scope_lines_leaves_is_the_same_program(old: Repository) -> None:
    lines = UNTIDY.splitlines(keepends=True)
    for at in range(3, len(lines), 97):
        lines[at] = lines[at].replace("\n", "  # seen\n")
    old.write("old.py", "".join(lines))
    subprocess.run([sys.executable, "-m", "py_compile", str(old.path / "old.py")], check=True)
    commit(old, "-a", "-m", "Remark on many lines")
    (correction,) = corrections(old).values()
    fixed = old.git("show", f"{correction}:old.py")
    assert fixed.count("# seen") == "".join(lines).count("# seen")
    untouched = [line for line in lines if "# seen" not in line and line.strip()]
    assert len([line for line in untouched if line in fixed]) == len(untouched)
