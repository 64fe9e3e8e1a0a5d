"""A merge is checked before it is committed, in a team of two."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hookkit.history.checks.history_of_protected_branch import check_history
from hookkit.history.checks.merge_context import MergeCheckSettings
from hookkit.history.checks.rebase_before_merge import check_merge_heads
from hookkit.history.finding import Finding
from hookkit.history.refs.merge_heads import MergeHead, merge_heads
from tests.copied_scenarios import give_copy
from tests.history.checks.scenarios import (
    Team,
    branch,
    clone,
    found_team,
    grow,
    lines_of,
    merge,
    run_repair,
    team_in,
    verdicts,
    watched,
)
from tests.long_runs import some
from tests.repairs.scenarios import glue
from tests.repository import Repository


@pytest.fixture(params=some(["sha1", "sha256"], ["sha1"]))
def team(request: pytest.FixtureRequest, tmp_path: Path) -> Team:
    """A team whose main has three commits, of either kind of ids."""
    give_copy(build_team, tmp_path, f"--object-format={request.param}")
    return team_in(tmp_path)


def build_team(folder: Path, *options: str) -> None:
    made = found_team(folder, *options)
    grow(made.alice, "m1", "m2")
    made.alice.git("push", "-q")
    made.bob.git("pull", "-q")


def begin(repo: Repository, *heads: str, into: str = "main") -> tuple[MergeHead, ...]:
    """Begin a merge, and give what a hook learns of it."""
    repo.git("checkout", "-q", into)
    repo.attempt("merge", "--no-ff", "--no-commit", *heads)
    names = {f"GITHEAD_{repo.git('rev-parse', head)}": head for head in heads}
    return merge_heads(repo.runner, names)


def judge(
    repo: Repository, heads: tuple[MergeHead, ...], into: str = "main", **more: Any
) -> list[Finding]:
    """Check a merge that is under way, with every rule at "refuse"."""
    levels = {"level": "refuse", "inner_level": "refuse", "back_merge_level": "refuse"}
    how = {"is_under_way": True} | {
        name: more.pop(name) for name in ("is_under_way", "base") if name in more
    }
    policy = MergeCheckSettings(**{"protected": ["main", "release/*"], **levels, **more})
    return check_merge_heads(repo.runner, into, heads, policy, **how)


def rebased(team: Team) -> tuple[MergeHead, ...]:
    branch(team.alice, "topic", "main", "t1", "t2")
    return begin(team.alice, "topic")


def behind(team: Team) -> tuple[MergeHead, ...]:
    branch(team.alice, "topic", "main~1", "t1", "t2")
    return begin(team.alice, "topic")


def behind_on_the_remote(team: Team) -> tuple[MergeHead, ...]:
    branch(team.bob, "topic", "main~2", "t1")
    team.bob.git("push", "-q", "origin", "topic")
    team.alice.git("fetch", "-q")
    return begin(team.alice, "origin/topic")


def behind_without_a_name(team: Team) -> tuple[MergeHead, ...]:
    branch(team.alice, "topic", "main~1", "t1", "t2")
    return begin(team.alice, team.alice.git("rev-parse", "topic~1"))


def behind_in_another_worktree(team: Team) -> tuple[MergeHead, ...]:
    branch(team.alice, "topic", "main~1", "t1")
    team.alice.git("checkout", "-q", "main")
    team.alice.git("worktree", "add", "-q", str(team.alice.path.parent / "linked"), "topic")
    return begin(team.alice, "topic")


def behind_with_a_conflict(team: Team) -> tuple[MergeHead, ...]:
    branch(team.alice, "topic", "main~1", "t1")
    team.alice.commit("same file", {"base": "topic\n"})
    team.alice.git("checkout", "-q", "main")
    team.alice.commit("same file", {"base": "main\n"})
    team.alice.git("push", "-q")
    return begin(team.alice, "topic")


def update_branch(team: Team) -> tuple[MergeHead, ...]:
    branch(team.alice, "topic", "main~1", "t1")
    merge(team.alice, "main", into="topic")
    return begin(team.alice, "topic")


def nested(team: Team) -> tuple[MergeHead, ...]:
    branch(team.alice, "topic", "main", "t1")
    branch(team.alice, "inner", "topic", "i1")
    merge(team.alice, "inner", into="topic")
    grow(team.alice, "t2")
    return begin(team.alice, "topic")


def unrelated(team: Team) -> tuple[MergeHead, ...]:
    team.alice.git("checkout", "-q", "--orphan", "vendor")
    team.alice.git("rm", "-q", "-rf", ".")
    grow(team.alice, "v1")
    return begin(team.alice, "--allow-unrelated-histories", "vendor")[-1:]


def octopus(team: Team) -> tuple[MergeHead, ...]:
    branch(team.alice, "one", "main~1", "o1")
    branch(team.alice, "two", "main~1", "w1")
    return begin(team.alice, "one", "two")


def stale(team: Team) -> tuple[MergeHead, ...]:
    grow(team.bob, "b1")
    team.bob.git("push", "-q")
    team.alice.git("fetch", "-q")
    branch(team.alice, "topic", "main", "t1")
    return begin(team.alice, "topic")


def stale_with_a_merge_of_my_own(team: Team) -> tuple[MergeHead, ...]:
    branch(team.alice, "first", "main", "f1")
    merge(team.alice, "first")
    return stale(team)


def pull(team: Team) -> tuple[MergeHead, ...]:
    grow(team.bob, "b1")
    team.bob.git("push", "-q")
    grow(team.alice, "a1")
    team.alice.git("fetch", "-q")
    return begin(team.alice, "origin/main")


def pull_above_a_merge(team: Team) -> tuple[MergeHead, ...]:
    branch(team.alice, "first", "main", "f1")
    merge(team.alice, "first")
    grow(team.bob, "b1")
    team.bob.git("push", "-q")
    team.alice.git("fetch", "-q")
    # A pull gives the head no name.
    return begin(team.alice, team.alice.git("rev-parse", "origin/main"))


def pull_that_could_go_forward(team: Team) -> tuple[MergeHead, ...]:
    grow(team.bob, "b1")
    team.bob.git("push", "-q")
    team.alice.git("fetch", "-q")
    return begin(team.alice, "origin/main")


CASES: dict[Callable[[Team], tuple[MergeHead, ...]], list[str]] = {
    rebased: [],
    behind: [
        "HK301 no refuse main: topic is not rebased on main: it lacks 1 commit"
        " | git merge --abort && hookkit merge --rebase topic",
    ],
    behind_on_the_remote: [
        "HK301 no refuse main: origin/topic is not rebased on main: it lacks 2 commits"
        " | git merge --abort && git diff --stat --exit-code HEAD"
        " && git switch --detach origin/topic && git rebase main &&"
        " git switch main && git merge --no-ff -m 'Merge branch '\"'\"'topic'\"'\"'' @{-1}",
    ],
    behind_without_a_name: [
        "HK301 no refuse main: <t1> is not rebased on main: it lacks 1 commit"
        " | git merge --abort && git diff --stat --exit-code HEAD"
        " && git switch --detach <t1> && git rebase main && git "
        "switch main && git merge --no-ff @{-1}",
    ],
    behind_in_another_worktree: [
        "HK301 no refuse main: topic is not rebased on main: it lacks 1 commit"
        " | git merge --abort && git -C FOLDER/linked rebase main && git switch main &&"
        " git merge --no-ff topic",
    ],
    update_branch: [
        'HK304 no refuse main: topic has a merge in it: <Merge main> "Merge main"'
        " | git merge --abort && hookkit merge --rebase topic",
    ],
    nested: [
        'HK304 no refuse main: topic has a merge in it: <Merge inner> "Merge inner"'
        " | git merge --abort && git rebase main topic && git switch main && git merge "
        "--no-ff topic",
    ],
    unrelated: [
        "HK407 no warn main: vendor is the history of something else, which nothing can rebase: it "
        "is kept",
    ],
    octopus: [
        "HK303 no refuse main: one, two would go to main in one merge: merge each alone"
        " | git merge --abort && hookkit merge --rebase one && hookkit merge --rebase two",
    ],
    stale: [
        "HK302 no refuse main: main is 1 commit behind origin/main"
        " | git merge --abort && git merge --ff-only origin/main",
    ],
    stale_with_a_merge_of_my_own: [
        "HK302 no refuse main: main is 1 commit behind origin/main"
        " | git merge --abort && git rebase --rebase-merges origin/main",
    ],
    pull: [
        "HK305 no refuse main: origin/main would be merged into main, which follows it"
        " | git merge --abort && git pull --rebase",
    ],
    pull_above_a_merge: [
        "HK305 no refuse main: origin/main would be merged into main, which follows it"
        " | git merge --abort && git pull --rebase=merges",
    ],
    pull_that_could_go_forward: [
        "HK305 no refuse main: origin/main would be merged into main, which follows it"
        " | git merge --abort && git pull --rebase",
    ],
}


@pytest.mark.parametrize("team", ["sha1", "sha256"], indirect=True)
@pytest.mark.parametrize("build", CASES)
def test_each_merge_has_its_verdict(
    team: Team, build: Callable[[Team], tuple[MergeHead, ...]]
) -> None:
    heads = build(team)
    folder = str(team.alice.path.parent)
    found = lines_of(team.alice, judge(team.alice, heads))
    lines = [each.replace(folder, "FOLDER") for each in found]
    assert lines == CASES[build]


MOVES_ON = (stale, stale_with_a_merge_of_my_own)
"""Where the repair ends with the branch that is merged into, and the merge is still to come."""


@pytest.mark.parametrize("build", [build for build in CASES if " | " in "".join(CASES[build])])
def test_each_repair_mends_its_finding_and_loses_nothing(
    team: Team, build: Callable[[Team], tuple[MergeHead, ...]]
) -> None:
    alice = team.alice
    heads = build(team)
    old, merged = alice.git("rev-parse", "origin/main"), alice.git("write-tree")
    (finding,) = judge(alice, heads)
    assert finding.repair is not None
    run_repair(alice, finding.repair)
    assert alice.git("symbolic-ref", "HEAD") == "refs/heads/main"
    assert alice.status == ""
    assert alice.git("merge-base", "main", old) == old
    if build in MOVES_ON:
        again = begin(alice, "topic")
        assert "HK302" not in [each.rule for each in judge(alice, again)]
    else:
        assert alice.git("rev-parse", "main^{tree}") == merged
        new = alice.head
        # A pull may leave commits of one's own; every merge is as it should be.
        levels: dict[str, Any] = {"level": "refuse", "direct_level": "off", "inner_level": "refuse"}
        assert check_history(alice.runner, old, new, branch="main", **levels) == []


def test_a_conflict_is_judged_like_any_merge(team: Team) -> None:
    assert verdicts(judge(team.alice, behind_with_a_conflict(team))) == [("HK301", "no", "refuse")]


def test_a_repair_by_hookkit_says_so(team: Team) -> None:
    (found,) = judge(team.alice, behind(team))
    assert found.repair_method == "merge"


def test_where_a_rebase_would_stop_it_is_only_shown_what_would_come(team: Team) -> None:
    heads = behind_with_a_conflict(team)
    team.alice.git("merge", "--abort")
    team.alice.git("update-ref", "refs/tags/topic", "topic")
    team.alice.git("branch", "-q", "-D", "topic")  # a branch would be merged by hookkit
    found = judge(team.alice, heads, is_under_way=False)
    assert lines_of(team.alice, found) == [
        "HK301 no refuse main: topic is not rebased on main: it lacks 2 commits; a rebase would"
        " stop at a conflict in base | git log --oneline <same file>..<same file>"
    ]


def test_a_refused_merge_cannot_be_walked_round_by_a_commit(team: Team) -> None:
    behind(team)
    from_file = merge_heads(team.alice.runner, {})
    assert lines_of(team.alice, judge(team.alice, from_file)) == CASES[behind]


# Before a merge, of a branch that need not be current


def test_a_merge_that_has_not_begun_is_mended_without_an_abort(team: Team) -> None:
    tip = branch(team.alice, "topic", "main~1", "t1")
    found = judge(team.alice, (MergeHead(tip, "topic"),), is_under_way=False)
    assert lines_of(team.alice, found) == [
        "HK301 no refuse main: topic is not rebased on main: it lacks 1 commit"
        " | hookkit merge --rebase topic"
    ]
    run_repair(team.alice, str(found[0].repair))
    tip = team.alice.git("rev-parse", "topic")
    assert judge(team.alice, (MergeHead(tip, "topic"),), is_under_way=False) == []


def test_names_that_a_tag_has_too_are_told_apart(team: Team) -> None:
    heads = behind(team)
    team.alice.git("tag", "main", "main~2")
    team.alice.git("tag", "topic", "refs/heads/main~2")
    found = judge(team.alice, heads)
    assert lines_of(team.alice, found) == [
        "HK301 no refuse main: topic is not rebased on main: it lacks 1 commit"
        " | git merge --abort && hookkit merge --rebase topic"
    ]
    run_repair(team.alice, str(found[0].repair))
    assert team.alice.git("log", "-3", "--format=%s", "refs/heads/main") == (
        "Merge branch 'topic'\nt2\nt1"
    )


def test_a_branch_elsewhere_is_brought_up_without_a_switch(team: Team) -> None:
    grow(team.bob, "b1")
    team.bob.git("push", "-q")
    team.alice.git("fetch", "-q")
    tip = branch(team.alice, "topic", "main", "t1")
    team.alice.write("base", "edited\n")
    found = judge(team.alice, (MergeHead(tip, "topic"),), is_under_way=False)
    assert lines_of(team.alice, found) == [
        "HK302 no refuse main: main is 1 commit behind origin/main | git fetch . origin/main:main"
    ]
    run_repair(team.alice, str(found[0].repair))
    assert team.alice.git("rev-parse", "main") == team.bob.head
    assert team.alice.status == " M base"


def test_a_branch_elsewhere_with_commits_of_its_own_is_rebased_there(team: Team) -> None:
    stale_with_a_merge_of_my_own(team)
    team.alice.git("merge", "--abort")
    team.alice.git("checkout", "-q", "topic")
    head = MergeHead(team.alice.head, "topic")
    found = judge(team.alice, (head,), is_under_way=False)
    assert lines_of(team.alice, found) == [
        "HK302 no refuse main: main is 1 commit behind origin/main"
        " | git rebase --rebase-merges origin/main main"
    ]
    run_repair(team.alice, str(found[0].repair))
    assert team.alice.git("merge-base", "main", "origin/main") == team.bob.head
    assert team.alice.status == ""


@pytest.mark.parametrize("build", [behind, update_branch])
def test_a_repair_takes_uncommitted_edits_along(
    team: Team, build: Callable[[Team], tuple[MergeHead, ...]]
) -> None:
    alice = team.alice
    heads = build(team)
    alice.write("base", "edited\n")
    (finding,) = judge(alice, heads)
    run_repair(alice, str(finding.repair))
    assert alice.git("symbolic-ref", "HEAD") == "refs/heads/main"
    assert (alice.status, alice.read("base")) == (" M base", b"edited\n")
    assert alice.git("stash", "list") == ""


@pytest.mark.parametrize("build", [behind_on_the_remote, nested, pull])
def test_a_repair_by_git_alone_does_not_begin_beside_edits(
    team: Team, build: Callable[[Team], tuple[MergeHead, ...]]
) -> None:
    alice = team.alice
    heads = build(team)
    tips = alice.git("for-each-ref", "refs/heads/")
    alice.write("base", "edited\n")
    (finding,) = judge(alice, heads)
    with pytest.raises(AssertionError):
        run_repair(alice, str(finding.repair))
    assert alice.git("for-each-ref", "refs/heads/") == tips
    assert alice.git("symbolic-ref", "HEAD") == "refs/heads/main"
    assert (alice.status, alice.read("base")) == (" M base", b"edited\n")
    assert alice.git("stash", "list") == ""


# What a rebase or the end of a merge would lose


def update_branch_with_a_file(team: Team) -> tuple[MergeHead, ...]:
    branch(team.alice, "topic", "main~1", "t1")
    team.alice.git("merge", "-q", "--no-ff", "--no-commit", "main")
    team.alice.commit("Merge main", {"glue.py": "glue = 1\n"})
    return begin(team.alice, "topic")


def test_a_topic_with_a_merge_that_no_rebase_can_make_again_is_let_through(team: Team) -> None:
    heads = update_branch_with_a_file(team)
    assert lines_of(team.alice, judge(team.alice, heads)) == [
        'HK304 no warn main: topic has a merge in it: <Merge main> "Merge main"; a rebase would'
        " lose or change glue.py: keep it"
    ]


def test_what_was_resolved_in_a_merge_is_kept_by_its_repair(team: Team) -> None:
    alice = team.alice
    heads = behind_with_a_conflict(team)
    assert [each.repair for each in judge(alice, heads)] == [None], "while it is in conflict"
    alice.write("base", "of both\n")
    alice.git("add", "base")
    (finding,) = judge(alice, heads)
    assert lines_of(alice, [finding]) == [
        "HK301 no refuse main: topic is not rebased on main: it lacks 2 commits"
        " | git branch topic-merged && git symbolic-ref HEAD refs/heads/topic-merged"
        " && git commit --no-edit && git switch main && git merge --no-ff topic-merged"
    ]
    run_repair(alice, str(finding.repair))
    assert (alice.read("base"), alice.status) == (b"of both\n", "")
    assert alice.git("merge-base", "main", "topic") == alice.git("rev-parse", "topic")


# Onto a topic


def onto_topic(team: Team, *names: str) -> None:
    """A topic that is one commit behind main, which the remote has."""
    branch(team.alice, "topic", "main~1", *(names or ("t1",)))


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("main", "main"),
        ("origin/main", "origin/main"),
        ("refs/heads/main", "refs/heads/main"),
    ],
)
def test_a_back_merge_is_a_rebase_instead(team: Team, head: str, shown: str) -> None:
    onto_topic(team)
    found = judge(team.alice, begin(team.alice, head, into="topic"), "topic")
    assert lines_of(team.alice, found) == [
        f"HK306 no refuse topic: {shown} would be merged into the topic topic: rebase topic on it"
        " instead | git merge --abort && hookkit sync"
    ]
    run_repair(team.alice, str(found[0].repair))
    assert team.alice.git("log", "--format=%s") == "t1\nm2\nm1\nbase"


def test_a_back_merge_is_seen_without_a_name(team: Team) -> None:
    onto_topic(team)
    team.alice.git("checkout", "-q", "-B", "topic", "main~2")
    grow(team.alice, "t9")
    heads = begin(team.alice, team.alice.git("rev-parse", "main~1"), into="topic")
    levels: dict[str, Any] = {"level": "refuse", "inner_level": "refuse"}
    found = check_merge_heads(
        team.alice.runner,
        "topic",
        (MergeHead(heads[0].id),),
        MergeCheckSettings(["main"], **levels),
        is_under_way=True,
    )
    assert lines_of(team.alice, found) == [
        "HK306 no warn topic: <m1> would be merged into the topic topic: rebase topic on it instead"
        " | git merge --abort && hookkit sync"
    ]


def test_a_topic_that_no_rebase_can_make_a_line_takes_the_target_in_by_a_merge(team: Team) -> None:
    onto_topic(team)
    glue(team.alice, "topic", "main")
    team.alice.git("checkout", "-q", "main")
    grow(team.alice, "m3")
    assert judge(team.alice, begin(team.alice, "main", into="topic"), "topic") == []


def test_a_topic_whose_merge_git_can_make_again_is_rebased_instead(team: Team) -> None:
    onto_topic(team)
    team.alice.git("checkout", "-q", "topic")
    team.alice.git("merge", "-q", "--no-edit", "main")
    team.alice.git("checkout", "-q", "main")
    grow(team.alice, "m3")
    found = judge(team.alice, begin(team.alice, "main", into="topic"), "topic")
    assert verdicts(found) == [("HK306", "no", "refuse")]


def test_a_topic_may_be_merged_into_a_topic(team: Team) -> None:
    onto_topic(team)
    branch(team.alice, "other", "main", "o1")
    assert judge(team.alice, begin(team.alice, "other", into="topic"), "topic") == []


def test_a_pull_into_a_topic_is_a_rebase_instead(team: Team) -> None:
    onto_topic(team)
    team.alice.git("push", "-q", "-u", "origin", "topic")
    team.bob.git("fetch", "-q")
    branch(team.bob, "topic", "origin/topic", "b1")
    team.bob.git("push", "-q", "origin", "topic")
    grow(team.alice, "a1")
    team.alice.git("fetch", "-q")
    found = judge(team.alice, begin(team.alice, "origin/topic", into="topic"), "topic")
    assert lines_of(team.alice, found) == [
        "HK305 no refuse topic: origin/topic would be merged into topic, which follows it"
        " | git merge --abort && git pull --rebase"
    ]
    run_repair(team.alice, str(found[0].repair))
    assert team.alice.git("log", "-3", "--format=%s") == "a1\nb1\nt1"


def test_a_topic_that_follows_main_gets_a_back_merge_by_a_pull(team: Team) -> None:
    onto_topic(team)
    team.alice.git("branch", "-q", "--set-upstream-to=origin/main")
    found = judge(team.alice, begin(team.alice, "origin/main", into="topic"), "topic")
    assert verdicts(found) == [("HK306", "no", "refuse")]


# Who is let through, and where nothing is checked


LONG_LIVED = {
    "a release into main": ("release/1", "main"),
    "a release of the remote into main": ("origin/release/1", "main"),
    "main into a release": ("main", "release/1"),
    "main of the remote into a release": ("origin/main", "release/1"),
    "a release into another": ("release/1", "release/2"),
    "main of a vendor": ("lib/main", "main"),
}


def with_releases(team: Team) -> None:
    """Two releases with a fix of their own, with a merge in one, and a vendor's main."""
    branch(team.alice, "release/1", "main~1", "r1")
    branch(team.alice, "fix", "release/1", "x1")
    merge(team.alice, "fix", into="release/1")
    branch(team.alice, "release/2", "main~1", "r2")
    team.alice.git("push", "-q", "-u", "origin", "release/1", "release/2")
    branch(team.alice, "vendored", "main~2", "v1")
    team.alice.git("update-ref", "refs/remotes/lib/main", "vendored")
    team.alice.git("checkout", "-q", "main")
    team.alice.git("branch", "-q", "-D", "vendored")


