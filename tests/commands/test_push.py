"""``hookkit push``: real pushes to a bare repository, with a colleague who pushes there too."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hookkit.branches.push_destination import without_password
from tests.commands.sync_scenario import under_way
from tests.copied_scenarios import give_copy
from tests.history.checks import test_force_push as force
from tests.history.checks.scenarios import (
    Team,
    branch,
    clone,
    found_team,
    grow,
    merge,
    run_repair,
    team_in,
    tick,
)
from tests.repository import Repository
from tests.repository_with_hooks import install_hooks, repository_content, run_here, short_ids

BACKUPS = "refs/hookkit/backup/"
TAKE_BACK = "take back  git push --force-with-lease="


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice has pushed the topic "t" of two commits, and bob has fetched it."""
    give_copy(begun, tmp_path)
    return team_in(tmp_path)


def begun(folder: Path) -> None:
    made = found_team(folder)
    made.alice.git("config", "user.email", "alice@hookkit.invalid")
    made.alice.git("config", "user.name", "alice")
    branch(made.alice, "t", "main", "t1", "t2")
    made.alice.git("push", "-q", "-u", "origin", "t")
    made.bob.git("fetch", "-q")
    made.bob.git("checkout", "-q", "t")


def there(team: Team, name: str = "t") -> str:
    """Where a branch of the remote is, "" for one that it has not."""
    return team.remote.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{name}")


def kept(repo: Repository, folder: str = "refs/hookkit/") -> str:
    """The refs that hookkit keeps."""
    return repo.git("for-each-ref", folder)


def shown(repo: Repository, text: str) -> str:
    """What was printed, with subjects for ids and N for the number of a backup."""
    return re.sub(r"\d{20}", "N", short_ids(repo, text))


def hook(repo: Repository, name: str, script: str) -> Path:
    """Put a hook of somebody else into a repository."""
    place = repo.path / repo.git("rev-parse", "--git-path", "hooks") / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(0o755)
    return place


# What is pushed


def test_a_new_branch_gets_an_upstream(team: Team) -> None:
    branch(team.alice, "new", "main", "n1", "n2")
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.err) == (0, "branch 'new' set up to track 'origin/new'.\n")
    printed = "hookkit pushed new to origin/new: 2 commits, new, at <n2>\n"
    assert shown(team.alice, ended.out) == f"{printed}{TAKE_BACK}new:<n2> origin :new\n"
    assert there(team, "new") == team.alice.head == team.alice.git("rev-parse", "new@{upstream}")
    assert kept(team.alice, BACKUPS) == ""


def test_what_goes_on_from_there_is_no_overwriting(team: Team) -> None:
    grow(team.alice, "t3")
    team.remote.git("config", "receive.denyNonFastForwards", "true")
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.err) == (0, "")
    printed = "hookkit pushed t to origin/t: 1 commit, <t2>..<t3>\n"
    assert shown(team.alice, ended.out) == f"{printed}{TAKE_BACK}t:<t3> origin <t2>:refs/heads/t\n"
    assert there(team) == team.alice.head
    assert kept(team.alice, BACKUPS) == ""


def test_an_upstream_stays_what_it_is(team: Team) -> None:
    branch(team.alice, "new", "main", "n1")
    team.alice.git("branch", "-q", "-u", "origin/main")
    assert run_here(team.alice, "push").status == 0
    assert there(team, "new") == team.alice.head
    assert team.alice.git("rev-parse", "--abbrev-ref", "@{upstream}") == "origin/main"


def test_nothing_new(team: Team) -> None:
    before = repository_content(team.alice)
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.err) == (0, "")
    assert (
        shown(team.alice, ended.out)
        == "hookkit found nothing to push: origin/t is at <t2> already\n"
    )
    assert repository_content(team.alice) == before


