"""The pages of the documentation: run their examples, check their links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from hookkit.settings.autopep8.option_finder import find_autopep8_options
from hookkit.settings.effective_settings import settings_in_force
from hookkit.settings.settings_file import parse_toml
from scripts.example_repositories import Scenario
from scripts.render_transcripts import replay
from tests.repository import Repository

ROOT = Path(__file__).parents[1]

# What is now in one of the texts, and later in the other.
_TIMES = (
    (r"\bjust now\b|\b\d+ minutes? ago\b", "AGO"),
    (r"\b\d{4}-(\d\d-\d\d|W\d\d)\b", "DATE"),
    (r"\b\d+ minutes?\b", "MINUTES"),
    (r" +(now|\d+ min)$", " AGE"),
)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the line where it begins."""

    language: str
    text: str
    line: int

    @property
    def name(self) -> str:
        """A name for the block in the output of pytest."""
        return f"{self.language or 'none'}-line-{self.line}"


def blocks(page: str) -> Iterator[Block]:
    """All fenced blocks of a page."""
    for found in re.finditer(r"^```(.*)\n((?:.*\n)*?)```$", page, re.MULTILINE):
        yield Block(found[1], found[2], page[: found.start()].count("\n") + 1)


def links(page: str) -> list[str]:
    """The links of a page to files beside it, without the place in them."""
    return re.findall(r"\]\((?!https?:)([^)#]+)", page)


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the table whose first column has ``heading``."""
    start = page.index(f"| {heading} |")
    rows = page[start:].split("\n\n")[0].splitlines()[2:]
    # A cell may hold a bar only as part of the text of the code, and none does.
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


class Mask:
    """Makes two texts equal that differ only in what differs from machine to machine.

    The ids of commits are numbered in the order in which they come, so that an example must name
    the same commit wherever the product does.
    """

    def __init__(self, home: Path) -> None:
        """Take the folder that is ``/home/you`` in the examples."""
        self._home = str(home)
        self._ids: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Mask a text."""
        text = text.replace(self._home, "/home/you")
        text = re.sub(r"git version .* \(2", "git version (2", text)
        text = re.sub(r"(runs with|Python:) \S+", r"\1 PYTHON", text)
        text = re.sub(r"flake8 \S+ on \S+ \S+,", "flake8 VERSION,", text)
        for pattern, word in _TIMES:
            text = re.sub(pattern, word, text, flags=re.MULTILINE)
        return re.sub(r"\b[0-9a-f]{7,40}\b", self._number, text)

    def _number(self, found: re.Match[str]) -> str:
        return self._ids.setdefault(found[0][:7], f"<commit {len(self._ids) + 1}>")


def check_transcripts(page: str, scenario: Scenario, home: Path) -> None:
    """The transcripts, one after the other, are what their commands print."""
    real, told = Mask(home), Mask(home)
    for block in blocks(page):
        if block.language == "console":
            seen, wanted = real(replay(block.text, scenario.run)), told(block.text)
            unlike = unified_diff(wanted.splitlines(), seen.splitlines(), lineterm="", n=1)
            said = ["run: python -m scripts.render_transcripts", *unlike]
            assert seen == wanted, "\n".join(said)


def check_toml(block: Block, repo: Repository) -> None:
    """Settings of hookkit or of autopep8, each in force once the file is there."""
    is_project = block.text.startswith("[tool.")
    path = repo.write("pyproject.toml" if is_project else ".hookkit.toml", block.text)
    table = parse_toml(block.text, path)
    tools = table["tool"] if is_project else {"hookkit": table}
    assert isinstance(tools, dict) and tools.keys() <= {"hookkit", "autopep8"}
    settings = {each.key: each for each in settings_in_force(repo.runner)}
    for key, value in tools.get("hookkit", {}).items():
        assert settings[key].value == (tuple(value) if isinstance(value, list) else value)
        assert settings[key].origin.startswith(str(path))
    options = find_autopep8_options(repo.path / "any.py").options
    for key, value in tools.get("autopep8", {}).items():
        assert getattr(options, key) == value
