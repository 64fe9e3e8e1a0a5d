"""What a server says to every shape of history and every kind of push, and what it takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.copied_scenarios import give_copy
from tests.history.checks.scenarios import (
    Team,
    branch,
    grow,
    merge,
    run_repair,
    team_in,
    tick,
)
from tests.repository import Repository
from tests.server.scenario import push, refs, served_team

ORIGINS = ("origin", "main")


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team with three commits on main."""
    give_copy(_begun, tmp_path)
    return team_in(tmp_path)


def _begun(folder: Path) -> None:
    begun(served_team(folder))


def begun(team: Team) -> Team:
    grow(team.alice, "m1", "m2")
    team.alice.git("push", "-q", "origin", "main")
    return team


def rebased(repo: Repository) -> None:
    branch(repo, "topic", "main", "t1", "t2")
    merge(repo, "topic")


def twice_rebased(repo: Repository) -> None:
    rebased(repo)
    branch(repo, "other", "main", "o1")
    merge(repo, "other")


def behind(repo: Repository) -> None:
    branch(repo, "topic", "main~1", "t1")
    merge(repo, "topic")


def second_behind(repo: Repository) -> None:
    branch(repo, "other", "main", "o1")
    rebased(repo)
    merge(repo, "other")


def fast_forward(repo: Repository) -> None:
    branch(repo, "topic", "main", "t1", "t2")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "topic")


def squash(repo: Repository) -> None:
    branch(repo, "topic", "main~1", "t1", "t2")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--squash", "topic")
    tick(repo)
    repo.git("commit", "-q", "-m", "squashed (#7)")


def updated_branch(repo: Repository) -> None:
    branch(repo, "topic", "main~1", "t1")
    merge(repo, "main", into="topic")
    merge(repo, "topic")


def nested(repo: Repository) -> None:
    branch(repo, "topic", "main", "t1")
    branch(repo, "inner", "topic", "i1")
    merge(repo, "inner", into="topic")
    merge(repo, "topic")


def pulled(repo: Repository) -> None:
    repo.git("branch", "theirs", "main")
    repo.git("checkout", "-q", "main")
    repo.git("reset", "-q", "--hard", "main~1")
    grow(repo, "mine")
    merge(repo, "theirs")


def back_merge_fast_forwarded(repo: Repository) -> None:
    branch(repo, "topic", "main~1", "t1")
    merge(repo, "main", into="topic")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "topic")


def octopus(repo: Repository) -> None:
    branch(repo, "a", "main", "a1")
    branch(repo, "b", "main", "b1")
    merge(repo, "a", "b")


def evil(repo: Repository) -> None:
    branch(repo, "topic", "main", "t1")
    merge(repo, "topic", how="--no-commit")
    repo.commit("Merge topic", {"sneaked": "in\n"})


def ours(repo: Repository) -> None:
    branch(repo, "topic", "main", "t1")
    merge(repo, "topic", how="-s ours")


def reverted(repo: Repository) -> None:
    rebased(repo)
    tick(repo)
    repo.git("revert", "--no-edit", "-m", "1", "HEAD")


def unrelated(repo: Repository) -> None:
    repo.git("checkout", "-q", "--orphan", "topic")
    repo.git("rm", "-q", "-r", "-f", ".")
    grow(repo, "u1")
    merge(repo, "topic", how="--allow-unrelated-histories")


def rewound(repo: Repository) -> None:
    repo.git("checkout", "-q", "main")
    repo.git("reset", "-q", "--hard", "main~1")


def rewritten(repo: Repository) -> None:
    rewound(repo)
    grow(repo, "other")


def with_fixups(*subjects: str) -> Callable[[Repository], None]:
    def build(repo: Repository) -> None:
        branch(repo, "topic", "main", "t1", *subjects)
        merge(repo, "topic")

    return build


Build = Callable[[Repository], None]
Verdicts = list[tuple[str, str]]

