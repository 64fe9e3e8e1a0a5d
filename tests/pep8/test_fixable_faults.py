"""Which faults are found: those that autopep8 would try to fix."""

from __future__ import annotations

import autopep8
import pytest

from hookkit.pep8.fixable_faults import fixable_faults, has_fix
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options

PLAIN = Pep8Options(ignore=UNCONFIGURED_IGNORE)


def test_no_fault_is_forgotten_that_autopep8_says_it_fixes() -> None:
    supported = {code for code, _ in autopep8.supported_fixes()}
    assert all(has_fix(code) for code in supported)


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        pytest.param("", PLAIN, [], id="empty"),
        pytest.param("a = 1\n", PLAIN, [], id="clean"),
        pytest.param("a=1;b = 2\n", PLAIN, [("E225", 1), ("E702", 1), ("E231", 1)], id="one line"),
        pytest.param("if a:\n\tb\n", PLAIN, [("W191", 2)], id="tab"),
        pytest.param("if a:\n  b\n", PLAIN, [("E111", 2)], id="two columns"),
        pytest.param("a == None\n", PLAIN, [], id="not asked for"),
        pytest.param("a == None\n", Pep8Options(aggressive=1), [("E711", 1)], id="asked for"),
        pytest.param("a = 1 \n", Pep8Options(select="E"), [], id="not selected"),
        pytest.param("l = 1\n", PLAIN, [], id="no fixer"),
        pytest.param("a = '" + "x" * 90 + "'\n", PLAIN, [], id="E501 ignored"),
    ],
)
def test_faults(text: str, options: Pep8Options, expected: list[tuple[str, int]]) -> None:
    found = [(each.code, each.line) for each in fixable_faults(text, options)]
    assert sorted(found) == sorted(expected)