def test_what_is_overwritten_is_named_before_and_kept(team: Team) -> None:
    old = team.alice.head
    team.alice.git("reset", "-q", "--hard", "main")
    grow(team.alice, "better")
    team.alice.git("cherry-pick", old)
    ended = run_here(team.alice, "push", "--yes")
    assert (ended.status, ended.err) == (0, "")
    new = team.alice.head[:7]
    printed = re.sub(f"{old[:7]}\\w*", "OLD", ended.out)
    assert shown(team.alice, re.sub(f"{new}\\w*", "NEW", printed)) == (
        "hookkit overwrites 2 commits of origin/t\n"
        '  <t1>  "t1" by alice\n'
        '  OLD  "t2" by alice, which comes again with the same change\n'
        "look  git range-diff OLD...NEW\n"
        "hookkit pushed t to origin/t: 2 commits, OLD..NEW\n"
        f"{TAKE_BACK}t:NEW origin OLD:refs/heads/t  what was there is {BACKUPS}t/N\n"
    )
    assert there(team) == team.alice.head
    assert team.alice.git("for-each-ref", "--format=%(objectname)", BACKUPS) == old


def test_a_dry_run_pushes_nothing(team: Team) -> None:
    force.amended(team)
    before, old = repository_content(team.alice), there(team)
    ended = run_here(team.alice, "push", "--dry-run")
    assert (ended.status, ended.err) == (0, "")
    assert shown(team.alice, ended.out) == (
        "hookkit would overwrite 1 commit of origin/t\n"
        '  <t2>  "t2" by alice\n'
        "look  git range-diff <t2>...<t2 again>\n"
        "hookkit would push t to origin/t: 1 commit, <t2>..<t2 again>; nothing was pushed\n"
        "do it  hookkit push\n"
    )
    assert run_here(team.alice, "push", "origin", "--dry-run").out.endswith(
        "\ndo it  hookkit push origin\n"
    )
    assert (repository_content(team.alice), there(team)) == (before, old)


UNASKED = [
    force.ahead,
    force.rebased,
    force.rebased_on_what_the_remote_has,
    force.bob_taken_in_then_rebased,
    force.bob_picked_to_main_then_rebased,
]
ASKED = [
    force.amended,
    force.squashed,
    force.dropped,
    force.bob_merged_to_main_meanwhile,
]


@pytest.mark.parametrize("build", [*UNASKED, *ASKED])
def test_what_is_ones_own_is_pushed(team: Team, build: Callable[[Team], None]) -> None:
    build(team)
    team.alice.git("checkout", "-q", "t")
    old = there(team)
    ended = run_here(team.alice, "push", *(["--yes"] if build in ASKED else []))
    assert (ended.status, ended.err) == (0, "")
    assert there(team) == team.alice.head
    is_forced = team.alice.attempt("merge-base", "--is-ancestor", old, "t").returncode
    assert ("hookkit overwrites " in ended.out) == is_forced
    assert team.alice.git("for-each-ref", "--format=%(objectname)", BACKUPS) == (
        old if is_forced else ""
    )


def test_where_nobody_answers_nothing_is_overwritten(team: Team) -> None:
    force.amended(team)
    before, old = repository_content(team.alice), there(team)
    ended = team.alice.hookkit("push")
    assert ended.returncode == 1
    assert ended.stdout.startswith("hookkit would overwrite 1 commit of origin/t\n")
    assert ended.stdout.endswith("\noverwrite [y,n]? \n")
    assert ended.stderr == (
        "hookkit: there was no answer: nothing was done\n  repair: hookkit push --yes\n"
    )
    assert (repository_content(team.alice), there(team)) == (before, old)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_what_does_not_come_again_is_asked_about(team: Team) -> None:
    from tests.terminal_session import Session

    force.amended(team)
    before, old, new = repository_content(team.alice), there(team), team.alice.head
    with Session(team.alice, "push") as session:
        assert '"t2" by alice' in session.answer("x")
        session.answer("n")
        assert session.end() == 1
        assert session.said.endswith("hookkit did not push t: origin/t is as it was\n")
    assert (repository_content(team.alice), there(team)) == (before, old)
    with Session(team.alice, "push") as session:
        session.expect("]? ")
        grow(team.alice, "t3")
        session.send("y")
        assert session.end() == 1
        assert "hookkit: t has moved meanwhile: nothing was pushed\n" in session.said
    assert (there(team), kept(team.alice)) == (old, "")
    team.alice.git("reset", "-q", "--hard", new)
    with Session(team.alice, "push") as session:
        session.answer("y")
        assert session.end() == 0
    assert there(team) == new


FOREIGN = [
    (force.bob_never_fetched, "HK503"),
    (force.bob_fetched, "HK506"),
    (force.bob_merged_and_fetched, "HK506"),
    (force.bob_half_dropped_and_half_unseen, "HK506"),
]