@pytest.mark.parametrize(("head", "into"), LONG_LIVED.values(), ids=LONG_LIVED)
def test_branches_that_are_kept_are_merged_as_they_are(team: Team, head: str, into: str) -> None:
    with_releases(team)
    heads = begin(team.alice, head, into=into)
    assert judge(team.alice, heads, into) == []
    assert judge(team.alice, (MergeHead(heads[0].id),), into) == []


def test_a_protected_branch_with_merges_is_merged_as_it_is(team: Team) -> None:
    branch(team.alice, "develop", "main", "d1")
    branch(team.alice, "topic", "develop", "t1")
    merge(team.alice, "topic", into="develop")
    heads = begin(team.alice, "develop")
    assert verdicts(judge(team.alice, heads)) == [("HK304", "no", "refuse")]
    assert judge(team.alice, heads, protected=["main", "develop"]) == []


def test_a_topic_is_judged_into_a_release_as_well(team: Team) -> None:
    with_releases(team)
    branch(team.alice, "topic", "main", "t1")
    found = judge(team.alice, begin(team.alice, "topic", into="release/1"), "release/1")
    assert lines_of(team.alice, found) == [
        "HK301 no refuse release/1: topic is not rebased on release/1: it lacks 3 commits"
        " | git merge --abort && git rebase release/1 topic && git switch release/1"
        " && git merge --no-ff topic"
    ]


