"""The verdict on each commit of a branch's own line, and that it is the one of the check."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hookkit.git.commits import shallow_boundary
from hookkit.git.log import read_history
from hookkit.history.checks.commit_verdicts import (
    RULE_OF_VERDICT,
    CommitWithVerdict,
    main_line_verdicts,
)
from hookkit.history.checks.history_of_protected_branch import check_history
from tests.history.checks.scenarios import branch, clone, found_team, grow, merge
from tests.repository import Repository


def verdicts(
    repo: Repository, base: str | None = None, tip: str = "main"
) -> list[CommitWithVerdict]:
    """Check a line of main."""
    git = repo.runner
    history = read_history(git, base, repo.git("rev-parse", tip), with_messages=False)
    return main_line_verdicts(history, base, shallow_boundary(git), "main")


def verdict_lines(steps: list[CommitWithVerdict]) -> list[str]:
    """Write steps as lines: the subject, the verdict, what was brought in."""
    return [
        f"{each.commit.subject}: {each.verdict}"
        + "".join(f" +{one}" for one in sorted(commit.subject for commit in each.merged_commits))
        for each in steps
    ]


def rebased(repo: Repository) -> None:
    """A branch on top of main."""
    branch(repo, "t", "main", "t1", "t2")
    merge(repo, "t")


def behind(repo: Repository) -> None:
    """A branch that lacks a commit of main."""
    branch(repo, "t", "main", "t1")
    repo.git("checkout", "-q", "main")
    grow(repo, "m1")
    merge(repo, "t")


def forwarded(repo: Repository) -> None:
    """A branch that main was moved to."""
    branch(repo, "t", "main", "t1", "t2")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "t")


def second_is_stale(repo: Repository) -> None:
    """Two branches of the same commit."""
    branch(repo, "t", "main", "t1")
    branch(repo, "u", "main", "u1")
    merge(repo, "t")
    merge(repo, "u")


def updated(repo: Repository) -> None:
    """A branch that took main in by a merge, as "Update branch" does."""
    branch(repo, "t", "main", "t1")
    repo.git("checkout", "-q", "main")
    grow(repo, "m1")
    merge(repo, "main", into="t", title="Merge branch 'main' into t")
    merge(repo, "t")


def pulled(repo: Repository) -> None:
    """A pull of main into commits of one's own."""
    branch(repo, "theirs", "main", "x1", "x2")
    repo.git("checkout", "-q", "main")
    grow(repo, "m1")
    merge(repo, "theirs", title="Merge branch 'main' of example.com:team/project")
    branch(repo, "t", "main", "t1")
    merge(repo, "t")


def back_merged(repo: Repository) -> None:
    """A branch that took main in, and that main was then moved to."""
    branch(repo, "t", "main", "t1")
    repo.git("checkout", "-q", "main")
    grow(repo, "m1")
    merge(repo, "main", into="t", title="Merge remote-tracking branch 'origin/main' into t")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "t")


def evil(repo: Repository) -> None:
    """A merge with a change of its own."""
    branch(repo, "t", "main", "t1")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "t")
    repo.write("more", "more\n")
    repo.git("add", "more")
    repo.git("commit", "-q", "-m", "Merge t")


def octopus(repo: Repository) -> None:
    """A merge of two branches at once."""
    branch(repo, "t", "main", "t1")
    branch(repo, "u", "main", "u1")
    repo.git("checkout", "-q", "main")
    grow(repo, "m1")
    merge(repo, "t", "u")


def fork(repo: Repository) -> None:
    """The main of somebody's fork, by a pull request."""
    branch(repo, "t", "main", "t1")
    merge(repo, "t", title="Merge pull request #1 from ann/main")


def subtree(repo: Repository) -> None:
    """The history of another project, as `git subtree add` brings it in."""
    repo.git("checkout", "-q", "--orphan", "other")
    repo.git("rm", "-q", "-rf", ".")
    grow(repo, "o1", "o2")
    merge(repo, "other", how="--allow-unrelated-histories")
    branch(repo, "t", "main", "t1")
    merge(repo, "t")


SCENARIOS: dict[Callable[[Repository], None], list[str]] = {
    rebased: ["Merge t: semi-linear +t1 +t2"],
    behind: ["m1: direct", "Merge t: not-rebased +t1"],
    forwarded: ["t1: direct", "t2: direct"],
    second_is_stale: ["Merge t: semi-linear +t1", "Merge u: not-rebased +u1"],
    updated: ["m1: direct", "Merge t: inner-merge +Merge branch 'main' into t +t1"],
    # The line goes on where main was.
    pulled: [
        *("x1: direct", "x2: direct"),
        "Merge branch 'main' of example.com:team/project: foxtrot +m1",
        "Merge t: semi-linear +t1",
    ],
    back_merged: [
        "m1: direct",
        "Merge remote-tracking branch 'origin/main' into t: foxtrot +t1",
    ],
    evil: ["Merge t: evil-merge +t1"],
    octopus: ["m1: direct", "Merge t, u: octopus +t1 +u1"],
    fork: ["Merge pull request #1 from ann/main: semi-linear +t1"],
    subtree: ["Merge other: unrelated +o1 +o2", "Merge t: semi-linear +t1"],
}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.__name__)
def test_each_way_to_main_has_its_verdict(
    repo: Repository, scenario: Callable[[Repository], None]
) -> None:
    base = grow(repo, "begin")
    scenario(repo)
    wanted = SCENARIOS[scenario]
    assert verdict_lines(verdicts(repo, base)) == wanted
    # The first commit of all has no verdict.
    assert verdict_lines(verdicts(repo)) == wanted


