"""``hookkit sync``: the branch brought up to its target, with the uncommitted work kept."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.repository_copies import copy, do, printed
from tests.commands.sync_scenario import (
    LINES,
    begin,
    edited,
    push,
    push_to_topic,
    refused,
    stand,
    sync_report,
    under_way,
    without_identity,
)
from tests.history.checks.scenarios import Team, branch, clone, grow, merge, run_repair
from tests.interruption.spread_scenario import add_failing_hooks, subjects
from tests.repository import Repository
from tests.repository_with_hooks import (
    FIXED,
    SLOPPY,
    corrections,
    install_hooks,
    repository_content,
    run_here,
    short_ids,
)

BACKUPS = "refs/hookkit/backup/"
UP = "hookkit rebased 2 commits of 7-topic on origin/main, which had 1 commit more\n"
BACK = "take back  hookkit undo  = git reset --keep <Two>\n"
DONE = UP + "look       git range-diff <On main> <Two> <Two>\n" + BACK


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice is on her topic; Bob has pushed to main, which nobody has fetched."""
    return begin(tmp_path)


def test_the_branch_is_rebased_on_what_the_remote_has_now(team: Team) -> None:
    alice = team.alice
    old = alice.head
    ended = run_here(alice, "sync")
    assert (ended.status, ended.err, short_ids(alice, ended.out)) == (0, "", DONE)
    assert subjects(alice) == ["base", "Begin", "On main", "One", "Two"]
    assert alice.git("rev-parse", "HEAD~2") == team.bob.head
    assert (alice.status, alice.git("symbolic-ref", "HEAD")) == ("", "refs/heads/7-topic")
    assert alice.read("a.txt").decode() == edited(LINES, _2="one", _20="bob")
    backups = alice.git("for-each-ref", "--format=%(objectname) %(refname)", BACKUPS)
    assert backups.startswith(f"{old} {BACKUPS}7-topic/")
    for name in ("HEAD", "7-topic"):
        assert alice.git("reflog", "-1", "--format=%gs", name) == "hookkit: sync"
    assert alice.git("fsck", "--strict", "--connectivity-only", "--no-dangling") == ""


def test_it_is_what_git_itself_makes_of_it(team: Team) -> None:
    plain = copy(team.alice, "plain")
    do(plain, "git fetch -q && git rebase -q origin/main")
    run_here(team.alice, "sync")
    form = "--format=%T %an %ae %at %cn %B"
    assert team.alice.git("log", form) == plain.git("log", form)


def test_a_dry_run_changes_nothing_and_asks_nobody(team: Team) -> None:
    alice = team.alice
    alice.git("fetch", "-q")
    two_hours_ago = time.time() - 7500
    os.utime(alice.path / ".git" / "FETCH_HEAD", (two_hours_ago, two_hours_ago))
    alice.git("config", "remote.origin.url", "/nowhere")
    alice.write("b.txt", edited(LINES, _2="two", _9="mine"))
    before = repository_content(alice)
    ended = run_here(alice, "sync", "--dry-run")
    assert repository_content(alice) == before
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == (
        "hookkit would rebase 2 commits of 7-topic on origin/main, which had 1 commit more:"
        " nothing was changed\n"
        "  note origin was not asked: origin/main is as of 2 hours ago\n"
        "do it  hookkit sync\n"
    )


def test_undo_takes_it_back_exactly(team: Team) -> None:
    alice = team.alice
    alice.git("fetch", "-q")
    before = repository_content(alice)
    ended = run_here(alice, "sync", "--no-fetch")
    plain = copy(alice, "plain")
    back = run_here(alice, "undo")
    assert (back.status, back.err) == (0, "")
    assert stand(repository_content(alice)) == stand(before)
    do(plain, printed(ended.out, "take back"))
    assert (plain.head, plain.status) == (alice.head, "")


def test_staged_unstaged_and_untracked_work_stays_the_same_diff(team: Team) -> None:
    alice = team.alice
    alice.write("a.txt", edited(LINES, _2="one", _9="staged"))
    alice.git("add", "a.txt")
    alice.write("a.txt", edited(LINES, _2="one", _9="staged", _12="edited"))
    alice.git("rm", "-q", "--cached", "b.txt")
    alice.git("add", "-N", alice.write("later.txt", "later\n").name)
    alice.write("untracked", "mine\n")
    status = alice.status
    diffs = [alice.git("diff", "-U0", *how) for how in ((), ("--cached",))]
    files = {"b.txt", "later.txt", "untracked"}
    before = {name: alice.read(name) for name in files}
    ended = run_here(alice, "sync")
    assert (ended.status, ended.err) == (0, "")
    assert alice.status == status
    now = [alice.git("diff", "-U0", *how) for how in ((), ("--cached",))]
    assert [without_ids(each) for each in now] == [without_ids(each) for each in diffs]
    assert {name: alice.read(name) for name in files} == before
    assert run_here(alice, "undo").status == 0
    assert [alice.git("diff", "-U0", *how) for how in ((), ("--cached",))] == diffs


def without_ids(diff: str) -> list[str]:
    """The lines of a diff but for those that name blobs."""
    return [line for line in diff.splitlines() if not line.startswith("index ")]


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_uncommitted_work_in_the_way_is_refused(team: Team, option: tuple[str, ...]) -> None:
    team.alice.git("fetch", "-q")
    team.alice.write("a.txt", edited(LINES, _2="one", _20="mine"))
    output = refused(team.alice, *option)
    assert output.startswith("hookkit: your uncommitted edits of a.txt are where ")
    assert output.endswith("\n  repair: git commit -a\n")


