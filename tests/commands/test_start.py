"""``hookkit start``: a well-named branch at the fresh target."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.sync_scenario import LINES, begin, edited, own_refs, stand, without_identity
from tests.history.checks.scenarios import Team
from tests.interruption.spread_scenario import add_failing_hooks
from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here, short_ids

TEMPLATE = "{type}/{ticket}-{slug}"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice is on her topic; Bob has pushed to main, which nobody has fetched."""
    return begin(tmp_path)


def test_a_branch_begins_at_what_the_remote_has_now(team: Team) -> None:
    alice = team.alice
    ended = run_here(alice, "start", "8", "Next", "thing")
    assert (ended.status, ended.err) == (0, "")
    assert short_ids(alice, ended.out) == (
        "hookkit began 8-next-thing at origin/main, <On main>\n"
        "push       hookkit push  when there is something to push\n"
        "take back  hookkit undo\n"
    )
    assert alice.git("symbolic-ref", "HEAD") == "refs/heads/8-next-thing"
    assert (alice.head, alice.status) == (team.bob.head, "")
    assert alice.read("new.txt") == b"new\n"
    assert alice.git("rev-parse", "main") == alice.git("rev-parse", "7-topic~2")
    upstream = alice.git("for-each-ref", "--format=%(upstream)", "refs/heads/8-next-thing")
    assert upstream == ""
    assert alice.git("reflog", "-1", "--format=%gs") == "hookkit: start"
    alice.commit("Three", {"three.txt": "3\n"})
    alice.git("push", "-q", "-u", "origin", "8-next-thing")


def test_a_branch_that_the_ticket_has_already_is_named(team: Team) -> None:
    alice = team.alice
    alice.git("branch", "8-words")
    alice.git("branch", "18-words")
    alice.git("update-ref", "refs/remotes/origin/8-words", "main")
    alice.git("update-ref", "refs/remotes/origin/fix/8-more", "main")
    ended = run_here(alice, "start", "8", "Next")
    assert (ended.status, ended.err) == (0, "")
    assert "  note 8-words, origin/fix/8-more are for the same ticket already\n" in ended.out


def test_a_local_branch_is_named_beside_one_that_ends_like_it(team: Team) -> None:
    alice = team.alice
    alice.git("branch", "8-words")
    alice.git("branch", "fix/8-words")
    ended = run_here(alice, "start", "8", "Next")
    assert "  note 8-words, fix/8-words are for the same ticket already\n" in ended.out
    assert ended.out.endswith("instead    hookkit undo && git switch 8-words\n")
    alice.git("switch", "-q", "main")
    ended = run_here(alice, "start", "8", "Other", "--dry-run")
    assert ended.out.endswith("instead  git switch 8-next\n")


def test_undo_deletes_it_and_goes_back(team: Team) -> None:
    alice = team.alice
    alice.write("b.txt", edited(LINES, _2="two", _9="mine"))
    alice.write("untracked", "mine\n")
    before, branches = repository_content(alice), own_refs(alice)
    assert run_here(alice, "start", "8", "x").status == 0
    ended = run_here(alice, "undo")
    after = repository_content(alice)
    assert (ended.status, ended.err) == (0, "")
    assert (after.files, after.index, after.head) == (before.files, before.index, before.head)
    assert own_refs(alice) == branches
    assert alice.git("for-each-ref", "refs/hookkit/backup/") == ""


def test_undo_does_not_take_commits_of_the_branch_back(team: Team) -> None:
    alice = team.alice
    run_here(alice, "start", "8", "x")
    alice.commit("Three", {"three.txt": "3\n"})
    before = repository_content(alice)
    ended = run_here(alice, "undo")
    assert (ended.status, ended.out) == (1, "")
    assert repository_content(alice) == before


def test_staged_unstaged_and_untracked_work_goes_along(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "main")
    alice.write("a.txt", edited(LINES, _5="staged"))
    alice.git("add", "a.txt")
    alice.write("a.txt", edited(LINES, _5="staged", _9="edited"))
    alice.write("own/untracked", "mine\n")
    assert run_here(alice, "start", "8").status == 0
    assert alice.read("a.txt").decode() == edited(LINES, _5="staged", _9="edited", _20="bob")
    assert alice.git("show", ":a.txt") + "\n" == edited(LINES, _5="staged", _20="bob")
    assert alice.status == "MM a.txt\n?? own/"


