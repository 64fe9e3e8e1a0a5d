"""``hookkit undo`` of a move, after the person or somebody else has gone on since."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.copied_scenarios import give_copy
from tests.history.checks.scenarios import Team, branch, found_team, grow, team_in
from tests.repository import Repository
from tests.repository_with_hooks import (
    SLOPPY,
    Ended,
    RepositoryContent,
    repository_content,
    run_here,
)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice and bob are on main, which has a file of ten lines."""
    give_copy(begun, tmp_path)
    return team_in(tmp_path)


def begun(folder: Path) -> None:
    made = found_team(folder)
    made.alice.write("f", "".join(f"{number}\n" for number in range(10)))
    made.alice.git("add", "f")
    made.alice.commit("Ten lines", {"g": "g\n"})
    made.alice.git("push", "-q", "origin", "main")
    made.bob.git("pull", "-q", "origin", "main")


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
    before = repository_content(repo)
    ended = run_here(repo, *words)
    assert (ended.status, ended.out) == (1, "")
    assert repository_content(repo) == before
    return ended.err


def seen(there: RepositoryContent) -> tuple[object, ...]:
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
    before = repository_content(alice)
    ok(alice, "merge", "--rebase", "t")
    alice.git("branch", "-q", "-D", "t")
    ended = ok(alice, "undo")
    assert "\n  t is at " in ended.out
    assert seen(repository_content(alice)) == seen(before)


