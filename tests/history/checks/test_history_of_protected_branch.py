"""The new commits of a protected branch are checked, in histories of every shape."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hookkit.history.checks.history_of_protected_branch import check_history
from hookkit.history.finding import Finding
from tests.history.checks.scenarios import (
    branch,
    clone,
    found_team,
    grow,
    lines_of,
    merge,
    run_repair,
    tick,
    verdicts,
    watched,
)
from tests.long_runs import some
from tests.repository import Repository


@pytest.fixture(params=some(["sha1", "sha256"], ["sha1"]))
def main(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    """A repository with two commits on main, of either kind of ids."""
    repo = Repository.init(tmp_path / "repo", f"--object-format={request.param}")
    grow(repo, "m1", "m2")
    return repo


def rebased(repo: Repository) -> None:
    branch(repo, "topic", "main", "t1", "t2")
    merge(repo, "topic")


def behind(repo: Repository) -> None:
    branch(repo, "topic", "main~1", "t1", "t2")
    merge(repo, "topic")


def fast_forward(repo: Repository) -> None:
    branch(repo, "topic", "main", "t1", "t2")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "topic")


def direct(repo: Repository) -> None:
    grow(repo, "d1")


def direct_below_a_merge(repo: Repository) -> None:
    grow(repo, "d1", "d2", "d3", "d4", "d5")
    rebased(repo)


def two_merges(repo: Repository) -> None:
    rebased(repo)
    branch(repo, "second", "main", "s1")
    merge(repo, "second")


def second_stale(repo: Repository) -> None:
    branch(repo, "second", "main", "s1")
    rebased(repo)
    merge(repo, "second")


def update_branch(repo: Repository) -> None:
    branch(repo, "topic", "main~1", "t1")
    merge(repo, "main", into="topic")
    merge(repo, "topic")


def foxtrot_of_a_pull(repo: Repository) -> None:
    old = repo.head
    repo.git("checkout", "-q", "-B", "main", "main~1")
    grow(repo, "mine")
    merge(repo, old, title="Merge remote main")


def foxtrot_of_a_fast_forward(repo: Repository) -> None:
    branch(repo, "topic", "main~1", "t1")
    merge(repo, "main", into="topic")
    grow(repo, "t2")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "topic")


def foxtrot_above_a_merge(repo: Repository) -> None:
    old = repo.head
    repo.git("checkout", "-q", "-B", "main", "main~1")
    rebased(repo)
    merge(repo, old, title="Merge remote main")


def evil(repo: Repository) -> None:
    branch(repo, "topic", "main", "t1")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
    tick(repo)
    repo.commit("Merge topic", {"evil": "evil\n"})


def evil_behind(repo: Repository) -> None:
    """A merge of a branch that is not rebased, in which somebody has added a file."""
    branch(repo, "topic", "main~1", "t1")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
    tick(repo)
    repo.commit("Merge topic", {"glue.py": "glue = 1\n"})


def evil_behind_a_good_one(repo: Repository) -> None:
    branch(repo, "good", "main", "g1")
    evil_behind(repo)
    merge(repo, "good")


def direct_below_an_evil_one(repo: Repository) -> None:
    grow(repo, "d1")
    evil_behind(repo)


def evil_inside(repo: Repository) -> None:
    """A topic that took main in by a merge, in which somebody has added a file."""
    branch(repo, "topic", "main~1", "t1")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "main")
    tick(repo)
    repo.commit("Merge main", {"glue.py": "glue = 1\n"})
    merge(repo, "topic")


def resolved(repo: Repository) -> None:
    """A merge of a branch that is not rebased, with a conflict that somebody has resolved."""
    branch(repo, "topic", "main~1")
    tick(repo)
    repo.commit("t1", {"m2": "of the topic\n"})
    repo.git("checkout", "-q", "main")
    repo.attempt("merge", "-q", "--no-ff", "topic")
    tick(repo)
    repo.commit("Merge topic", {"m2": "of both\n"})


def ours(repo: Repository) -> None:
    branch(repo, "topic", "main", "t1")
    merge(repo, "topic", how="-s ours")


def squash(repo: Repository) -> None:
    branch(repo, "topic", "main", "t1", "t2")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--squash", "topic")
    tick(repo)
    repo.commit("Squash topic")


def nested(repo: Repository) -> None:
    branch(repo, "topic", "main", "t1")
    branch(repo, "inner", "topic", "i1")
    merge(repo, "inner", into="topic")
    merge(repo, "topic")


def reverted(repo: Repository) -> None:
    rebased(repo)
    tick(repo)
    repo.git("revert", "--no-edit", "-m1", "HEAD")


def unrelated(repo: Repository) -> None:
    repo.git("checkout", "-q", "--orphan", "vendor")
    repo.git("rm", "-q", "-rf", ".")
    grow(repo, "v1", "v2")
    merge(repo, "vendor", how="--allow-unrelated-histories")


def subtree_add(repo: Repository) -> None:
    """What `git subtree add --prefix=vendor` makes: the other project in a folder of its own."""
    repo.git("checkout", "-q", "--orphan", "vendor")
    repo.git("rm", "-q", "-rf", ".")
    repo.commit("v1", {"lib.py": "v = 1\n"})
    subtree(repo, "Add 'vendor/' from commit")


def subtree_pull(repo: Repository) -> None:
    """What `git subtree pull` makes after that: a merge of what the other project did since."""
    subtree_add(repo)
    repo.git("checkout", "-q", "vendor")
    repo.commit("v2", {"lib.py": "v = 2\n"})
    subtree(repo, "Merge commit of vendor")


def subtree(repo: Repository, title: str) -> None:
    repo.git("checkout", "-q", "-f", "main")
    repo.attempt("rm", "-q", "-rf", "vendor")
    repo.git("read-tree", "--prefix=vendor/", "-u", "vendor")
    tick(repo)
    parents = ("-p", "main", "-p", "vendor")
    made = repo.git("commit-tree", repo.git("write-tree"), *parents, "-m", title)
    repo.git("reset", "-q", "--hard", made)


def octopus(repo: Repository) -> None:
    branch(repo, "one", "main", "o1")
    branch(repo, "two", "main", "w1")
    repo.git("checkout", "-q", "main")
    # With main among its heads git would leave it out, as an ancestor of the others.
    tree = repo.git("merge-tree", "--write-tree", "one", "two")
    tick(repo)
    parents = ("-p", "main", "-p", "one", "-p", "two")
    repo.git("reset", "-q", "--hard", repo.git("commit-tree", tree, *parents, "-m", "Merge both"))


def octopus_by_git(repo: Repository) -> None:
    branch(repo, "one", "main", "o1")
    branch(repo, "two", "main", "w1")
    repo.git("checkout", "-q", "main")
    grow(repo, "d1")
    merge(repo, "one", "two")


def rewound(repo: Repository) -> None:
    repo.git("reset", "-q", "--hard", "main~1")


def amended(repo: Repository) -> None:
    tick(repo)
    repo.git("commit", "-q", "--amend", "-m", "m2 again")


def evil_below(repo: Repository) -> None:
    evil(repo)
    branch(repo, "second", "main", "s1")
    merge(repo, "second")


CLEAN = "git diff --stat --exit-code HEAD && "

CASES: dict[Callable[[Repository], None], list[str]] = {
    rebased: [],
    behind: [
        'HK403 no refuse <Merge topic>: <Merge topic> "Merge topic" merges a branch '
        "that is not rebased on <m2>"
        f" | {CLEAN}git rebase --rebase-merges=rebase-cousins <m2> main",
    ],
    fast_forward: [
        'HK401 no refuse <t2>: <t1> "t1", <t2> "t2" went to main without a merge'
        " | git diff --stat --exit-code HEAD"
        " && git switch --detach <t2> && git switch -C main <m2> && git merge --no-ff -m"
        " 'Merge what went to main' @{-1}",
    ],
    direct: [
        'HK401 no refuse <d1>: <d1> "d1" went to main without a merge'
        " | git diff --stat --exit-code HEAD"
        " && git switch --detach <d1> && git switch -C main <m2> && git merge --no-ff -m"
        " 'Merge what went to main' @{-1}",
    ],
    direct_below_a_merge: [
        'HK401 no refuse <d5>: <d1> "d1", <d2> "d2", <d3> "d3" and 2 more went to main '
        "without a merge"
        " | git diff --stat --exit-code HEAD"
        " && git switch --detach <d5> && git switch -C main <m2> && git merge --no-ff -m"
        " 'Merge what went to main' @{-1} && git rebase --rebase-merges --onto main "
        "<d5> <Merge topic> && git switch -C main",
    ],
    two_merges: [],
    second_stale: [
        'HK403 no refuse <Merge second>: <Merge second> "Merge second" merges a branch '
        "that is not rebased on <Merge topic>"
        f" | {CLEAN}git rebase --rebase-merges=rebase-cousins <Merge topic> main",
    ],
    update_branch: [
        'HK404 no refuse <Merge topic>: <Merge topic> "Merge topic" has a merge inside:'
        ' <Merge main> "Merge main"'
        " | git diff --stat --exit-code HEAD"
        " && git switch -C main <m2> && git switch --detach <Merge main> && git rebase "
        "<m2> && git switch main && git merge --no-ff -m 'Merge topic' @{-1}",
    ],
    foxtrot_of_a_pull: [
        'HK402 no refuse <Merge remote main>: <Merge remote main> "Merge remote main" '
        "takes main as the second parent: <m2> leaves its first line"
        f" | {CLEAN}git rebase <m2> main",
    ],
    foxtrot_of_a_fast_forward: [
        'HK402 no refuse <Merge main>: <Merge main> "Merge main" takes main as the '
        "second parent: <m2> leaves its first line"
        f" | {CLEAN}git rebase <m2> main",
        'HK401 no refuse <t2>: <t2> "t2" went to main without a merge'
        " | git diff --stat --exit-code HEAD"
        " && git switch --detach <t2> && git switch -C main <Merge main> && git merge "
        "--no-ff -m 'Merge what went to main' @{-1}",
    ],
    foxtrot_above_a_merge: [
        'HK402 no refuse <Merge remote main>: <Merge remote main> "Merge remote main" '
        "takes main as the second parent: <m2> leaves its first line"
        f" | {CLEAN}git rebase --rebase-merges=rebase-cousins <m2> main",
    ],
    evil: [
        'HK406 no refuse <Merge topic>: <Merge topic> "Merge topic" changes more than '
        '<t1> "t1" that it merges'
        " | git diff --stat --exit-code HEAD"
        " && git switch --detach <t1> && git restore --source=<Merge topic> --staged "
        "--worktree :/ && git commit -m 'Make the changes that <Merge topic> made' && "
        "git switch -C main <m2> && git merge --no-ff -m 'Merge topic' @{-1}",
    ],
    ours: [
        'HK406 no refuse <Merge topic>: <Merge topic> "Merge topic" changes more than '
        '<t1> "t1" that it merges'
        " | git diff --stat --exit-code HEAD"
        " && git switch --detach <t1> && git restore --source=<Merge topic> --staged "
        "--worktree :/ && git commit -m 'Make the changes that <Merge topic> made' && "
        "git switch -C main <m2> && git merge --no-ff -m 'Merge topic' @{-1}",
    ],
    squash: [
        'HK401 no refuse <Squash topic>: <Squash topic> "Squash topic" went to main '
        "without a merge"
        " | git diff --stat --exit-code HEAD"
        " && git switch --detach <Squash topic> && git switch -C main <m2> && git merge "
        "--no-ff -m 'Merge what went to main' @{-1}",
    ],
    nested: [
        'HK404 no refuse <Merge topic>: <Merge topic> "Merge topic" has a merge inside:'
        ' <Merge inner> "Merge inner"'
        " | git diff --stat --exit-code HEAD"
        " && git switch -C main <m2> && git switch --detach <Merge inner> && git rebase "
        "<m2> && git switch main && git merge --no-ff -m 'Merge topic' @{-1}",
    ],
    reverted: [
        'HK401 no refuse <Revert "Merge topic">: <Revert "Merge topic"> "Revert "Merge '
        'topic"" went to main without a merge'
        " | git diff --stat --exit-code HEAD"
        ' && git switch --detach <Revert "Merge topic"> && git switch -C main <Merge '
        "topic> && git merge --no-ff -m 'Merge what went to main' @{-1}",
    ],
    unrelated: [
        'HK407 no refuse <Merge vendor>: <Merge vendor> "Merge vendor" brings in the history of '
        "something else, which nothing can rebase: it is kept",
    ],
    octopus: [
        'HK405 no refuse <Merge both>: <Merge both> "Merge both" merges 2 branches at '
        "once"
        " | git diff --stat --exit-code HEAD"
        " && git switch -C main <m2> && git switch --detach <o1> && git rebase main && "
        "git switch main && git merge --no-ff -m 'Merge both (1 of 2)' @{-1} && git "
        "switch --detach <w1> && git rebase main && git switch main && git merge --no-ff -m "
        "'Merge both (2 of 2)' @{-1}",
    ],
    octopus_by_git: [
        'HK401 no refuse <d1>: <d1> "d1" went to main without a merge'
        " | git diff --stat --exit-code HEAD"
        " && git switch --detach <d1> && git switch -C main <m2> && git merge --no-ff -m"
        " 'Merge what went to main' @{-1} && git rebase --rebase-merges --onto main "
        "<d1> <Merge one, two> && git switch -C main",
        'HK405 no refuse <Merge one, two>: <Merge one, two> "Merge one, two" merges 2 '
        "branches at once"
        " | git diff --stat --exit-code HEAD"
        " && git switch -C main <d1> && git switch --detach <o1> && git rebase main && "
        "git switch main && git merge --no-ff -m 'Merge one, two (1 of 2)' @{-1} && "
        "git switch --detach <w1> && git rebase main && git switch main && git merge --no-ff -m "
        "'Merge one, two (2 of 2)' @{-1}",
    ],
    rewound: [
        "HK501 no refuse main: main is protected: <m1> does not descend from <m2>"
        " | git rebase <m2> main",
    ],
    amended: [
        "HK501 no refuse main: main is protected: <m2 again> does not descend from <m2>"
        " | git rebase <m2> main",
    ],
    evil_below: [
        'HK406 no refuse <Merge topic>: <Merge topic> "Merge topic" changes more than '
        '<t1> "t1" that it merges'
        " | git diff --stat --exit-code HEAD"
        " && git switch --detach <t1> && git restore --source=<Merge topic> --staged "
        "--worktree :/ && git commit -m 'Make the changes that <Merge topic> made' && "
        "git switch -C main <m2> && git merge --no-ff -m 'Merge topic' @{-1} && git "
        "rebase --rebase-merges --onto main <Merge topic> <Merge second> && git switch "
        "-C main",
    ],
}


def judge(repo: Repository, old: str, new: str = "refs/heads/main", **more: Any) -> list[Finding]:
    """Check main with every rule at "refuse"."""
    levels: dict[str, Any] = {
        "level": "refuse",
        "direct_level": "refuse",
        "inner_level": "refuse",
        **more,
    }
    tip = repo.git("rev-parse", new)
    return check_history(repo.runner, old, tip, branch="main", **levels)


@pytest.mark.parametrize("main", ["sha1", "sha256"], indirect=True)
@pytest.mark.parametrize("build", CASES)
def test_each_shape_has_its_verdict(main: Repository, build: Callable[[Repository], None]) -> None:
    old = main.head
    build(main)
    assert lines_of(main, judge(main, old)) == CASES[build]


@pytest.mark.parametrize("build", [build for build in CASES if " | " in "".join(CASES[build])])
def test_each_repair_mends_its_finding_and_keeps_the_tree(
    main: Repository, build: Callable[[Repository], None]
) -> None:
    old = main.head
    build(main)
    tree = main.git("rev-parse", "main^{tree}")
    finding = judge(main, old)[0]
    assert finding.repair is not None
    run_repair(main, finding.repair)
    assert finding.rule not in [each.rule for each in judge(main, old)]
    if build is rewound:
        assert main.git("rev-parse", "main") == old
    else:
        assert main.git("rev-parse", "main^{tree}") == tree
    assert main.status == ""
    assert main.git("symbolic-ref", "HEAD") == "refs/heads/main"


# What a rebase would lose

OWN = "git merge --no-ff -m 'Merge what went to main' @{-1}"
LOST = "; a rebase would lose or change glue.py"
SPLIT = f" | {CLEAN}git switch --detach <%s> && git switch -C main <%s> && {OWN}"

MERGES_WITH_CHANGES: dict[Callable[[Repository], None], list[str]] = {
    evil_behind: [
        'HK403 no refuse <Merge topic>: <Merge topic> "Merge topic" merges a branch '
        f"that is not rebased on <m2>{LOST}" + SPLIT % ("Merge topic", "m2"),
        'HK406 no refuse <Merge topic>: <Merge topic> "Merge topic" changes glue.py itself, as no '
        "branch did that it merges" + SPLIT % ("Merge topic", "m2"),
    ],
    evil_behind_a_good_one: [
        'HK403 no refuse <Merge topic>: <Merge topic> "Merge topic" merges a branch '
        f"that is not rebased on <m2>{LOST}" + SPLIT % ("Merge good", "m2"),
        'HK406 no refuse <Merge topic>: <Merge topic> "Merge topic" changes glue.py itself, as no '
        "branch did that it merges" + SPLIT % ("Merge good", "m2"),
        'HK403 no refuse <Merge good>: <Merge good> "Merge good" merges a branch '
        "that is not rebased on <Merge topic>"
        f" | {CLEAN}git rebase --rebase-merges=rebase-cousins <Merge topic> main",
    ],
    direct_below_an_evil_one: [
        'HK401 no refuse <d1>: <d1> "d1" went to main without a merge'
        + SPLIT % ("Merge topic", "m2"),
        'HK403 no refuse <Merge topic>: <Merge topic> "Merge topic" merges a branch '
        f"that is not rebased on <d1>{LOST}" + SPLIT % ("Merge topic", "d1"),
        'HK406 no refuse <Merge topic>: <Merge topic> "Merge topic" changes glue.py itself, as no '
        "branch did that it merges" + SPLIT % ("Merge topic", "d1"),
    ],
    evil_inside: [
        'HK404 no refuse <Merge topic>: <Merge topic> "Merge topic" has a merge inside: '
        f'<Merge main> "Merge main"{LOST}',
    ],
    resolved: [
        'HK403 no refuse <Merge topic>: <Merge topic> "Merge topic" merges a branch '
        "that is not rebased on <m2>; a rebase would stop at a conflict in m2"
        + SPLIT % ("Merge topic", "m2"),
    ],
}


@pytest.mark.parametrize("build", MERGES_WITH_CHANGES)
def test_a_merge_with_changes_of_its_own_is_not_rebased(
    main: Repository, build: Callable[[Repository], None]
) -> None:
    old = main.head
    build(main)
    assert lines_of(main, judge(main, old)) == MERGES_WITH_CHANGES[build]


@pytest.mark.parametrize("build", [each for each in MERGES_WITH_CHANGES if each is not evil_inside])
def test_the_way_without_a_rebase_keeps_every_commit_and_file(
    main: Repository, build: Callable[[Repository], None]
) -> None:
    old = main.head
    build(main)
    tip, tree = main.head, main.git("rev-parse", "main^{tree}")
    finding = judge(main, old)[0]
    run_repair(main, str(finding.repair))
    assert main.git("rev-parse", "main^{tree}") == tree
    assert main.git("merge-base", "main", tip) == tip
    assert finding.rule not in [each.rule for each in judge(main, old)]
    assert (main.status, main.git("symbolic-ref", "HEAD")) == ("", "refs/heads/main")
    # What is left is no fault that a push stops at.
    assert verdicts(judge(main, old, direct_level="warn", inner_level="warn")) == [
        ("HK404", "no", "warn")
    ]


@pytest.mark.parametrize("build", [unrelated, subtree_add, subtree_pull])
def test_the_history_of_another_project_is_told_of_and_kept(
    main: Repository, build: Callable[[Repository], None]
) -> None:
    old = main.head
    build(main)
    found = judge(main, old, direct_level="warn", inner_level="warn")
    assert {each.rule for each in found} == {"HK407"}
    assert {(each.level, each.repair) for each in found} == {("warn", None)}


def test_a_release_with_a_conflict_that_was_resolved_is_merged_as_it_is(main: Repository) -> None:
    old = main.head
    resolved(main)
    main.git("branch", "-q", "-m", "topic", "release/1")
    assert judge(main, old, protected=KEPT) == []
    evil_behind(main)
    main.git("branch", "-q", "-m", "topic", "release/2")
    # Changes that are in neither are in no review either.
    (finding,) = judge(main, old, protected=KEPT)
    assert (finding.rule, "changes glue.py itself" in finding.sentence) == ("HK406", True)


def test_the_levels_of_the_rules_are_the_callers(main: Repository) -> None:
    old = main.head
    direct(main)
    nested(main)
    branch(main, "late", "main~1", "l1")
    merge(main, "late")
    assert verdicts(judge(main, old, direct_level="warn", inner_level="off")) == [
        ("HK401", "no", "warn"),
        ("HK403", "no", "refuse"),
    ]
    assert verdicts(judge(main, old, direct_level="off", inner_level="warn", level="off")) == [
        ("HK404", "no", "warn")
    ]
    assert judge(main, old, direct_level="off", inner_level="off", level="off") == []


def test_only_what_is_new_is_judged(main: Repository) -> None:
    behind(main)
    old = main.head
    rebased_again = branch(main, "again", "main", "a1")
    merge(main, "again")
    assert judge(main, old) == []
    assert judge(main, main.head) == []
    assert verdicts(judge(main, old, rebased_again)) == [("HK401", "no", "refuse")]


def test_names_of_tags_change_nothing(main: Repository) -> None:
    old = main.head
    behind(main)
    main.git("tag", "main", old)
    main.git("tag", "topic", old)
    finding = judge(main, old)[0]
    assert finding.rule == "HK403" and finding.repair is not None
    run_repair(main, finding.repair)
    assert judge(main, old) == []


# Branches that are kept for long

KEPT = ["main", "release/*", "develop"]


def test_what_another_protected_branch_has_was_merged_as_it_is(main: Repository) -> None:
    branch(main, "release/1", "main~1", "r1")
    main.git("checkout", "-q", "main")
    old = main.head
    tip = merge(main, "release/1")
    assert verdicts(judge(main, old)) == [("HK403", "no", "refuse")]
    assert judge(main, old, protected=KEPT) == []
    # The release has gone on, or is of a remote.
    main.git("checkout", "-q", "release/1")
    main.git("update-ref", "refs/remotes/origin/release/1", grow(main, "r2"))
    assert judge(main, old, protected=KEPT) == []
    main.git("checkout", "-q", "main")
    main.git("branch", "-q", "-D", "release/1")
    assert judge(main, old, protected=KEPT) == []
    # A branch that has the merge itself says nothing of where it came from.
    main.git("update-ref", "refs/remotes/origin/release/1", tip)
    assert verdicts(judge(main, old, protected=KEPT)) == [("HK403", "no", "refuse")]


def test_a_protected_branch_with_merges_was_merged_as_it_is(main: Repository) -> None:
    branch(main, "develop", "main", "d1")
    branch(main, "topic", "develop", "t1")
    merge(main, "topic", into="develop")
    old = main.git("rev-parse", "main")
    merge(main, "develop")
    assert verdicts(judge(main, old)) == [("HK404", "no", "refuse")]
    assert judge(main, old, protected=KEPT) == []


@pytest.mark.parametrize("build", [behind, update_branch, nested, evil])
def test_a_topic_is_judged_beside_branches_that_are_kept(
    main: Repository, build: Callable[[Repository], None]
) -> None:
    old = main.head
    build(main)
    # One that goes on from here has all of it, and main is at another place than the push.
    main.git("branch", "release/2")
    assert lines_of(main, judge(main, old, protected=KEPT)) == CASES[build]
    main.git("branch", "pushed")
    main.git("checkout", "-q", "-B", "main", "topic")
    assert lines_of(main, judge(main, old, "pushed", protected=KEPT)) == CASES[build]


# Uncommitted edits


@pytest.mark.parametrize(
    "build",
    [fast_forward, direct_below_a_merge, nested, octopus, evil, behind, foxtrot_of_a_pull],
)
def test_a_repair_does_not_begin_beside_edits(
    main: Repository, build: Callable[[Repository], None]
) -> None:
    old = main.head
    build(main)
    main.write("m1", "edited\n")
    tip = main.head
    ended = subprocess.run(
        str(judge(main, old)[0].repair),
        shell=True,
        cwd=main.path,
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout == " m1 | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n"
    assert (main.head, main.git("symbolic-ref", "HEAD")) == (tip, "refs/heads/main")
    assert (main.status, main.read("m1")) == (" M m1", b"edited\n")


# What cannot be found out


def test_an_old_end_that_is_not_here_is_unknown(main: Repository) -> None:
    gone = "1" * len(main.head)
    assert lines_of(main, judge(main, gone)) == [
        "HK402 unknown refuse main: 1111111 is not here: what is new on main is unknown | git fetch"
    ]
    found = check_history(main.runner, main.head, gone, branch="main", level="warn")
    assert lines_of(main, found) == [
        "HK402 unknown warn main: 1111111 is not here: what is new on main is unknown | git fetch"
    ]


def shallow(tmp_path: Path, build: Callable[[Repository], None], depth: int) -> Repository:
    """A clone of the last commits of main, of a remote where ``build`` was done above ``base``."""
    team = found_team(tmp_path)
    grow(team.alice, "m1", "m2")
    team.alice.git("tag", "old")
    build(team.alice)
    team.alice.git("push", "-q", "--tags", "origin", "main")
    return clone(team.remote, tmp_path / "shallow", "carol", f"--depth={depth}")


def test_a_shallow_clone_that_has_the_whole_range_judges_it(tmp_path: Path) -> None:
    carol = shallow(tmp_path, rebased, 4)
    assert judge(carol, carol.git("rev-parse", "main^1")) == []


@pytest.mark.parametrize(
    ("build", "depth", "expected"),
    [
        (
            behind,
            2,
            [
                'HK403 unknown refuse <Merge topic>: whether what <Merge topic> "Merge topic"'
                " merges is rebased is unknown in this shallow clone | git fetch --unshallow"
            ],
        ),
        (
            foxtrot_of_a_pull,
            2,
            [
                'HK402 unknown refuse main: what main has below <mine> "mine" is unknown '
                "| git fetch --unshallow"
            ],
        ),
        (
            direct_below_a_merge,
            2,
            [
                "HK402 unknown refuse main: whether main descends from <m2> is unknown in this"
                " shallow clone | git fetch --unshallow"
            ],
        ),
    ],
)
def test_a_cut_inside_of_the_range_is_unknown(
    tmp_path: Path, build: Callable[[Repository], None], depth: int, expected: list[str]
) -> None:
    carol = shallow(tmp_path, build, depth)
    carol.git("fetch", "-q", "--depth=1", "origin", "refs/tags/old:refs/tags/old")
    old = carol.git("rev-parse", "old")
    assert lines_of(carol, judge(carol, old)) == expected
    run_repair(carol, "git fetch -q --unshallow")
    assert [each.answer for each in judge(carol, old)] in ([], ["no"])


# The price


@pytest.mark.parametrize("build", [rebased, two_merges, nested, octopus_by_git, evil])
def test_a_range_is_read_once_and_only_a_rebase_takes_more_processes(
    main: Repository, tmp_path: Path, build: Callable[[Repository], None]
) -> None:
    old = main.head
    build(main)
    runner = watched(main, tmp_path)
    check_history(runner.runner, old, main.head, branch="main", level="refuse")
    rehearsed = [each for each in runner.started if "rebase" in each]
    assert len([each for each in runner.started if "log" in each]) == 1, runner.started
    assert len(runner.started) == 1 or rehearsed, runner.started


@pytest.mark.parametrize(("build", "most"), [(rebased, 0), (behind, 1), (nested, 1)])
def test_other_branches_are_only_asked_where_something_is_found(
    main: Repository, tmp_path: Path, build: Callable[[Repository], None], most: int
) -> None:
    old = main.head
    build(main)
    runner = watched(main, tmp_path)
    protected = ["main", "release/*"]
    check_history(runner.runner, old, main.head, branch="main", level="refuse", protected=protected)
    asked = [each for each in runner.started if "for-each-ref" in each]
    assert len(asked) == most, runner.started


def test_without_a_dry_run_no_repair_is_a_rebase(main: Repository) -> None:
    old = main.head
    behind(main)
    (found,) = check_history(
        main.runner, old, main.head, branch="main", level="refuse", max_dry_runs=0
    )
    assert found.rule == "HK403" and found.repair is not None
    assert "git rebase" not in found.repair
    assert "a rebase would" not in found.sentence
    run_repair(main, found.repair)