@pytest.mark.parametrize(("build", "rule"), FOREIGN)
def test_what_others_would_lose_is_refused(
    team: Team, build: Callable[[Team], None], rule: str
) -> None:
    build(team)
    team.alice.git("checkout", "-q", "t")
    before, old = repository_content(team.alice), there(team)
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out.startswith(f"refused  {rule}  origin/t  ")
    assert ended.out.endswith("\nhookkit did not push t: origin/t is as it was\n")
    assert (repository_content(team.alice), there(team)) == (before, old)


def test_what_was_taken_in_and_dropped_is_warned_of(team: Team) -> None:
    force.bob_taken_in_then_dropped(team)
    ended = run_here(team.alice, "push", "--yes")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("warning  HK504  origin/t  origin/t would lose 1 commit of others:")
    assert there(team) == team.alice.head


@pytest.mark.parametrize("level", ["off", "warn"])
def test_what_was_never_fetched_is_never_overwritten(team: Team, level: str) -> None:
    team.alice.git("config", "hookkit.checks", f"force-push={level}")
    force.bob_never_fetched(team)
    old = there(team)
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        "hookkit: origin/t has commits that were never fetched; it may stop at a conflict:"
        " git rebase --abort takes it back\n"
        "  repair: git pull --rebase origin t\n"
    )
    assert there(team) == old


def test_what_a_shallow_clone_cannot_tell_is_not_overwritten(team: Team, tmp_path: Path) -> None:
    shallow = clone(team.remote, tmp_path / "shallow", "alice", "--depth=1", "--branch=t")
    grow(team.alice, "t3")
    team.alice.git("push", "-q")
    grow(shallow, "s1")
    old = there(team)
    ended = run_here(shallow, "push")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out.startswith("unknown  HK503  origin/t  ")
    assert "repair: git fetch --unshallow\n" in ended.out
    assert there(team) == old


# Protected branches


def test_a_semi_linear_merge_goes_to_main(team: Team) -> None:
    merge(team.alice, "t")
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.err) == (0, "")
    printed = "hookkit pushed main to origin/main: 3 commits, <base>..<Merge t>\n"
    assert shown(team.alice, ended.out) == printed
    assert there(team, "main") == team.alice.head
    assert kept(team.alice) == ""


@pytest.mark.parametrize("is_fetched", [False, True])
def test_a_merge_that_a_colleague_was_before_is_made_again(team: Team, is_fetched: bool) -> None:
    assert run_here(team.alice, "merge").status == 0
    team.bob.git("checkout", "-q", "main")
    grow(team.bob, "b1")
    team.bob.git("push", "-q", "origin", "main")
    if is_fetched:
        team.alice.git("fetch", "-q")
    before = repository_content(team.alice)
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out.startswith(f"refused  {'HK501' if is_fetched else 'HK503'}  ")
    assert ended.out.endswith(
        "\nhookkit did not push main: origin/main is as it was\n"
        "or  hookkit undo && hookkit sync && hookkit merge  merges on top of that\n"
    )
    assert repository_content(team.alice) == before
    for command in ("undo", "sync", "merge", "push"):
        assert run_here(team.alice, command).status == 0, command
    assert there(team, "main") == team.alice.head
    printed = team.alice.git("log", "--graph", "--format=%s")
    assert printed == "*   Merge branch 't'\n|\\  \n| * t2\n| * t1\n|/  \n* b1\n* base"


def test_a_merge_of_another_branch_is_left_to_the_person(team: Team) -> None:
    team.alice.git("checkout", "-q", "main")
    assert run_here(team.alice, "merge", "t").status == 0
    team.bob.git("checkout", "-q", "main")
    grow(team.bob, "b1")
    team.bob.git("push", "-q", "origin", "main")
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out.endswith("\nhookkit did not push main: origin/main is as it was\n")


def test_what_is_not_semi_linear_does_not(team: Team) -> None:
    team.alice.git("checkout", "-q", "main")
    grow(team.alice, "m1")
    team.alice.git("push", "-q")
    old = there(team, "main")
    merge(team.alice, "t")
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out.startswith("refused  HK403  ")
    assert there(team, "main") == old


