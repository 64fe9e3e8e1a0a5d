"""``hookkit why-not``: every verdict with its whole output, and its command is run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the commands are for a POSIX sh")

EDITOR = """\
#!/bin/sh
# Stands for the person: puts what they would write into the file, and keeps the arguments.
printf '%s\\n' "$*" >> "$OPENED"
for last; do :; done
cp "$EDITED" "$last"
"""


@dataclass(frozen=True)
class Case:
    """A repository, what is asked, the whole answer, and what its command leads to.

    ``edited`` is what a person writes where the command opens an editor, and ``opened`` with what
    arguments that happens. ``gone`` is the code that the command, with a run behind it, mends.
    """

    files: dict[str, str]
    place: str
    answer: str
    gone: str = ""
    edited: str = ""
    opened: str = ""
    before: Callable[[Repository], None] = field(default=lambda repo: None)


def refuse(repo: Repository) -> None:
    """Refuse the one hunk of the correction of a.py."""
    from tests.formats.example_review import review_of_head

    review = review_of_head(repo)
    for hunk in review.hunks:
        keep_refusal(repo, hunk.id, review.files[0].original, review.files[0].fixed)


def keep_refusal(repo: Repository, name: str, base: bytes, fixed: bytes) -> None:
    """Write a refusal as hookkit keeps it."""
    import json

    from hookkit.corrections.refused_hunks import REFUSALS_REF
    from hookkit.pep8.correction_parts import split_into_parts
    from hookkit.pep8.line_ends import split_lines
    from hookkit.pep8.review_hunks import fingerprint

    before, after = split_lines(base), split_lines(fixed)
    found = split_into_parts(base.decode(), fixed.decode())
    names = [fingerprint(b"a.py", before, after, part) for part in found]
    printed = {"id": "abc123abc123", "parts": names, "path": "a.py", "codes": ["E225"]}
    line = json.dumps({**printed, "before": "", "after": ""}).encode() + b"\n"
    blob = repo.git("hash-object", "-w", "--stdin", data=line)
    repo.git("update-ref", REFUSALS_REF, blob)


def edit_beside(repo: Repository) -> None:
    """Have a correction kept and write other things where it corrects."""
    assert run_here(repo, "run", "--mode", "propose").status == 0
    repo.write("a.py", "x=22\n")


def older(repo: Repository) -> None:
    """Make a commit that touches other lines."""
    repo.git("config", "hookkit.scope", "lines")
    repo.commit("second", {"a.py": "x=1\n\ny = 2\n"})


def lines_of_head(repo: Repository) -> None:
    """Look at lines only."""
    repo.git("config", "hookkit.scope", "lines")


def without(name: str) -> Callable[[Repository], None]:
    """Delete a file of the worktree."""
    return lambda repo: (repo.path / name).unlink()


def sparse(repo: Repository) -> None:
    """Leave a file out of a sparse checkout."""
    repo.git("update-index", "--skip-worktree", "a.py")
    (repo.path / "a.py").unlink()


UNCONFIGURED = "E226,E24,W50,W690,E501,W293"
LONG = "x = '" + "long " * 20 + "'\n"
LIMIT = "[tool.autopep8]\nignore = 'E24'\n"

CASES = {
    "corrected": Case(
        {"a.py": "x=1\n"},
        "a.py:1",
        """\
a.py, line 1
  would be corrected now
    E225  missing whitespace around operator  line 1
    correct it  hookkit run a.py
""",
        gone="E225",
    ),
    "corrected, with a name for the shell": Case(
        {"it's a.py": "x=1\n"},
        "it's a.py:1:2:",
        """\
it's a.py, line 1
  would be corrected now
    E225  missing whitespace around operator  line 1
    correct it  hookkit run 'it'"'"'s a.py'
""",
        gone="E225",
    ),
    "corrected, with a name like a branch": Case(
        {"main": "x=1\n", "a.py": "x = 1\n"},
        "main",
        """\
main
  passed over by the hooks: is no .py file
    correct it all the same  hookkit run ./main
  would be corrected now
    E225  missing whitespace around operator  line 1
    correct it  hookkit run ./main
""",
        gone="E225",
    ),
    "overlapped": Case(
        {"a.py": "x=1\n"},
        "a.py:1",
        """\