def test_the_pull_of_a_release_is_a_rebase_instead(team: Team) -> None:
    with_releases(team)
    team.alice.git("checkout", "-q", "release/2")
    team.alice.git("reset", "-q", "--hard", "HEAD~1")
    grow(team.alice, "mine")
    found = judge(team.alice, begin(team.alice, "origin/release/2", into="release/2"), "release/2")
    assert lines_of(team.alice, found) == [
        "HK305 no refuse release/2: origin/release/2 would be merged into release/2, which follows"
        " it | git merge --abort && git pull --rebase"
    ]


def test_no_repair_rebases_a_protected_branch(team: Team) -> None:
    with_releases(team)
    branch(team.alice, "topic", "main~1", "t1")
    found = judge(team.alice, begin(team.alice, "release/1", "topic"))
    assert lines_of(team.alice, found) == [
        "HK303 no refuse main: release/1, topic would go to main in one merge: merge each alone"
        " | git merge --abort && git switch main && git merge --no-ff release/1"
        " && hookkit merge --rebase topic"
    ]
    release = team.alice.git("rev-parse", "release/1")
    run_repair(team.alice, str(found[0].repair))
    assert team.alice.git("rev-parse", "release/1") == release
    assert team.alice.git("log", "-2", "--first-parent", "--format=%s") == (
        "Merge branch 'topic'\nMerge branch 'release/1'"
    )


