"""``hookkit undo`` of a move, after the person or somebody else has gone on since."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks.scenarios import Team, branch, found_team, grow
from tests.hooked import Ended, Held, held, run_here
from tests.repository import Repository


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice and bob are on main, which has a file of ten lines."""
    made = found_team(tmp_path)
    made.alice.write("f", "".join(f"{number}\n" for number in range(10)))
    made.alice.git("add", "f")
    made.alice.commit("Ten lines", {"g": "g\n"})
    made.alice.git("push", "-q", "origin", "main")
    made.bob.git("pull", "-q", "origin", "main")
    return made


def bob_changes(team: Team) -> None:
    """Main at the remote gets another line in a file, and a new file."""
    team.bob.write("f", team.bob.read("f").replace(b"5\n", b"five\n"))
    team.bob.git("add", "f")
    team.bob.commit("By bob", {"n": "new\n"})
    team.bob.git("push", "-q", "origin", "main")


def ok(repo: Repository, *words: str) -> Ended:
    """Run hookkit, which must end well."""
    ended = run_here(repo, *words)
    assert (ended.status, ended.err) == (0, "")
    return ended


def refused(repo: Repository, *words: str) -> str:
    """Run hookkit, which must refuse and change nothing; give what it says."""
    before = held(repo)
    ended = run_here(repo, *words)
    assert (ended.status, ended.out) == (1, "")
    assert held(repo) == before
    return ended.err


def seen(there: Held) -> tuple[object, ...]:
    """What a person has: files, index, HEAD, branches."""
    branches = [line for line in there.refs.splitlines() if "refs/heads/" in line]
    return there.files, there.index, there.head, branches


# Branches that are gone


@pytest.mark.parametrize("is_behind", [False, True])
@pytest.mark.parametrize("is_here", [True, False])
def test_a_merged_branch_that_was_deleted_comes_again(
    team: Team, is_behind: bool, is_here: bool
) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1")
    if is_behind:
        bob_changes(team)
        alice.git("fetch", "-q")
    if not is_here:
        alice.git("switch", "-q", "main")
    before = held(alice)
    ok(alice, "merge", "--rebase", "t")
    alice.git("branch", "-q", "-D", "t")
    ended = ok(alice, "undo")
    assert "\n  t is at " in ended.out
    assert seen(held(alice)) == seen(before)