a.py, line 1
  was dropped, because you edit there; would be corrected now
    E225  missing whitespace around operator  line 1
    correct it  hookkit run a.py
""",
        gone="E225",
        before=edit_beside,
    ),
    "withheld": Case(
        {"a.py": "if True: x = 1  # type: x\n"},
        "a.py:1",
        """\
a.py, line 1
  withheld: it moves a comment
    E701  multiple statements on one line (colon)  line 1
    safety = "off" takes it  hookkit run --safety off a.py
""",
        gone="E701",
    ),
    "always withheld": Case(
        {"a.py": "f = lambda: 0\n"},
        "a.py:1",
        """\
a.py, line 1
  always withheld: a def is not the lambda that was assigned
    E731  do not assign a lambda expression, use a def  line 1
    safety = "off" takes it  hookkit run --safety off a.py
""",
        gone="E731",
    ),
    "never, and not asked for": Case(
        {"a.py": "x = 1\nif x == None:\n    pass\n"},
        "a.py:2",
        """\
a.py, line 2
  always withheld: 'is None' asks another question than '== None'
    E711  comparison to None should be 'if cond is None:'  line 2
    mend it by hand  ${EDITOR:-vi} +2 a.py
""",
        gone="E711",
        edited="x = 1\nif x is None:\n    pass\n",
        opened="+2 a.py",
    ),
    "refused": Case(
        {"a.py": "x=1\n"},
        "a.py:1",
        """\
a.py, line 1
  refused by you: abc123abc123
    E225  missing whitespace around operator  line 1
    have it proposed again  hookkit refused --forget abc123abc123
""",
        gone="E225",
        before=refuse,
    ),
    "out of scope": Case(
        {"a.py": "x=1\n"},
        "a.py:1",
        """\
a.py, line 1
  out of scope: the last commit did not touch its lines
    E225  missing whitespace around operator  line 1
    correct it all the same  hookkit run --scope file a.py
""",
        gone="E225",
        before=older,
    ),
    "in the scope of the last commit": Case(
        {"a.py": "x=1\n"},
        "a.py:1",
        """\
a.py, line 1
  would be corrected now
    E225  missing whitespace around operator  line 1
    correct it  hookkit run --mode worktree
""",
        gone="E225",
        before=lines_of_head,
    ),
    "ignored by hookkit": Case(
        {"a.py": "def f():\n    return 1, 2,   \\\n        3\n\n\nx = 1\n   \ny = 2\n"},
        "a.py:7",
        """\
a.py, line 7
  ignored: hookkit ignores it where nothing configures autopep8
    W293  blank line contains whitespace  line 7
    set ignore = "E226,E24,W50,W690,E501" in [tool.autopep8] of pyproject.toml
      ${EDITOR:-vi} TOP/pyproject.toml
""",
        gone="W293",
        edited='[tool.autopep8]\nignore = "E226,E24,W50,W690,E501"\n',
        opened="TOP/pyproject.toml",
    ),
    "ignored by autopep8": Case(
        {"a.py": "x = 1+1\n"},
        "a.py:1",
        """\
a.py, line 1
  ignored: autopep8 ignores it where nothing configures autopep8
    E226  missing whitespace around arithmetic operator  line 1
    set ignore = "E24,W50,W690,E501,W293" in [tool.autopep8] of pyproject.toml
      ${EDITOR:-vi} TOP/pyproject.toml
""",
        gone="E226",
        edited='[tool.autopep8]\nignore = "E24,W50,W690,E501,W293"\n',
        opened="TOP/pyproject.toml",
    ),
    "ignored by the default of a configured autopep8": Case(
        {"a.py": "x = 1+1\n", "setup.cfg": "[pycodestyle]\nmax_line_length = 90\n"},
        "a.py:1",
        """\
a.py, line 1
  ignored: autopep8 ignores it unless it is told what to ignore
    E226  missing whitespace around arithmetic operator  line 1
    set ignore = E24,W50,W690 in [pycodestyle] of setup.cfg
      ${EDITOR:-vi} TOP/setup.cfg