@pytest.mark.parametrize(
    ("into", "target"), [("develop", ""), ("next", ""), ("integration", "integration")]
)
def test_what_is_merged_into_a_branch_that_is_kept_is_no_back_merge(
    team: Team, into: str, target: str
) -> None:
    branch(team.alice, into, "main~1", "d1")
    heads = begin(team.alice, "main", into=into)
    assert judge(team.alice, heads, into, target_name=target) == []
    # The pull of its own branch is another thing.
    team.alice.git("update-ref", f"refs/remotes/origin/{into}", heads[0].id)
    assert verdicts(judge(team.alice, heads, into, target_name=target)) == [
        ("HK305", "no", "refuse")
    ]


def test_the_target_that_is_configured_is_not_merged_into_a_topic(team: Team) -> None:
    branch(team.alice, "integration", "main", "i1")
    branch(team.alice, "topic", "main", "t1")
    heads = begin(team.alice, "integration", into="topic")
    assert judge(team.alice, heads, "topic") == []
    found = judge(team.alice, heads, "topic", target_name="integration")
    assert lines_of(team.alice, found) == [
        "HK306 no refuse topic: integration would be merged into the topic topic: rebase topic on"
        " it instead | git merge --abort && hookkit sync"
    ]


def test_the_head_of_a_remote_is_no_branch(team: Team) -> None:
    branch(team.alice, "topic", "main~1", "t1")
    head = MergeHead(team.alice.git("rev-parse", "origin/HEAD"))
    team.alice.git("checkout", "-q", "--detach")
    team.alice.git("branch", "-q", "-D", "main")
    found = judge(team.alice, (head,), "topic")
    assert lines_of(team.alice, found) == [
        "HK306 no refuse topic: origin/main would be merged into the topic topic: rebase topic on"
        " it instead | git merge --abort && hookkit sync"
    ]


