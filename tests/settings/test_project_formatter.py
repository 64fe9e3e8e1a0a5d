"""Black and ruff are found where they are configured, and nothing that they decide is corrected."""

from __future__ import annotations

import difflib
import optparse
import subprocess
import sys
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import click.types
import pycodestyle
import pytest

from hookkit.pep8.fix_file import fix_file
from hookkit.pep8.fix_task_and_outcome import FixTask
from hookkit.settings.autopep8.option_finder import find_autopep8_options
from hookkit.settings.autopep8.options import Pep8Options
from hookkit.settings.autopep8.project_formatter import FORMATTER_CODES, FormatterFinder
from hookkit.terminal import escaping
from tests.long_runs import some
from tests.repository import Repository
from tests.repository_with_hooks import run_here

BLACK, RUFF = "Black", "ruff format"
LEFT_BY_FORMATTERS = {"E262", "E265", "E401"}
"""Neither adds a blank within the text of a comment, nor cuts ``import a, b``."""

DUMMIES = """\
import a, b
def f(): ...
x = 1
class A: ...
@overload
def f(a: int) -> int: ...
def f(a): return a
def outer():
    x = 1
    def g(): ...
    def h(): return 1
    class Z: ...
    y = x[a+1 :], x[lower+offset : upper], x[fn(x) :: fn(y)], x ** 2 + x**y.z
    return y
class C:
    def a(self) -> int: ...
    @overload
    def b(self): ...
    def b(self): return 1
if (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa and bbbbbbbbbbbbbbbbbbbbbbbbbbb or ccccccccccccccccc):
    pass
result = call(aaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbb)[cccccccccccccccc : d + 1]
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("pyproject.toml", "[tool.black]\nline-length = 100\n", (BLACK, 1)),
        ("pyproject.toml", "\n[ tool . black ]\n", (BLACK, 2)),
        ("pyproject.toml", "tool.black.line-length = 100\n", (BLACK, 1)),
        ("pyproject.toml", "[tool.ruff.format]\n", (RUFF, 1)),
        ("pyproject.toml", "[tool.ruff]\nline-length = 100\n[tool.ruff.lint]\n", None),
        ("pyproject.toml", "# [tool.black]\n[tool.blacken]\n", None),
        ("ruff.toml", "[format]\n", (RUFF, 1)),
        (".ruff.toml", "line-length = 88\r\n[format]\r\n", (RUFF, 2)),
        ("ruff.toml", "[lint]\nselect = ['E']\n", None),
        (".pre-commit-config.yaml", "repos:\n- hooks:\n  - id: black\n", (BLACK, 3)),
        (".pre-commit-config.yaml", "- {id: 'black-jupyter', args: []}\r\n", (BLACK, 1)),
        (".pre-commit-config.yaml", "  - args: []\n    id: ruff-format  # fast\n", (RUFF, 2)),
        (".pre-commit-config.yaml", "  - id: ruff\n  # - id: black\n  - id: blacken-docs\n", None),
        ("prek.toml", 'hooks = [{ id = "black" }]\n', (BLACK, 1)),
    ],
)
def test_where_a_formatter_is_configured(
    name: str, text: str, expected: tuple[str, int] | None, repo: Repository
) -> None:
    path = repo.write(name, text)
    found = FormatterFinder().find(str(repo.path / "src" / "pkg"))
    told = None if found is None else (found.name, found.line)
    assert told == expected
    assert found is None or found.path == path


def test_what_is_above_the_worktree_does_not_count(repo: Repository) -> None:
    (repo.path.parent / ".pre-commit-config.yaml").write_text("- id: black\n")
    assert FormatterFinder().find(str(repo.path / "src")) is None


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("", Pep8Options(ignore="E226,E24,W50,W690,E501,W293," + ",".join(FORMATTER_CODES))),
        ('ignore = "W504"\n', Pep8Options(ignore="W504," + ",".join(FORMATTER_CODES))),
        (
            'select = "E20,W5"\n',
            Pep8Options(
                select="E200,E201,E202,E204,E205,E206,E207,E208,E209,W500,W501,W502,"
                "W505,W506,W507,W508,W509,W51,W52,W53,W54,W55,W56,W57,W58,W59"
            ),
        ),
        ('select = "E203"\n', Pep8Options(select="-")),
    ],
)
def test_its_codes_are_left_out(text: str, options: Pep8Options, repo: Repository) -> None:
    repo.write("pyproject.toml", f"[tool.black]\n[tool.autopep8]\n{text}")
    assert find_autopep8_options(repo.path / "a.py").options == options


def formatted(formatter: str, paths: Sequence[Path]) -> None:
    """Have files formatted. The tests are skipped where the formatter is not installed."""
    module = {BLACK: "black", RUFF: "ruff"}[formatter]
    pytest.importorskip(module)
    rest = {BLACK: ["--quiet"], RUFF: ["format", "--quiet", "--isolated"]}[formatter]
    command = [sys.executable, "-m", module, *rest, *map(str, paths)]
    subprocess.run(command, check=True, timeout=300)


# Of several hands; click.types has overloads, typing and optparse are of old.
REAL = (click.types, pycodestyle, difflib, optparse, typing, escaping)


@pytest.mark.parametrize("formatter", [BLACK, RUFF])
@pytest.mark.parametrize(
    "options", ["", "hang_closing = true\n", "aggressive = 1\n", 'select = "E1,E2,E3,E5,E7,W"\n']
)
def test_what_is_formatted_is_left_alone(formatter: str, options: str, repo: Repository) -> None:
    hook = {BLACK: "[tool.black]\n", RUFF: "[tool.ruff.format]\n"}[formatter]
    repo.write("pyproject.toml", f"{hook}[tool.autopep8]\n{options}")
    check_left_alone(formatter, {"dummies.py": DUMMIES}, repo)


@pytest.mark.parametrize("formatter", [BLACK, RUFF])
@pytest.mark.parametrize("module", some(REAL, [click.types, escaping]))
def test_real_files_that_are_formatted_are_left_alone(
    formatter: str, module: ModuleType, repo: Repository
) -> None:
    path = Path(str(module.__file__))
    repo.write("pyproject.toml", {BLACK: "[tool.black]\n", RUFF: "[tool.ruff.format]\n"}[formatter])
    check_left_alone(formatter, {path.name: path.read_text(encoding="utf-8")}, repo)


def check_left_alone(formatter: str, files: Mapping[str, str], repo: Repository) -> None:
    """What is formatted is corrected in what formatters leave, and formatting changes nothing."""
    paths = [repo.write(name, text) for name, text in files.items()]
    formatted(formatter, paths)
    for path in paths:
        before = path.read_bytes()
        options = find_autopep8_options(path).options
        fixed = fix_file(FixTask(path.name.encode(), before, options, "strict"))
        assert fixed.outcome.left_alone_reason is None
        assert {each.code for each in fixed.outcome.corrected} <= LEFT_BY_FORMATTERS, path.name
        path.write_bytes(fixed.data)
    left = {path.name: path.read_bytes() for path in paths}
    formatted(formatter, paths)
    assert {path.name: path.read_bytes() for path in paths} == left


def test_a_commit_and_the_reports_say_it(repo: Repository) -> None:
    config = repo.write(".pre-commit-config.yaml", "repos:\n- hooks:\n  - id: black\n")
    repo.commit("Add a", {"a.py": "x = y[a + 1 :]\nz=1\n"})
    found = run_here(repo, "run", "--check").out
    assert "E225" in found and "E203" not in found
    told = run_here(repo, "config").out.splitlines()
    at = told.index("  Black formats the files, and decides what is left out here:")
    assert told[at + 1 : at + 3] == [
        f"    {', '.join(FORMATTER_CODES)}",
        f"    by {config}, line 3",
    ]
    assert run_here(repo, "why-not", "a.py:1").out.splitlines() == [
        "a.py, line 1",
        "  ignored: Black formats this project (.pre-commit-config.yaml, line 3) and decides it",
        "    E203  whitespace before ':'  line 1",
        f"    look there  ${{EDITOR:-vi}} +3 {config}",
    ]
