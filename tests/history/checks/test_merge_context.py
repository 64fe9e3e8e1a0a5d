"""The repairs of a merge by what is known of it: resolved by hand, behind, above merges."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.history.checks.back_merge_or_pull import check_back_merge, pull_finding
from hookkit.history.checks.behind_target_and_inner_merges import inner_merge_finding
from hookkit.history.checks.behind_upstream import check_behind_upstream
from hookkit.history.checks.merge_context import (
    MergeCheckSettings,
    MergeContext,
    read_merge_context,
)
from hookkit.history.checks.rebase_dry_run import RebaseDryRun
from hookkit.history.finding import Finding, Level
from hookkit.history.refs.branch_refs import branches_by_ref
from hookkit.history.refs.merge_heads import MergeHead
from hookkit.history.refs.target_branch import find_target
from tests.history.checks.scenarios import branch, found_team, grow, merge, run_repair
from tests.repository import Repository

POLICY = MergeCheckSettings(["main", "release/*"], "refuse", back_merge_level="warn")
EXACT = RebaseDryRun(True)
STOPS = RebaseDryRun(False, (b"a.py",))
ABORT = "git merge --abort"


@pytest.fixture
def alice(tmp_path: Path) -> Repository:
    """A clone on main, of which origin has one more commit; topic is a branch of the first."""
    team = found_team(tmp_path)
    grow(team.bob, "b1")
    team.bob.git("push", "-q")
    team.alice.git("fetch", "-q")
    branch(team.alice, "topic", "main", "t1")
    team.alice.git("checkout", "-q", "main")
    return team.alice


def context(
    repo: Repository, into: str = "main", *, has_own_changes: bool = False, abort: str = ""
) -> MergeContext:
    """What is known of a merge into a branch."""
    found = read_merge_context(repo.runner, into, (), POLICY, is_under_way=False, base=None)
    assert found is not None
    return found._replace(has_own_changes=has_own_changes, abort_command=abort)


def head(repo: Repository, name: str = "topic") -> MergeHead:
    """A branch that is merged."""
    return MergeHead(repo.git("rev-parse", name), name)


def steps(finding: Finding) -> list[str]:
    """The commands of a repair."""
    return (finding.repair or "").split(" && ")


def to_topic(name: str, into: str) -> list[str]:
    """How a merge under way is committed to a branch of its own."""
    return [
        f"git branch {name}",
        f"git symbolic-ref HEAD refs/heads/{name}",
        "git commit --no-edit",
        f"git switch {into}",
    ]


def test_the_upstream_is_no_other_protected_branch(alice: Repository) -> None:
    known = context(alice)
    assert known.upstream is not None
    assert not known.is_other_protected(known.branch)
    assert not known.is_other_protected(known.upstream)
    alice.git("branch", "release/1")
    refs = ["refs/heads/release/1", "refs/heads/topic"]
    found = branches_by_ref(alice.runner, refs)
    assert [known.is_other_protected(found[each]) for each in refs] == [True, False]


def test_a_remote_of_another_name_has_no_upstream(alice: Repository) -> None:
    alice.git("remote", "add", "team", "/nowhere")
    alice.git("update-ref", "refs/remotes/team/topic", "topic")
    assert context(alice, "topic").upstream is None


FORWARD = "git merge --ff-only origin/main"


@pytest.mark.parametrize("name", ["topic", ""])
def test_a_resolved_merge_is_kept_while_the_branch_is_brought_up(
    alice: Repository, name: str
) -> None:
    """A head without a name is named by its branch."""
    merged = head(alice)._replace(name=name)
    (found,) = check_behind_upstream(context(alice, has_own_changes=True), merged)
    assert steps(found) == [*to_topic("topic-merged", "main"), FORWARD]
    grow(alice, "a1")
    (found,) = check_behind_upstream(context(alice, has_own_changes=True), merged)
    assert steps(found) == to_topic("topic-merged", "main")


def test_one_that_is_only_behind_goes_forward(alice: Repository) -> None:
    (found,) = check_behind_upstream(context(alice, abort=ABORT), head(alice))
    assert steps(found) == [ABORT, FORWARD]
    (found,) = check_behind_upstream(context(alice), head(alice))
    assert steps(found) == ["git switch main", FORWARD]  # it is checked out here
    alice.git("checkout", "-q", "topic")
    (found,) = check_behind_upstream(context(alice), head(alice))
    assert steps(found) == ["git fetch . origin/main:main"]
    assert (found.rule, found.sentence) == ("HK302", "main is 1 commit behind origin/main")


def test_one_with_its_own_commits_is_rebased_where_that_loses_nothing(alice: Repository) -> None:
    grow(alice, "a1")
    (found,) = check_behind_upstream(context(alice), head(alice))
    assert steps(found) == ["git rebase --rebase-merges origin/main main"]
    alice.commit("the same file", {"b1": "alice's\n"})
    (found,) = check_behind_upstream(context(alice, abort=ABORT), head(alice))
    new = "git branch NEW-BRANCH main"
    assert steps(found) == [ABORT, new, "git reset --keep origin/main"]


def test_what_is_merged_from_upstream_or_is_there_is_no_finding(alice: Repository) -> None:
    assert list(check_behind_upstream(context(alice), head(alice, "origin/main"))) == []
    alice.git("merge", "-q", "origin/main")
    assert list(check_behind_upstream(context(alice), head(alice))) == []


def pulled(known: MergeContext) -> Finding:
    """The finding of a pull into main."""
    assert known.upstream is not None
    return pull_finding(known, known.upstream)


def test_a_pull_is_a_rebase_instead(alice: Repository) -> None:
    grow(alice, "a1")
    found = pulled(context(alice, abort=ABORT))
    assert steps(found) == [ABORT, "git pull --rebase"]
    assert found.sentence == "origin/main would be merged into main, which follows it"
    assert (found.rule, found.level, found.place) == ("HK305", "refuse", "main")


def test_a_pull_above_a_merge_keeps_it(alice: Repository) -> None:
    """Without it the rebase would take in the commits of both sides, or lose the merge's own."""
    alice.git("merge", "-q", "--no-ff", "--no-commit", "topic")
    alice.commit("Merge topic", {"glue": "glue\n"})
    found = pulled(context(alice))
    assert "; a rebase would lose or change glue" in found.sentence
    keep = ["git branch NEW-BRANCH main", "git reset --keep origin/main"]
    assert steps(found) == ["git switch main", *keep]
    alice.git("reset", "-q", "--hard", "HEAD^")
    merge(alice, "topic")
    assert steps(pulled(context(alice))) == ["git switch main", "git pull --rebase=merges"]