def test_a_head_that_is_there_already_is_no_finding(team: Team) -> None:
    old = team.alice.git("rev-parse", "main~1")
    assert judge(team.alice, (MergeHead(old, "old"),)) == []


def test_rules_that_are_off_say_nothing(team: Team) -> None:
    heads = behind(team)
    assert judge(team.alice, heads, level="off") == []
    assert judge(team.alice, heads, level="off", inner_level="off", back_merge_level="off") == []
    assert verdicts(judge(team.alice, heads, level="warn")) == [("HK301", "no", "warn")]


def test_without_a_branch_nothing_is_judged(team: Team, repo: Repository) -> None:
    heads = behind(team)
    assert judge(team.alice, heads, into="nowhere") == []
    settings = MergeCheckSettings(["*"], "refuse")
    assert check_merge_heads(team.alice.runner, None, heads, settings) == []
    assert judge(team.alice, ()) == []
    # An unborn branch.
    assert judge(repo, heads) == []


# Forks, clones, other remotes


def in_a_fork(team: Team) -> None:
    """A remote "upstream" that is a commit ahead of the main here, which follows that of origin."""
    team.alice.git("remote", "add", "upstream", str(team.remote.path))
    grow(team.bob, "b1")
    team.bob.git("push", "-q")
    team.alice.git("fetch", "-q", "upstream")


