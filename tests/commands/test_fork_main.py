"""A merged main of a fork and a pull: all commands tell them apart in the same way."""

from __future__ import annotations

import json

import pytest

from tests.history.checks.scenarios import branch, grow, merge
from tests.repository import Repository
from tests.repository_with_hooks import run_here

SERVERS = {
    "Merge branch 'main' into 'main'\n\nTax\n\nSee merge request shop/till!7": "a fork's main",
    "Merge pull request #7 from ann/main\n\nTax": "ann's main",
    "Merge pull request #7 in SHOP/till from ~ANN/till:main to main": "ANN's main",
}


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A main of two commits, and a branch on it."""
    grow(repo, "base", "base2")
    branch(repo, "t", "main", "t1")
    return repo


def verdicts(repo: Repository, since: str) -> dict[str, int]:
    """The verdicts that the report counts."""
    ended = run_here(repo, "history-report", f"{since}..main", "--format", "json")
    found = json.loads(ended.out)["verdicts"]
    return {each["verdict"]: each["count"] for each in found if each["count"]}


def rules(repo: Repository, since: str) -> list[str]:
    """The rules that the check of the same commits names."""
    ended = run_here(repo, "check", f"{since}..main", "--format", "json")
    return [each["rule"] for each in json.loads(ended.out)["findings"]]


@pytest.mark.parametrize("title", SERVERS)
def test_the_main_of_a_fork_is_a_branch(begun: Repository, title: str) -> None:
    old = begun.git("rev-parse", "main")
    merge(begun, "t", title=title)
    assert (verdicts(begun, old), rules(begun, old)) == ({"semi-linear": 1}, [])
    assert " ✓ [HEAD → main]" in run_here(begun, "graph").out.splitlines()[0]
    said = run_here(begun, "why", "t").out
    assert f" of {SERVERS[title]} into main, by " in said and "(a pull)" not in said


@pytest.mark.parametrize(
    "title", ["Merge branch 'main' of host:shop/till", "Merge remote-tracking branch 'origin/main'"]
)
def test_a_pull_is_none(begun: Repository, title: str) -> None:
    begun.git("checkout", "-q", "main")
    old = grow(begun, "m1")
    merge(begun, "main", into="t", title=title)
    begun.git("checkout", "-q", "-B", "main")
    assert (verdicts(begun, old), rules(begun, old)) == ({"foxtrot": 1}, ["HK402"])
    assert "foxtrot HK402" in run_here(begun, "graph").out.splitlines()[0]
    assert "main into main (a pull), by " in run_here(begun, "why", old).out