def test_below_the_first_commit_that_has_the_base_the_line_is_of_another_branch(
    repo: Repository,
) -> None:
    grow(repo, "begin")
    branch(repo, "t", "main", "t1", "t2")
    repo.git("checkout", "-q", "main")
    base = grow(repo, "m1")
    merge(repo, "main", into="t", title="Some words")
    grow(repo, "t3")
    assert verdict_lines(verdicts(repo, base, "t")) == ["Some words: foxtrot +t1 +t2", "t3: direct"]


def test_where_the_branch_has_not_got_the_base_a_merge_that_leaves_the_range_is_unknown(
    repo: Repository,
) -> None:
    fork = grow(repo, "begin")
    later = grow(repo, "m1")
    base = grow(repo, "m2")
    branch(repo, "sub", later, "s1")
    repo.git("checkout", "-q", "-b", "t", fork)
    merge(repo, "sub", into="t")
    branch(repo, "own", "t", "o1")
    merge(repo, "own", into="t")
    assert verdict_lines(verdicts(repo, base, "t")) == [
        "Merge sub: unknown +s1",
        "Merge own: semi-linear +o1",
    ]


def test_no_commits_have_no_verdicts(repo: Repository) -> None:
    begin = grow(repo, "begin")
    assert verdicts(repo, begin) == verdicts(repo) == []


def test_what_a_shallow_clone_does_not_tell_is_unknown(tmp_path: Path) -> None:
    team = found_team(tmp_path)
    branch(team.alice, "t", "main", *(f"t{n}" for n in range(9)))
    branch(team.alice, "u", "main", "u1")
    team.alice.git("checkout", "-q", "main")
    grow(team.alice, "m1", "m2")
    merge(team.alice, "t")
    merge(team.alice, "u")
    branch(team.alice, "v", "main", "v1")
    merge(team.alice, "v")
    team.alice.git("push", "-q", "origin", "main")
    shallow = clone(team.remote, tmp_path / "shallow", "carol", "--depth=4")
    assert verdict_lines(verdicts(shallow)) == [
        "m2: unknown",
        # Where t and u left main is not in the clone.
        "Merge t: unknown +t8",
        "Merge u: unknown +base +u1",
        "Merge v: semi-linear +v1",
    ]


def test_the_verdict_is_that_of_the_check(tmp_path: Path) -> None:
    draw, seen = random.Random(4), set[str]()
    for number in range(6):
        repo = Repository.init(tmp_path / str(number))
        _import(repo, draw)
        tip, *below = repo.git("rev-list", "main").split()
        base = draw.choice(below)
        # Without a name: that a merge says that it is a pull is more than the check looks at.
        git = repo.runner
        history = read_history(git, base, tip, with_messages=False)
        steps = main_line_verdicts(history, base, shallow_boundary(git), "")
        assert _faults(steps) == _found(repo, base, tip), (number, base)
        seen |= {each.verdict for each in steps}
    # All that are drawn have one root.
    assert seen == {*RULE_OF_VERDICT, "semi-linear"} - {"unrelated"}


def _faults(steps: list[CommitWithVerdict]) -> dict[str, str]:
    """Give the rule for each commit that has one; of direct commits in a row for the last."""
    found = {}
    for each, above in zip(steps, [*steps[1:], None], strict=True):
        is_inside = above is not None and each.verdict == above.verdict == "direct"
        if each.verdict in RULE_OF_VERDICT and not is_inside:
            found[each.commit.id] = RULE_OF_VERDICT[each.verdict]
    return found


def _found(repo: Repository, base: str, tip: str) -> dict[str, str]:
    found = check_history(
        repo.runner,
        base,
        tip,
        branch="main",
        level="refuse",
        direct_level="refuse",
        inner_level="refuse",
    )
    assert {each.answer for each in found} <= {"no"}
    # Of the rules that one merge can break the report tells the gravest.
    gravity = {"HK404": 0, "HK406": 1}
    found.sort(key=lambda each: gravity.get(each.rule, 2))
    return {each.place: each.rule for each in found}


def _import(repo: Repository, draw: random.Random) -> None:
    """Make a history that nobody would want, on main and three topics."""
    stream = "".join(_commits(draw))
    repo.git("fast-import", "--quiet", data=stream.encode())


def _commits(draw: random.Random) -> Iterator[str]:
    tips, contents = {"main": 1}, {1: 1}
    yield _commit(1, "main", [], 1)
    for number in range(2, 60):
        name = draw.choice(["main", "main", "t", "u", "v"])
        start = draw.choice([tips["main"], tips["main"], draw.randrange(1, number)])
        parents = [tips.get(name, start)]
        if draw.random() < 0.5:
            others = [each for each in set(tips.values()) if each != parents[0]]
            parents += draw.sample(others, min(len(others), draw.choice([1, 1, 1, 2])))
        # A merge often has the content of its branch.
        contents[number] = draw.choice([contents[parents[-1]], number])
        yield _commit(number, name, parents, contents[number])
        tips[name] = number
        if draw.random() < 0.3 and name != "main":
            del tips[name]


def _commit(number: int, name: str, parents: list[int], content: int) -> str:
    words = ("from", *["merge"] * 9)
    above = "".join(f"{word} :{each}\n" for word, each in zip(words, parents, strict=False))
    who = f"committer me <me@hookkit.invalid> {1_700_000_000 + number} +0000"
    return (
        f"commit refs/heads/{name}\nmark :{number}\n{who}\ndata <<E\nc{number}\nE\n{above}"
        f"M 100644 inline f\ndata <<E\n{content}\nE\n"
    )
