"""A settings file with one setting changed: comments, order and form of all else stay."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from hookkit.errors import WrongUsage
from hookkit.settings.settings_file import parse_toml
from hookkit.settings.toml_edit import NotEditable, remove_toml_value, set_toml_value

FILE = Path("pyproject.toml")
HERE = ("tool", "hookkit")

WHOLE = """\
[project]
name = "x"  # a name

[tool.hookkit] # ours
# why we propose
mode = "propose"   # for now
exclude = [
    "a",  # made
    "b",
]

[tool.other]
x = 1
"""


def changed(old: str, new: str) -> list[str]:
    """The lines that differ, with - and + in front."""
    lines = difflib.ndiff(old.splitlines(), new.splitlines())
    return [line for line in lines if line[0] in "-+"]


@pytest.mark.parametrize(
    ("keys", "value", "lines"),
    [
        (("mode",), "fixup", ['- mode = "propose"   # for now', '+ mode = "fixup"   # for now']),
        (("jobs",), 3, ["+ jobs = 3"]),
        (("exclude",), ["a", "c"], ['-     "b",', '+     "c",']),
        (("exclude",), ["z", "a", "b"], ['+     "z",']),
        (("exclude",), ["a"], ['-     "b",']),
        (("checks", "history"), "off", ["+ [tool.hookkit.checks]", '+ history = "off"', "+ "]),
        (("ticket_pattern",), r"[A-Z]+-\d+", [r"+ ticket_pattern = '[A-Z]+-\d+'"]),
        (("ticket_pattern",), r"\d'", [r'''+ ticket_pattern = "\\d'"''']),
        (("time_limit",), 5.0, ["+ time_limit = 5.0"]),
        (("quiet",), True, ["+ quiet = true"]),
    ],
    ids=str,
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_one_line_is_another(
    keys: tuple[str, ...], value: object, lines: list[str], end: str
) -> None:
    old = WHOLE.replace("\n", end)
    new = set_toml_value(old, FILE, (*HERE, *keys), value)
    assert changed(old, new) == lines
    assert new.count("\n") == new.count(end)


@pytest.mark.parametrize(
    ("keys", "lines"),
    [
        (("mode",), ['- mode = "propose"   # for now']),
        (("exclude",), ["- exclude = [", '-     "a",  # made', '-     "b",', "- ]"]),
    ],
    ids=str,
)
def test_one_setting_is_gone(keys: tuple[str, ...], lines: list[str]) -> None:
    assert changed(WHOLE, remove_toml_value(WHOLE, FILE, (*HERE, *keys))) == lines


@pytest.mark.parametrize(
    ("text", "keys", "made"),
    [
        ("", ("mode",), 'mode = "x"\n'),
        ("# only\n", ("mode",), '# only\nmode = "x"\n'),
        ('[checks]\na = "b"\n', ("mode",), 'mode = "x"\n\n[checks]\na = "b"\n'),
        ('mode = "y"', ("mode",), 'mode = "x"'),
        ("", (*HERE, "mode"), '[tool.hookkit]\nmode = "x"\n'),
        ("", (*HERE, "checks", "a"), '[tool.hookkit.checks]\na = "x"\n'),
        ("[a]\nb = 1\n", (*HERE, "mode"), '[a]\nb = 1\n\n[tool.hookkit]\nmode = "x"\n'),
        ("[tool.a]\nb = 1\n", (*HERE, "mode"), '[tool.a]\nb = 1\n\n[tool.hookkit]\nmode = "x"\n'),
        ("[tool]\nhookkit.jobs = 1\n", (*HERE, "mode"),
         '[tool]\nhookkit.jobs = 1\nhookkit.mode = "x"\n'),
        ("tool.hookkit = {jobs = 1}\n", (*HERE, "checks", "a"),
         'tool.hookkit = {jobs = 1,checks = {a = "x"}}\n'),
        ('[tool.hookkit]\nchecks.b = "y"\n', (*HERE, "checks", "a"),
         '[tool.hookkit]\nchecks.b = "y"\nchecks.a = "x"\n'),
        ('[tool.hookkit]\njobs = 1\n[tool.b]\n[tool.hookkit.checks]\na = "y" # z\n',
         (*HERE, "checks", "a"),
         '[tool.hookkit]\njobs = 1\n[tool.b]\n[tool.hookkit.checks]\na = "x" # z\n'),
    ],
    ids=repr,
)
def test_every_form_of_toml_is_kept(text: str, keys: tuple[str, ...], made: str) -> None:
    assert set_toml_value(text, FILE, keys, "x") == made


def test_what_is_no_table_is_not_made_one() -> None:
    with pytest.raises(NotEditable):
        set_toml_value("checks = 1\n", FILE, ("checks", "history"), "off")


def test_what_is_no_toml_is_named_with_its_line() -> None:
    with pytest.raises(WrongUsage, match="no valid TOML in pyproject.toml, line 2"):
        set_toml_value("a = 1\nb\n", FILE, ("mode",), "x")


def test_a_list_of_the_same_in_another_order_is_written_anew() -> None:
    made = set_toml_value('a = ["x", "y"]\n', FILE, ("a",), ["y", "x"])
    assert parse_toml(made, FILE) == {"a": ["y", "x"]}