HISTORIES: dict[str, tuple[Build, Verdicts]] = {
    "rebased": (rebased, []),
    "two rebased merges": (twice_rebased, []),
    "behind": (behind, [("refused", "HK403")]),
    "the second merge is behind": (second_behind, [("refused", "HK403")]),
    "a branch fast-forwarded": (fast_forward, [("warning", "HK401")]),
    "squashed": (squash, [("warning", "HK401")]),
    "updated by a merge of main": (updated_branch, [("warning", "HK404")]),
    "a merge inside": (nested, [("warning", "HK404")]),
    "a pull that merges": (pulled, [("refused", "HK402")]),
    "a back-merge fast-forwarded": (back_merge_fast_forwarded, [("refused", "HK402")]),
    "octopus": (octopus, [("refused", "HK405")]),
    "evil merge": (evil, [("refused", "HK406")]),
    "merged by -s ours": (ours, [("refused", "HK406")]),
    "a merge reverted": (reverted, [("warning", "HK401")]),
    "unrelated histories": (unrelated, [("warning", "HK407")]),
    "rewound": (rewound, [("refused", "HK501")]),
    "rewritten": (rewritten, [("refused", "HK501")]),
    "fixup": (with_fixups("fixup! t1"), [("refused", "HK601")]),
    "squash and amend": (with_fixups("squash! t1", "amend! t1"), [("refused", "HK601")]),
    "fixup of a fixup": (with_fixups("fixup! fixup! t1"), [("refused", "HK601")]),
    "orphaned fixup": (with_fixups("fixup! gone"), [("refused", "HK602")]),
    "no fixup to git": (with_fixups("fixup!t1", 'Revert "fixup! t1"'), []),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_each_history_gets_its_verdict_on_a_protected_branch_alone(team: Team, name: str) -> None:
    build, wanted = HISTORIES[name]
    build(team.alice)
    assert push(team.alice, "origin", "main:refs/heads/topic") == (True, [])
    before = refs(team.remote)
    # By a force of the person the server must not be forced.
    ended = push(team.alice, "--force", *ORIGINS)
    is_taken = not any(what == "refused" for what, _ in wanted)
    assert (ended.verdicts, ended.is_taken) == (wanted, is_taken)
    now = before | {"refs/heads/main": team.alice.git("rev-parse", "main")}
    assert refs(team.remote) == (now if is_taken else before)


def test_ids_of_any_length_are_read(tmp_path: Path) -> None:
    team = begun(served_team(tmp_path, "--object-format=sha256"))
    behind(team.alice)
    assert push(team.alice, *ORIGINS).verdicts == [("refused", "HK403")]
    assert push(team.alice, "origin", ":main").verdicts == [("refused", "HK502")]
    assert push(team.alice, "origin", "topic").is_taken


def test_what_is_said_is_the_finding_its_repair_and_what_became_of_the_push(team: Team) -> None:
    behind(team.alice)
    assert push(team.alice, *ORIGINS) == (
        False,
        [
            'refused  HK403  <Merge topic>  <Merge topic> "Merge topic" merges a branch that is'
            " not rebased on <m2>",
            "repair: git diff --stat --exit-code HEAD && "
            "git rebase --rebase-merges=rebase-cousins <m2> main",
            "hookkit refused main: nothing of this push was taken",
        ],
    )


def test_a_release_comes_to_main_as_it_is(team: Team) -> None:
    branch(team.alice, "release/1", "main~1", "r1")
    merge(team.alice, "release/1")
    # Of what the repository does not have, nobody knows that it is a release.
    assert push(team.alice, *ORIGINS).verdicts == [("refused", "HK403")]
    team.alice.git("push", "-q", "origin", "release/1:refs/heads/topic")
    assert push(team.alice, *ORIGINS).verdicts == [("refused", "HK403")]
    assert push(team.alice, "origin", "release/1").is_taken
    assert push(team.alice, *ORIGINS) == (True, [])


def test_what_is_taken_is_not_to_be_made_anew(team: Team) -> None:
    fast_forward(team.alice)
    warning = 'warning  HK401  <t2>  <t1> "t1", <t2> "t2" went to main without a merge'
    taken = [warning, "hookkit lets this push through: 1 finding"]
    assert push(team.alice, *ORIGINS) == (True, taken)
    grow(team.alice, "d1", "fixup! d1")
    ended = push(team.alice, *ORIGINS)
    assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK601"), ("warning", "HK401")])
    assert [line.partition(": ")[0] for line in ended.said].count("repair") == 2


REPAIRED = ("behind", "evil merge", "a pull that merges", "octopus", "fixup", "rewritten")


@pytest.mark.parametrize("name", REPAIRED)
def test_the_repair_works_in_the_clone_and_what_it_makes_is_taken(team: Team, name: str) -> None:
    HISTORIES[name][0](team.alice)
    team.alice.git("checkout", "-q", "main")
    said = team.alice.attempt("push", "--force", *ORIGINS).stderr.decode().splitlines()
    repair = next(line for line in said if "repair: " in line).partition("repair: ")[2]
    run_repair(team.alice, repair)
    assert push(team.alice, *ORIGINS).is_taken


def test_every_ref_of_a_push_is_judged_and_none_is_taken_where_one_is_refused(team: Team) -> None:
    alice = team.alice
    branch(alice, "good", "main", "g1")
    behind(alice)
    before = refs(team.remote)
    for how in ([], ["--atomic"]):
        ended = push(alice, *how, "origin", "good", "main", "HEAD:refs/heads/release/1")
        assert ended.verdicts == [("refused", "HK403")] * 2
        assert ended.said[-1] == "hookkit refused main, release/1: nothing of this push was taken"
        assert refs(team.remote) == before


def test_a_protected_branch_is_not_deleted_and_a_topic_is(team: Team) -> None:
    alice = team.alice
    alice.git("push", "-q", "origin", "HEAD:refs/heads/topic", "HEAD:refs/heads/release/1")
    assert push(alice, "origin", ":release/1") == (
        False,
        [
            "refused  HK502  release/1  release/1 is protected: it would be deleted",
            "hookkit refused release/1: nothing of this push was taken",
        ],
    )
    assert push(alice, "origin", ":topic") == (True, [])
    assert set(refs(team.remote)) == {"refs/heads/main", "refs/heads/release/1"}


def test_a_mirror_push_does_not_delete_what_is_protected(team: Team) -> None:
    team.alice.git("push", "-q", "origin", "HEAD:refs/heads/release/1", "HEAD:refs/heads/topic")
    team.alice.git("update-ref", "-d", "refs/remotes/origin/release/1")
    before = refs(team.remote)
    ended = push(team.alice, "--mirror", "origin")
    assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK502")])
    assert refs(team.remote) == before


def test_a_topic_is_rewritten_silently(team: Team) -> None:
    branch(team.alice, "topic", "main", "t1")
    team.alice.git("push", "-q", "origin", "topic")
    team.alice.git("commit", "-q", "--amend", "-m", "t1 again")
    assert push(team.alice, "--force", "origin", "topic") == (True, [])


def test_a_tag_is_made_silently_and_then_stays(team: Team) -> None:
    alice = team.alice
    alice.git("tag", "-a", "-m", "one", "v1")
    assert push(alice, "origin", "v1") == (True, [])
    before = refs(team.remote)
    alice.git("tag", "-f", "-a", "-m", "two", "v1")
    moved = push(alice, "--force", "origin", "v1")
    assert moved == (
        False,
        [
            "refused  HK505  v1  the tag v1 would move: who has it keeps the old one",
            "repair: git push origin refs/tags/v1:refs/tags/v1.1",
            "hookkit refused the tag v1: nothing of this push was taken",
        ],
    )
    assert push(alice, "origin", ":refs/tags/v1") == (
        False,
        [
            "refused  HK505  v1  the tag v1 would be deleted: who has it keeps it",
            "hookkit refused the tag v1: nothing of this push was taken",
        ],
    )
    assert refs(team.remote) == before
    run_repair(alice, moved.said[1].removeprefix("repair: "))
    assert refs(team.remote).keys() - before.keys() == {"refs/tags/v1.1"}


@pytest.mark.parametrize("ref", ["refs/notes/review", "refs/hookkit/backup/x", "refs/for/main"])
def test_what_is_neither_branch_nor_tag_is_not_judged(team: Team, ref: str) -> None:
    behind(team.alice)
    assert push(team.alice, "origin", f"HEAD:{ref}") == (True, [])
    assert push(team.alice, "--force", "origin", f"HEAD~1:{ref}") == (True, [])
    assert push(team.alice, "origin", f":{ref}") == (True, [])


def test_a_topic_that_is_there_already_does_not_hide_what_is_new_on_main(team: Team) -> None:
    with_fixups("fixup! t1")(team.alice)
    assert push(team.alice, "origin", "topic") == (True, [])
    assert push(team.alice, *ORIGINS).verdicts == [("refused", "HK601")]
    assert push(team.alice, "origin", "topic:refs/heads/release/1").verdicts == [
        ("refused", "HK601"),
        ("warning", "HK401"),
    ]


@pytest.mark.parametrize("is_begun", [False, True])
def test_what_a_protected_branch_has_is_not_judged_again_on_another(
    team: Team, is_begun: bool
) -> None:
    """A history that is older than hookkit goes to a branch of deployments."""
    alice = team.alice
    if is_begun:
        assert push(alice, "origin", "main:refs/heads/release/1") == (True, [])
    with_fixups("fixup! t1")(alice)
    branch(alice, "late", "main~1", "l1")
    merge(alice, "late")
    assert push(alice, *ORIGINS).verdicts == [("refused", "HK403"), ("refused", "HK601")]
    team.remote.git("config", "hookkit.enabled", "false")
    alice.git("push", "-q", *ORIGINS)
    team.remote.git("config", "hookkit.enabled", "true")
    assert push(alice, "origin", "main:refs/heads/release/1") == (True, [])
    # What is new above it is checked, and rebased on nothing below it.
    grow(alice, "d1", "fixup! d1")
    ended = push(alice, "origin", "main:refs/heads/release/1")
    assert ended.verdicts == [("refused", "HK601"), ("warning", "HK401")]
    squash = "git rebase --no-autostash -i --autosquash --keep-base <Merge late>"
    assert ended.said[1].endswith(squash)


def test_the_branch_that_head_names_is_protected_whatever_it_is_called(team: Team) -> None:
    alice = team.alice
    alice.git("push", "-q", "origin", "main:refs/heads/trunk")
    behind(alice)
    assert push(alice, "origin", "main:refs/heads/trunk") == (True, [])
    alice.git("push", "-q", "-f", "origin", "origin/main:refs/heads/trunk")
    team.remote.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    ended = push(alice, "origin", "main:refs/heads/trunk")
    assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK403")])
    team.remote.git("symbolic-ref", "HEAD", "refs/heads/main")
    team.remote.git("config", "hookkit.target", "trunk")
    assert push(alice, "origin", ":trunk").verdicts == [("refused", "HK502")]


def test_after_a_race_the_repair_keeps_the_merge(team: Team) -> None:
    rebased(team.alice)
    team.bob.git("pull", "-q")
    grow(team.bob, "b1")
    team.bob.git("push", "-q", "--no-verify")
    ended = push(team.alice, "-f", *ORIGINS)
    rebase = "git rebase --no-autostash --rebase-merges origin/main"
    assert ended.said[1] == f"repair: git fetch origin && {rebase}"


def test_another_name_of_a_protected_branch_is_as_protected(team: Team) -> None:
    team.remote.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
    behind(team.alice)
    ended = push(team.alice, "origin", "main:refs/heads/alias")
    assert ended.verdicts == [("refused", "HK403")]
    assert ended.said[-1] == "hookkit refused main: nothing of this push was taken"


def test_a_tag_of_the_branch_s_name_misleads_nobody(team: Team) -> None:
    team.alice.git("push", "-q", "origin", "main~1:refs/tags/main")
    behind(team.alice)
    ended = push(team.alice, "origin", "refs/heads/main:refs/heads/main")
    assert ended.verdicts == [("refused", "HK403")]


def tagged(team: Team) -> None:
    """Have the server get a tag at a commit to squash, directly on top of main."""
    branch(team.alice, "topic", "main", "fixup! m2")
    team.alice.git("push", "-q", "origin", "HEAD:refs/tags/v1")


def test_a_tag_is_no_judgement(team: Team) -> None:
    alice = team.alice
    tagged(team)
    direct = [("refused", "HK602"), ("warning", "HK401")]
    assert push(alice, "origin", "topic:refs/heads/release/fx").verdicts == direct
    assert push(alice, "origin", "topic:refs/heads/main").verdicts == direct
    assert push(alice, "origin", "main~1:refs/heads/release/2") == (True, [])


@pytest.mark.parametrize("how", ["fast-forward", "merge"])
def test_what_main_gets_is_judged_whatever_other_branch_has_it(team: Team, how: str) -> None:
    """The release is older than the judgement, or came while it was switched off."""
    alice = team.alice
    tagged(team)
    team.remote.git("update-ref", "refs/heads/release/fx", "refs/tags/v1")
    if how == "merge":
        merge(alice, "topic")
    ended = push(alice, "origin", f"{'main' if how == 'merge' else 'topic'}:refs/heads/main")
    assert not ended.is_taken
    assert ("refused", "HK602") in ended.verdicts
    # What another protected branch gets of it was its business.
    assert push(alice, "origin", "topic:refs/heads/release/fy") == (True, [])


def test_the_policy_says_what_counts_as_judged(team: Team) -> None:
    alice = team.alice
    tagged(team)
    team.remote.git("config", "hookkit.trusted", "refs/tags/v*")
    assert push(alice, "origin", "topic:refs/heads/release/fx") == (True, [])
    team.remote.git("config", "hookkit.trusted", "refs/heads/release/*")
    assert push(alice, "origin", "topic:refs/heads/main") == (True, [])
    team.remote.git("config", "hookkit.trusted", "refs/heads/topic/*")
    grow(alice, "fixup! t")
    alice.git("push", "-q", "origin", "topic:refs/heads/topic/x", "topic:refs/tags/v2")
    ended = push(alice, "origin", "topic:refs/heads/release/fx")
    assert (ended.is_taken, ended.verdicts[-1:]) == (True, [])


def test_a_branch_that_goes_on_from_nothing_brings_nothing_to_squash(team: Team) -> None:
    alice = team.alice
    alice.git("checkout", "-q", "--orphan", "apart")
    grow(alice, "o1")
    note = "note  release/o begins here: there is nothing to compare its commits with"
    assert push(alice, "origin", "apart:refs/heads/release/o") == (True, [note])
    alice.git("checkout", "-q", "--orphan", "other")
    grow(alice, "p1", "fixup! p1")
    ended = push(alice, "origin", "other:refs/heads/release/p")
    assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK601")])


def test_the_first_push_of_a_repository_is_taken_with_a_note(tmp_path: Path) -> None:
    team = served_team(tmp_path)
    team.remote.git("update-ref", "-d", "refs/heads/main")
    grow(team.alice, "m1", "m2")
    behind(team.alice)
    note = "note  main begins here: there is nothing to compare its commits with"
    assert push(team.alice, "--all", "origin") == (True, [note])
    assert set(refs(team.remote)) == {"refs/heads/main", "refs/heads/topic"}


def test_a_branch_of_no_commit_is_left_to_git(team: Team) -> None:
    blob = team.alice.git("rev-parse", "HEAD:base")
    ended = push(team.alice, "origin", f"{blob}:refs/heads/release/1")
    assert (ended.is_taken, ended.verdicts) == (False, [])
    assert not any("hookkit" in line for line in ended.said)


def test_a_long_list_of_findings_is_cut(team: Team) -> None:
    for number in range(12):
        branch(team.alice, f"t{number}", "origin/main~1", f"t{number}")
        merge(team.alice, f"t{number}")
        grow(team.alice, f"d{number}")
    said = push(team.alice, *ORIGINS).said
    assert len(said) == 2 * 20 + 2
    assert [line[:15] for line in said[:24:2]] == ["refused  HK403 "] * 12
    assert said[-2:] == [
        "note  and 4 more",
        "hookkit refused main: nothing of this push was taken",
    ]


def test_what_a_name_has_in_it_that_ends_a_line_elsewhere_ends_none_here(team: Team) -> None:
    alice = team.alice
    names = [f"{begin}a\u2028b\u0085c" for begin in ("", "release/")]
    for name in names:
        assert push(alice, "origin", f"HEAD:refs/heads/{name}") == (True, [])
    assert not push(alice, "origin", f":refs/heads/{names[1]}").is_taken
    behind(alice)
    assert push(alice, *ORIGINS).verdicts == [("refused", "HK403")]