def test_what_main_has_by_then_is_not_to_be_made_anew(team: Team) -> None:
    team.alice.git("checkout", "-q", "main")
    grow(team.alice, "m1")
    for options in (["--dry-run"], []):
        ended = run_here(team.alice, "push", *options)
        assert (ended.status, ended.err) == (0, "")
        assert shown(team.alice, ended.out).startswith(
            'warning  HK401  <m1>  <m1> "m1" went to main without a merge\nhookkit '
        )
    # Where it does not go through it can still be made as it should be.
    grow(team.alice, "m2", "fixup! m2")
    ended = run_here(team.alice, "push")
    assert ended.status == 1
    assert "HK401" in ended.out
    there = team.alice.git("rev-parse", "--short=7", "origin/main")
    assert f"--autosquash --keep-base {there}\n" in ended.out


def test_a_default_branch_of_any_name_is_protected(team: Team) -> None:
    alice = team.alice
    alice.git("push", "-q", "origin", "main:trunk")
    alice.git("remote", "set-head", "origin", "trunk")
    alice.git("checkout", "-q", "-b", "trunk", "origin/trunk")
    grow(alice, "m1")
    alice.git("push", "-q")
    alice.git("reset", "-q", "--hard", "HEAD~1")
    ended = run_here(alice, "push")
    assert ended.status == 1
    assert ended.out.startswith("refused  HK501  trunk  trunk is protected: ")


def test_after_a_race_the_repair_keeps_the_merge(team: Team) -> None:
    for check in ("force-push", "history", "fixups"):
        team.alice.git("config", "--add", "hookkit.checks", f"{check}=off")
    merge(team.alice, "t")
    team.bob.git("checkout", "-q", "main")
    grow(team.bob, "m1")
    team.bob.git("push", "-q", "origin", "main")
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        "hookkit: origin/main has commits that were never fetched; it may stop at a conflict:"
        " git rebase --abort takes it back\n"
        "  repair: git pull --rebase=merges origin main\n"
    )
    run_repair(team.alice, ended.err.partition("repair: ")[2])
    assert team.alice.git("log", "--first-parent", "--format=%s") == "Merge t\nm1\nbase"
    assert run_here(team.alice, "push").status == 0


@pytest.mark.parametrize("level", ["refuse", "off"])
def test_main_is_never_forced(team: Team, level: str) -> None:
    for check in ("force-push", "history"):
        team.alice.git("config", "--add", "hookkit.checks", f"{check}={level}")
    team.alice.git("checkout", "-q", "main")
    grow(team.alice, "m1")
    team.alice.git("push", "-q")
    team.alice.git("reset", "-q", "--hard", "HEAD~1")
    old = there(team, "main")
    ended = run_here(team.alice, "push")
    assert ended.status == 1
    if level == "refuse":
        assert ended.out.startswith("refused  HK501  main  main is protected: ")
    else:
        said = "origin/main is protected: it is never pushed by force"
        assert ended.err.startswith(f"hookkit: {said}\n  repair: git log ")
    assert there(team, "main") == old


def test_a_topic_that_follows_main_is_not_pushed_to_it(team: Team) -> None:
    team.alice.git("config", "push.default", "upstream")
    team.alice.git("branch", "-q", "-u", "origin/main")
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        "hookkit: t would be pushed to main, which is protected\n"
        "  repair: git push origin t:refs/heads/t\n"
    )


# Where it is pushed to


def fork(team: Team) -> Repository:
    """A second remote of alice's, "fork"."""
    made = Repository.init(team.remote.path.parent / "fork.git", "--bare")
    team.alice.git("remote", "add", "fork", str(made.path))
    return made


def by_argument(repo: Repository) -> None:
    """Nothing is configured."""


def by_push_remote(repo: Repository) -> None:
    repo.git("config", "branch.t.pushRemote", "fork")


def by_push_default_remote(repo: Repository) -> None:
    repo.git("config", "remote.pushDefault", "fork")


@pytest.mark.parametrize(
    ("configure", "arguments"),
    [(by_argument, ("fork",)), (by_push_remote, ()), (by_push_default_remote, ())],
)
def test_in_a_fork_it_goes_to_ones_own_remote(
    team: Team, configure: Callable[[Repository], None], arguments: tuple[str, ...]
) -> None:
    other, old = fork(team), there(team)
    configure(team.alice)
    grow(team.alice, "t3")
    ended = run_here(team.alice, "push", *arguments)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("hookkit pushed t to fork/t: ")
    assert other.git("rev-parse", "t") == team.alice.head
    assert there(team) == old
    # It followed the branch that it was begun from already.
    assert team.alice.git("rev-parse", "--abbrev-ref", "@{upstream}") == "origin/t"