""",
        gone="E226",
        edited="[pycodestyle]\nmax_line_length = 90\nignore = E24,W50,W690\n",
        opened="TOP/setup.cfg",
    ),
    "ignored by a file": Case(
        {"a.py": "x=1\n", ".flake8": "[flake8]\nignore = E2\n"},
        "a.py:1",
        """\
a.py, line 1
  ignored: ignore in [flake8] of .flake8, line 2 has E2
    E225  missing whitespace around operator  line 1
    set ignore = W690 in [flake8] of .flake8, line 2
      ${EDITOR:-vi} +2 TOP/.flake8
""",
        gone="E225",
        edited="[flake8]\nignore = W690\n",
        opened="+2 TOP/.flake8",
    ),
    "ignored, because two codes contradict each other": Case(
        {"a.py": "x = (1\n     + 2)\n", "pyproject.toml": LIMIT},
        "a.py:2",
        """\
a.py, line 2
  ignored: autopep8 ignores W503 and W504 unless it ignores just one
    W503  line break before binary operator  line 2
    set ignore = "E24,W504" in [tool.autopep8] of pyproject.toml, line 2
      ${EDITOR:-vi} +2 TOP/pyproject.toml
""",
        gone="W503",
        edited="[tool.autopep8]\nignore = 'E24,W504'\n",
        opened="+2 TOP/pyproject.toml",
    ),
    "not selected": Case(
        {"a.py": "x=1\n", "pyproject.toml": "[tool.autopep8]\nselect = 'W2'\n"},
        "a.py:1",
        """\
a.py, line 1
  ignored: select in [tool.autopep8] of pyproject.toml, line 2 does not name it
    E225  missing whitespace around operator  line 1
    add E225 to select in [tool.autopep8] of pyproject.toml, line 2
      ${EDITOR:-vi} +2 TOP/pyproject.toml
""",
        gone="E225",
        edited="[tool.autopep8]\nselect = 'W2,E225'\n",
        opened="+2 TOP/pyproject.toml",
    ),
    "only with aggressive 1": Case(
        {"a.py": "x = '\\d'\n"},
        "a.py:1",
        """\
a.py, line 1
  only with aggressive: 1
    W605  invalid escape sequence '\\d'  line 1
    set aggressive = 1 and ignore = "E226,E24,W50,W690,E501,W293" in [tool.autopep8] of \
pyproject.toml
      ${EDITOR:-vi} TOP/pyproject.toml
""",
        gone="W605",
        edited=f'[tool.autopep8]\naggressive = 1\nignore = "{UNCONFIGURED}"\n',
        opened="TOP/pyproject.toml",
    ),
    "only with an aggressiveness that is not safe": Case(
        {"a.py": "s = '''a   \nb\n'''\n"},
        "a.py:1",
        """\
a.py, line 1
  withheld: autopep8 mends it only with aggressive = 1, and that may change the program
    W291  trailing whitespace  line 1
    mend it by hand  ${EDITOR:-vi} +1 a.py
""",
        gone="W291",
        edited="s = '''a\nb\n'''\n",
        opened="+1 a.py",
    ),
    "no fix": Case(
        {"a.py": "l = 1\n"},
        "a.py:1",
        """\
a.py, line 1
  left to you: autopep8 has no fix for it
    E741  ambiguous variable name 'l'  line 1
    mend it by hand  ${EDITOR:-vi} +1 a.py
""",
        gone="E741",
        edited="line = 1\n",
        opened="+1 a.py",
    ),
    "no fix is found": Case(
        {"a.py": LONG, "pyproject.toml": LIMIT},
        "a.py:1",
        """\
a.py, line 1
  left to you: autopep8 finds no way to mend it
    E501  line too long (106 > 79 characters)  line 1
    mend it by hand  ${EDITOR:-vi} +1 a.py
""",
        gone="E501",
        edited="x = 'long'\n",
        opened="+1 a.py",
    ),
    "switched off by noqa": Case(
        {"a.py": "x = '\\d'  # noqa\n"},
        "a.py:1",
        """\
a.py, line 1
  switched off: by # noqa
    W605  invalid escape sequence '\\d'  line 1
    take it away  ${EDITOR:-vi} +1 a.py