BEHIND_UPSTREAM = (
    "HK302 no warn main: main is 1 commit behind upstream/main"
    " | git merge --abort && git merge --ff-only upstream/main"
)


def test_in_a_fork_main_may_be_behind_that_of_upstream(team: Team) -> None:
    in_a_fork(team)
    branch(team.alice, "topic", "main", "t1")
    assert lines_of(team.alice, judge(team.alice, begin(team.alice, "topic"))) == [BEHIND_UPSTREAM]
    team.alice.git("merge", "--abort")
    branch(team.alice, "late", "main~1", "l1")
    assert lines_of(team.alice, judge(team.alice, begin(team.alice, "late"))) == [
        BEHIND_UPSTREAM,
        "HK301 no refuse main: late is not rebased on main: it lacks 1 commit"
        " | git merge --abort && hookkit merge --rebase late",
    ]
    team.alice.git("merge", "--abort")
    # Behind the branch that it follows as well.
    team.alice.git("update-ref", "refs/remotes/origin/main", "upstream/main")
    assert lines_of(team.alice, judge(team.alice, begin(team.alice, "topic"))) == [
        "HK302 no refuse main: main is 1 commit behind origin/main"
        " | git merge --abort && git merge --ff-only origin/main"
    ]


def test_in_a_fork_the_main_of_upstream_is_not_pulled_by_a_merge(team: Team) -> None:
    in_a_fork(team)
    found = judge(team.alice, begin(team.alice, "upstream/main"))
    assert lines_of(team.alice, found) == [
        "HK305 no refuse main: upstream/main would be merged into main, which follows it"
        " | git merge --abort && git rebase upstream/main"
    ]
    run_repair(team.alice, str(found[0].repair))
    assert team.alice.head == team.bob.head


