"""What is known of both libraries without all of their imports is what they say with them."""

from __future__ import annotations

import json
import subprocess
import sys

import autopep8
import pycodestyle
import pytest

from hookkit.pep8 import installed_checks_and_fixers
from hookkit.pep8.autopep8_options_and_errors import (
    _fixer_options,
    _parsed_options,
    make_check_options,
)
from hookkit.pep8.check_text import CheckOptions, selected_checks
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options

LEAN = """
from hookkit.pep8.installed_checks_and_fixers import _import_pycodestyle
pycodestyle = _import_pycodestyle()
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


KNOWN = """
import sys
from hookkit.pep8 import installed_checks_and_fixers
found = installed_checks_and_fixers.pycodestyle_checks("logical_line")
assert "autopep8" not in sys.modules
for each in found:
    print(each.name, each.function.__code__.co_code.hex(), *each.parameter_names)
print(*sorted(installed_checks_and_fixers.codes_with_fixer()))
assert "autopep8" not in sys.modules
"""


def test_its_two_checks_and_its_fixers_are_known_without_its_import() -> None:
    told = subprocess.run([sys.executable, "-c", KNOWN], capture_output=True, check=True)
    *lines, codes_with_fixer = told.stdout.decode().splitlines()
    own = sorted(pycodestyle._checks["logical_line"].items(), key=lambda each: each[0].__name__)
    assert lines == [
        " ".join([check.__name__, check.__code__.co_code.hex(), *names])
        for check, (_, names) in own
    ]
    made = autopep8.FixPEP8(filename=None, options=None, contents="")
    names = {name[4:].upper() for name in dir(made) if name.startswith("fix_")}
    assert set(codes_with_fixer.split()) == {name for name in names if name[1:].isdigit()}


def test_its_indentation_is_known() -> None:
    assert (
        installed_checks_and_fixers.INDENT_SIZE
        == autopep8.DEFAULT_INDENT_SIZE
        == pycodestyle.INDENT_SIZE
    )


@pytest.mark.parametrize("aggressive", [0, 1, 3])
@pytest.mark.parametrize(
    "ignore", ["", UNCONFIGURED_IGNORE, "E501", "W5", "W503", " E1 , W2", ",E1,,W6,", "W", ","]
)
@pytest.mark.parametrize("select", ["", "E,W", "E1"])
def test_the_rules_are_those_that_it_hands_on(select: str, ignore: str, aggressive: int) -> None:
    options = Pep8Options(select, ignore, 99, hang_closing=True, aggressive=aggressive)
    parsed, ours = _parsed_options(options), _fixer_options(options)
    assert (
        make_check_options(options)
        == CheckOptions.from_autopep8(parsed)
        == CheckOptions.from_autopep8(ours)
    )
    for name, value in vars(ours).items():
        assert (value or None) == (getattr(parsed, name) or None), name


@pytest.mark.parametrize(
    "rules",
    [
        CheckOptions((), (), 79, False),
        CheckOptions(("E226", "E24"), (), 79, False),
        CheckOptions(("E", "W"), (), 79, False),
        CheckOptions(("E1",), ("E12", "W6"), 79, False),
        CheckOptions((), ("E5",), 79, False),
        CheckOptions(("",), (), 79, False),
    ],
)
def test_the_same_codes_are_ignored_as_by_pycodestyle(rules: CheckOptions) -> None:
    style = pycodestyle.StyleGuide(**rules._asdict()).options
    codes = {
        code
        for check in installed_checks_and_fixers.pycodestyle_checks("logical_line")
        for code in check.codes
    } | {"E501"}
    assert [rules.ignores(code) for code in codes] == [*map(style.ignore_code, codes)]
    asked = {name for name, *_ in (*style.physical_checks, *style.logical_checks)}
    assert selected_checks(rules) == asked