def test_a_branch_from_which_another_began_comes_again(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1")
    before = repository_content(alice)
    ok(alice, "start", "12", "x")
    alice.git("branch", "-q", "-D", "t")
    ok(alice, "undo")
    assert seen(repository_content(alice)) == seen(before)


# Whoever is elsewhere by now


def test_a_start_is_taken_back_from_the_branch_where_it_began(team: Team) -> None:
    bob_changes(team)
    ok(team.alice, "start", "12", "x")
    team.alice.git("switch", "-q", "main")
    team.alice.git("pull", "-q", "origin", "main")
    before = repository_content(team.alice)
    printed = refused(team.alice, "undo")
    assert printed == (
        "hookkit: what would be taken back was done on 12-x, and HEAD is elsewhere\n"
        "  repair: git switch 12-x\n"
    )
    assert seen(repository_content(team.alice)) == seen(before)


def test_a_move_is_not_taken_back_where_its_first_branch_has_moved(team: Team) -> None:
    bob_changes(team)
    ok(team.alice, "start", "12", "x")
    team.alice.git("branch", "-q", "-f", "main", "origin/main")
    assert refused(team.alice, "undo") == (
        "hookkit: main, where this began, has moved since: take it back from there\n"
        "  repair: git switch main && hookkit undo\n"
    )


def test_staged_work_stays_where_a_branch_was_left_again(team: Team) -> None:
    bob_changes(team)
    alice = team.alice
    ok(alice, "start", "12", "x")
    alice.git("switch", "-q", "main")
    alice.git("checkout", "-q", "origin/main", "--", "f")
    before = repository_content(alice)
    ended = ok(alice, "undo")
    assert "12-x is gone again" in ended.out
    after = repository_content(alice)
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
    before = repository_content(alice)
    path = f"{git_and_kill.parent}{os.pathsep}{os.environ['PATH']}"
    assert alice.hookkit("sync", "--no-fetch", PATH=path).returncode == -9
    (alice.path / ".git/index.lock").unlink(missing_ok=True)
    assert not (alice.path / "g").exists()
    ok(alice, "undo")
    assert seen(repository_content(alice)) == seen(before)


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
    before = repository_content(alice)
    assert run_here(alice, "start", "12", "x").status != 0
    (alice.path / ".git/index.lock").unlink(missing_ok=True)
    assert (alice.read("g"), alice.status) == (b"g\n", "")
    assert seen(repository_content(alice)) == seen(before)


@pytest.mark.skipif(sys.platform == "win32", reason="needs ulimit")
def test_a_file_of_which_only_a_part_was_written_is_put_back(team: Team) -> None:
    for name in ("f", "big"):
        team.bob.write(name, os.urandom(2_000_000))
    team.bob.git("add", "big")
    team.bob.git("commit", "-q", "-a", "-m", "By bob")
    team.bob.git("push", "-q", "origin", "main")
    alice = team.alice
    alice.git("fetch", "-q")
    before = repository_content(alice)
    command = f"trap '' XFSZ; ulimit -f 2000; {sys.executable} -m hookkit start 12 x --no-fetch"
    ended = subprocess.run(["sh", "-c", command], cwd=alice.path, capture_output=True, text=True)
    assert ended.returncode == 3, ended.stderr
    assert seen(repository_content(alice)) == seen(before)


# What cannot be taken back


def test_a_pushed_merge_stays_and_what_was_before_it_has_a_number(team: Team) -> None:
    alice = team.alice
    ok(alice, "start", "12", "x")
    grow(alice, "x1")
    ok(alice, "merge")
    alice.git("push", "-q", "origin", "main")
    made = alice.head[:7]
    assert refused(alice, "undo") == (
        f"hookkit: the merge {made} is pushed already: hookkit takes nothing back there\n"
        f"  repair: git revert -m 1 {made}\n"
    )
    assert "commits have been made on 12-x since" in refused(alice, "undo", "1")
    assert refused(alice, "undo", "7") == (
        "hookkit: there is no operation 7 in this worktree\n  repair: hookkit undo --list\n"
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
    if team.alice.has_reftable:
        pytest.skip("HEAD has no lock of its own: where it cannot move no branch can")
    bob_changes(team)
    alice = team.alice
    alice.git("fetch", "-q")
    before = repository_content(alice)
    alice.write(".git/HEAD.lock", "")
    ended = run_here(alice, "start", "12", "x", "--no-fetch")
    assert ended.status == 3
    assert ended.err.startswith("hookkit: HEAD stayed where it was: ")
    (alice.path / ".git/HEAD.lock").unlink()
    ok(alice, "undo")
    assert seen(repository_content(alice)) == seen(before)


# What has moved since


def test_a_begun_branch_that_was_deleted_is_gone_already(team: Team) -> None:
    alice = team.alice
    alice.write("a.py", "x=1\n")
    alice.git("add", "a.py")
    alice.git("commit", "-q", "-m", "Add a")
    alice.git("push", "-q", "origin", "main")
    ok(alice, "run")
    ok(alice, "start", "12", "x")
    alice.git("switch", "-q", "main")
    alice.git("branch", "-q", "-D", "12-x")
    before = repository_content(alice)
    ended = run_here(alice, "undo")
    assert (ended.status, ended.out.splitlines()[0]) == (
        1,
        "hookkit changed nothing: the start of a branch is gone already: nothing was changed",
    )
    assert repository_content(alice) == before
    ended = ok(alice, "undo", "1")
    assert ended.out.startswith("hookkit took back the uncommitted edits in 1 file\n")
    assert (alice.status, alice.read("a.py")) == ("", b"x=1\n")


def test_a_ref_that_was_moved_by_git_is_named_and_nothing_is_done(team: Team) -> None:
    """An entry with several refs is taken back as a whole, or not."""
    alice = team.alice
    branch(alice, "s1", "main", "one")
    branch(alice, "s2", "s1", "two")
    bob_changes(team)
    ok(alice, "sync")
    left = alice.git("rev-parse", "s1")
    alice.git("branch", "-q", "-f", "s1", "main")
    now = alice.git("rev-parse", "s1")
    assert refused(alice, "undo") == (
        f"hookkit: s1 has moved since, outside of hookkit: it is at {now[:7]}, and sync left it at"
        f" {left[:7]}; nothing was changed\n  repair: git reflog s1\n"
    )
    alice.git("branch", "-q", "-f", "s1", left)
    ok(alice, "undo")


def test_a_merge_that_was_amended_is_named(team: Team) -> None:
    alice = team.alice
    ok(alice, "start", "12", "x")
    grow(alice, "x1")
    ok(alice, "merge")
    alice.git("commit", "-q", "--amend", "-m", "Another merge")
    printed = refused(alice, "undo")
    assert printed.startswith("hookkit: main has moved since, outside of hookkit: it is at ")


def test_what_a_later_operation_moved_again_is_taken_back_after_it(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1", "fixup! t1")
    before = repository_content(alice)
    ok(alice, "tidy")
    bob_changes(team)
    ok(alice, "sync")
    assert refused(alice, "undo", "1") == (
        "hookkit: operation 2 (sync) came after it: take that back first\n"
        "  repair: hookkit undo 2\n"
    )
    ok(alice, "undo", "2")
    ok(alice, "undo", "1")
    assert seen(repository_content(alice)) == seen(before)


# What is done again


def test_all_of_a_workday_is_taken_back_and_done_again(team: Team) -> None:
    alice = team.alice
    bob_changes(team)
    alice.write("mine", "uncommitted\n")
    states = [seen(repository_content(alice))]
    ok(alice, "start", "12", "x")
    alice.write("f", alice.read("f") + b"at the end\n")
    states.append(seen(repository_content(alice)))
    for words in (["merge"], ["merge"]):
        if words == ["merge"] and len(states) == 2:
            grow(alice, "x1")
            grow(alice, "fixup! x1")
            states.append(seen(repository_content(alice)))
            ok(alice, "tidy")
        else:
            ok(alice, *words)
        states.append(seen(repository_content(alice)))
    ok(alice, "undo")
    assert seen(repository_content(alice)) == states[3]
    ok(alice, "undo")
    assert seen(repository_content(alice)) == states[2]
    ok(alice, "redo")
    assert seen(repository_content(alice)) == states[3]
    ok(alice, "redo")
    assert seen(repository_content(alice)) == states[4]
    assert refused(alice, "redo") == (
        "hookkit: nothing was taken back that could be done again\n  repair: hookkit undo --list\n"
    )
    ok(alice, "undo")
    assert seen(repository_content(alice)) == states[3]


def test_a_start_is_done_again_with_the_edits(team: Team) -> None:
    bob_changes(team)
    alice = team.alice
    alice.write("f", alice.read("f") + b"at the end\n")
    before = seen(repository_content(alice))
    ok(alice, "start", "12", "x")
    after = seen(repository_content(alice))
    ok(alice, "undo")
    assert seen(repository_content(alice)) == before
    ended = ok(alice, "redo")
    assert ended.out.startswith("hookkit redid the start of a branch\n  12-x is at ")
    assert seen(repository_content(alice)) == after


def test_what_has_moved_since_is_not_done_again(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1", "fixup! t1")
    ok(alice, "tidy")
    ok(alice, "undo")
    alice.git("commit", "-q", "--amend", "-m", "Another")
    assert refused(alice, "redo").startswith("hookkit: t has moved since, outside of hookkit: ")


# What would change, and the list


def test_a_dry_run_shows_refs_files_and_index_and_changes_nothing(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1")
    old = alice.head
    bob_changes(team)
    ok(alice, "sync")
    new = alice.head
    before = repository_content(alice)
    ended = ok(alice, "undo", "--dry-run")
    assert ended.out == (
        "hookkit would undo: operation 1, the sync; nothing was changed\n"
        f"  ref    t  {new[:7]} -> {old[:7]}\n"
        "  file   f\n  file   n\n  index  f\n  index  n\n"
        "do it  hookkit undo 1\n"
    )
    assert repository_content(alice) == before
    ok(alice, "undo", "1")
    assert alice.head == old
    ended = ok(alice, "redo", "--dry-run")
    assert ended.out.startswith("hookkit would redo: operation 1, the sync; nothing was changed\n")
    assert alice.head == old


def test_the_list_tells_of_each_whether_it_can_be_taken_back(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1", "fixup! t1")
    ok(alice, "tidy")
    bob_changes(team)
    ok(alice, "sync")
    assert run_here(alice, "push").status == 0
    printed = ok(alice, "undo", "--list").out.splitlines()
    assert printed[0] == "hookkit keeps: 3 operations in this worktree, the newest first"
    assert [
        line.split()[:2] for line in printed[1:] if line.startswith("  ") and line[2] != " "
    ] == [
        ["3", "push"],
        ["2", "sync"],
        ["1", "tidy"],
    ]
    assert printed[2] == "      is at a remote; hookkit undo 3 has the command for it"
    assert printed[5].strip() == "can be taken back after 2"
    ok(alice, "undo", "2")
    alice.git("commit", "-q", "--amend", "-m", "Another")
    text = ok(alice, "undo", "--list").out
    assert "note  git has moved t since, from " in text
    assert "is taken back; hookkit redo 2\n" in text
    assert "cannot be taken back: git has moved t since\n" in text


def test_the_list_says_nothing_of_branches_that_hookkit_itself_took_back(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1", "fixup! t1")
    ok(alice, "tidy")
    bob_changes(team)
    ok(alice, "sync")
    ok(alice, "undo")
    ok(alice, "undo")
    assert "note" not in ok(alice, "undo", "--list").out
    ok(alice, "redo")
    assert "note" not in ok(alice, "undo", "--list").out
    ok(alice, "redo")
    assert "note" not in ok(alice, "undo", "--list").out


def test_the_list_says_nothing_of_corrections_that_come_and_go(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main")
    alice.commit("Sloppy", {"a.py": SLOPPY})
    assert run_here(alice, "run", "--mode", "propose").status == 0
    ok(alice, "drop")
    alice.git("config", "user.name", "Another")
    assert run_here(alice, "run", "--mode", "propose").status == 0
    printed = ok(alice, "undo", "--list").out
    assert "note" not in printed
    name = f"the correction of {alice.head[:7]}"
    assert f"cannot be taken back: git has moved {name} since\n" in printed
    assert not re.search("[0-9a-f]{8}|refs/", printed)


def test_the_list_says_nothing_of_a_detached_head_that_was_left(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main")
    alice.commit("Sloppy", {"a.py": SLOPPY})
    alice.git("switch", "-q", "--detach")
    assert run_here(alice, "run", "--mode", "fixup").status == 0
    alice.git("switch", "-q", "t")
    assert "note" not in ok(alice, "undo", "--list").out


def test_what_is_below_a_commit_of_a_person_is_not_promised(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1", "fixup! t1")
    ok(alice, "tidy")
    grow(alice, "between", "fixup! between")
    ok(alice, "tidy")
    printed = ok(alice, "undo", "--list").out
    assert "      cannot be taken back: git has moved t since\n" in printed
    ok(alice, "undo")
    assert "would be taken back" in refused(alice, "undo", "1")


@pytest.mark.parametrize("command", ["undo", "redo"])
def test_an_id_is_a_number(team: Team, command: str) -> None:
    ended = run_here(team.alice, command, "abc")
    assert (ended.status, ended.err) == (
        2,
        "hookkit: 'abc' is no ID of an operation: an ID is a number\n"
        "  repair: hookkit undo --list\n",
    )


def test_an_empty_list_says_so(team: Team) -> None:
    assert ok(team.alice, "undo", "--list").out == (
        "hookkit has nothing to take back in this worktree\n"
    )


def test_a_damaged_entry_is_named_and_no_older_one_is_taken_in_its_place(team: Team) -> None:
    alice = team.alice
    branch(alice, "t", "main", "t1", "fixup! t1")
    ok(alice, "tidy")
    bob_changes(team)
    ok(alice, "sync")
    (alice.path / ".git/hookkit/undo/000002.done").write_bytes(b"hookkit undo entry 9 ")
    assert refused(alice, "undo") == (
        "hookkit: operation 2 was written by a newer hookkit: nothing was changed\n"
        "  repair: hookkit undo --list\n"
    )
    assert "2  was written by a newer hookkit" in ok(alice, "undo", "--list").out
