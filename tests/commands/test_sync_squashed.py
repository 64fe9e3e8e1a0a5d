"""``hookkit sync`` of a branch whose first commits are in the target as a squash."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.sync_scenario import LINES, Team, begin, edited, push, refused, sync_report
from tests.interruption.spread_scenario import subjects
from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here, short_ids


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice has two branches, the upper one on the lower one, whose commits share a line."""
    made = begin(tmp_path)
    alice = made.alice
    alice.git("switch", "-q", "-c", "low", "main")
    alice.commit("Low 1", {"low.txt": edited(LINES, _2="one")})
    alice.commit("Low 2", {"low.txt": edited(LINES, _2="two")})
    alice.git("push", "-q", "-u", "origin", "low")
    alice.git("switch", "-q", "-c", "high")
    alice.commit("High 1", {"low.txt": edited(LINES, _2="two", _9="high")})
    alice.commit("High 2", {"high.txt": "high\n"})
    return made


def squashed(bob: Repository, *more: str) -> None:
    """Bob merges the lower branch as a server does that squashes."""
    bob.git("fetch", "-q")
    bob.git("merge", "-q", "--squash", "origin/low")
    bob.git("commit", "-q", "-m", "Low (#3)")
    bob.git("push", "-q")
    for name in more:
        push(bob, name, {f"{name}.txt": name})


def test_what_is_above_the_squash_is_rebased(team: Team) -> None:
    alice = team.alice
    squashed(team.bob, "Later")
    before = repository_content(alice)
    assert sync_report(alice) == (
        "hookkit rebased 2 commits of high on origin/main, which had 3 commits more\n"
        '  <Low 1>  "Low 1"  dropped: origin/main has its change in <Low (#3)> "Low (#3)"\n'
        '  <Low 2>  "Low 2"  dropped: origin/main has its change in <Low (#3)> "Low (#3)"\n'
        "  note low stays: origin/main has all of it\n"
        "look       git range-diff <Later> <High 2> <High 2>\n"
        "take back  hookkit undo  = git reset --keep <High 2>\n"
    )
    assert subjects(alice, "origin/main..high") == ["High 1", "High 2"]
    assert alice.read("low.txt").decode() == edited(LINES, _2="two", _9="high")
    assert alice.git("log", "-1", "--format=%s", "low") == "Low 2"
    assert run_here(alice, "undo").status == 0
    assert repository_content(alice).files == before.files


@pytest.mark.parametrize("has_branches", [True, False])
def test_a_parent_that_went_on_and_is_deleted(team: Team, has_branches: bool) -> None:
    """The squash has a commit that the upper branch was not made on."""
    alice = team.alice
    alice.git("switch", "-q", "low")
    alice.commit("Low 3", {"low.txt": edited(LINES, _2="three")})
    alice.git("push", "-q")
    alice.git("switch", "-q", "high")
    squashed(team.bob)
    if not has_branches:
        alice.git("branch", "-q", "-D", "low")
        alice.git("push", "-q", "origin", ":low")
    sync_report(alice)
    assert subjects(alice, "origin/main..high") == ["High 1", "High 2"]
    assert alice.read("low.txt").decode() == edited(LINES, _2="three", _9="high")


def test_a_squash_in_other_surroundings(team: Team) -> None:
    alice, bob = team.alice, team.bob
    alice.git("switch", "-q", "-C", "low", "main")
    alice.commit("Low 1", {"a.txt": edited(LINES, _2="one")})
    alice.commit("Low 2", {"a.txt": edited(LINES, _2="two")})
    alice.git("push", "-q", "-f", "origin", "low")
    alice.git("switch", "-q", "-C", "high")
    alice.commit("High", {"high.txt": "high\n"})
    push(bob, "Near", {"a.txt": edited(LINES, _5="near", _20="bob")})
    squashed(bob)
    sync_report(alice)
    assert subjects(alice, "origin/main..high") == ["High"]
    assert alice.read("a.txt").decode() == edited(LINES, _2="two", _5="near", _20="bob")


def test_what_meets_the_target_above_the_squash_is_told(team: Team) -> None:
    alice = team.alice
    squashed(team.bob)
    push(team.bob, "Meets", {"low.txt": edited(LINES, _2="two", _9="bob")})
    assert refused(alice) == (
        'hookkit: commit 1 of 2 above <Low 2>, <High 1> "High 1", has a conflict with origin/main'
        " in low.txt: nothing was changed\n"
        "  repair: hookkit sync --resolve\n"
    )


def test_a_branch_that_is_squashed_itself_is_merged(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "low")
    squashed(team.bob)
    push(team.bob, "Meets", {"low.txt": edited(LINES, _2="bob")})
    assert run_here(alice, "sync").out.startswith("hookkit found low merged: origin/main has all")


def test_a_likeness_in_part_is_no_squash(team: Team) -> None:
    """Bob has made another change of the same files."""
    push(team.bob, "Low (#3)", {"low.txt": edited(LINES, _2="too")})
    ended = run_here(team.alice, "sync")
    assert ended.status == 1
    assert '<Low 1> "Low 1", has a conflict with' in short_ids(team.alice, ended.err)


def test_merge_rebases_what_is_above_the_squash(team: Team) -> None:
    alice = team.alice
    squashed(team.bob)
    alice.git("fetch", "-q")
    ended = run_here(alice, "merge", "--rebase")
    assert (ended.status, ended.err) == (0, "")
    assert subjects(alice, "main^1..main^2") == ["High 1", "High 2"]