def test_an_untracked_file_in_the_way_is_refused(team: Team) -> None:
    team.alice.write(".gitignore", "new.txt\n")
    team.alice.write("new.txt", "mine\n")
    assert "new.txt is in no commit here, and would be overwritten" in refused(team.alice)
    assert team.alice.read("new.txt") == b"mine\n"


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_a_conflict_is_told_with_its_commit_and_files(team: Team, option: tuple[str, ...]) -> None:
    alice = team.alice
    alice.commit("Three", {"a.txt": edited(LINES, _2="one", _20="alice"), "new.txt": "hers\n"})
    alice.commit("Four", {"four.txt": "4\n"})
    alice.git("fetch", "-q")
    assert refused(alice, *option) == (
        'hookkit: commit 3 of 4, <Three> "Three", has a conflict with origin/main in a.txt,'
        " new.txt: nothing was changed\n"
        "  repair: hookkit sync --resolve\n"
    )
    alice.write("b.txt", "dirty\n")
    assert refused(alice, *option).endswith(
        ": nothing was changed; commit your edits, or take them back, first\n"
        "  repair: git commit -a && hookkit sync --resolve\n"
    )


def test_a_correction_in_the_files_of_a_conflict_is_taken_out_first(team: Team) -> None:
    alice, bob = team.alice, team.bob
    alice.commit("Three", {"a.py": "import os,sys\n\n\nprint(os, sys)\n\nx=1\n"})
    push(bob, "Bobs", {"a.py": "import sys\n\n\nprint(sys)\n"})
    alice.git("fetch", "-q")
    assert run_here(alice, "run").status == 0
    before = repository_content(alice)
    ended = run_here(alice, "sync")
    assert repository_content(alice) == before
    assert short_ids(alice, ended.err) == (
        'hookkit: commit 3 of 3, <Three> "Three", has a conflict with origin/main in a.py:'
        " nothing was changed; take the correction out of the files first\n"
        "  repair: hookkit undo && hookkit sync --resolve\n"
    )
    alice.write("b.txt", "dirty\n")
    assert run_here(alice, "undo").status == 0
    assert refused_repair(alice) == "git commit -a && hookkit sync --resolve"
    alice.git("restore", "b.txt")
    assert refused_repair(alice) == "hookkit sync --resolve"


def refused_repair(repo: Repository) -> str:
    """The repair of a sync that is refused."""
    return run_here(repo, "sync").err.partition("repair: ")[2].rstrip()


def test_a_correction_follows_its_commit(team: Team) -> None:
    alice = team.alice
    alice.commit("Sloppy", {"a.py": SLOPPY})
    alice.commit("Beside", {"c.py": "x=1\n"})
    assert [run_here(alice, "run", name).status for name in ("HEAD~1", "HEAD")] == [0, 0]
    old = {name: corrections(alice)[alice.git("rev-parse", name)] for name in ("HEAD~1", "HEAD")}
    push(team.bob, "Bobs", {"c.txt": "c\n"})
    assert run_here(alice, "sync").status == 0
    for name, kept in old.items():
        made = corrections(alice)[alice.git("rev-parse", name)]
        assert made != kept
        assert alice.git("diff", f"{name}:", made) == alice.git("diff", f"{kept}^", kept)
        assert alice.git("log", "-1", "--format=%s", made) == alice.git(
            "log", "-1", "--format=%s", kept
        )
    accepted = run_here(alice, "accept", "HEAD~1")
    assert (accepted.status, accepted.err) == (0, "")
    assert run_here(alice, "tidy").status == 0
    assert alice.blob("HEAD~1:a.py").decode() == FIXED
    assert run_here(alice, "accept", "HEAD").status == 0
    assert alice.status == ""


def test_a_correction_stays_where_its_file_has_changed(team: Team) -> None:
    alice, bob = team.alice, team.bob
    body = "".join(f"value_{number} = {number}\n" for number in range(20))
    push(bob, "Python", {"a.py": body})
    alice.git("switch", "-q", "main")
    alice.git("pull", "-q")
    alice.git("switch", "-q", "-c", "8-topic")
    alice.commit("Sloppy", {"a.py": body + "x=1\n"})
    assert run_here(alice, "run").status == 0
    push(bob, "Bobs", {"a.py": "first = 1\n" + body})
    assert run_here(alice, "sync").status == 0
    assert alice.head not in corrections(alice)


def test_what_is_up_to_date_stays(team: Team) -> None:
    run_here(team.alice, "sync")
    before = repository_content(team.alice)
    ended = run_here(team.alice, "sync")
    assert repository_content(team.alice) == before
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == (
        "hookkit found 7-topic up to date: origin/main has nothing new, with 2 commits of its own\n"
    )


def test_without_a_network_the_target_is_taken_as_it_is_known_here(team: Team) -> None:
    alice = team.alice
    alice.git("fetch", "-q")
    two_hours_ago = time.time() - 7500
    os.utime(alice.path / ".git" / "FETCH_HEAD", (two_hours_ago, two_hours_ago))
    alice.git("config", "remote.origin.url", "/nowhere")
    ended = run_here(alice, "sync")
    assert (ended.status, ended.err) == (0, "")
    note = (
        "  note origin did not answer ('/nowhere' does not appear to be a git repository):"
        " origin/main is as of 2 hours ago\n"
    )
    assert short_ids(alice, ended.out) == DONE.replace(UP, UP + note)