def test_a_branch_from_which_another_began_comes_again(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1")
    before = held(alice)
    ok(alice, "start", "12", "x")
    alice.git("branch", "-q", "-D", "t")
    ok(alice, "undo")
    assert seen(held(alice)) == seen(before)


# Whoever is elsewhere by now


def test_a_start_is_taken_back_from_the_branch_where_it_began(team: Team) -> None:
    bob_changes(team)
    ok(team.alice, "start", "12", "x")
    team.alice.git("switch", "-q", "main")
    team.alice.git("pull", "-q", "origin", "main")
    before = held(team.alice)
    told = refused(team.alice, "undo")
    assert told == (
        "hookkit: what would be taken back was done on 12-x, and HEAD is elsewhere\n"
        "  repair: git switch 12-x\n"
    )
    assert seen(held(team.alice)) == seen(before)


def test_where_the_first_branch_has_gone_on_it_is_not_gone_back_to(team: Team) -> None:
    bob_changes(team)
    ok(team.alice, "start", "12", "x")
    team.alice.git("branch", "-q", "-f", "main", "origin/main")
    assert refused(team.alice, "undo") == (
        "hookkit: main, from which this began, has gone on since: take it back from there\n"
        "  repair: git switch main && hookkit undo\n"
    )


def test_staged_work_stays_where_a_branch_was_left_again(team: Team) -> None:
    bob_changes(team)
    alice = team.alice
    ok(alice, "start", "12", "x")
    alice.git("switch", "-q", "main")
    alice.git("checkout", "-q", "origin/main", "--", "f")
    before = held(alice)
    ended = ok(alice, "undo")
    assert "12-x is gone again" in ended.out
    after = held(alice)
    assert (after.files, after.index, after.head) == (before.files, before.index, before.head)
    assert alice.attempt("rev-parse", "--verify", "-q", "12-x").returncode == 1


def test_another_detached_head_is_left_alone(team: Team) -> None:
    bob_changes(team)
    alice = team.alice
    alice.git("checkout", "-q", "--detach")
    ok(alice, "start", "12", "x")
    alice.git("checkout", "-q", "--detach", "main")
    grow(alice, "on no branch")
    assert refused(alice, "undo") == (
        "hookkit: what would be taken back was done on 12-x, and HEAD is elsewhere\n"
        "  repair: git switch 12-x\n"
    )


def test_a_branch_that_another_worktree_is_on_is_left_alone(team: Team, tmp_path: Path) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1")
    ok(alice, "merge")
    linked = tmp_path / "linked"
    alice.git("worktree", "add", "-q", str(linked), "t")
    assert refused(alice, "undo") == (
        f"hookkit: t is in use in {linked} too: leave it there first\n"
        f"  repair: git -C {linked} status\n"
    )


def test_stacked_branches_under_another_worktree_are_left_alone(team: Team, tmp_path: Path) -> None:
    alice = team.alice
    branch(alice, "s1", "main", "one")
    branch(alice, "s2", "s1", "two")
    bob_changes(team)
    ok(alice, "sync")
    linked = tmp_path / "linked"
    alice.git("worktree", "add", "-q", str(linked), "s1")
    assert refused(alice, "undo").startswith(f"hookkit: s1 is in use in {linked} too")
    alice.git("worktree", "remove", str(linked))
    ok(alice, "undo")


def test_squashed_commits_are_taken_back_on_their_branch(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1", "fixup! t1")
    ok(alice, "tidy")
    alice.git("switch", "-q", "-c", "b")
    assert refused(alice, "undo") == (
        "hookkit: what would be taken back was done on t, and HEAD is elsewhere\n"
        "  repair: git switch t\n"
    )
    alice.git("switch", "-q", "t")
    ok(alice, "undo")
    assert alice.git("log", "-1", "--format=%s", "t") == "fixup! t1"


# What was stopped halfway


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs sh")
@pytest.mark.parametrize("change", ["git rm -q g", "git rm -q g && sed -i s/5/five/ f"])
def test_killed_after_git_has_moved_the_files_it_is_taken_back(
    team: Team, tmp_path: Path, change: str
) -> None:
    git_and_kill = tmp_path / "bin" / "git"
    git_and_kill.parent.mkdir()
    real = shutil.which("git")
    git_and_kill.write_text(
        f'#!/bin/sh\n"{real}" "$@" || exit\n'
        'case " $* " in *" read-tree -m -u --no-recurse-submodules "*) kill -9 "$PPID" ;; esac\n'
    )
    git_and_kill.chmod(0o755)
    team.bob.git("rm", "-q", "g")
    if "sed" in change:
        team.bob.write("f", team.bob.read("f").replace(b"5\n", b"five\n"))
    team.bob.git("commit", "-q", "-a", "-m", "By bob")
    team.bob.git("push", "-q", "origin", "main")
    alice = team.alice
    branch(alice, "t", "main", "t1")
    alice.git("fetch", "-q")
    before = held(alice)
    path = f"{git_and_kill.parent}{os.pathsep}{os.environ['PATH']}"
    assert alice.hookkit("sync", "--no-fetch", PATH=path).returncode == -9
    (alice.path / ".git/index.lock").unlink(missing_ok=True)
    assert not (alice.path / "g").exists()
    ok(alice, "undo")
    assert seen(held(alice)) == seen(before)


@pytest.mark.parametrize("smudge", ["false", "kill -9 $PPID"])
def test_a_file_that_a_filter_has_no_content_for_is_put_back(team: Team, smudge: str) -> None:
    team.bob.write(".gitattributes", "g filter=q\n")
    team.bob.write("g", "of bob\n")
    team.bob.git("add", ".")
    team.bob.git("commit", "-q", "-m", "By bob")
    team.bob.git("push", "-q", "origin", "main")
    alice = team.alice
    for key, value in (("clean", "cat"), ("smudge", smudge), ("required", "true")):
        alice.git("config", f"filter.q.{key}", value)
    before = held(alice)
    assert run_here(alice, "start", "12", "x").status != 0
    (alice.path / ".git/index.lock").unlink(missing_ok=True)
    assert (alice.read("g"), alice.status) == (b"g\n", "")
    assert seen(held(alice)) == seen(before)


@pytest.mark.skipif(sys.platform == "win32", reason="needs ulimit")
def test_a_file_of_which_only_a_part_was_written_is_put_back(team: Team) -> None:
    for name in ("f", "big"):
        team.bob.write(name, os.urandom(2_000_000))
    team.bob.git("add", "big")
    team.bob.git("commit", "-q", "-a", "-m", "By bob")
    team.bob.git("push", "-q", "origin", "main")
    alice = team.alice
    alice.git("fetch", "-q")
    before = held(alice)
    command = f"trap '' XFSZ; ulimit -f 2000; {sys.executable} -m hookkit start 12 x --no-fetch"
    ended = subprocess.run(["sh", "-c", command], cwd=alice.path, capture_output=True, text=True)
    assert ended.returncode == 3, ended.stderr
    assert seen(held(alice)) == seen(before)


# What cannot be taken back


def test_a_pushed_merge_is_passed_by_for_what_was_before(team: Team) -> None:
    alice = team.alice
    ok(alice, "start", "12", "x")
    grow(alice, "x1")
    ok(alice, "merge")
    alice.git("push", "-q", "origin", "main")
    made = alice.head[:10]
    assert refused(alice, "undo") == (
        f"hookkit: the merge {made} is pushed already; hookkit undo --skip passes it by\n"
        f"  repair: git revert -m 1 {made}\n"
    )
    before = seen(held(alice))
    assert ok(alice, "undo", "--skip").out == "hookkit passes by the merge: it stays as it is\n"
    assert seen(held(alice)) == before
    assert "commits have been made on 12-x since" in refused(alice, "undo")


def test_a_push_to_a_remote_that_is_gone_is_passed_by(team: Team) -> None:
    alice = team.alice
    ok(alice, "start", "12", "x")
    grow(alice, "x1")
    run_here(alice, "push")
    alice.git("remote", "rename", "origin", "up")
    ended = run_here(alice, "undo")
    assert (ended.status, ended.out) == (2, "")
    assert "; hookkit undo --skip passes the push by\n" in ended.err
    assert ok(alice, "undo", "--skip").out == "hookkit passes by the push: it stays as it is\n"


def test_there_may_be_nothing_to_pass_by(team: Team) -> None:
    assert refused(team.alice, "undo", "--skip").startswith(
        "hookkit: there is nothing to take back"
    )


# What is in the way


@pytest.mark.parametrize("is_ignored", [True, False])
@pytest.mark.parametrize("is_dangling", [True, False])
def test_a_link_in_the_way_of_a_folder_is_not_overwritten(
    team: Team, tmp_path: Path, is_dangling: bool, is_ignored: bool
) -> None:
    team.bob.commit("By bob", {"data/README": "of bob\n"})
    team.bob.git("push", "-q", "origin", "main")
    alice = team.alice
    alice.git("fetch", "-q")
    if is_ignored:
        alice.write(".git/info/exclude", "data\n")
    if not is_dangling:
        (tmp_path / "elsewhere").mkdir()
    (alice.path / "data").symlink_to(tmp_path / "elsewhere")
    assert refused(alice, "start", "12", "x") == (
        "hookkit: data is in no commit here, and would be overwritten: move it away first\n"
        "  repair: git status --ignored\n"
    )


def test_where_head_cannot_move_it_says_so_and_is_taken_back(team: Team) -> None:
    bob_changes(team)
    alice = team.alice
    alice.git("fetch", "-q")
    before = held(alice)
    alice.write(".git/HEAD.lock", "")
    ended = run_here(alice, "start", "12", "x", "--no-fetch")
    assert ended.status == 3
    assert ended.err.startswith("hookkit: HEAD stayed where it was: ")
    (alice.path / ".git/HEAD.lock").unlink()
    ok(alice, "undo")
    assert seen(held(alice)) == seen(before)


# What was left behind


def test_a_begun_branch_that_was_deleted_is_passed_by(team: Team) -> None:
    alice = team.alice
    alice.write("a.py", "x=1\n")
    alice.git("add", "a.py")
    alice.git("commit", "-q", "-m", "Add a")
    alice.git("push", "-q", "origin", "main")
    ok(alice, "run")
    ok(alice, "start", "12", "x")
    alice.git("switch", "-q", "main")
    alice.git("branch", "-q", "-D", "12-x")
    ended = ok(alice, "undo")
    assert ended.out.startswith("hookkit took back the uncommitted edits in 1 file\n")
    passed = "note  the start of a branch is not there any more, and was passed by\n"
    assert passed in ended.out
    assert (alice.status, alice.read("a.py")) == ("", b"x=1\n")


def test_what_cannot_be_taken_back_names_what_came_after_it(team: Team) -> None:
    alice = team.alice
    ok(alice, "start", "12", "x")
    grow(alice, "x1")
    ok(alice, "merge")
    alice.git("commit", "-q", "--amend", "-m", "Another merge")
    told = refused(alice, "undo")
    assert "(merge came after it, and the branch has left that behind)\n" in told
    assert ok(alice, "undo", "--skip").out == (
        "hookkit passes by the start of a branch: it stays as it is\n"
    )


def test_what_a_remote_gives_up_is_kept_where_no_branch_has_it(team: Team) -> None:
    alice = team.alice
    ok(alice, "start", "12", "x")
    tip = grow(alice, "x1")
    run_here(alice, "push")
    alice.git("switch", "-q", "main")
    alice.git("branch", "-q", "-D", "12-x")
    ok(alice, "undo")
    assert alice.git("for-each-ref", "--format=%(objectname)", "refs/hookkit/backup/12-x") == tip
