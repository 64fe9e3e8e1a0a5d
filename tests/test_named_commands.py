"""Each command of hookkit that a message or a page names is there, and so are its options."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click

from hookkit.help_groups_and_examples import COMMAND_GROUPS
from scripts.render_man import commands

ROOT = Path(__file__).parents[1]
COMMANDS = commands()
OTHERS = {"hook"}
"""Commands that only the shims run."""


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module with their lines; what is put into one while it runs becomes "…"."""
    tree = ast.parse(path.read_text("utf-8"))
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for node in joined for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (each.value if isinstance(each, ast.Constant) else "…" for each in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in inside:
                yield node.lineno, node.value


def named(text: str) -> Iterator[str]:
    """The commands with their options in a text: from `hookkit NAME` to where they end."""
    for found in re.finditer(r"(?<![\w/.-])hookkit ([a-z][a-z-]*[a-z])((?: [^\s,;:()`]+)*)", text):
        if found[1] in {name.split()[0] for name in COMMANDS}:
            yield f"{found[1]}{found[2]}"


def wrong(line: str) -> str | None:
    """Say what is wrong in a command: an option that it does not have; None for nothing."""
    first, *words = re.split(r" (?:&&|\|\||\||>|or|and|with|as) ", f"{line} ")[0].split()
    name = first
    if words and f"{first} {words[0]}" in COMMANDS:
        name = f"{first} {words.pop(0)}"
    known = {option for each in COMMANDS[name].params for option in each.opts} | {"-h", "--help"}
    for word in words:
        option = word.partition("=")[0].rstrip(".'\"")
        if re.fullmatch(r"--[a-z][a-z-]+", option) and option not in known:
            return f"hookkit {name} has no {option}"
    return None


MODULES = sorted((ROOT / "hookkit").rglob("*.py"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_what_a_message_names_is_there() -> None:
    lines = ((path, line) for path in MODULES for _, text in texts(path) for line in named(text))
    assert [f"{path}: {problem}" for path, line in lines if (problem := wrong(line))] == []


def test_what_a_page_names_is_there() -> None:
    known = {name.split()[0] for name in COMMANDS} | OTHERS
    for path in PAGES:
        text = path.read_text("utf-8")
        assert [problem for line in named(text) if (problem := wrong(line))] == [], path
        assert {*re.findall(r"`hookkit ([a-z][a-z-]+)", text)} <= known, path


REPAIRS = ("WrongUsage", "Refused", "EnvironmentFailed", "Next", "Finding")


def repairs(path: Path) -> Iterator[tuple[int, str]]:
    """The commands that errors and next steps name, as texts that begin with hookkit."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in REPAIRS and len(node.args) > 1:
                for inner in ast.walk(node.args[-1]):
                    text = inner.value if isinstance(inner, ast.Constant) else ""
                    if isinstance(text, str) and text.startswith("hookkit "):
                        yield node.lineno, text


def test_each_repair_is_a_command() -> None:
    known = {name for names in COMMAND_GROUPS.values() for name in names} | OTHERS
    for path in MODULES:
        for number, text in repairs(path):
            word, *_ = [*text.split()[1:], "--help"]  # what follows may come while it runs
            assert word in known or word.startswith("--"), f"{path}:{number}: {text}"


def test_what_is_wrong_is_seen() -> None:
    assert wrong("config set mode --nowhere") == "hookkit config set has no --nowhere"
    assert wrong("run --chek") == "hookkit run has no --chek"
    assert wrong("run --check && git push --force") is None
    assert [*named("say hookkit run --check, or hookkit found it")] == ["run --check"]
    assert isinstance(COMMANDS["config set"], click.Command)