def test_a_commit_that_the_target_has_already_is_dropped_and_named(team: Team) -> None:
    team.bob.git("fetch", "-q", str(team.alice.path), "7-topic")
    team.bob.git("cherry-pick", "FETCH_HEAD~1")
    push(team.bob, "More", {"a.txt": edited(LINES, _2="one", _20="bob", _25="more")})
    assert sync_report(team.alice) == (
        "hookkit rebased 1 commit of 7-topic on origin/main, which had 3 commits more\n"
        '  <One>  "One"  dropped: origin/main has its change already\n'
        "look       git range-diff <More> <Two> <Two>\n" + BACK
    )
    assert subjects(team.alice) == ["base", "Begin", "On main", "One", "More", "Two"]


def test_a_commit_that_comes_to_nothing_is_dropped_and_an_empty_one_stays(team: Team) -> None:
    alice = team.alice
    alice.commit("Empty")
    push(team.bob, "Both", {"a.txt": edited(LINES, _2="one", _12="too", _20="bob")})
    alice.commit("Fourth", {"a.txt": edited(LINES, _2="one", _25="four")})
    ended = run_here(alice, "sync")
    assert (ended.status, ended.err) == (0, "")
    assert '  <One>  "One"  dropped: origin/main has its change already\n' in short_ids(
        alice, ended.out
    )
    assert subjects(alice)[-3:] == ["Two", "Empty", "Fourth"]


def test_an_empty_commit_stays_beside_one_of_the_target(team: Team) -> None:
    team.alice.commit("Empty")
    push(team.bob, "Empty as well", {})
    assert run_here(team.alice, "sync").status == 0
    assert subjects(team.alice)[-4:] == ["Empty as well", "One", "Two", "Empty"]


def test_a_branch_that_was_squashed_into_the_target_is_merged(team: Team) -> None:
    team.bob.git("fetch", "-q", str(team.alice.path), "7-topic")
    team.bob.git("merge", "-q", "--squash", "FETCH_HEAD")
    team.bob.git("commit", "-q", "-m", "Squashed")
    push(team.bob, "More", {"c.txt": "c\n"})
    before = repository_content(team.alice)
    ended = run_here(team.alice, "sync")
    after = repository_content(team.alice)
    assert (after.files, after.index, after.head) == (before.files, before.index, before.head)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == (
        "hookkit found 7-topic merged: origin/main has all of it, and nothing was changed\n"
        "delete  git switch main && git branch -D 7-topic\n"
    )
    do(team.alice, printed(ended.out, "delete"))


def test_a_branch_that_was_merged_is_merged(team: Team) -> None:
    team.bob.git("fetch", "-q", str(team.alice.path), "7-topic")
    team.bob.git("merge", "-q", "--no-ff", "-m", "Merge branch '7-topic'", "FETCH_HEAD")
    team.bob.git("push", "-q")
    ended = run_here(team.alice, "sync")
    assert (ended.status, ended.out.splitlines()[0]) == (
        0,
        "hookkit found 7-topic merged: origin/main has all of it, and nothing was changed",
    )


def test_a_branch_of_which_nothing_is_committed_moves_forward(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "-c", "8-new", "main")
    alice.write("b.txt", edited(LINES, _9="mine"))
    assert run_here(alice, "sync", "--dry-run", "--no-fetch").out.startswith(
        "hookkit found 8-new up to date: origin/main has nothing new\n"
    )
    assert sync_report(alice) == (
        "hookkit moved 8-new forward by 1 commit, to origin/main\n"
        "take back  hookkit undo  = git reset --keep <Begin>\n"
    )
    assert (alice.head, alice.status) == (team.bob.head, " M b.txt")
    assert run_here(alice, "undo").status == 0
    assert alice.head == alice.git("rev-parse", "main")


def test_net_changes_of_none_are_not_taken_for_merged(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "-c", "8-new", "main")
    alice.commit("Start the work")
    ended = run_here(alice, "sync")
    assert ended.out.startswith("hookkit rebased 1 commit of 8-new on origin/main")
    assert subjects(alice) == ["base", "Begin", "On main", "Start the work"]


def test_the_target_itself_only_moves_forward(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "main")
    assert sync_report(alice) == (
        "hookkit moved main forward by 1 commit, to origin/main\n"
        "take back  hookkit undo  = git reset --keep <Begin>\n"
    )
    assert (alice.head, alice.status) == (team.bob.head, "")
    ended = run_here(alice, "sync")
    assert ended.out == "hookkit found main up to date: origin/main has nothing new\n"


def test_main_of_a_fork_that_copies_follows_upstream(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "main")
    alice.git("remote", "add", "upstream", str(team.remote.path))
    alice.git("fetch", "-q", "upstream")
    ended = run_here(alice, "sync", "--no-fetch")
    assert ended.out.startswith("hookkit moved main forward by 1 commit, to upstream/main")
    assert (ended.status, alice.head) == (0, team.bob.head)


def test_main_of_a_fork_that_goes_its_own_way_follows_origin(team: Team) -> None:
    alice = team.alice
    source = Repository(team.remote.path.with_name("source.git"))
    team.remote.git("clone", "-q", "--bare", str(team.remote.path), str(source.path))
    alice.git("remote", "add", "upstream", str(source.path))
    alice.git("fetch", "-q", "upstream")
    team.bob.git("reset", "-q", "--hard", "HEAD~1")
    team.bob.commit("Our own way", {"own.txt": "own\n"})
    team.bob.git("push", "-q", "--force")
    alice.git("fetch", "-q", "origin")
    own = push(team.bob, "And on", {"on.txt": "on\n"})
    alice.git("switch", "-q", "main")
    ended = run_here(alice, "sync")
    assert ended.out.startswith("hookkit moved main forward by 2 commits, to origin/main\n")
    assert (ended.status, alice.head) == (0, own)