""",
        edited="x = '\\d'\n",
        opened="+1 a.py",
    ),
    **{
        f"switched off by {word}": Case(
            {"a.py": f"# {word}: off\nx=1\n# {word}: on\n"},
            "a.py:2",
            """\
a.py, line 2
  switched off: by the comment in line 1
    E225  missing whitespace around operator  line 2
    take it away  ${EDITOR:-vi} +1 a.py
""",
            gone="E225",
            edited="x=1\n",
            opened="+1 a.py",
        )
        for word in ("fmt", "autopep8")
    },
    "excluded by the settings": Case(
        {"a.py": "x=1\n", ".hookkit.toml": 'exclude = ["a*"]\n'},
        "a.py:1",
        """\
a.py, line 1
  left alone: is excluded by hookkit's settings
    ignore exclude (TOP/.hookkit.toml, line 1)
      HOOKKIT_EXCLUDE=, hookkit run a.py
    E225  missing whitespace around operator  line 1
""",
        gone="E225",
    ),
    "not included by the settings": Case(
        {"a.py": "x=1\n", ".hookkit.toml": 'include = ["b*.py"]\n'},
        "a.py:1",
        """\
a.py, line 1
  passed over by the hooks: is not included by include (TOP/.hookkit.toml, line 1)
    correct it all the same  hookkit run a.py
  would be corrected now
    E225  missing whitespace around operator  line 1
    correct it  hookkit run a.py
""",
        gone="E225",
    ),
    "excluded by autopep8": Case(
        {"a.py": "x=1\n", "pyproject.toml": "[tool.autopep8]\nexclude = 'a.py'\n"},
        "a.py:1",
        """\
a.py, line 1
  left alone: is excluded by autopep8's configuration
    take it out of exclude in [tool.autopep8] of pyproject.toml, line 2
      ${EDITOR:-vi} +2 TOP/pyproject.toml
    E225  missing whitespace around operator  line 1
""",
        gone="E225",
        edited="[tool.autopep8]\nmax_line_length = 79\n",
        opened="+2 TOP/pyproject.toml",
    ),
    "generated": Case(
        {"a.py": "x=1\n", ".gitattributes": "*.py linguist-generated\n"},
        "a.py:1",
        """\
a.py, line 1
  left alone: is generated (.gitattributes)
    look at its attributes  git check-attr --all -- a.py
    E225  missing whitespace around operator  line 1
""",
    ),
    "too large": Case(
        {"a.py": "x=1\n", ".hookkit.toml": "max_bytes = 3\n"},
        "a.py:1",
        """\
a.py, line 1
  left alone: has 4 bytes, more than max_bytes allows
    ignore max_bytes (TOP/.hookkit.toml, line 1)
      HOOKKIT_MAX_BYTES=4 hookkit run a.py
    E225  missing whitespace around operator  line 1
""",
        gone="E225",
    ),
    "does not parse": Case(
        {"a.py": "x=1\ndef f(:\n"},
        "a.py:1",
        """\
a.py, line 1
  left alone: does not parse: line 2: invalid syntax
    mend it by hand  ${EDITOR:-vi} +2 a.py
""",
        gone="E225",
        edited="x=1\n",
        opened="+2 a.py",
    ),
    "cannot be decoded": Case(
        {"a.py": "# coding: nonsense\n"},
        "a.py",
        """\
a.py
  left alone: cannot be decoded (unknown encoding: nonsense)
""",
    ),
    "not in the worktree": Case(
        {"a.py": "x=1\n"},
        "a.py:1",
        """\
a.py, line 1
  left alone: is not in the worktree
    bring it back  git restore -- a.py
""",
        gone="E225",
        before=without("a.py"),
    ),
    "not in a sparse worktree": Case(
        {"a.py": "x=1\n"},
        "a.py:1",
        """\
a.py, line 1
  left alone: is not in the worktree
    bring it back  git restore --ignore-skip-worktree-bits -- a.py
""",
        gone="E225",
        before=sparse,
    ),
    "ignored by git": Case(
        {".gitignore": "/b*\n"},
        "b.py:1",
        """\
b.py, line 1
  passed over by the hooks: is ignored by git: /b* in .gitignore, line 1
    correct it all the same  hookkit run b.py
  would be corrected now
    E225  missing whitespace around operator  line 1
    correct it  hookkit run b.py