def test_to_a_url(team: Team) -> None:
    other = fork(team)
    ended = run_here(team.alice, "push", str(other.path))
    assert (ended.status, ended.err) == (0, "")
    assert other.git("rev-parse", "t") == team.alice.head


def test_a_remote_with_another_address_for_pushes_is_asked_there(team: Team) -> None:
    other = fork(team)
    team.alice.git("push", "-q", "fork", "t~1:refs/heads/t")
    team.alice.git("remote", "remove", "fork")
    team.alice.git("remote", "set-url", "--push", "origin", str(other.path))
    grow(team.alice, "t3")
    ended = run_here(team.alice, "push")
    assert shown(team.alice, ended.out).startswith(
        "hookkit pushed t to origin/t: 2 commits, <t1>..<t3>\n"
    )
    assert other.git("rev-parse", "t") == team.alice.head


def test_a_remote_that_is_two_is_pushed_to_one_by_one(team: Team) -> None:
    other = fork(team)
    for place in (team.remote, other):
        team.alice.git("remote", "set-url", "--add", "--push", "origin", str(place.path))
    grow(team.alice, "t3")
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.out) == (1, "")
    pushes = f"hookkit push {team.remote.path} && hookkit push {other.path}"
    said = "hookkit: origin stands for 2 repositories: push to each alone"
    assert ended.err == f"{said}\n  repair: {pushes}\n"
    for place in (team.remote, other):
        assert run_here(team.alice, "push", str(place.path)).status == 0
        assert place.git("rev-parse", "t") == team.alice.head


@pytest.mark.parametrize(
    ("remote", "shown"),
    [
        ("origin", "origin"),
        ("https://me:secret@host.invalid/a@b", "https://me@host.invalid/a@b"),
        ("https://me@host.invalid:80/a:b@c", "https://me@host.invalid:80/a:b@c"),
        ("https://host.invalid:80/a@b", "https://host.invalid:80/a@b"),
        ("git@host.invalid:a/b", "git@host.invalid:a/b"),
    ],
)
def test_a_password_is_never_shown(remote: str, shown: str) -> None:
    assert without_password(remote) == shown


def test_to_an_upstream_of_another_name(team: Team) -> None:
    team.alice.git("config", "push.default", "upstream")
    team.alice.git("push", "-q", "-u", "origin", "t:mine")
    grow(team.alice, "t3")
    ended = run_here(team.alice, "push")
    assert ended.out.startswith("hookkit pushed t to origin/mine: 1 commit, ")
    assert there(team, "mine") == team.alice.head != there(team)


def test_by_a_refspec(team: Team) -> None:
    team.alice.git("config", "remote.origin.push", "refs/heads/*:refs/heads/alice/*")
    ended = run_here(team.alice, "push")
    assert ended.out.startswith("hookkit pushed t to origin/alice/t: ")
    assert there(team, "alice/t") == team.alice.head


def test_a_tag_of_the_same_name_is_not_meant(team: Team) -> None:
    team.alice.git("tag", "t", "main")
    team.remote.git("tag", "t", "main")
    grow(team.alice, "t3")
    assert run_here(team.alice, "push").status == 0
    assert there(team) == team.alice.head


def test_from_a_linked_worktree_with_a_name_for_a_shell(team: Team) -> None:
    linked = Repository(team.alice.path.parent / "linked")
    team.alice.git("worktree", "add", "-q", "-b", "it's$new", str(linked.path), "main")
    grow(linked, "n1")
    ended = run_here(linked, "push")
    assert ended.out.startswith("hookkit pushed it's$new to origin/it's$new: 1 commit, new, at ")
    assert there(team, "it's$new") == linked.head


def test_long_ids(tmp_path: Path) -> None:
    team = found_team(tmp_path, "--object-format=sha256")
    branch(team.alice, "t", "main", "t1")
    assert run_here(team.alice, "push").status == 0
    team.alice.git("commit", "-q", "--amend", "-m", "again")
    ended = run_here(team.alice, "push", "--yes")
    assert (ended.status, ended.err) == (0, "")
    assert there(team) == team.alice.head