def test_a_release_that_began_at_main_does_not_become_main(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "-c", "release/1", "origin/main")
    alice.git("fetch", "-q")
    assert refused(alice) == (
        "hookkit: release/1 follows no branch of a remote: there is nothing to bring it up to\n"
        "  repair: git push -u origin release/1\n"
    )
    team.bob.git("push", "-q", "origin", "main:release/1")
    alice.git("fetch", "-q")
    ended = run_here(alice, "sync")
    assert ended.out.startswith("hookkit moved release/1 forward by 1 commit, to origin/release/1")


def test_commits_on_the_target_belong_on_a_branch(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "main")
    alice.commit("Mine", {"mine.txt": "mine\n"})
    alice.git("fetch", "-q")
    output = refused(alice)
    assert output == (
        "hookkit: main has 1 commit that origin/main has not: it is not moved\n"
        "  repair: git branch NEW-BRANCH main && git reset --keep origin/main\n"
    )
    run_repair(alice, output.partition("repair: ")[2])
    assert alice.head == team.bob.head
    assert subjects(alice, "main..NEW-BRANCH") == ["Mine"]


def test_branches_below_move_along(team: Team) -> None:
    alice = team.alice
    alice.git("branch", "6-low", "7-topic~1")
    alice.git("push", "-q", "origin", "7-topic", "6-low")
    alice.git("branch", "same")
    alice.git("tag", "6-low", "main")
    alice.git("worktree", "add", "-q", "-b", "elsewhere", "../elsewhere", "7-topic~1")
    old = {name: alice.git("rev-parse", f"refs/heads/{name}") for name in ("same", "elsewhere")}
    before = alice.git("rev-parse", "refs/heads/6-low")
    ended = run_here(alice, "sync")
    assert (ended.status, ended.err) == (0, "")
    assert short_ids(alice, ended.out) == (
        UP
        + "  note 6-low moved along\n"
        + "  note elsewhere stays: another worktree is on it\n"
        + "  note same still has the old commits\n"
        + "look       git range-diff <On main> <Two> <Two>\n"
        + "push       hookkit push"
        + 36 * " "
        + "the old commits are pushed\n"
        + "push       git push --force-with-lease origin heads/6-low  the old commits are pushed\n"
        + "take back  hookkit undo\n"
    )
    assert alice.git("rev-parse", "refs/heads/6-low") == alice.git("rev-parse", "HEAD~1")
    assert {name: alice.git("rev-parse", f"refs/heads/{name}") for name in old} == old
    do(alice, printed(ended.out, "push").partition("  ")[0])
    assert alice.git("rev-parse", "origin/6-low") == alice.git("rev-parse", "HEAD~1")
    assert run_here(alice, "push").status == 0
    assert alice.git("rev-parse", "origin/7-topic") == alice.head
    assert run_here(alice, "undo").status == 1, "the push came last"
    assert run_here(alice, "undo", "1").status == 0
    assert alice.git("rev-parse", "refs/heads/6-low") == before


def test_a_name_for_a_branch_below_moves_with_it(team: Team) -> None:
    alice = team.alice
    alice.git("branch", "6-low", "7-topic~1")
    alice.git("symbolic-ref", "refs/heads/alias", "refs/heads/6-low")
    assert sync_report(alice) == (
        UP
        + "  note 6-low moved along\n"
        + "look       git range-diff <On main> <Two> <Two>\n"
        + "take back  hookkit undo\n"
    )
    assert alice.git("rev-parse", "alias") == alice.git("rev-parse", "HEAD~1")
    assert alice.git("symbolic-ref", "refs/heads/alias") == "refs/heads/6-low"


def test_the_push_is_told_until_it_is_done(team: Team) -> None:
    team.alice.git("push", "-q", "-u", "origin", "7-topic")
    run_here(team.alice, "sync")
    push(team.bob, "More", {"c.txt": "c\n"})
    ended = run_here(team.alice, "sync")
    assert "\npush       hookkit push  the old commits are pushed\n" in ended.out


def test_a_merge_of_the_target_goes_and_what_it_resolved_is_a_conflict(team: Team) -> None:
    alice = team.alice
    alice.git("fetch", "-q")
    alice.git("merge", "-q", "-m", "Merge main", "origin/main")
    alice.commit("Three", {"three.txt": "3\n"})
    assert sync_report(alice) == (
        "hookkit rebased 3 commits of 7-topic on origin/main\n"
        '  <Merge main>  "Merge main"  dropped: a merge of origin/main, which the branch contains\n'
        "look       git range-diff <On main> <Three> <Three>\n"
        "take back  hookkit undo  = git reset --keep <Three>\n"
    )
    assert subjects(alice, "origin/main..") == ["One", "Two", "Three"]


def test_what_only_such_a_merge_brought_is_not_lost(team: Team) -> None:
    alice = team.alice
    alice.git("fetch", "-q")
    alice.git("merge", "-q", "--no-commit", "origin/main")
    alice.write("evil.txt", "only here\n")
    alice.git("add", "evil.txt")
    alice.git("commit", "-q", "-m", "Merge main")
    push(team.bob, "More", {"c.txt": "c\n"})
    assert refused(alice) == (
        "hookkit: a rebase would drop what merges of 7-topic changed themselves: <Merge main>"
        ' "Merge main" (evil.txt): nothing was changed\n'
        "  repair: git merge --no-edit origin/main\n"
    )
    run_repair(alice, "git merge -q --no-edit origin/main")
    assert (alice.read("evil.txt"), alice.read("c.txt")) == (b"only here\n", b"c\n")
    ended = run_here(alice, "check")
    assert ended.status == 0
    assert "a rebase would lose or change evil.txt: keep it" in ended.out
    assert "git rebase" not in ended.out