""",
        gone="E225",
        before=lambda repo: None if repo.write("b.py", "x=1\n") else None,
    ),
    "nothing, beside a file that the hooks pass over": Case(
        {"a.txt": "x = 1\n"},
        "a.txt",
        """\
a.txt
  passed over by the hooks: is no .py file
""",
    ),
    "not Python at all": Case(
        {"notes.txt": "these are notes\n"},
        "notes.txt:1",
        """\
notes.txt, line 1
  passed over by the hooks: is no .py file
""",
    ),
}


def begun(repo: Repository, case: Case) -> None:
    """Make the repository of a case."""
    repo.commit("first", case.files)
    case.before(repo)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_each_verdict(case: Case, repo: Repository, tmp_path: Path) -> None:
    begun(repo, case)
    before = repository_content(repo)
    ended = run_here(repo, "why-not", case.place)
    printed = ended.out.replace(str(repo.path), "TOP")
    assert (printed, ended.err, ended.status) == (case.answer, "", 0)
    assert repository_content(repo) == before
    for command in commands(ended.out):
        do(repo, command, tmp_path, case)
    opened = (tmp_path / "opened").read_text() if case.edited else ""
    assert opened.replace(str(repo.path), "TOP") == (f"{case.opened}\n" if case.edited else "")
    if case.gone:
        file = re.sub(r":\d.*", "", case.place)
        # Where the command only clears the way, the run itself comes behind it.
        run_here(repo, "run", f"./{file}")
        assert f"\n    {case.gone}  " not in run_here(repo, "why-not", file).out


def commands(printed: str) -> list[str]:
    """What is printed to be copied: what stands last in a row, behind words of what it does."""
    start = r"hookkit |git |\$\{EDITOR|HOOKKIT_"
    found = re.findall(rf"^    (?:.*?  )?((?:{start}).*)$", printed, re.MULTILINE)
    return list(dict.fromkeys(found))


def do(repo: Repository, command: str, folder: Path, case: Case) -> None:
    """Run a command as a person's shell would, with an editor that writes."""
    editor = folder / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    (folder / "edited").write_text(case.edited)
    opened = str(folder / "opened")
    own = {"EDITOR": str(editor), "EDITED": str(folder / "edited"), "OPENED": opened}
    env = {**os.environ, **own}
    ended = subprocess.run(["sh", "-c", command], cwd=repo.path, env=env, capture_output=True)
    assert ended.returncode == 0, ended


def test_a_whole_file(repo: Repository) -> None:
    text = "import os,sys\nl=1\nx = os, sys, l\nif l == None:\n    y=1+1\nI = 1\nz=2\n"
    repo.commit("first", {"a.py": text})
    ended = run_here(repo, "why-not", "a.py")
    assert ended.out.replace(str(repo.path), "TOP") == ("""\
a.py
  would be corrected now
    E401  multiple imports on one line  line 1
    E231  missing whitespace after ','  line 1
    E225  missing whitespace around operator  lines 2, 5, 7
    correct it  hookkit run a.py
  left to you: autopep8 has no fix for it
    E741  ambiguous variable name 'l'  line 2
    E741  ambiguous variable name 'I'  line 6
    mend it by hand  ${EDITOR:-vi} +2 a.py
  always withheld: 'is None' asks another question than '== None'
    E711  comparison to None should be 'if cond is None:'  line 4
    mend it by hand  ${EDITOR:-vi} +4 a.py
  ignored: autopep8 ignores it where nothing configures autopep8
    E226  missing whitespace around arithmetic operator  line 5
    set ignore = "E24,W50,W690,E501,W293" in [tool.autopep8] of pyproject.toml
      ${EDITOR:-vi} TOP/pyproject.toml
""")
    assert (ended.err, ended.status) == ("", 0)


