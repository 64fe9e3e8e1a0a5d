"""The commits that a force push would remove from the remote, in real pushes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hookkit.history.checks.force_push import check_force_push, check_many_refs
from hookkit.history.finding import Finding
from hookkit.history.refs.pushed_refs import PushedRef
from tests.copied_scenarios import give_copy
from tests.history.checks.scenarios import (
    Team,
    branch,
    clone,
    found_team,
    grow,
    lines_of,
    merge,
    pushed,
    run_repair,
    team_in,
    tick,
    verdicts,
    watched,
)
from tests.long_runs import some
from tests.repository import Repository


@pytest.fixture(params=some(["sha1", "sha256"], ["sha1"]))
def team(request: pytest.FixtureRequest, tmp_path: Path) -> Team:
    """A team in which alice has pushed the topic "t" of two commits, and bob has fetched it."""
    give_copy(build_team, tmp_path, f"--object-format={request.param}")
    return team_in(tmp_path)


def build_team(folder: Path, *options: str) -> None:
    made = found_team(folder, *options)
    made.alice.git("config", "user.email", "alice@hookkit.invalid")
    made.alice.git("config", "user.name", "alice")
    branch(made.alice, "t", "main", "t1", "t2")
    made.alice.git("push", "-q", "-u", "origin", "t")
    made.bob.git("fetch", "-q")
    made.bob.git("checkout", "-q", "t")


def judge(repo: Repository, *arguments: str, **more: Any) -> list[Finding]:
    """Check each ref that ``git push ARGUMENTS`` would push."""
    return judge_refs(repo, pushed(repo, *arguments), **more)


def judge_refs(repo: Repository, refs: list[PushedRef], **more: Any) -> list[Finding]:
    levels: dict[str, Any] = {"protected": ["main", "release/*"], "level": "refuse", **more}
    return [found for ref in refs for found in check_force_push(repo.runner, ref, **levels)]


def of_bob(team: Team, *names: str) -> None:
    """Bob pushes commits to the topic."""
    grow(team.bob, *names)
    team.bob.git("push", "-q")


def test_of_many_refs_those_that_need_no_look_alone_are_told(team: Team) -> None:
    """Deleted topics, of which others may have commits, and what goes on from where it was."""
    alice = team.alice
    of_bob(team, "t3")
    team.bob.git("push", "-q", "origin", "t:refs/heads/theirs", "+t~1:refs/heads/t")
    branch(alice, "own", "main", "o1")
    alice.git("push", "-q", "origin", "own", "main:refs/heads/gone")
    alice.git("fetch", "-q")
    alice.git("checkout", "-q", "t")
    grow(alice, "more")
    new = "own:refs/heads/new"
    refs = pushed(alice, "origin", "t", ":theirs", ":own", ":gone", ":main", new)
    policy: dict[str, Any] = {"protected": ["main"], "level": "refuse", "others_level": "warn"}
    found = check_many_refs(alice.runner, refs, **policy)
    told = {str(ref.branch): lines_of(alice, each) for ref, each in found.items()}
    kept = "git push origin <t3>:refs/heads/theirs-kept"
    sentence = "origin/theirs has what no other branch there has: 1 commit of others"
    assert told == {
        **dict.fromkeys(["t", "own", "gone"], []),
        "theirs": [f'HK504 no warn origin/theirs: {sentence}: <t3> "t3" by bob | {kept}'],
    }


def test_an_address_of_the_mailmap_is_the_persons_too(team: Team) -> None:
    team.alice.commit("Map", {".mailmap": "bob <bob@hookkit.invalid> <alice@hookkit.invalid>\n"})
    of_bob(team, "t3")
    team.bob.git("push", "-q", "origin", "t:other", "+t~1:t")
    team.alice.git("fetch", "-q")
    refs = pushed(team.alice, "origin", ":other", "t:t")
    policy: dict[str, Any] = {"protected": ["main"], "level": "refuse"}
    found = check_many_refs(team.alice.runner, refs, **policy)
    assert [each for some in found.values() for each in some] == []


def test_head_is_the_branch_that_it_is_on(team: Team) -> None:
    """What the branch once had is known by its reflog, also where no branch usually goes there."""
    team.alice.git("checkout", "-q", "--no-track", "-b", "mine", "origin/t")
    team.alice.git("branch", "-q", "-D", "t")
    team.alice.git("reset", "-q", "--hard", "HEAD^")
    assert judge(team.alice, "--force", "origin", "HEAD:t") == []


# One's own commits


def nothing_new(team: Team) -> None:
    pass


def ahead(team: Team) -> None:
    grow(team.alice, "t3")


def amended(team: Team) -> None:
    tick(team.alice)
    team.alice.commit("t2 again", {"t2": "better\n"}, "--amend")


def rebased(team: Team) -> None:
    team.alice.git("checkout", "-q", "main")
    grow(team.alice, "m1", "m2")
    team.alice.git("rebase", "-q", "main", "t")


def rebased_on_what_the_remote_has(team: Team) -> None:
    team.bob.git("checkout", "-q", "main")
    grow(team.bob, "m1", "m2")
    team.bob.git("push", "-q")
    team.alice.git("fetch", "-q")
    team.alice.git("rebase", "-q", "origin/main", "t")


def squashed(team: Team) -> None:
    team.alice.git("reset", "-q", "--soft", "HEAD~2")
    tick(team.alice)
    team.alice.commit("t1 and t2")


def dropped(team: Team) -> None:
    team.alice.git("reset", "-q", "--hard", "HEAD~1")


def dropped_and_renamed(team: Team) -> None:
    dropped(team)
    team.alice.git("branch", "-m", "t", "mine")
    team.alice.git("branch", "-q", "t", "main")


def redone(team: Team) -> None:
    branch(team.alice, "again", "main", "a1")


def bob_taken_in_then_rebased(team: Team) -> None:
    of_bob(team, "b1")
    grow(team.alice, "t3")
    team.alice.git("pull", "-q", "--rebase")
    rebased(team)


def bob_merged_to_main_meanwhile(team: Team) -> None:
    of_bob(team, "b1")
    team.alice.git("pull", "-q", "--rebase")
    team.bob.git("push", "-q", "origin", "t:main")
    team.alice.git("fetch", "-q")
    team.alice.git("reset", "-q", "--hard", "HEAD~1")
    amended(team)


def bob_picked_to_main_then_rebased(team: Team) -> None:
    of_bob(team, "b1")
    team.alice.git("pull", "-q", "--rebase")
    team.bob.git("checkout", "-q", "main")
    tick(team.bob)
    team.bob.git("cherry-pick", "t")
    team.bob.git("push", "-q", "origin", "main")
    team.alice.git("fetch", "-q")
    # The rebase leaves b1 out, as the target has that change.
    team.alice.git("rebase", "-q", "origin/main")
    assert team.alice.git("log", "--format=%s") == "t2\nt1\nb1\nbase"


@pytest.mark.parametrize(
    ("build", "arguments"),
    [
        (nothing_new, ("-f", "origin", "t")),
        (ahead, ("origin", "t")),
        (ahead, ("-f", "origin", "t")),
        (amended, ("-f", "origin", "t")),
        (amended, ("--force-with-lease", "origin", "HEAD")),
        (rebased, ("-f", "origin", "t")),
        (rebased_on_what_the_remote_has, ("-f", "origin", "t")),
        (squashed, ("-f", "origin", "t")),
        (dropped, ("-f", "origin", "t")),
        (dropped, ("-f", "origin", "HEAD:t")),
        (dropped, ("-f", "origin", "t~0:refs/heads/t")),
        (dropped_and_renamed, ("-f", "origin", "mine:t")),
        (bob_taken_in_then_rebased, ("-f", "origin", "t")),
        (bob_merged_to_main_meanwhile, ("-f", "origin", "t")),
        (bob_picked_to_main_then_rebased, ("-f", "origin", "t")),
        (redone, ("-f", "origin", "again:t")),
        (redone, ("-f", "origin", "HEAD:t")),
        (redone, ("-f", "origin", "main:t")),
        (ahead, ("origin", "t:new")),
        (ahead, ("origin", "main:release/1")),
    ],
)
def test_what_takes_nothing_of_others_passes(
    team: Team, build: Callable[[Team], None], arguments: tuple[str, ...]
) -> None:
    build(team)
    refs = pushed(team.alice, *arguments)
    assert len(refs) == (build is not nothing_new)
    assert judge_refs(team.alice, refs) == []
    # It is no finding because of the rule, not because nothing is forced.
    assert team.alice.attempt("push", "-q", *arguments).returncode == 0


# Commits of others


def bob_never_fetched(team: Team) -> None:
    of_bob(team, "b1")
    amended(team)


def bob_fetched(team: Team) -> None:
    of_bob(team, "b1", "b2")
    team.alice.git("fetch", "-q")
    rebased(team)


def bob_merged_and_fetched(team: Team) -> None:
    team.bob.git("checkout", "-q", "main")
    grow(team.bob, "m1")
    team.bob.git("push", "-q", "origin", "main")
    merge(team.bob, "main", into="t")
    team.bob.git("push", "-q", "origin", "t")
    team.alice.git("fetch", "-q")
    grow(team.alice, "t3")


def bob_taken_in_then_dropped(team: Team) -> None:
    of_bob(team, "b1")
    team.alice.git("pull", "-q", "--rebase")
    grow(team.alice, "t3")
    team.alice.git("rebase", "-q", "--onto", "HEAD~2", "HEAD~1")


def bob_half_dropped_and_half_unseen(team: Team) -> None:
    bob_taken_in_then_dropped(team)
    of_bob(team, "b2")
    team.alice.git("fetch", "-q")


def redone_without_the_first(team: Team) -> None:
    redone(team)
    team.alice.git("branch", "-q", "-D", "t")


def redone_beside_bob(team: Team) -> None:
    redone(team)
    of_bob(team, "b1")
    team.alice.git("fetch", "-q")


LOST_B1 = (
    'HK504 no warn origin/t: origin/t would lose 1 commit of others: <b1> "b1" by bob;'
    " see git range-diff <b1>...<t3> | git switch t && git cherry-pick <b1>"
)
LOST_B1_AND_B2 = (
    "HK506 no refuse origin/t: origin/t would lose 2 commits that your branch never had:"
    ' <b1> "b1", <b2> "b2" by bob; see git range-diff <b2>...<t2>'
    " | git switch t && git cherry-pick <b1> <b2>"
)
CASES: list[tuple[Callable[[Team], None], str, list[str]]] = [
    (
        bob_never_fetched,
        "-f origin t",
        [
            "HK503 no refuse origin/t: origin/t has commits that were never fetched: UNSEEN;"
            " it may stop at a conflict: git cherry-pick --abort takes it back"
            " | git switch t && git fetch origin t && git cherry-pick <t2>..FETCH_HEAD"
        ],
    ),
    (bob_fetched, "-f origin t", [LOST_B1_AND_B2]),
    (bob_fetched, "--force-with-lease origin t", [LOST_B1_AND_B2]),
    (
        bob_merged_and_fetched,
        "-f origin t",
        [
            "HK506 no refuse origin/t: origin/t would lose 1 commit that your branch never had:"
            ' <Merge main> "Merge main" by bob; see git range-diff <Merge main>...<t3>'
            " | git switch t && git merge <Merge main>"
        ],
    ),
    (bob_taken_in_then_dropped, "-f origin t", [LOST_B1]),
    (bob_taken_in_then_dropped, "-f origin HEAD", [LOST_B1.replace("git switch t && ", "")]),
    (
        bob_taken_in_then_dropped,
        "-f origin t~0:refs/heads/t",
        [LOST_B1.replace("git switch t && ", "")],
    ),
    (bob_taken_in_then_dropped, "-f URL t", [LOST_B1.replace("origin/t", "URL/t")]),
    (
        bob_half_dropped_and_half_unseen,
        "-f origin t",
        [
            "HK506 no refuse origin/t: origin/t would lose 1 commit that your branch never had:"
            ' <b2> "b2" by bob; see git range-diff <b2>...<t3>'
            " | git switch t && git cherry-pick <b2>",
            LOST_B1.replace("<b1>...", "<b2>..."),
        ],
    ),
    (
        redone_without_the_first,
        "-f origin again:t",
        [
            "HK506 no warn origin/t: origin/t would lose 2 commits that your branch never had:"
            ' <t1> "t1", <t2> "t2" by alice; see git range-diff <t2>...<a1>'
            " | git switch again && git cherry-pick <t1> <t2>"
        ],
    ),
    (
        redone_beside_bob,
        "-f origin again:t",
        [
            "HK506 no refuse origin/t: origin/t would lose 1 commit that your branch never had:"
            ' <b1> "b1" by bob; see git range-diff <b1>...<a1>'
            " | git switch again && git cherry-pick <b1>"
        ],
    ),
]


@pytest.mark.parametrize("team", ["sha1", "sha256"], indirect=True)
@pytest.mark.parametrize(("build", "command", "expected"), CASES)
def test_what_would_take_something_of_others_is_told(
    team: Team, build: Callable[[Team], None], command: str, expected: list[str]
) -> None:
    build(team)
    url = str(team.remote.path)
    unseen = team.remote.git("rev-parse", "t")[:7]
    found = judge(team.alice, *command.replace("URL", url).split())
    lines = lines_of(team.alice, found)
    assert [each.replace(url, "URL").replace(unseen, "UNSEEN") for each in lines] == expected
    for each in found:
        _, compare, words = each.sentence.partition("; see git ")
        assert not compare or team.alice.git(*words.split())


@pytest.mark.parametrize(("build", "command", "expected"), CASES)
def test_each_repair_mends_its_finding(
    team: Team, build: Callable[[Team], None], command: str, expected: list[str]
) -> None:
    build(team)
    arguments = command.replace("URL", str(team.remote.path)).split()
    before = team.alice.git("log", "--no-merges", "--format=%s").splitlines()
    for finding in judge(team.alice, *arguments):
        run_repair(team.alice, str(finding.repair))
    assert judge(team.alice, *arguments) == []
    after = team.alice.git("log", "--no-merges", "--format=%s").splitlines()
    assert set(before) <= set(after)
    assert team.alice.status == ""


def test_a_commit_of_others_that_was_squashed_is_told_though_its_change_is_there(
    team: Team,
) -> None:
    # No patch id can tell: this is why it is a word, not a refusal.
    of_bob(team, "b1")
    team.alice.git("pull", "-q", "--rebase")
    team.alice.git("reset", "-q", "--soft", "HEAD~2")
    tick(team.alice)
    team.alice.commit("t2 and b1")
    assert lines_of(team.alice, judge(team.alice, "-f", "origin", "t")) == [
        LOST_B1.replace("<t3>", "<t2 and b1>")
    ]
    assert judge(team.alice, "-f", "origin", "t", others_level="off") == []


def test_a_commit_that_was_picked_and_not_pulled_is_not_lost(team: Team) -> None:
    bob_fetched(team)
    team.alice.git("cherry-pick", "origin/t~1", "origin/t")
    assert judge(team.alice, "-f", "origin", "t") == []


# Whose commits they are


def test_other_addresses_of_the_person_are_theirs_too(team: Team) -> None:
    bob_taken_in_then_dropped(team)
    arguments = ("-f", "origin", "t")
    assert verdicts(judge(team.alice, *arguments, others_level="refuse")) == [
        ("HK504", "no", "refuse")
    ]
    team.alice.write(".mailmap", "bob <bob@hookkit.invalid> <alice@hookkit.invalid>\n")
    assert judge(team.alice, *arguments) == []


def test_without_an_address_every_commit_is_of_others(team: Team) -> None:
    dropped(team)
    (ref,) = pushed(team.alice, "-f", "origin", "t")
    team.alice.git("config", "user.email", "")
    assert verdicts(judge_refs(team.alice, [ref])) == [("HK504", "no", "warn")]


# Where no branch tells


def test_without_a_reflog_it_is_unknown(team: Team) -> None:
    dropped(team)
    team.alice.git("reflog", "expire", "--expire=all", "refs/heads/t")
    assert lines_of(team.alice, judge(team.alice, "-f", "origin", "t")) == [
        'HK506 unknown refuse origin/t: whether your branch ever had <t2> "t2" of origin/t is'
        " unknown: no reflog here tells; see git range-diff <t2>...<t1>"
        " | git switch t && git cherry-pick <t2>"
    ]


def test_a_detached_head_that_goes_to_no_branch_of_mine_is_unknown(team: Team) -> None:
    team.alice.git("branch", "-q", "--unset-upstream")
    team.alice.git("checkout", "-q", "--detach", "main")
    assert lines_of(team.alice, judge(team.alice, "-f", "origin", "HEAD:refs/heads/t")) == [
        'HK506 unknown refuse origin/t: whether your branch ever had <t1> "t1", <t2> "t2" of'
        " origin/t is unknown: no reflog here tells; see git range-diff <t2>...<base>"
        " | git cherry-pick <t1> <t2>"
    ]


def test_in_a_shallow_clone_a_cut_makes_it_unknown(team: Team, tmp_path: Path) -> None:
    grow(team.bob, *(f"b{number}" for number in range(4)))
    team.bob.git("push", "-q", "origin", "t", "t:wide")
    carol = clone(team.remote, tmp_path / "carol", "carol", "--depth=1", "--no-single-branch")
    # The remote's main is an ancestor of the topic, and the clone cannot see it.
    refs = pushed(carol, "-f", "origin", "origin/wide:refs/heads/main")
    refs += pushed(carol, "-f", "origin", "origin/main:refs/heads/wide")
    assert lines_of(carol, judge_refs(carol, refs)) == [
        "HK501 unknown refuse origin/main: whether origin/main would lose commits is unknown in"
        " this shallow clone | git fetch --unshallow",
        "HK506 unknown refuse origin/wide: whether origin/wide would lose commits is unknown in"
        " this shallow clone | git fetch --unshallow",
    ]
    grow(team.bob, "b9")
    team.bob.git("push", "-q", "origin", "t:wide")
    assert verdicts(judge(carol, "origin", "origin/main:refs/heads/wide")) == [
        ("HK503", "unknown", "refuse")
    ]


def test_in_a_partial_clone_nothing_is_fetched(team: Team, tmp_path: Path) -> None:
    team.remote.git("config", "uploadpack.allowFilter", "true")
    team.remote.git("config", "uploadpack.allowAnySHA1InWant", "true")
    carol = clone(team.remote, tmp_path / "carol", "carol", "--filter=blob:none")
    carol.git("checkout", "-q", "t")
    carol.git("checkout", "-q", "-b", "mine", "origin/main")
    of_bob(team, "b1")
    # git itself would fetch it before it runs the hook.
    ref = PushedRef("refs/heads/mine", carol.head, "refs/heads/t", team.bob.head, "origin")
    runner = watched(carol, tmp_path)
    found = check_force_push(runner.runner, ref, protected=[], level="refuse")
    assert verdicts(found) == [("HK503", "no", "refuse")]
    assert not [argv for argv in runner.started if "fetch" in argv]


def test_without_the_files_of_a_partial_clone_no_copies_are_known(
    team: Team, tmp_path: Path
) -> None:
    team.remote.git("config", "uploadpack.allowFilter", "true")
    team.bob.write("t2", "of bob\n")
    of_bob(team, "b1")
    team.bob.commit("b2", {"t2": "of bob\n"})
    team.bob.git("push", "-q")
    team.bob.git("reset", "-q", "--hard", "HEAD~2")
    team.bob.git("push", "-q", "-f")
    carol = clone(team.remote, tmp_path / "carol", "carol", "--filter=blob:none")
    carol.git("checkout", "-q", "t")
    team.bob.git("reset", "-q", "--hard", "ORIG_HEAD")
    team.bob.git("push", "-q")
    carol.commit("c1", {"t2": "of carol\n"})
    carol.git("fetch", "-q")
    here = carol.git("rev-list", "--objects", "--missing=print", "--all")
    assert "?" in here
    (ref,) = pushed(carol, "-f", "origin", "t")
    assert lines_of(carol, judge_refs(carol, [ref])) == [
        "HK506 no refuse origin/t: origin/t would lose 2 commits that your branch never had:"
        ' <b1> "b1", <b2> "b2" by bob; see git range-diff <b2>...<c1>'
        " | git switch t && git cherry-pick <b1> <b2>"
    ]
    assert carol.git("rev-list", "--objects", "--missing=print", "--all") == here


@pytest.mark.parametrize("is_taken_in", [True, False])
def test_a_pick_that_stops_at_a_conflict_is_announced(team: Team, is_taken_in: bool) -> None:
    team.bob.commit("b1", {"t2": "of bob\n"})
    team.bob.git("push", "-q")
    team.alice.git("pull" if is_taken_in else "fetch", "-q")
    team.alice.git("reset", "-q", "--hard", "HEAD~1" if is_taken_in else "HEAD")
    amended(team)
    before, refs = team.alice.head, team.alice.git("for-each-ref")
    (finding,) = judge(team.alice, "-f", "origin", "t")
    assert finding.rule == ("HK504" if is_taken_in else "HK506")
    announced = "; the cherry-pick stops at a conflict in t2: git cherry-pick --abort takes it back"
    assert finding.sentence.endswith(announced)
    assert team.alice.attempt("cherry-pick", str(finding.repair).split()[-1]).returncode == 1
    team.alice.git("cherry-pick", "--abort")
    assert (team.alice.head, team.alice.git("for-each-ref")) == (before, refs)
    assert team.alice.git("status", "--porcelain") == ""


def test_a_merge_that_stops_at_a_conflict_is_announced(team: Team) -> None:
    branch(team.bob, "other", "t~1", "o1")
    team.bob.commit("o2", {"t2": "other\n"})
    team.bob.git("checkout", "-q", "t")
    team.bob.git("merge", "-q", "-s", "ours", "--no-edit", "other")
    team.bob.git("push", "-q", "origin", "other", "t")
    team.alice.git("fetch", "-q")
    amended(team)
    found = judge(team.alice, "-f", "origin", "t")
    assert [each.rule for each in found] == ["HK506"]
    assert "the merge stops at a conflict in t2: git merge --abort takes it back" in (
        found[0].sentence
    )


# Protected branches, deletions, tags


def test_a_protected_branch_is_not_rewritten(team: Team) -> None:
    team.alice.git("checkout", "-q", "main")
    tick(team.alice)
    grow(team.alice, "m1")
    team.alice.git("push", "-q")
    tick(team.alice)
    team.alice.git("commit", "-q", "--amend", "-m", "m1 again")
    assert judge(team.alice, "origin", "main") == []  # git leaves it out: it will refuse it itself
    found = judge(team.alice, "-f", "origin", "main")
    assert lines_of(team.alice, found) == [
        "HK501 no refuse main: main is protected: <m1 again> does not descend from <m1>"
        " | git rebase <m1> main"
    ]
    run_repair(team.alice, str(found[0].repair))
    assert judge(team.alice, "-f", "origin", "main") == []


@pytest.mark.parametrize(
    ("is_seen", "expected"),
    [
        (
            False,
            "HK503 no refuse origin/main: origin/main has commits that were never fetched: UNSEEN;"
            " it may stop at a conflict: git rebase --abort takes it back"
            " | git switch main && git pull --rebase=merges origin main",
        ),
        (
            True,
            "HK501 no refuse main: main is protected: <Merge t> does not descend from <m1>"
            " | git rebase --rebase-merges <m1> main",
        ),
    ],
)
def test_after_a_race_the_repair_keeps_the_merge(team: Team, is_seen: bool, expected: str) -> None:
    merge(team.alice, "t")
    team.bob.git("checkout", "-q", "main")
    grow(team.bob, "m1")
    team.bob.git("push", "-q", "origin", "main")
    if is_seen:
        team.alice.git("fetch", "-q")
    found = judge(team.alice, "-f", "origin", "main")
    lines = lines_of(team.alice, found)
    assert [each.replace(team.bob.head[:7], "UNSEEN") for each in lines] == [expected]
    run_repair(team.alice, str(found[0].repair))
    assert team.alice.git("log", "--first-parent", "--format=%s") == "Merge t\nm1\nbase"
    assert team.alice.git("log", "--format=%s", "HEAD^1..HEAD^2") == "t2\nt1"
    assert judge(team.alice, "origin", "main") == []


def test_a_protected_branch_is_not_deleted(team: Team) -> None:
    assert lines_of(team.alice, judge(team.alice, "origin", ":main")) == [
        "HK502 no refuse main: main on origin is protected: it would be deleted"
    ]


def test_to_delete_what_is_ones_own_or_elsewhere_is_no_finding(team: Team) -> None:
    assert judge(team.alice, "origin", ":t") == []
    of_bob(team, "b1")
    team.bob.git("push", "-q", "origin", "t:also")
    team.alice.git("fetch", "-q")
    assert judge(team.alice, "origin", "--delete", "t") == []


def test_to_delete_what_only_that_branch_has_of_others_is_told(team: Team) -> None:
    of_bob(team, "b1")
    team.alice.git("fetch", "-q")
    found = judge(team.alice, "origin", "--delete", "t")
    assert lines_of(team.alice, found) == [
        "HK504 no warn origin/t: origin/t has what no other branch there has: 1 commit of others:"
        ' <b1> "b1" by bob | git push origin <b1>:refs/heads/t-kept'
    ]
    run_repair(team.alice, str(found[0].repair))
    team.alice.git("fetch", "-q")
    assert judge(team.alice, "origin", "--delete", "t") == []


def test_to_delete_what_was_never_fetched_is_no_finding_here(team: Team) -> None:
    of_bob(team, "b1")
    assert judge(team.alice, "origin", "--delete", "t") == []


@pytest.mark.parametrize("kind", [(), ("-a", "-m", "one")])
def test_a_tag_is_not_moved(team: Team, kind: tuple[str, ...]) -> None:
    team.alice.git("tag", *kind, "v1")
    team.alice.git("push", "-q", "origin", "v1")
    assert judge(team.alice, "origin", "v1") == []
    grow(team.alice, "t3")
    team.alice.git("tag", "-f", *kind, "v1")
    found = judge(team.alice, "-f", "origin", "v1")
    assert lines_of(team.alice, found) == [
        "HK505 no refuse v1: the tag v1 on origin would move: who has it keeps the old one"
        " | git push origin refs/tags/v1:refs/tags/v1.1"
    ]
    assert judge(team.alice, "-f", "origin", "v1", level="off") == []
    old = team.remote.git("rev-parse", "v1")
    run_repair(team.alice, str(found[0].repair))
    assert team.remote.git("rev-parse", "v1") == old
    assert team.remote.git("rev-parse", "v1.1") == team.alice.git("rev-parse", "v1")


def test_a_tag_may_be_made_and_deleted(team: Team) -> None:
    team.alice.git("tag", "v1")
    assert judge(team.alice, "origin", "v1") == []
    team.alice.git("push", "-q", "origin", "v1")
    assert judge(team.alice, "origin", "--delete", "v1") == []


# Several refs, odd names, odd places


@pytest.mark.parametrize(
    ("command", "also"),
    [
        # git tells the hook nothing of what --mirror will delete.
        ("--mirror origin", "refs/remotes/origin/main"),
        ("-f --prune origin refs/heads/*:refs/heads/* refs/tags/*:refs/tags/*", ""),
    ],
)
def test_each_of_several_refs_has_its_own_verdict(team: Team, command: str, also: str) -> None:
    bob_taken_in_then_dropped(team)
    alice = team.alice
    alice.git("tag", "v1", "main")
    alice.git("branch", "ahead", "main")
    alice.git("push", "-q", "origin", "v1", "ahead", "main:release/1")
    alice.git("tag", "-f", "v1", "t")
    alice.git("branch", "-f", "ahead", "t")
    alice.git("checkout", "-q", "main")
    alice.git("commit", "-q", "--amend", "-m", "base again")
    refs = pushed(alice, *command.split())
    names = [ref.remote_ref for ref in refs]
    assert also in [*names, ""] and names[0] == "refs/heads/ahead"
    found = [(each.rule, each.place) for each in judge_refs(alice, refs)]
    deleted = [] if also else [("HK502", "release/1")]
    assert found == [("HK501", "main"), *deleted, ("HK504", "origin/t"), ("HK505", "v1")]


def test_a_tag_of_the_same_name_is_not_taken_for_the_branch(team: Team) -> None:
    bob_fetched(team)
    team.alice.git("tag", "t", "main")
    team.alice.git("tag", "origin/t", "main")
    arguments = ("-f", "origin", "refs/heads/t:refs/heads/t")
    assert lines_of(team.alice, judge(team.alice, *arguments)) == [LOST_B1_AND_B2]
    run_repair(team.alice, str(judge(team.alice, *arguments)[0].repair))
    assert judge(team.alice, *arguments) == []


def test_a_push_from_a_linked_worktree_asks_its_own_branch(team: Team) -> None:
    bob_fetched(team)
    team.alice.git("checkout", "-q", "main")
    team.alice.git("worktree", "add", "-q", "../linked", "t")
    linked = Repository(team.alice.path.parent / "linked")
    arguments = ("-f", "origin", "HEAD")
    assert lines_of(linked, judge(linked, *arguments)) == [
        LOST_B1_AND_B2.replace("git switch t && ", "")
    ]
    run_repair(linked, str(judge(linked, *arguments)[0].repair))
    assert judge(linked, *arguments) == []


def test_what_is_neither_branch_nor_tag_is_not_judged(team: Team) -> None:
    team.alice.git("notes", "add", "-m", "one")
    team.alice.git("push", "-q", "origin", "refs/notes/commits")
    team.alice.git("update-ref", "refs/notes/commits", "main")
    refs = pushed(team.alice, "-f", "origin", "refs/notes/commits")
    assert len(refs) == 1
    assert judge_refs(team.alice, refs) == []


def test_unrelated_histories_are_lost_as_any(team: Team) -> None:
    team.alice.git("checkout", "-q", "--orphan", "fresh")
    grow(team.alice, "f1")
    team.alice.git("branch", "-q", "-M", "fresh", "t")
    # The reflog of a branch that another takes the place of is that other's; with reftable it is
    # behind that of the branch which was there, which has had what would be lost.
    lost = [] if team.alice.has_reftable else ["HK506"]
    assert [each.rule for each in judge(team.alice, "-f", "origin", "t")] == lost


def test_rules_that_are_off_say_nothing(team: Team) -> None:
    bob_fetched(team)
    assert judge(team.alice, "-f", "origin", "t", level="off") == []
    assert verdicts(judge(team.alice, "-f", "origin", "t", level="warn")) == [
        ("HK506", "no", "warn")
    ]


# The price; where something would be lost, the repair is tried as well


@pytest.mark.parametrize(
    ("build", "most"), [(ahead, 2), (amended, 6), (rebased, 6), (dropped, 6), (bob_fetched, 14)]
)
def test_a_push_is_judged_with_few_git_processes(
    team: Team, tmp_path: Path, build: Callable[[Team], None], most: int
) -> None:
    build(team)
    (ref,) = pushed(team.alice, "-f", "origin", "t")
    runner = watched(team.alice, tmp_path)
    check_force_push(runner.runner, ref, protected=["main"], level="refuse")
    assert len(runner.started) <= most, runner.started
