"""pycodestyle imported without optparse, configparser and inspect: it is the same module."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

LEAN = """
from hookkit.pep8.pycodestyle_import import import_pycodestyle
pycodestyle = import_pycodestyle()
"""
PLAIN = "import pycodestyle"
PRINT_CHECKS = """
import json
print(json.dumps([
    {kind: [[check.__name__, *rest] for check, rest in of_kind.items()]
     for kind, of_kind in pycodestyle._checks.items()},
    sorted(vars(pycodestyle)),
]))
"""


def output_of(code: str, *args: str) -> str:
    """What a new Python prints for some code."""
    start = f"import sys; sys.path[:0] = {sys.path!r}\n"
    done = subprocess.run(
        [sys.executable, "-S", "-c", start + code, *args],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_the_checks_and_their_parameters_are_the_same() -> None:
    lean = json.loads(output_of(LEAN + PRINT_CHECKS))
    assert lean == json.loads(output_of(PLAIN + PRINT_CHECKS))
    names = {each[0] for kind in lean[0].values() for each in kind}
    assert {"indentation", "tabs_obsolete"} <= names


def test_what_stood_in_their_place_is_gone() -> None:
    names = output_of(LEAN + "print(*sys.modules)").split()
    assert {"optparse", "configparser", "inspect"}.isdisjoint(names)
    assert output_of(LEAN + "import optparse; print(optparse.Option.__name__)") == "Option\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pycodestyle.get_parser().parse_args(['--max-line-length=7'])[0].max_line_length", "7"),
        ("pycodestyle.StyleGuide(select=['E2']).options.select", "('E2',)"),
        ("pycodestyle.configparser.RawConfigParser().sections()", "[]"),
        ("pycodestyle.inspect.signature(lambda *a, b: 0)", "(*a, b)"),
        ("pycodestyle.inspect.getdoc(pycodestyle.Checker)", "Load a Python source file, tokenize"),
    ],
)
def test_what_more_is_asked_is_given_by_the_modules_themselves(code: str, expected: str) -> None:
    assert expected in output_of(LEAN + f"print({code})")


MORE = """
import inspect, optparse
class Parser(optparse.OptionParser): pass
kinds = inspect._ParameterKind
"""


def test_a_pycodestyle_that_asks_for_more_is_imported_plainly(tmp_path: object) -> None:
    with open(f"{tmp_path}/pycodestyle.py", "w") as file:
        file.write(MORE)
    code = f"sys.path.insert(0, {str(tmp_path)!r})\n{LEAN}print(pycodestyle.Parser.__base__)"
    assert output_of(code) == "<class 'optparse.OptionParser'>\n"