def test_a_pull_is_tried_with_the_merges_that_it_keeps(alice: Repository) -> None:
    """In one line the commits of the two sides would stop at each other."""
    alice.git("checkout", "-q", "topic")
    alice.commit("there", {"base": "2\n"})
    alice.commit("and back", {"base": "base\n"})
    alice.git("checkout", "-q", "main")
    alice.commit("mine", {"base": "3\n"})
    merge(alice, "topic")
    assert steps(pulled(context(alice))) == ["git switch main", "git pull --rebase=merges"]


def test_a_resolved_pull_is_committed_to_a_branch_of_its_own(alice: Repository) -> None:
    found = pulled(context(alice, has_own_changes=True))
    reset = "git reset --keep origin/main"
    *begin, last = steps(found)
    assert begin == [*to_topic("main-merged", "main"), reset]
    assert last == "git merge --no-ff main-merged"


def back_merge(
    repo: Repository, *, has_own_changes: bool = False, abort: str = "", name: str = "main"
) -> Finding:
    """The finding of a merge of main, or of another protected branch, into the topic."""
    target = find_target(repo.runner)
    known = context(repo, "topic", has_own_changes=has_own_changes, abort=abort)
    (found,) = check_back_merge(known, head(repo, name), target)
    assert (found.rule, found.level) == ("HK306", "warn")
    return found


def test_a_topic_is_synced_instead(alice: Repository) -> None:
    found = back_merge(alice, name="origin/main")
    assert (steps(found), found.repair_method) == (["git switch topic", "hookkit sync"], "sync")
    found = back_merge(alice, abort=ABORT, name="origin/main")
    assert (steps(found), found.repair_method) == ([ABORT, "hookkit sync"], "sync")
    sentence = "origin/main would be merged into the topic topic: rebase topic on it instead"
    assert found.sentence == sentence


def test_a_topic_with_a_release_is_rebased_by_git(alice: Repository) -> None:
    branch(alice, "release/1", "main", "r1")
    found = back_merge(alice, name="release/1")
    assert (steps(found), found.repair_method) == (["git rebase release/1 topic"], "")
    run_repair(alice, str(found.repair))
    alice.git("checkout", "-q", "release/1")
    alice.commit("the same file", {"t1": "of the release\n"})
    alice.git("update-ref", "refs/heads/topic", "topic~1")
    alice.git("checkout", "-q", "topic")
    grow(alice, "t1")
    found = back_merge(alice, name="release/1")
    assert found.repair is None
    assert found.sentence.endswith("; a rebase would stop at a conflict in t1")


def test_a_resolved_merge_into_a_topic_has_no_repair(alice: Repository) -> None:
    grow(alice, "m1")
    assert back_merge(alice, has_own_changes=True).repair is None


def test_a_merge_inside_is_rebased_away_where_that_loses_nothing() -> None:
    made = inner_merge_finding(
        "topic", "it has a merge", "refuse", "git rebase main", EXACT, "merge"
    )
    assert made == Finding(
        "HK304", "no", "refuse", "topic", "it has a merge", "git rebase main", repair_method="merge"
    )


LEVELS: list[tuple[Level, Level]] = [("refuse", "warn"), ("warn", "warn"), ("off", "off")]


@pytest.mark.parametrize(("level", "told"), LEVELS)
def test_a_merge_inside_that_a_rebase_would_lose_is_kept(level: Level, told: Level) -> None:
    made = inner_merge_finding("topic", "it has a merge", level, "git rebase main", STOPS)
    sentence = "it has a merge; a rebase would stop at a conflict in a.py: keep it"
    assert made[:6] == ("HK304", "no", told, "topic", sentence, None)


def test_what_a_rebase_would_do_in_words() -> None:
    results = (EXACT, STOPS, RebaseDryRun(False, (), (b"a", b"b")), RebaseDryRun(False))
    assert [each.problem for each in results] == [
        "",
        "stop at a conflict in a.py",
        "lose or change a, b",
        "not come to an end",
    ]
    for gives_expected_files in (True, False):
        both = RebaseDryRun(gives_expected_files, is_mergeable=True)
        assert both.is_merge_better is not gives_expected_files
