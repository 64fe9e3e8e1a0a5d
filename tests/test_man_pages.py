"""The manual pages: made from the text of ``--help``, and valid for man and mandoc."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from hookkit.help_groups_and_examples import EXAMPLES
from scripts.render_man import FOLDER, commands, pages, roff

PAGES = pages()


def test_the_pages_are_current() -> None:
    kept = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
    assert kept == PAGES, "run: python -m scripts.render_man"


def test_there_is_a_page_for_each_command() -> None:
    names = {f"hookkit-{name.replace(' ', '-')}.1" for name in commands()}
    assert {*PAGES} == names | {"hookkit.1"}
    assert EXAMPLES.keys() == commands().keys()


def shown(name: str, *options: str) -> tuple[str, str]:
    """Show a page as man does, and give it with what man says of it."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "100"}
    command = ["man", "--warnings=w", *options, "-l", str(FOLDER / name)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return re.sub(".\b", "", ended.stdout), ended.stderr


@pytest.mark.skipif(shutil.which("man") is None, reason="no man")
@pytest.mark.parametrize("name", ["hookkit.1", "hookkit-ci.1", "hookkit-config-set.1"])
def test_man_shows_a_page_as_it_was_written(name: str) -> None:
    text, said = shown(name)
    assert said == ""
    command = name.removeprefix("hookkit-").removesuffix(".1").replace("-", " ")
    lines = [line.strip() for line in text.splitlines()]
    for each in EXAMPLES.get(command, ()):
        assert each in lines
    assert "--help, -h" in lines and "EXIT STATUS" in lines
    assert not [line for line in lines if line.endswith("\N{HYPHEN}")]


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="no mandoc")
def test_mandoc_finds_nothing_in_a_page() -> None:
    command = ["mandoc", "-T", "lint", "-W", "warning", *(str(FOLDER / name) for name in PAGES)]
    found = subprocess.run(command, capture_output=True, text=True).stdout
    # A date would be another one with each rendering.
    assert not [line for line in found.splitlines() if "missing date" not in line]


def test_no_sign_is_lost_or_acts() -> None:
    assert roff(".SH a") == r"\&.SH a"
    assert roff("'a' --b \\ …") == r"\&\(aqa\(aq \-\-b \e \[u2026]"