def test_what_such_a_merge_brought_is_not_lost_where_git_has_nothing_to_compare(
    team: Team,
) -> None:
    alice, bob = team.alice, team.bob
    alice.git("fetch", "-q")
    alice.git("merge", "-q", "--no-commit", "origin/main")
    alice.write("evil.txt", "only here\n")
    alice.git("add", "evil.txt")
    alice.git("commit", "-q", "-m", "Merge main")
    bob.git("fetch", "-q", str(alice.path), "7-topic")
    bob.git("cherry-pick", "FETCH_HEAD~2")
    push(bob, "One again", {"a.txt": edited(LINES, _2="other", _20="bob")})
    alice.git("fetch", "-q")
    assert alice.attempt("merge-tree", "--write-tree", "HEAD", "origin/main").returncode == 1
    assert refused(alice) == (
        "hookkit: a rebase would drop what merges of 7-topic changed themselves: <Merge main>"
        ' "Merge main" (evil.txt): nothing was changed\n'
        "  repair: git merge --no-edit origin/main\n"
    )


def test_a_merge_of_another_branch_is_left_to_the_person(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "-c", "other", "main")
    alice.commit("Side", {"side.txt": "side\n"})
    alice.git("switch", "-q", "7-topic")
    alice.git("merge", "-q", "-m", "Merge other", "other")
    assert refused(alice) == (
        'hookkit: 7-topic has a merge of another branch in it (<Merge other> "Merge other"):'
        " nothing was changed\n"
        "  repair: git rebase --rebase-merges origin/main\n"
    )
    run_repair(alice, "git rebase -q --rebase-merges origin/main")
    before = repository_content(alice)
    ended = run_here(alice, "sync")
    assert repository_content(alice) == before
    assert (ended.status, ended.out) == (
        0,
        "hookkit found 7-topic up to date: origin/main has nothing new, with 4 commits of its own"
        "\n",
    )


def test_what_a_colleague_pushed_to_the_branch_comes_first(team: Team) -> None:
    alice = team.alice
    push_to_topic(team)
    output = refused(alice)
    assert output == (
        "hookkit: origin/7-topic has 1 commit that is not here\n"
        "  repair: git rebase origin/7-topic\n"
    )
    run_repair(alice, output.partition("repair: ")[2])
    assert run_here(alice, "sync").status == 0
    assert subjects(alice, "origin/main..") == ["One", "Two", "Bobs"]


def test_what_comes_first_leaves_the_merges_of_the_branch_as_they_are(team: Team) -> None:
    alice = team.alice
    push_to_topic(team)
    branch(alice, "other", "7-topic", "o1")
    merge(alice, "other", into="7-topic")
    output = refused(alice)
    assert output == (
        "hookkit: origin/7-topic has 1 commit that is not here\n"
        "  repair: git rebase --rebase-merges origin/7-topic\n"
    )
    run_repair(alice, output.partition("repair: ")[2])
    assert alice.git("log", "-1", "--format=%s") == "Merge other"
    assert alice.git("log", "--format=%s", "HEAD^1..HEAD^2") == "o1"


def test_commits_that_another_branch_of_a_remote_has_are_not_made_anew(team: Team) -> None:
    team.alice.git("push", "-q", "origin", "7-topic~1:refs/heads/bobs")
    team.alice.git("fetch", "-q")
    assert refused(team.alice, "--no-fetch").startswith("hookkit: origin/bobs has ")


def test_in_a_fork_the_remote_of_the_branch_is_asked_too(team: Team) -> None:
    alice, bob = team.alice, team.bob
    fork = Repository(team.remote.path.with_name("fork.git"))
    team.remote.git("clone", "-q", "--bare", str(team.remote.path), str(fork.path))
    alice.git("remote", "rename", "origin", "upstream")
    alice.git("remote", "add", "origin", str(fork.path))
    alice.git("push", "-q", "-u", "origin", "7-topic")
    bob.git("remote", "add", "fork", str(fork.path))
    bob.git("fetch", "-q", "fork")
    bob.git("switch", "-q", "7-topic")
    push(bob, "Bobs", {"bobs.txt": "b\n"})
    assert refused(alice).startswith("hookkit: origin/7-topic has 1 commit that is not here\n")
    alice.git("pull", "-q", "--rebase", "origin", "7-topic")
    ended = run_here(alice, "sync")
    assert ended.out.startswith(
        "hookkit rebased 3 commits of 7-topic on upstream/main, which had 1 commit more\n"
    )


def test_a_target_may_be_named_with_its_remote(team: Team) -> None:
    team.alice.git("config", "hookkit.target", "origin/next")
    assert refused(team.alice).endswith("  repair: git fetch origin next\n")
    team.alice.git("config", "hookkit.target", "origin/main")
    assert run_here(team.alice, "sync").out.startswith("hookkit rebased 2 commits of 7-topic on ")


def detached(repo: Repository) -> None:
    """HEAD is on no branch."""
    repo.git("switch", "-q", "--detach")


def without_target(repo: Repository) -> None:
    """The target that is configured is not here."""
    repo.git("config", "hookkit.target", "next")


def in_a_merge(repo: Repository) -> None:
    """A merge is under way."""
    tree = repo.git("rev-parse", "main^{tree}")
    side = repo.git("commit-tree", "-m", "Side", "-p", "main", tree)
    repo.git("merge", "-q", "--no-ff", "--no-commit", "-s", "ours", side)


def unrelated(repo: Repository) -> None:
    """The branch has no commit in common with the target."""
    repo.git("switch", "-q", "--orphan", "8-other")
    repo.commit("Root", {"r.txt": "r\n"})


