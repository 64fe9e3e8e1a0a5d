"""What pycodestyle finds, found with less work: compared with pycodestyle itself."""

from __future__ import annotations

import random
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pycodestyle
import pytest

from hookkit.pep8 import check_text as remembered
from hookkit.pep8 import logical_lines
from hookkit.pep8.check_logical_lines import PycodestyleResult, has_known_checks
from hookkit.pep8.check_text import CheckOptions, check_text, run_pycodestyle, selected_checks
from hookkit.pep8.installed_checks_and_fixers import pycodestyle_checks
from hookkit.pep8.pycodestyle_prefilters import PREFILTERS, STATEFUL_CHECKS

LIBRARY = Path(sysconfig.get_path("stdlib"))
RULES = [
    CheckOptions(("E226", "E24", "E501", "W293"), (), 79, False),
    CheckOptions((), ("E", "W"), 100, True),
    CheckOptions(("E1", "W191"), (), 79, False),
    CheckOptions((), (), 79, False),
]

SPOILS: list[Callable[[str], str]] = [
    lambda line: line.replace(" = ", "=", 1),
    lambda line: "",
    lambda line: "\n" + line,
    lambda line: " " + line,
    lambda line: line.replace("    ", "\t", 1),
    lambda line: line.rstrip("\n") + "  \n",
    lambda line: line.replace(", ", ",  ", 1),
    lambda line: line.replace("(", " ( ", 1),
    lambda line: line.replace("\n", "  #x\n"),
    lambda line: line.replace(" == ", "=="),
    lambda line: line.replace(" not ", "  not "),
    lambda line: line.replace("\n", " ; l = 1\n"),
    lambda line: line.replace(" ", " \\\n", 1),
    lambda line: line.replace("if ", "if(", 1),
]
"""What makes a line untidy, or breaks it."""


def spoiled(text: str, chance: random.Random) -> str:
    """Spoil a line in twenty."""
    lines = text.splitlines(keepends=True)
    return "".join(
        chance.choice(SPOILS)(line) if chance.random() < 0.05 else line for line in lines
    )


def texts(files: Sequence[Path], seed: int) -> Iterator[str]:
    """Each file as it is, and twice spoiled, so that most of its lines are known already."""
    chance = random.Random(seed)
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
        yield text
        for _ in range(2):
            yield spoiled(text, chance)


def library(count: int, seed: int) -> list[Path]:
    """Some files of the standard library, each of less than 60 kB."""
    files = sorted(file for file in LIBRARY.rglob("*.py") if file.stat().st_size < 60_000)
    return random.Random(seed).sample(files, count)


def differences(
    files: Sequence[Path], seed: int
) -> list[tuple[CheckOptions, list[PycodestyleResult]]]:
    """What is found here and not by pycodestyle, or there and not here."""
    found = []
    for text in texts(files, seed):
        for rules in RULES:
            ours, theirs = check_text(text, rules), run_pycodestyle(text, rules)
            if ours != theirs:
                found.append((rules, sorted(set(ours) ^ set(theirs))[:3]))
    return found


def test_the_same_is_found_as_by_pycodestyle() -> None:
    assert differences(library(6, seed=1), seed=1) == []


@pytest.mark.long
def test_the_same_is_found_as_by_pycodestyle_in_hundreds_of_files() -> None:
    assert differences(library(300, seed=2), seed=2) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\n\n", id="blank"),
        pytest.param(f"#!/bin/sh {'x ' * 40}\n" * 2, id="shebang"),
        pytest.param("x = 1\n#! no shebang\n", id="second line"),
        pytest.param("x = (1,\n", id="unfinished"),
        pytest.param("if x:\n  y\n z\n", id="dedent"),
        pytest.param("\ufeffx=1\n", id="mark"),
        pytest.param("x=1\r\ny=2\r", id="carriage returns"),
        pytest.param("x=1", id="no end of line"),
        pytest.param("x = 1\\\n", id="backslash at the end"),
        pytest.param("def f():\n\tx\n        y\n", id="tabs and spaces"),
        pytest.param("\xa0x = 1\n", id="no-break space"),
        pytest.param("if x:\n    '''a\n\tb  \n    ''' # noqa\n", id="string"),
        pytest.param("if True:\n    x\n# a\n    # b\n\n\n\n    y\n", id="comments"),
        pytest.param("x = 1\n\x0c\ny=2\n\x0c", id="form feeds"),
    ],
)
@pytest.mark.parametrize("rules", RULES)
def test_the_same_is_found_in_odd_texts(text: str, rules: CheckOptions) -> None:
    assert check_text(text, rules) == run_pycodestyle(text, rules)


def test_a_check_that_fails_ends_as_in_pycodestyle() -> None:
    def fails(logical_line: str) -> None:
        """E999: a fault of the check."""
        if "boom" in logical_line:
            raise IndexError("boom")

    pycodestyle.register_check(fails)
    forget()
    try:
        asked, ignored = CheckOptions(("E226",), (), 79, False), CheckOptions(
            ("E999",), (), 79, False
        )
        assert [each.code for each in check_text("boom=1\n", ignored)] == ["E225"]
        with pytest.raises(IndexError):
            check_text("boom=1\n", asked)
    finally:
        del pycodestyle._checks["logical_line"][fails]
        forget()


def forget() -> None:
    """Forget which checks there are, and what they gave."""
    for each in (
        pycodestyle_checks,
        has_known_checks,
        remembered._results_of_all_checks,
        selected_checks,
    ):
        each.cache_clear()


def test_all_checks_of_the_versions_here_are_known() -> None:
    assert has_known_checks(), "read what is new in pycodestyle and autopep8, then add the version"
    names = {check.__name__ for check in pycodestyle._checks["logical_line"]}
    assert names == PREFILTERS.keys() | STATEFUL_CHECKS


def test_no_more_than_a_few_files_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logical_lines, "MAX_CACHED_LINES", 10)
    for number in range(30):
        check_text("".join(f"x{number}_{line}=1\n" for line in range(5)), RULES[0])
    assert len(logical_lines._one_row_lines) <= 20