def test_where_the_person_says_where_the_repository_is(team: Team, tmp_path: Path) -> None:
    grow(team.alice, "t3")
    away = Repository(tmp_path / "away")
    away.path.mkdir()
    place = {"GIT_DIR": str(team.alice.path / ".git"), "GIT_WORK_TREE": str(team.alice.path)}
    ended = away.hookkit("push", **place)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert there(team) == team.alice.head


def detached(repo: Repository) -> None:
    repo.git("checkout", "-q", "--detach")


def unborn(repo: Repository) -> None:
    repo.git("checkout", "-q", "--orphan", "empty")


def in_a_rebase(repo: Repository) -> None:
    repo.attempt("rebase", "-q", "-x", "false", "HEAD~1")


def in_a_bisect(repo: Repository) -> None:
    repo.git("bisect", "start")


def in_a_merge(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "side", "main")
    grow(repo, "s1")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "t")


def without_remote(repo: Repository) -> None:
    repo.git("remote", "remove", "origin")


def with_two_others(repo: Repository) -> None:
    without_remote(repo)
    repo.git("remote", "add", "one", "nowhere")
    repo.git("remote", "add", "two", "nowhere")


@pytest.mark.parametrize(
    ("begin", "arguments", "status", "sentence", "repair"),
    [
        (
            detached,
            (),
            1,
            "HEAD is on no branch: there is no branch to push",
            "git switch -c topic",
        ),
        (unborn, (), 3, "empty has no commit yet", "git commit"),
        (in_a_rebase, (), 1, *under_way("rebase")),
        (in_a_bisect, (), 1, "a bisect is under way: finish it first", "git bisect reset"),
        (in_a_merge, (), 1, *under_way("merge")),
        (
            without_remote,
            (),
            3,
            "there is no remote to push to",
            "git remote add origin URL",
        ),
        (with_two_others, (), 2, "push to which one: one, two?", "hookkit push one"),
        (by_argument, ("elsewhere",), 2, "there is no remote 'elsewhere' here", "git remote -v"),
    ],
)
def test_where_there_is_nothing_to_push_or_no_place_for_it(
    team: Team,
    begin: Callable[[Repository], None],
    arguments: tuple[str, ...],
    status: int,
    sentence: str,
    repair: str,
) -> None:
    begin(team.alice)
    before = repository_content(team.alice)
    ended = run_here(team.alice, "push", *arguments)
    assert (ended.status, ended.out) == (status, "")
    assert ended.err == f"hookkit: {sentence}\n  repair: {repair}\n"
    assert repository_content(team.alice) == before


def test_a_remote_that_does_not_answer(team: Team) -> None:
    team.alice.git("remote", "set-url", "origin", "/nowhere")
    before = repository_content(team.alice)
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.out) == (3, "")
    assert ended.err.startswith(
        "hookkit: origin does not answer: nothing was pushed\n"
        "  fatal: '/nowhere' does not appear to be a git repository\n"
    )
    assert ended.err.endswith("  repair: git ls-remote origin\n")
    assert repository_content(team.alice) == before


# Those who have a say meanwhile


def test_a_colleague_who_pushes_meanwhile_wins(team: Team) -> None:
    force.amended(team)
    grow(team.bob, "b1")
    hook(team.alice, "pre-push", f"unset GIT_DIR; git -C '{team.bob.path}' push -q")
    before = repository_content(team.alice)
    ended = run_here(team.alice, "push", "--yes")
    assert ended.status == 1
    assert ended.err.endswith(
        "hookkit: origin/t has moved meanwhile: nothing was pushed\n  repair: git fetch origin\n"
    )
    assert there(team) == team.bob.head
    after = repository_content(team.alice)
    assert (after.files, after.index, after.refs) == (before.files, before.index, before.refs)


def test_a_colleague_who_makes_the_branch_meanwhile_keeps_it(team: Team) -> None:
    branch(team.alice, "new", "main", "n1")
    grow(team.bob, "b1")
    push = f"unset GIT_DIR; git -C '{team.bob.path}' push -q origin HEAD:refs/heads/new"
    hook(team.alice, "pre-push", push)
    ended = run_here(team.alice, "push")
    assert ended.status == 1
    assert "hookkit: origin/new has moved meanwhile: nothing was pushed\n" in ended.err
    assert there(team, "new") == team.bob.head
    assert kept(team.alice) == ""