def follows_nothing(repo: Repository) -> None:
    """A protected branch that no remote has."""
    repo.git("switch", "-q", "-c", "release/1")


def has_no_remote(repo: Repository) -> None:
    """The target, and there is no remote that could have it."""
    repo.git("switch", "-q", "main")
    repo.git("remote", "remove", "origin")


@pytest.mark.parametrize(
    ("prepare", "sentence", "repair"),
    [
        (
            detached,
            "HEAD is on no branch: there is no branch to bring up to its target",
            "git switch -c topic",
        ),
        (
            without_target,
            "the branch that others are merged into is unknown: next is not here",
            "git fetch origin next",
        ),
        (in_a_merge, *under_way("merge")),
        (
            unrelated,
            "8-other and origin/main have no commit in common: nothing can rebase it",
            "git merge --no-edit --allow-unrelated-histories origin/main",
        ),
        (
            follows_nothing,
            "release/1 follows no branch of a remote: there is nothing to bring it up to",
            "git push -u origin release/1",
        ),
        (
            has_no_remote,
            "main follows no branch of a remote: there is nothing to bring it up to",
            "git remote add origin URL",
        ),
    ],
)
def test_what_cannot_be_brought_up_is_refused(
    team: Team, prepare: Callable[[Repository], None], sentence: str, repair: str
) -> None:
    prepare(team.alice)
    assert refused(team.alice) == f"hookkit: {sentence}\n  repair: {repair}\n"


def test_where_a_shallow_clone_ends_is_unknown(team: Team, tmp_path: Path) -> None:
    alice = team.alice
    for number in range(4):
        alice.commit(f"More {number}", {"more.txt": f"{number}\n"})
    alice.git("push", "-q", "origin", "7-topic")
    shallow = clone(team.remote, tmp_path / "shallow", "carol", "--depth=3", "--branch=7-topic")
    shallow.git("fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main")
    assert refused(shallow, "--no-fetch") == (
        "hookkit: where 7-topic begins is unknown in this shallow clone\n"
        "  repair: git fetch --unshallow\n"
    )


def test_a_partial_clone_gets_what_it_lacks(team: Team, tmp_path: Path) -> None:
    team.remote.git("config", "uploadpack.allowFilter", "true")
    team.alice.git("push", "-q", "origin", "7-topic")
    options = ("--filter=blob:none", "--no-checkout")
    partial = clone(team.remote, tmp_path / "partial", "carol", *options)
    partial.git("sparse-checkout", "set", "--no-cone", "/b.txt")
    partial.git("switch", "-q", "7-topic")
    ended = run_here(partial, "sync")
    assert (ended.status, ended.err) == (0, "")
    assert subjects(partial) == ["base", "Begin", "On main", "One", "Two"]
    assert partial.git("show", "HEAD:a.txt") + "\n" == edited(LINES, _2="one", _20="bob")
    assert (partial.status, sorted(os.listdir(partial.path))) == ("", [".git", "b.txt"])


def test_author_encoding_message_and_signature(team: Team, tmp_path: Path) -> None:
    alice = team.alice
    message = "Grün\n\n#1 größer\n# kept\n\n\n\nend\n".encode("latin-1")
    alice.write("g.txt", "g\n")
    alice.git("add", "g.txt")
    coded = ("-c", "i18n.commitEncoding=ISO-8859-1", "commit", "-q", "--cleanup=verbatim")
    who = ("--author=Ada <ada@example.com>", "--date=2001-02-03T04:05:06+0700")
    alice.git(*coded, *who, "-F", "-", data=message)
    sign(alice, tmp_path)
    ended = run_here(alice, "sync")
    assert (ended.status, ended.err) == (0, "")
    raw = alice.attempt("cat-file", "commit", "HEAD").stdout
    assert raw.endswith(b"\n\n" + message) and b"\nencoding ISO-8859-1\n" in raw
    output = alice.git("log", "-1", "--format=%an %ae %aI %cn")
    assert output == "Ada ada@example.com 2001-02-03T04:05:06+07:00 hookkit tests"
    for name in alice.git("rev-list", "origin/main..").split():
        assert "\ngpgsig " in alice.attempt("cat-file", "commit", name).stdout.decode("latin-1")