def test_work_in_the_way_is_refused_and_stays(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "main")
    alice.write("a.txt", edited(LINES, _20="mine"))
    for option in ((), ("--dry-run", "--no-fetch"), ("--dry-run",)):
        before = repository_content(alice)
        ended = run_here(alice, "start", "8", *option)
        if option:
            assert ended.status == 1
            assert repository_content(alice) == before
        assert own_refs(alice).count("\n") == 1
        assert alice.read("a.txt").decode() == edited(LINES, _20="mine")
        assert (ended.status, ended.out) == (1, "")
        assert ended.err.startswith("hookkit: your uncommitted edits of a.txt are where ")
    alice.git("restore", "a.txt")
    alice.write("new.txt", "mine\n")
    ended = run_here(alice, "start", "8")
    assert (ended.status, alice.read("new.txt")) == (1, b"mine\n")


def test_a_dry_run_changes_nothing_and_asks_nobody(team: Team) -> None:
    alice = team.alice
    alice.git("fetch", "-q")
    two_hours_ago = time.time() - 7500
    os.utime(alice.path / ".git" / "FETCH_HEAD", (two_hours_ago, two_hours_ago))
    alice.git("config", "remote.origin.url", "/nowhere")
    before = repository_content(alice)
    ended = run_here(alice, "start", "8", "x", "--dry-run")
    assert repository_content(alice) == before
    assert (ended.status, ended.err) == (0, "")
    assert short_ids(alice, ended.out) == (
        "hookkit would begin 8-x at origin/main, <On main>\n"
        "  note origin was not asked: origin/main is as of 2 hours ago\n"
    )


def test_without_a_network_it_begins_at_what_is_known_here(team: Team) -> None:
    alice = team.alice
    alice.git("fetch", "-q")
    two_hours_ago = time.time() - 7500
    os.utime(alice.path / ".git" / "FETCH_HEAD", (two_hours_ago, two_hours_ago))
    alice.git("config", "remote.origin.url", "/nowhere")
    ended = run_here(alice, "start", "8", "x")
    assert (ended.status, ended.err) == (0, "")
    assert short_ids(alice, ended.out) == (
        "hookkit began 8-x at origin/main, <On main>\n"
        "  note origin did not answer ('/nowhere' does not appear to be a git repository):"
        " origin/main is as of 2 hours ago\n"
        "push       hookkit push  when there is something to push\n"
        "take back  hookkit undo\n"
    )


def test_without_a_remote_it_begins_at_the_local_target(repo: Repository) -> None:
    repo.commit("Begin", {"a.txt": "a\n"})
    ended = run_here(repo, "start", "8", "x")
    assert (ended.status, ended.err) == (0, "")
    assert short_ids(repo, ended.out) == (
        "hookkit began 8-x at main, <Begin>\ntake back  hookkit undo\n"
    )


def test_the_target_may_be_at_a_remote_of_any_name(team: Team) -> None:
    team.alice.git("remote", "rename", "origin", "company")
    team.alice.git("switch", "-q", "main")
    ended = run_here(team.alice, "start", "8", "x")
    assert (ended.status, team.alice.head) == (0, team.bob.head)
    assert "at company/main" in ended.out


def test_from_a_detached_head_and_back(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "--detach", "7-topic")
    before = repository_content(alice)
    assert run_here(alice, "start", "8", "x").status == 0
    assert alice.git("symbolic-ref", "HEAD") == "refs/heads/8-x"
    assert run_here(alice, "undo").status == 0
    after = repository_content(alice)
    assert (after.files, after.index, after.head) == (before.files, before.index, before.head)


def test_commits_that_only_a_detached_head_has_are_named(team: Team) -> None:
    alice = team.alice
    alice.git("switch", "-q", "--detach")
    alice.commit("Loose", {"loose.txt": "loose\n"})
    ended = run_here(alice, "start", "8", "x")
    note = "  note <Loose>, where you were, is on no branch: git branch NEW-BRANCH <Loose>\n"
    assert note in short_ids(alice, ended.out)


def test_nobody_needs_a_name_to_begin_a_branch(team: Team) -> None:
    without_identity(team.alice)
    assert run_here(team.alice, "start", "8", "x").status == 0
    assert run_here(team.alice, "undo").status == 0


def test_a_tag_of_the_same_name_is_no_branch(team: Team) -> None:
    team.alice.git("tag", "8-x", "7-topic")
    team.alice.git("tag", "origin/main", "7-topic")
    assert run_here(team.alice, "start", "8", "x").status == 0
    assert team.alice.head == team.bob.head
    assert team.alice.git("rev-parse", "refs/tags/8-x") == team.alice.git("rev-parse", "7-topic")