def test_a_branch_that_moves_while_the_server_looks_stays_where_it_went(team: Team) -> None:
    grow(team.bob, "b1")
    team.bob.git("push", "-q", "origin", "t:other")
    move = "unset GIT_QUARANTINE_PATH; git update-ref refs/heads/t refs/heads/other"
    hook(team.remote, "pre-receive", move)
    grow(team.alice, "t3")
    ended = run_here(team.alice, "push")
    assert ended.status == 1
    assert "hookkit: origin/t has moved meanwhile: nothing was pushed\n" in ended.err
    assert there(team) == team.bob.head
    assert kept(team.alice) == ""


def test_what_the_server_says_is_said(team: Team) -> None:
    hook(team.remote, "pre-receive", "echo 'Not on a Friday.'; exit 1")
    force.amended(team)
    old = there(team)
    ended = run_here(team.alice, "push", "--yes")
    assert ended.status == 1
    lines = [line.rstrip() for line in ended.err.splitlines()]
    assert lines[0] == "remote: Not on a Friday."
    assert (
        lines[-1]
        == "hookkit: origin/t was not pushed: [remote rejected] (pre-receive hook declined)"
    )
    assert (there(team), kept(team.alice)) == (old, "")


def test_a_hook_of_the_team_runs_as_in_git_push(team: Team, tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    script = f"""\
echo "$1 $(cat) [$GIT_DIR$GIT_INDEX_FILE$GIT_WORK_TREE] $HOOKKIT $LC_ALL $PWD" >>'{noted}'
echo loud; echo out"""
    hook(team.alice, "pre-push", script.replace("echo loud", "echo loud >&2"))
    grow(team.alice, "t3")
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.err) == (0, "loud\nout\n")
    line = f"refs/heads/t {team.alice.head} refs/heads/t {team.alice.git('rev-parse', 't~1')}"
    assert noted.read_text() == f"origin {line} [] 0  {team.alice.path}\n"


