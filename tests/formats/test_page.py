"""The examples of docs/formats.md are what the formats write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hookkit.formats.registry import CHECK_FORMATS, REVIEW_FORMATS, RUN_FORMATS
from hookkit.history.check_runs.check_result import collect_results
from hookkit.history.finding import Finding
from tests.formats.example_review import range_of
from tests.repository import Repository

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
COMMIT = "c0ffee" * 6 + "c0ff"
"""What stands on the page for the id of the commit."""

EXAMPLES = {
    f"{command} --format {name}": block
    for command, name, block in re.findall(
        r"`hookkit (review|run|check).* --format (\w+)`:\n\n```\w+\n((?s:.*?))```$",
        PAGE,
        re.MULTILINE,
    )
}
CHECKED = collect_results(
    "12-add",
    [
        Finding(
            *("HK301", "no", "refuse", "12-add"),
            "it is not rebased on origin/main: it lacks 1 commit",
            "hookkit sync",
            "git rebase origin/main",
        ),
        Finding(
            *("HK801", "no", "warn", COMMIT),
            '"Mend it, for #13" is for 13, and the branch for 12',
            "git rebase -i --keep-base origin/main",
        ),
    ],
)


def test_there_is_an_example_of_each_format() -> None:
    runs = {f"run --format {name}" for name in RUN_FORMATS.keys() - {"json", "sarif"}}
    checks = {f"check --format {name}" for name in CHECK_FORMATS.keys() - {"sarif"}}
    assert EXAMPLES.keys() == {f"review --format {name}" for name in REVIEW_FORMATS} | runs | checks


@pytest.mark.parametrize("name", sorted(CHECK_FORMATS.keys() - {"sarif"}))
def test_an_example_of_a_check(name: str) -> None:
    assert CHECK_FORMATS[name](CHECKED).decode() == EXAMPLES[f"check --format {name}"]


@pytest.mark.parametrize("command", [each for each in EXAMPLES if not each.startswith("check")])
def test_an_example(command: str, repo: Repository) -> None:
    repo.commit("begin", {"README": "x\n"})
    files = {"calc.py": "import os,sys\nx=1\n", "broken.py": "def f(:\n"}
    commit = repo.commit("Add calc", files)
    review = range_of(repo, "HEAD^")
    (own,) = (each._replace(author="Jo Doe", author_time=1_767_225_600) for each in review.commits)
    review = review._replace(range_name="origin/main..HEAD", commits=(own,))
    name = command.rpartition(" ")[2]
    is_run = command.startswith("run")
    data = RUN_FORMATS[name](review.outcome) if is_run else REVIEW_FORMATS[name](review)
    told = data.decode().replace(commit, COMMIT).replace(commit[:7], COMMIT[:7])
    assert told == EXAMPLES[command]
