"""New debt as findings: in what is staged, in a range, in the worktree."""

from __future__ import annotations

import pytest

from hookkit.history.checks.debt import range_debt, staged_debt, worktree_debt
from hookkit.history.finding import Position
from hookkit.settings.definitions import BASELINE_FILE
from tests.debt.repository_with_baseline import SLOPPY, accept_two
from tests.repository import Repository
from tests.repository_with_hooks import run_here


@pytest.fixture
def team(repo: Repository) -> Repository:
    """A repository whose debt of two findings is accepted."""
    return accept_two(repo)


def test_what_is_staged_has_its_place_and_the_last_one_a_repair(team: Repository) -> None:
    assert staged_debt(team.runner, "refuse") == []
    team.write("a.py", SLOPPY + "y=1\nimport sys\n")
    team.git("add", "a.py")
    assert staged_debt(team.runner, "off") == []
    found = staged_debt(team.runner, "warn")
    assert [(each.rule, each.answer, each.level) for each in found] == [("HK911", "no", "warn")] * 3
    assert [each.place for each in found] == ["a.py:3:2", "a.py:4:1", "a.py:4:1"]
    assert found[0].sentence == "E225 missing whitespace around operator"
    assert isinstance(found[0].position, Position) and found[0].position[:4] == (
        "a.py",
        3,
        2,
        "E225",
    )
    assert [each.repair for each in found] == [None, None, "hookkit run --staged"]


def test_what_autopep8_cannot_correct_is_for_the_person_to_accept(team: Repository) -> None:
    team.write("b.py", "import sys\n")
    team.git("add", "b.py")
    for found in (staged_debt(team.runner, "refuse"), worktree_debt(team.runner, "refuse")):
        (one,) = found
        assert one.repair == f"hookkit debt accept --new && git add -- :/{BASELINE_FILE}"


def test_a_range_tells_what_it_brought_and_that_its_baseline_has_grown(team: Repository) -> None:
    team.write("b.py", "y=1\n")
    team.git("add", "b.py")
    assert run_here(team, "debt", "accept", "--new").status == 0
    team.git("add", BASELINE_FILE)
    team.commit("Take more")
    before, after = team.git("rev-parse", "HEAD~1"), team.head
    new, grown_finding = range_debt(team.runner, "refuse", before, after)
    span = f"{before[:7]}..{after[:7]}"
    assert (new.place, new.repair) == ("b.py:1:2", f"hookkit run {span}")
    assert (grown_finding.rule, grown_finding.place) == ("HK912", BASELINE_FILE)
    assert grown_finding.sentence == "it has grown by 1 finding: b.py E225"
    assert grown_finding.repair == f"git checkout {before[:7]} -- :/{BASELINE_FILE}"


def test_what_is_missing_here_is_unknown_and_what_is_damaged_is_refused(team: Repository) -> None:
    team.write("setup.cfg", "[flake8:local-plugins]\nextension = X = plug:Plugin\n")
    team.git("add", "setup.cfg")
    (found,) = staged_debt(team.runner, "refuse")
    assert (found.answer, found.place, found.repair) == ("unknown", "setup.cfg", "hookkit trust")
    team.write("setup.cfg", "[flake8]\nquiet = 1\n")
    team.write("b.py", "y=1\n")
    team.git("add", "setup.cfg", "b.py")
    (found,) = staged_debt(team.runner, "refuse")
    assert (found.answer, found.place) == ("unknown", "the index")
    team.git("rm", "-qf", "setup.cfg", "b.py")
    team.write(BASELINE_FILE, "[\n")
    team.git("add", BASELINE_FILE)
    (found,) = staged_debt(team.runner, "refuse")
    assert (found.answer, found.repair is not None) == ("no", True)
    assert "damaged" in found.sentence


def test_without_a_baseline_the_first_one_is_the_repair(repo: Repository) -> None:
    repo.write("a.py", SLOPPY)
    repo.git("add", "a.py")
    assert staged_debt(repo.runner, "refuse")[-1].repair == (
        f"hookkit debt accept && git add -- :/{BASELINE_FILE}"
    )