def test_a_hook_that_was_there_before_ours_runs_too(team: Team, tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    hook(team.alice, "pre-push", f"cat >>'{noted}'")
    install_hooks(team.alice)
    grow(team.alice, "t3")
    ended = run_here(team.alice, "push")
    assert (ended.status, ended.err) == (0, "")
    old = team.alice.git("rev-parse", "t~1")
    assert noted.read_text() == f"refs/heads/t {team.alice.head} refs/heads/t {old}\n"


def test_a_hook_of_the_team_may_refuse(team: Team) -> None:
    hook(team.alice, "pre-push", "echo 'The tests fail.' >&2; exit 1")
    force.amended(team)
    old = there(team)
    ended = run_here(team.alice, "push", "--yes")
    assert ended.status == 1
    assert ended.err.startswith("The tests fail.\n")
    assert ended.err.endswith("hookkit: a pre-push hook refuses it: nothing was pushed\n")
    assert (there(team), kept(team.alice)) == (old, "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_after_an_interruption_it_is_told_what_is_known(team: Team, tmp_path: Path) -> None:
    # The hook goes on until somebody opens the other end, so that nothing is pushed before.
    other_end = tmp_path / "other-end"
    os.mkfifo(other_end)
    script = f"kill -INT $(ps -o ppid= -p $PPID); exec cat '{other_end}' >/dev/null 2>&1"
    hook(team.alice, "pre-push", script)
    force.amended(team)
    old = there(team)
    ended = team.alice.hookkit("push", "--yes")
    assert ended.returncode == 128 + signal.SIGINT
    assert [line for line in ended.stderr.splitlines() if line] == [
        "hookkit was interrupted: whether it was pushed is unknown",
        "look       git ls-remote origin refs/heads/t",
        f"take back  {back(team, old, team.alice.head)}",
        "hookkit: interrupted",
    ]
    assert there(team) == old
    other_end.write_text("go on")
    assert team.alice.git("for-each-ref", "--format=%(objectname)", BACKUPS) == old
    ended_undo = run_here(team.alice, "undo")
    assert (ended_undo.status, there(team)) == (3, old)
    assert "whether origin/t was pushed is unknown: it was interrupted" in ended_undo.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_where_the_line_goes_dead_the_remote_is_asked(team: Team) -> None:
    old = there(team)
    script = hook(team.remote, "update", "kill -9 $PPID")
    grow(team.alice, "t3")
    ended = run_here(team.alice, "push")
    assert (ended.status, there(team)) == (3, old)
    assert "hookkit: whether origin/t was pushed is unknown: git push ended with 128" in ended.err
    script.rename(script.with_name("post-receive"))
    ended = run_here(team.alice, "push")
    assert (ended.status, there(team)) == (0, team.alice.head)
    assert "hookkit pushed t to origin/t: 1 commit, " in ended.out


def test_another_tag_that_goes_along_goes_with_the_branch_or_not_at_all(team: Team) -> None:
    team.alice.git("config", "push.followTags", "true")
    grow(team.alice, "t3")
    tick(team.alice)
    team.alice.git("tag", "-a", "-m", "One", "v1")
    script = "case $1 in refs/tags/*) exit 1;; esac"
    hook(team.remote, "update", script)
    old = there(team)
    ended = run_here(team.alice, "push")
    assert ended.status == 1
    assert "hookkit: origin/t was not pushed: [remote rejected] (" in ended.err
    assert there(team) == old


# What is taken back


def back(team: Team, old: str, new: str, name: str = "t") -> str:
    """The command by which a person takes a push back."""
    source = f"{old[:7]}:refs/heads/{name}" if old else f":{name}"
    return f"git push --force-with-lease={name}:{new[:7]} origin {source}"


def test_what_was_pushed_stays_there_and_the_command_is_told(team: Team) -> None:
    old = there(team)
    force.amended(team)
    new = team.alice.head
    pushed = run_here(team.alice, "push", "--yes")
    assert f"take back  {back(team, old, new)}  what was there is {BACKUPS}t/" in pushed.out
    before = repository_content(team.alice)
    ended = run_here(team.alice, "undo")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        f"hookkit: origin keeps t at {new[:7]}, as it was pushed; hookkit takes nothing back there"
        f" (hookkit undo --list has the rest)\n  repair: {back(team, old, new)}\n"
    )
    assert (there(team), repository_content(team.alice)) == (new, before)
    team.alice.git(*back(team, old, new).split()[1:])
    assert there(team) == old


def test_a_new_branch_is_never_deleted_there(team: Team) -> None:
    """The hole: an older push was taken back in the place of what was gone already."""
    alice = team.alice
    branch(alice, "new", "main", "n1")
    run_here(alice, "push")
    new = there(team, "new")
    alice.write("a.py", "x=1\n")
    alice.git("add", "a.py")
    alice.git("commit", "-q", "-m", "sloppy")
    assert run_here(alice, "run").status == 0
    alice.git("checkout", "-q", ".")
    ended = run_here(alice, "undo")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out == (
        f"hookkit changed nothing: the correction of {alice.head[:7]} is gone already: nothing was"
        " changed\nothers  hookkit undo --list\n"
    )
    assert there(team, "new") == new
    ended = run_here(alice, "undo", "1")
    assert (ended.status, there(team, "new")) == (1, new)
    assert ended.err.endswith(f"  repair: {back(team, '', new, 'new')}\n")
    alice.git(*back(team, "", new, "new").split()[1:])
    assert there(team, "new") == ""


def test_the_command_does_nothing_where_somebody_has_pushed_since(team: Team) -> None:
    old = there(team)
    new = grow(team.alice, "t3")
    run_here(team.alice, "push")
    team.bob.git("pull", "-q")
    theirs = grow(team.bob, "b1")
    team.bob.git("push", "-q")
    assert team.alice.attempt(*back(team, old, new).split()[1:]).returncode != 0
    assert there(team) == theirs


def test_what_is_taken_back_here_is_told_to_be_kept_there(team: Team) -> None:
    alice = team.alice
    branch(alice, "new", "main", "n1", "fixup! n1")
    assert run_here(alice, "tidy").status == 0
    pushed = alice.head
    alice.git("push", "-q", "origin", "new")
    ended = run_here(alice, "undo")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.endswith(
        f"note  origin/new keeps {pushed[:7]}\n"
        "again      hookkit redo\n"
        f"there too  git push --force-with-lease=new:{pushed} origin new\n"
    )
    assert (there(team, "new"), alice.head != pushed) == (pushed, True)
    alice.git(*ended.out.splitlines()[-1].split()[3:])
    assert there(team, "new") == alice.head