def sign(repo: Repository, folder: Path) -> None:
    """Have git sign commits from now on."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("needs ssh-keygen")
    key = folder / "key"
    do(repo, f"ssh-keygen -q -t ed25519 -N '' -f '{key}' && git status")
    repo.git("config", "gpg.format", "ssh")
    repo.git("config", "user.signingKey", str(key))
    repo.git("config", "commit.gpgSign", "true")


@pytest.mark.parametrize("name", ["", "."])
@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_an_author_without_a_name_is_left_to_git(
    team: Team, name: str, option: tuple[str, ...]
) -> None:
    alice = team.alice
    raw = alice.attempt("cat-file", "commit", "HEAD").stdout
    raw = raw.replace(b"author hookkit tests <", b"author %s <" % name.encode())
    made = alice.git("hash-object", "-t", "commit", "-w", "--stdin", data=raw)
    alice.git("reset", "-q", "--hard", made)
    alice.git("fetch", "-q")
    output = refused(alice, *option)
    assert output == (
        "hookkit: 7-topic is not rebased, because the author of <Two> has no name: nothing was"
        " changed\n"
        "  repair: git rebase origin/main\n"
    )
    alice.commit("fixup! Two", {"c.txt": "c\n"})
    tidied = run_here(alice, "tidy")
    assert (tidied.status, tidied.out) == (1, "")
    assert short_ids(alice, tidied.err).startswith(
        "hookkit: git does not squash this: the author of <Two> has no name: nothing was changed\n"
    )
    run_repair(alice, output.partition("repair: ")[2])
    assert subjects(alice, "origin/main..") == ["One", "Two", "fixup! Two"]


def test_notes_go_with_the_commits_where_git_is_told_so(team: Team) -> None:
    team.alice.git("config", "notes.rewriteRef", "refs/notes/commits")
    team.alice.git("notes", "add", "-m", "seen", "HEAD")
    run_here(team.alice, "sync")
    assert team.alice.git("notes", "show", "HEAD") == "seen"


@pytest.mark.parametrize("line", ["_20", "_25"])
@pytest.mark.parametrize(
    ("how", "driver"), [("union", ""), ("mine", "cp %B %A"), ("mine", "true"), ("-text", "")]
)
def test_attributes_and_drivers_have_their_say(
    team: Team, how: str, driver: str, line: str
) -> None:
    alice = team.alice
    word = how if how.startswith("-") else f"merge={how}"
    push(team.bob, "Attributes", {".gitattributes": f"a.txt {word}\n"})
    alice.commit("Three", {"a.txt": edited(LINES, **{"_2": "one", line: "alice"})})
    alice.git("config", "merge.mine.driver", driver or "false")
    plain = copy(alice, "plain")
    plain.git("fetch", "-q")
    is_clean = plain.attempt("rebase", "-q", "origin/main").returncode == 0
    ended = run_here(alice, "sync")
    assert ended.status == (0 if is_clean else 1), ended.err
    if is_clean:
        assert alice.git("log", "--format=%T %s") == plain.git("log", "--format=%T %s")


def test_no_hook_runs(team: Team) -> None:
    ran = add_failing_hooks(team.alice)
    assert run_here(team.alice, "sync").status == 0
    assert not ran.exists() or set(ran.read_text().split()) == {"post-index-change"}


def test_hookkits_own_hooks_do_not_run(team: Team) -> None:
    install_hooks(team.alice)
    ended = team.alice.hookkit("sync")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert short_ids(team.alice, ended.stdout) == DONE


def test_no_setting_of_rebase_has_a_part_in_it(team: Team) -> None:
    for key, value in {
        "rebase.autoSquash": "true",
        "rebase.autoStash": "true",
        "rebase.backend": "apply",
        "rebase.rebaseMerges": "true",
        "rebase.stat": "true",
        "rebase.missingCommitsCheck": "error",
        "pull.ff": "only",
        "merge.ff": "only",
        "status.branch": "true",
        "log.showSignature": "true",
        "diff.noprefix": "true",
        "color.ui": "always",
    }.items():
        team.alice.git("config", key, value)
    team.alice.commit("fixup! One", {"c.txt": "c\n"})
    ended = run_here(team.alice, "sync")
    assert (ended.status, ended.err) == (0, "")
    assert subjects(team.alice, "origin/main..")[-3:] == ["One", "Two", "fixup! One"]


def test_a_submodule_that_has_another_commit_is_named(team: Team, tmp_path: Path) -> None:
    inner = Repository.init(tmp_path / "inner")
    first = inner.commit("Inner", {"i.txt": "i\n"})
    second = inner.commit("Inner two", {"i.txt": "ii\n"})
    bob, alice = team.bob, team.alice
    bob.git("submodule", "--quiet", "add", inner.path.as_uri(), "sub")
    bob.git("-C", "sub", "checkout", "-q", first)
    bob.git("commit", "-q", "-a", "-m", "Add sub")
    bob.git("push", "-q")
    run_here(alice, "sync")
    alice.git("submodule", "--quiet", "update", "--init")
    bob.git("-C", "sub", "checkout", "-q", second)
    bob.git("commit", "-q", "-a", "-m", "Move sub")
    bob.git("push", "-q")
    ended = run_here(alice, "sync")
    assert (ended.status, ended.err) == (0, "")
    assert "  note sub stays as it was: git submodule update\n" in ended.out
    assert alice.git("-C", "sub", "rev-parse", "HEAD") == first
    alice.git("submodule", "--quiet", "update")
    assert alice.status == ""


def test_within_a_submodule(team: Team, tmp_path: Path) -> None:
    around = Repository.init(tmp_path / "around")
    around.git("submodule", "--quiet", "add", team.remote.path.as_uri(), "lib")
    lib = Repository(around.path / "lib")
    lib.git("switch", "-q", "-c", "7-topic", "HEAD~1")
    lib.commit("One", {"a.txt": edited(LINES, _2="one")})
    assert sync_report(lib) == (
        "hookkit rebased 1 commit of 7-topic on origin/main, which had 1 commit more\n"
        "look       git range-diff <On main> <One> <One>\n"
        "take back  hookkit undo  = git reset --keep <One>\n"
    )
    lib.commit("fixup! One", {"b.txt": edited(LINES, _2="two")})
    assert run_here(lib, "tidy").status == 0
    assert subjects(lib) == ["base", "Begin", "On main", "One"]
    assert run_here(lib, "merge").status == 0


def test_a_repository_with_long_ids(tmp_path: Path) -> None:
    team = begin(tmp_path, "--object-format=sha256")
    before = team.alice.head
    ended = run_here(team.alice, "sync")
    assert (ended.status, short_ids(team.alice, ended.out)) == (0, DONE)
    assert run_here(team.alice, "undo").status == 0
    assert (team.alice.head, team.alice.status) == (before, "")


def test_a_linked_worktree(team: Team) -> None:
    team.alice.git("switch", "-q", "main")
    linked = Repository(team.alice.path.parent / "linked tree")
    team.alice.git("worktree", "add", "-q", str(linked.path), "7-topic")
    before = repository_content(team.alice)
    assert run_here(linked, "sync").status == 0
    assert (subjects(linked)[-3:], linked.status) == (["On main", "One", "Two"], "")
    after = repository_content(team.alice)
    assert (after.files, after.index, after.head) == (before.files, before.index, before.head)
    assert run_here(linked, "undo").status == 0


def test_from_a_folder_inside_and_with_a_tag_of_the_same_name(team: Team) -> None:
    # A colon ends a path in the variables by which git finds objects.
    alice = Repository(Path(shutil.move(team.alice.path, team.alice.path.parent / 'of: "a"')))
    for name in ("7-topic", "origin/main", "main"):
        alice.git("tag", name, "HEAD~1")
    alice.write("deep/er/x.txt", "x\n")
    ended = Repository(alice.path / "deep" / "er").hookkit("sync")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert alice.git("rev-parse", "HEAD~2") == team.bob.head
    assert alice.read("deep/er/x.txt") == b"x\n"


def test_a_branch_that_another_worktree_is_on_too_stays(team: Team) -> None:
    alice = team.alice
    other = alice.path.parent / "other"
    alice.git("worktree", "add", "-q", "--force", str(other), "7-topic")
    assert refused(alice) == (
        f"hookkit: 7-topic is in use in {other} too: leave it there first\n"
        f"  repair: git -C {other} status\n"
    )


def test_a_merged_branch_is_left_for_a_target_of_any_name_and_place(team: Team) -> None:
    alice, bob = team.alice, team.bob
    bob.git("fetch", "-q", str(alice.path), "7-topic")
    bob.git("switch", "-q", "-c", "next/one")
    bob.git("merge", "-q", "--no-ff", "-m", "Merge branch '7-topic'", "FETCH_HEAD")
    bob.git("push", "-q", "origin", "next/one")
    alice.git("config", "hookkit.target", "next/one")
    ended = run_here(alice, "sync")
    assert printed(ended.out, "delete") == "git switch next/one && git branch -D 7-topic"
    alice.git("worktree", "add", "-q", "../other", "next/one")
    ended = run_here(alice, "sync")
    do(alice, printed(ended.out, "delete"))
    assert alice.head == alice.git("rev-parse", "origin/next/one")


def test_without_an_identity_it_says_how_to_give_one(team: Team) -> None:
    without_identity(team.alice)
    before = repository_content(team.alice)
    ended = run_here(team.alice, "sync")
    after = repository_content(team.alice)
    assert (after.files, after.index, after.head) == (before.files, before.index, before.head)
    assert (ended.status, ended.out) == (3, "")
    assert ended.err == (
        "hookkit: git does not know whose commit this would be\n"
        "  repair: git config user.name 'Your Name' && git config user.email you@example.com\n"
    )


def test_a_held_index_stops_it_before_anything_moves(team: Team) -> None:
    alice = team.alice
    alice.git("fetch", "-q")
    before = repository_content(alice)
    lock = alice.path / ".git" / "index.lock"
    lock.write_text("")
    ended = run_here(alice, "sync")
    lock.unlink()
    assert ended.status == 3
    assert "another git command holds the index" in ended.err
    assert stand(repository_content(alice)) == stand(before)


MOVER = """\
#!/bin/sh
cat > /dev/null
git update-ref refs/heads/7-topic main
echo "[GNUPG:] SIG_CREATED " >&2
echo signature
"""


def test_a_branch_that_moves_meanwhile_stays_where_it_went(team: Team, tmp_path: Path) -> None:
    alice = team.alice
    program = tmp_path / "gpg"
    program.write_text(MOVER)
    program.chmod(0o755)
    alice.git("config", "gpg.program", str(program))
    alice.git("config", "commit.gpgSign", "true")
    before = repository_content(alice)
    ended = run_here(alice, "sync")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("hookkit: HEAD is not at ")
    after = repository_content(alice)
    assert (after.files, after.index) == (before.files, before.index)
    assert alice.head == alice.git("rev-parse", "main")
    assert alice.git("for-each-ref", "refs/hookkit") == ""


def test_a_base_with_merges_of_its_own_is_laid_on_top_with_them(team: Team) -> None:
    alice = team.alice
    alice.git("checkout", "-q", "main")
    branch(alice, "9-x", "main", "x1")
    alice.git("checkout", "-q", "main")
    alice.git("merge", "-q", "--no-ff", "-m", "Merge 9-x", "9-x")
    grow(team.bob, "b1")
    team.bob.git("push", "-q", "origin", "HEAD:main")
    ended = run_here(alice, "sync")
    assert ended.status == 1
    repair = "git rebase --rebase-merges origin/main main"
    assert ended.err.endswith(f"  repair: {repair}\n")
    alice.git(*repair.split()[1:])
    assert alice.git("log", "--first-parent", "--format=%s", "-2") == "Merge 9-x\nb1"


def test_a_fix_of_a_release_is_kept_up_with_it_and_merged_there(team: Team) -> None:
    alice = team.alice
    alice.git("push", "-q", "origin", "origin/main:refs/heads/release/1")
    alice.git("fetch", "-q")
    alice.git("branch", "-q", "release/1", "origin/release/1")
    grow(team.bob, "b1")
    team.bob.git("push", "-q", "origin", "HEAD:main")
    alice.git("switch", "-q", "-c", "9-fix", "--track", "origin/release/1")
    grow(alice, "f1")
    ended = run_here(alice, "sync")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("hookkit found 9-fix up to date: origin/release/1 has nothing new")
    assert run_here(alice, "merge").status == 0
    assert alice.git("symbolic-ref", "HEAD") == "refs/heads/release/1"
    assert "b1" not in alice.git("log", "--format=%s").splitlines()
