"""Errors in pycodestyle and autopep8 are reported for the file, their warnings are not shown."""

from __future__ import annotations

import os
import subprocess
import sys

import autopep8
import pycodestyle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookkit.pep8 import check_logical_lines
from hookkit.pep8.autopep8_options_and_errors import Pep8Failed
from hookkit.pep8.compare_faults import fixed_faults
from hookkit.pep8.fault_obstacles import faults_with_obstacles
from hookkit.pep8.fix_file import fix_file
from hookkit.pep8.fix_task_and_outcome import Fault, FileFix, FixTask
from hookkit.pep8.fixable_faults import fixable_faults
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options
from hookkit.settings.choice_types import Safety
from tests.random_examples import examples
from tests.repository import Repository
from tests.repository_with_hooks import run_here

OPTIONS = Pep8Options(ignore=UNCONFIGURED_IGNORE)
MODES: list[Safety] = ["strict", "off"]


def fix(data: bytes, safety: Safety = "strict", options: Pep8Options = OPTIONS) -> FileFix:
    """Fix a file."""
    return fix_file(FixTask(b"a.py", data, options, safety))


def failing(*_: object) -> None:
    """Be a check that fails."""
    raise IndexError("string index out of range")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pycodestyle fail on every logical line."""
    # autopep8 reloads pycodestyle: hookkit's own class may have the class from before as its base.
    for checker in (pycodestyle.Checker, check_logical_lines._checker_class()):
        monkeypatch.setattr(checker, "build_tokens_line", failing)


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("safety", MODES)
def test_a_failure_of_pycodestyle_leaves_the_file_alone(safety: Safety) -> None:
    fixed = fix(b"failing=1\n", safety)
    said = "makes pycodestyle fail: IndexError: string index out of range"
    assert (fixed.data, fixed.outcome.left_alone_reason) == (b"failing=1\n", said)


@pytest.mark.parametrize("safety", MODES)
@pytest.mark.parametrize("error", [KeyError("a"), SystemExit(2)])
def test_so_does_one_of_autopep8(
    monkeypatch: pytest.MonkeyPatch, safety: Safety, error: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(autopep8.FixPEP8, "fix_e225", fail)
    fixed = fix(b"x=1\n", safety)
    said = f"makes autopep8 fail: {type(error).__name__}: {error}"
    assert (fixed.data, fixed.outcome.left_alone_reason) == (b"x=1\n", said)


@pytest.mark.usefixtures("broken")
def test_who_asks_for_faults_is_told() -> None:
    with pytest.raises(Pep8Failed, match="makes pycodestyle fail"):
        fixable_faults("examined=1\n", OPTIONS)
    with pytest.raises(Pep8Failed, match="makes pycodestyle fail"):
        faults_with_obstacles("examined=1\n", OPTIONS)


@pytest.mark.usefixtures("broken")
def test_a_correction_that_cannot_be_counted_again_has_no_codes() -> None:
    told = fixed_faults(b"\ncounted=1\n", b"\ncounted = 1\n", OPTIONS)
    assert told == (Fault("layout", 2, "indentation or line ends, which have no code"),)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="before, pycodestyle reads no such f-string")
def test_an_fstring_that_pycodestyle_fails_on() -> None:
    fixed = fix(b'x = f"\\{1}"\ny=1\n')
    assert (
        fixed.outcome.left_alone_reason
        == "makes pycodestyle fail: IndexError: string index out of range"
    )


@pytest.mark.usefixtures("broken")
def test_why_not_says_it_of_the_file(repo: Repository) -> None:
    repo.commit("begin", {"a.py": "asked=1\n"})
    ended = run_here(repo, "why-not", "a.py")
    assert ended.status in (0, 1) and "bug" not in ended.err
    assert "left alone: makes pycodestyle fail: IndexError" in ended.out


WARNED = b"x='\\d'\ny=1is 2\nassert(x,'a')\n"


@pytest.mark.parametrize("setting", ["error", "always", "default"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_output_has_a_warning(repo: Repository, setting: str, jobs: str) -> None:
    # Long enough for processes of their own.
    text = WARNED.decode() + f"# {'long' * 18}\n" * 300
    files = {name: text for name in ("a.py", "b.py")}
    repo.commit("begin", files)
    ended = subprocess.run(
        [sys.executable, "-m", "hookkit", "run", "HEAD", "--check"],
        cwd=repo.path,
        env={**os.environ, "PYTHONWARNINGS": setting, "HOOKKIT_JOBS": jobs},
        capture_output=True,
        text=True,
    )
    assert "Warning" not in ended.stdout + ended.stderr
    assert ended.returncode == 1 and "left alone" not in ended.stdout


SIGNS = [*"ab1 \t\n\r\x0c\\'\"#(){}[]:;,=.@%f", "\ufeff", "\x0b", "\x1c", "é", "\u2028"]
WORDS = [
    *("f'{", "}'", "{x!r:>{n}}", 'f"\\{1}"', "'''", '"""', "\\\n", "lambda: ", "x = ", "#!", "#:"),
    *("if a: ", "else: ", "def f(a, *, b=1)->c:", "class A: ", "import a, b", "# noqa", "0xg"),
    *("\n", "\n    ", "\n\t", "\n\n\n", "\x0c", ";", "(", ")", "[", "]", "async ", "await x", "@"),
    *("# fmt: off", "not x in y", "== None", "is 1", "**", "->", ":=", "print ", "1if 2else 3"),
    *("except: ", "try: ", "return", "type(a) == type(b)", "...", "*a", "match x:", "import "),
]
DRAWN = st.text(st.sampled_from(SIGNS), max_size=30)
TEXT = DRAWN | st.lists(st.sampled_from(WORDS), max_size=12).map("".join)


@settings(max_examples=examples(300))
@given(TEXT, st.sampled_from([0, 2]), st.sampled_from(MODES))
def test_no_text_whatever_raises(text: str, aggressive: int, safety: Safety) -> None:
    data = text.encode()
    fixed = fix(data, safety, Pep8Options(aggressive=aggressive))
    assert fixed.outcome.left_alone_reason is None or fixed.data == data