@pytest.mark.parametrize(
    ("text", "place", "answer"),
    [
        (
            "x = 1\ny = 1\nz=1\n",
            "a.py:1",
            """\
a.py, line 1
  pycodestyle finds nothing here
  the nearest is in line 3
  would be corrected now
    E225  missing whitespace around operator  line 3
    correct it  hookkit run a.py
""",
        ),
        ("x = 1\n", "a.py:1", "a.py, line 1\n  pycodestyle finds nothing in this file\n"),
        ("", "a.py", "a.py\n  pycodestyle finds nothing in this file\n"),
    ],
    ids=["near", "nowhere", "empty"],
)
def test_a_line_without_a_fault(text: str, place: str, answer: str, repo: Repository) -> None:
    repo.commit("first", {"a.py": text})
    ended = run_here(repo, "why-not", place)
    assert (ended.out, ended.err, ended.status) == (answer, "", 0)


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("a.py:2", "a.py, line 2"),
        ("a.py:2:7", "a.py, line 2"),
        ("a.py:2:7:", "a.py, line 2"),
        ("a.py:2:", "a.py, line 2"),
        ("./a.py:2", "./a.py, line 2"),
        ("co:lon.py:2", "co:lon.py, line 2"),
        ("co:lon.py:2:1", "co:lon.py, line 2"),
        ("co:lon.py", "co:lon.py"),
        ("b.py:2", "b.py:2"),
        ("b.py:2:1", "b.py:2, line 1"),
        ("b.py:2:1:9", "b.py:2, line 1"),
        ("b.py:1", "b.py, line 1"),
    ],
)
def test_file_and_line_are_told_apart(place: str, named: str, repo: Repository) -> None:
    text = "x = 1\ny = 2\n"
    repo.commit("first", {"a.py": text, "co:lon.py": text, "b.py:2": text, "b.py": text})
    assert run_here(repo, "why-not", place).out.splitlines()[0] == named


@pytest.mark.parametrize(
    ("place", "message", "repair"),
    [
        ("a.py:3", "a.py has 2 lines: there is no line 3", "hookkit why-not a.py:2"),
        ("a.py:0", "there is no line 0: the first line is 1", "hookkit why-not a.py:1"),
        ("a.py:-1", "there is no line -1: the first line is 1", "hookkit why-not a.py:1"),
        ("a b.py:5:1", "a b.py has 1 line: there is no line 5", "hookkit why-not 'a b.py:1'"),
        ("empty.py:1", "empty.py is empty: there is no line 1", "hookkit why-not empty.py"),
        ("gone.py:1", "there is no file gone.py here", "git ls-files"),
        ("../gone.py", "there is no file ../gone.py here", "git ls-files"),
        ("folder", "folder is a folder: name a file in it", "hookkit run --check folder"),
        ("link.py", "link.py is not a regular file here", "git status"),
    ],
)
def test_wrong_places(place: str, message: str, repair: str, repo: Repository) -> None:
    files = {"a.py": "x = 1\ny = 2\n", "a b.py": "x = 1\n", "empty.py": "", "folder/c.py": ""}
    repo.commit("first", files)
    (repo.path / "link.py").symlink_to("a.py")
    ended = run_here(repo, "why-not", place)
    assert ended.err == f"hookkit: {message}\n  repair: {repair}\n"
    assert (ended.status, ended.out) == (2, "")
    again = subprocess.run(["sh", "-c", repair], cwd=repo.path, capture_output=True)
    assert again.returncode == 0, again


def test_from_a_folder_below(repo: Repository) -> None:
    repo.commit("first", {"in/a.py": "x=1\n"})
    inside = Repository(repo.path / "in")
    assert run_here(inside, "why-not", "a.py:1").out == CASES["corrected"].answer
    (repo.path / "in" / "a.py").unlink()
    assert run_here(inside, "why-not", "a.py:1").out == CASES["not in the worktree"].answer


def test_on_a_terminal(repo: Repository) -> None:
    repo.commit("first", {"a.py": "x=1\n"})
    ended = repo.hookkit("why-not", "a.py:1", FORCE_COLOR="1", COLUMNS="80", TERM="xterm-256color")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", ended.stdout)
    assert "\x1b[" in ended.stdout
    lines = [line.rstrip() for line in plain.splitlines()]
    assert lines == CASES["corrected"].answer.splitlines()


def test_a_repository_without_a_commit(repo: Repository) -> None:
    repo.write("a.py", "x=1\n")
    assert run_here(repo, "why-not", "a.py:1").out == CASES["corrected"].answer
