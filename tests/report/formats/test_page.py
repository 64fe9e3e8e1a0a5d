"""The examples of docs/formats.md are what the formats write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hookkit.report.formats import FORMATS, RUN_FORMATS
from tests.report.formats.reviews import range_of
from tests.repository import Repository

PAGE = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
COMMIT = "c0ffee" * 6 + "c0ff"
"""What stands on the page for the id of the commit."""

EXAMPLES = {
    f"{command} --format {name}": block
    for command, name, block in re.findall(
        r"`hookkit (review|run).* --format (\w+)`:\n\n```\w+\n((?s:.*?))```$", PAGE, re.MULTILINE
    )
}


def test_there_is_an_example_of_each_format() -> None:
    runs = {f"run --format {name}" for name in RUN_FORMATS.keys() - {"json", "sarif"}}
    assert EXAMPLES.keys() == {f"review --format {name}" for name in FORMATS} | runs


@pytest.mark.parametrize("command", EXAMPLES)
def test_an_example(command: str, repo: Repository) -> None:
    repo.commit("begin", {"README": "x\n"})
    files = {"calc.py": "import os,sys\nx=1\n", "broken.py": "def f(:\n"}
    commit = repo.commit("Add calc", files)
    review = range_of(repo, "HEAD^")
    (own,) = (each._replace(author="Jo Doe", when=1_767_225_600) for each in review.commits)
    review = review._replace(span="origin/main..HEAD", commits=(own,))
    name = command.rpartition(" ")[2]
    is_run = command.startswith("run")
    data = RUN_FORMATS[name](review.outcome) if is_run else FORMATS[name](review)
    told = data.decode().replace(commit, COMMIT).replace(commit[:7], COMMIT[:7])
    assert told == EXAMPLES[command]