def test_a_linked_worktree_gets_the_branch(team: Team) -> None:
    linked = Repository(team.alice.path.parent / "linked tree")
    team.alice.git("worktree", "add", "-q", "--detach", str(linked.path))
    before = repository_content(team.alice)
    assert run_here(linked, "start", "8", "x").status == 0
    assert linked.git("symbolic-ref", "HEAD") == "refs/heads/8-x"
    after = repository_content(team.alice)
    assert (after.files, after.index, after.head) == (before.files, before.index, before.head)


def test_no_hook_runs(team: Team) -> None:
    ran = add_failing_hooks(team.alice)
    assert run_here(team.alice, "start", "8", "x").status == 0
    assert not ran.exists() or set(ran.read_text().split()) == {"post-index-change"}


def test_a_repository_with_long_ids(tmp_path: Path) -> None:
    team = begin(tmp_path, "--object-format=sha256")
    assert run_here(team.alice, "start", "8", "x").status == 0
    assert team.alice.head == team.bob.head
    assert run_here(team.alice, "undo").status == 0
    assert team.alice.git("symbolic-ref", "HEAD") == "refs/heads/7-topic"


def is_here(repo: Repository) -> None:
    """There is such a branch."""
    repo.git("branch", "8-x")


def is_there(repo: Repository) -> None:
    """A remote has such a branch."""
    repo.git("push", "-q", "origin", "7-topic:8-x")
    repo.git("fetch", "-q")


def is_in_the_way(repo: Repository) -> None:
    """A branch is where a folder would have to be."""
    repo.git("branch", "feature")
    repo.git("config", "hookkit.branch-pattern", TEMPLATE)


def is_a_folder(repo: Repository) -> None:
    """Branches lie below the name."""
    repo.git("branch", "8-x/one")


def in_a_bisect(repo: Repository) -> None:
    """A bisect is under way."""
    repo.git("bisect", "start")


def without_target(repo: Repository) -> None:
    """The target that is configured is not here."""
    repo.git("config", "hookkit.target", "next")


@pytest.mark.parametrize(
    ("prepare", "sentence", "repair"),
    [
        (is_here, "there is a branch 8-x already", "git switch 8-x"),
        (
            is_there,
            "origin/8-x is a branch already, which is not here yet",
            "git switch --track origin/8-x",
        ),
        (
            is_in_the_way,
            "the branch feature is in the way of feature/8-x",
            "git branch -m feature feature-old",
        ),
        (is_a_folder, "the branch 8-x/one is in the way of 8-x", "git branch --list '8-x/*'"),
        (in_a_bisect, "a bisect is under way: finish it first", "git bisect reset"),
        (
            without_target,
            "the branch that others are merged into is unknown: next is not here",
            "git fetch origin next",
        ),
    ],
)
def test_what_cannot_be_begun_is_refused(
    team: Team, prepare: Callable[[Repository], None], sentence: str, repair: str
) -> None:
    prepare(team.alice)
    before = repository_content(team.alice)
    ended = run_here(team.alice, "start", "8", "x", "--no-fetch")
    assert repository_content(team.alice) == before
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == f"hookkit: {sentence}\n  repair: {repair}\n"


def test_a_name_that_a_colleague_took_meanwhile_is_refused(team: Team) -> None:
    team.bob.git("push", "-q", "origin", "main:8-x")
    ended = run_here(team.alice, "start", "8", "x")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("hookkit: origin/8-x is a branch already")


@pytest.mark.parametrize("ticket", ["a..b", "a b", "x.lock", "-x"])
def test_a_name_that_git_does_not_have_is_wrong_usage(team: Team, ticket: str) -> None:
    before = repository_content(team.alice)
    ended = run_here(team.alice, "start", "--no-fetch", "--", ticket)
    assert repository_content(team.alice) == before
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        f"hookkit: git has no branches that are called {ticket!r}\n  repair: hookkit start --help\n"
    )


def test_a_repository_without_a_commit(repo: Repository) -> None:
    ended = run_here(repo, "start", "8", "x")
    assert (ended.status, ended.out) == (3, "")
    assert ended.err == "hookkit: there is no commit here yet\n  repair: git commit\n"


def test_a_bare_repository_has_no_worktree(team: Team) -> None:
    ended = run_here(team.remote, "start", "8", "x")
    assert (ended.status, ended.out) == (3, "")
    assert ended.err.startswith("hookkit: this command needs a worktree, and ")


def test_a_held_index_stops_it_before_anything_moves(team: Team) -> None:
    alice = team.alice
    before = repository_content(alice)
    lock = alice.path / ".git" / "index.lock"
    lock.write_text("")
    ended = run_here(alice, "start", "8", "x", "--no-fetch")
    lock.unlink()
    assert ended.status == 3
    assert "another git command holds the index" in ended.err
    assert stand(repository_content(alice)) == stand(before)
