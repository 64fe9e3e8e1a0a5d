"""What is known of autopep8 without its import is what autopep8 says when it is imported."""

from __future__ import annotations

import subprocess
import sys

import autopep8
import pycodestyle
import pytest

from hookkit.pep8 import pycodestyle_check_functions
from hookkit.pep8.autopep8_calls import _fixer_options, _parsed_options, make_check_options
from hookkit.pep8.check_text import CheckOptions, selected_checks
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options

KNOWN = """
import sys
from hookkit.pep8 import pycodestyle_check_functions
found = pycodestyle_check_functions.pycodestyle_checks("logical_line")
assert "autopep8" not in sys.modules
for each in found:
    print(each.name, each.function.__code__.co_code.hex(), *each.parameter_names)
print(*sorted(pycodestyle_check_functions.codes_with_fixer()))
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
        pycodestyle_check_functions.INDENT_SIZE
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
        for check in pycodestyle_check_functions.pycodestyle_checks("logical_line")
        for code in check.codes
    } | {"E501"}
    assert [rules.ignores(code) for code in codes] == [*map(style.ignore_code, codes)]
    asked = {name for name, *_ in (*style.physical_checks, *style.logical_checks)}
    assert selected_checks(rules) == asked