def test_a_topic_on_top_of_upstream_has_no_merge_of_its_own(team: Team) -> None:
    branch(team.bob, "first", "main", "f1")
    merge(team.bob, "first")
    in_a_fork(team)
    branch(team.alice, "topic", "upstream/main", "t1")
    found = judge(team.alice, begin(team.alice, "topic"))
    assert verdicts(found) == [("HK302", "no", "warn")]


def test_a_fork_that_goes_its_own_way_hears_nothing_of_upstream(team: Team) -> None:
    in_a_fork(team)
    branch(team.alice, "own", "main", "o1")
    merge(team.alice, "own")
    team.alice.git("update-ref", "refs/remotes/origin/main", "main")
    branch(team.alice, "topic", "main", "t1")
    assert judge(team.alice, begin(team.alice, "topic")) == []
    team.alice.git("merge", "--abort")
    assert judge(team.alice, begin(team.alice, "upstream/main")) == []


def test_a_release_that_follows_main_is_not_behind_it(team: Team) -> None:
    team.alice.git("branch", "-q", "release/1", "origin/main~1")
    team.alice.git("branch", "-q", "--set-upstream-to=origin/main", "release/1")
    branch(team.alice, "topic", "release/1", "t1")
    assert judge(team.alice, begin(team.alice, "topic", into="release/1"), "release/1") == []
    team.alice.git("merge", "--abort")
    # The one of its own name counts, and what it follows does not.
    tip = branch(team.alice, "ahead", "release/1", "r1")
    team.alice.git("update-ref", "refs/remotes/origin/release/1", tip)
    found = judge(team.alice, begin(team.alice, "topic", into="release/1"), "release/1")
    assert lines_of(team.alice, found) == [
        "HK302 no refuse release/1: release/1 is 1 commit behind origin/release/1"
        " | git merge --abort && git merge --ff-only origin/release/1"
    ]


def test_main_must_not_be_behind_the_branch_that_it_follows(team: Team) -> None:
    team.alice.git("remote", "rename", "origin", "company")
    assert lines_of(team.alice, judge(team.alice, stale(team))) == [
        "HK302 no refuse main: main is 1 commit behind company/main"
        " | git merge --abort && git merge --ff-only company/main"
    ]


def test_without_a_remote_nothing_is_stale(repo: Repository) -> None:
    grow(repo, "m1")
    branch(repo, "topic", "main", "t1")
    assert judge(repo, begin(repo, "topic")) == []


def test_in_a_shallow_clone_a_cut_makes_it_unknown(team: Team, tmp_path: Path) -> None:
    branch(team.bob, "topic", "origin/main", "t1", "t2", "t3")
    team.bob.git("push", "-q", "origin", "topic")
    options = ("--depth=1", "--no-single-branch")
    carol = clone(team.remote, tmp_path / "carol", "carol", *options)
    tip = carol.git("rev-parse", "origin/topic")
    heads = (MergeHead(tip, "origin/topic"),)
    assert lines_of(carol, judge(carol, heads)) == [
        "HK301 unknown refuse main: whether origin/topic is rebased on main is unknown:"
        " this clone lacks commits | git fetch --unshallow"
    ]
    run_repair(carol, "git fetch -q --unshallow")
    assert judge(carol, heads) == []


def test_in_a_shallow_clone_what_is_there_is_known(team: Team, tmp_path: Path) -> None:
    branch(team.bob, "late", "origin/main~1", "l1")
    branch(team.bob, "topic", "origin/main", "t1")
    team.bob.git("push", "-q", "origin", "topic", "late")
    options = ("--depth=2", "--no-single-branch")
    carol = clone(team.remote, tmp_path / "carol", "carol", *options)
    tips = [MergeHead(carol.git("rev-parse", f"origin/{name}"), name) for name in ("topic", "late")]
    assert judge(carol, (tips[0],)) == []
    assert verdicts(judge(carol, (tips[1],))) == [("HK301", "no", "refuse")]


def test_a_head_that_is_not_here_is_unknown(team: Team) -> None:
    gone = MergeHead("1" * len(team.alice.head), "topic")
    assert lines_of(team.alice, judge(team.alice, (gone,))) == [
        "HK301 unknown refuse main: whether topic is rebased on main is unknown:"
        " this clone lacks commits | git fetch"
    ]


def test_in_a_linked_worktree_its_own_branch_is_judged(team: Team) -> None:
    team.alice.git("worktree", "add", "-q", "-b", "release/1", "../linked", "main")
    linked = Repository(team.alice.path.parent / "linked")
    branch(team.alice, "topic", "main~1", "t1")
    heads = begin(linked, "topic", into="release/1")
    # The topic is checked out in the first worktree: it is rebased there.
    assert lines_of(linked, judge(linked, heads, into="release/1")) == [
        "HK301 no refuse release/1: topic is not rebased on release/1: it lacks 1 commit"
        f" | git merge --abort && git -C {team.alice.path} rebase release/1"
        " && git switch release/1 && git merge --no-ff topic"
    ]


# The price


@pytest.mark.parametrize(("build", "most"), [(rebased, 4), (behind, 9), (nested, 21)])
def test_a_merge_is_judged_with_few_git_processes(
    team: Team, tmp_path: Path, build: Callable[[Team], tuple[MergeHead, ...]], most: int
) -> None:
    heads = build(team)
    runner = watched(team.alice, tmp_path)
    check_merge_heads(runner.runner, "main", heads, MergeCheckSettings(["main"], "refuse"))
    assert len(runner.started) <= most, runner.started
