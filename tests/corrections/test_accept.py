"""A correction accepted in each mode, from each state of index and files."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from hookkit.corrections.accept import AcceptAs, accept
from hookkit.corrections.correction import find_correction
from hookkit.errors import Refused
from hookkit.git.commits import read_commit
from hookkit.undo.undo_or_redo import undo
from tests.interruption.placement_scenario import (
    SLOPPY,
    at_head,
    check_sound,
    correct,
    in_index,
    in_worktree,
    keep,
    place,
    sloppy,
    state,
)
from tests.repository import Repository

FIXED = correct(SLOPPY)
MODES: tuple[AcceptAs, ...] = ("fixup", "commit", "amend")


def squash(repo: Repository, *base: str) -> None:
    """Let git squash the fixup! commits."""
    command = ("-c", "sequence.editor=:", "rebase", "-q", "-i", "--autosquash")
    repo.git(*command, *base, GIT_EDITOR=":")


def subjects(repo: Repository) -> list[str]:
    """The subjects of the branch, the newest first."""
    return repo.git("log", "--format=%s").split("\n")


@pytest.mark.parametrize("how", MODES)
def test_a_proposal_is_taken(repo: Repository, how: AcceptAs) -> None:
    correction = sloppy(repo)
    placed = accept(repo.runner, correction, how)
    assert placed.commit == repo.head
    assert at_head(repo) == in_index(repo) == in_worktree(repo) == FIXED
    wanted = {
        "fixup": ["fixup! Add sloppy lines", "Add sloppy lines", "Begin"],
        "commit": ["Correct PEP 8 faults in 1 file", "Add sloppy lines", "Begin"],
        "amend": ["Add sloppy lines", "Begin"],
    }
    assert subjects(repo) == wanted[how]
    assert repo.status == ""
    check_sound(repo)


@pytest.mark.parametrize("how", MODES)
def test_what_is_in_the_worktree_already_is_taken(repo: Repository, how: AcceptAs) -> None:
    correction = sloppy(repo)
    place(repo, "worktree", correction)
    accept(repo.runner, correction, how)
    assert at_head(repo) == in_index(repo) == in_worktree(repo) == FIXED
    assert repo.status == ""


@pytest.mark.parametrize("how", MODES)
def test_what_is_staged_already_is_taken(repo: Repository, how: AcceptAs) -> None:
    correction = sloppy(repo)
    place(repo, "worktree", correction)
    repo.git("add", "a.py")
    accept(repo.runner, correction, how)
    assert at_head(repo) == in_index(repo) == in_worktree(repo) == FIXED
    assert repo.status == ""


@pytest.mark.parametrize("first", ["fixup", "commit"])
def test_a_commit_of_it_on_top_is_folded_in_whatever_else_is_edited(
    repo: Repository, first: str
) -> None:
    correction = sloppy(repo)
    place(repo, first, correction)
    repo.write("a.py", FIXED + b"MORE = 1\n")
    repo.git("add", "a.py")
    repo.write("a.py", b"nothing like it\n")
    before = state(repo)
    accept(repo.runner, correction, "amend")
    assert subjects(repo) == ["Add sloppy lines", "Begin"]
    assert at_head(repo) == FIXED
    after = state(repo)
    assert (after.index, after.worktree) == (before.index, before.worktree)
    undo(repo.runner)
    assert state(repo) == before


@pytest.mark.parametrize("how", ["fixup", "commit"])
def test_taken_twice_is_taken_once(repo: Repository, how: AcceptAs) -> None:
    correction = sloppy(repo)
    accept(repo.runner, correction, how)
    before = state(repo)
    placed = accept(repo.runner, correction, how)
    assert (placed.is_empty, placed.commit, any(placed.dropped.values())) == (True, None, False)
    assert state(repo) == before
    # From the commit that was made it is found, too.
    assert find_correction(repo.runner, "HEAD") == correction


def test_amended_twice_is_refused_and_nothing_moves(repo: Repository) -> None:
    correction = sloppy(repo)
    accept(repo.runner, correction, "amend")
    before = state(repo)
    with pytest.raises(Refused):
        accept(repo.runner, correction, "amend")
    assert state(repo) == before


@pytest.mark.parametrize("how", MODES)
def test_where_every_hunk_is_committed_there_is_nothing_to_take(
    repo: Repository, how: AcceptAs
) -> None:
    correction = sloppy(repo)
    repo.commit("By hand", {"a.py": FIXED})
    before = state(repo)
    if how == "amend":
        with pytest.raises(Refused):
            accept(repo.runner, correction, how)
    else:
        assert accept(repo.runner, correction, how).is_empty
    assert state(repo) == before


@pytest.fixture
def pushed(repo: Repository, tmp_path: Path) -> Repository:
    """A repository whose sloppy commit is pushed."""
    sloppy(repo)
    bare = Repository.init(tmp_path / "remote", "--bare")
    repo.git("remote", "add", "origin", str(bare.path))
    repo.git("push", "-q", "origin", "main")
    return repo


def run_repair(repo: Repository, error: Refused) -> None:
    """Run the command that a refusal names."""
    assert error.repair
    words = shlex.split(error.repair)
    assert words[0] == "hookkit"
    ended = repo.hookkit(*words[1:])
    assert ended.returncode == 0, (ended, sys.executable)


def test_a_pushed_commit_is_not_amended_and_the_repair_works(pushed: Repository) -> None:
    before = state(pushed)
    with pytest.raises(Refused, match="is pushed") as caught:
        accept(pushed.runner, find_correction(pushed.runner, None), "amend")
    assert state(pushed) == before
    run_repair(pushed, caught.value)
    assert at_head(pushed) == FIXED
    assert subjects(pushed)[0] == "fixup! Add sloppy lines"


def test_a_commit_below_others_is_not_amended_and_the_repair_works(repo: Repository) -> None:
    correction = sloppy(repo)
    repo.commit("Later", {"later.txt": b"later\n"})
    before = state(repo)
    with pytest.raises(Refused, match="other commits lie on top") as caught:
        accept(repo.runner, correction, "amend")
    assert state(repo) == before
    run_repair(repo, caught.value)
    squash(repo, "HEAD~3")
    assert subjects(repo) == ["Later", "Add sloppy lines", "Begin"]
    assert repo.blob("HEAD^:a.py") == FIXED


def test_a_merge_of_a_signed_tag_is_not_amended(repo: Repository) -> None:
    sloppy(repo)
    raw = repo.git("cat-file", "commit", "HEAD").encode()
    head, _, message = raw.partition(b"\n\n")
    tag = b"mergetag object %s\n type commit\n tag v1\n tagger a <a@b> 1 +0000\n \n v1"
    unusual = head + b"\n" + tag % repo.head.encode() + b"\n\n" + message + b"\n"
    made = repo.git("hash-object", "-t", "commit", "-w", "--stdin", data=unusual)
    repo.git("update-ref", "HEAD", made)
    with pytest.raises(Refused, match="signed tag"):
        accept(repo.runner, keep(repo), "amend")


def test_a_merge_commit_keeps_its_parents(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": b""})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("Topic", {"b.py": b"b=1\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("Main", {"c.py": b"c = 1\n"})
    repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
    repo.write("a.py", SLOPPY)
    repo.git("add", "a.py")
    repo.git("commit", "-q", "-m", "Evil merge")
    parents = read_commit(repo.runner, "HEAD").parents
    accept(repo.runner, keep(repo), "amend")
    assert read_commit(repo.runner, "HEAD").parents == parents
    assert at_head(repo) == FIXED


@pytest.mark.parametrize(
    "subject",
    ["Same", "fixup! Same", "squash! fixup! Same", "amend! Same", "-n", "deadbeef", "Größe"],
)
def test_the_fix_comes_into_its_own_commit_when_git_squashes(
    repo: Repository, subject: str
) -> None:
    repo.commit("Begin", {"a.py": b"", "b.py": b""})
    repo.commit(subject.rpartition("! ")[2], {"b.py": b"b = 1\n"})
    target = repo.commit(subject, {"a.py": SLOPPY})
    repo.commit("Later", {"later.txt": b"later\n"})
    accept(repo.runner, keep(repo, target), "fixup")
    assert not repo.git("log", "-1", "--format=%s").startswith("fixup! fixup!")
    squash(repo, "--root")
    holders = repo.git("log", "--format=%s", "-G", "x = 1", "--", "a.py").split("\n")
    assert len(holders) == 1
    # No commit of the result has the fault, so that the fix came where the fault did.
    assert repo.git("log", "--format=%s", "-G", "x=1", "--", "a.py") == ""
    assert at_head(repo) == FIXED


def test_two_commits_of_one_subject_are_told_apart_by_id(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": b"", "b.py": b""})
    repo.commit("Same", {"b.py": b"b = 1\n"})
    target = repo.commit("Same", {"a.py": SLOPPY})
    accept(repo.runner, keep(repo), "fixup")
    assert subjects(repo)[0] == f"fixup! {target}"
    squash(repo, "--root")
    assert subjects(repo) == ["Same", "Same", "Begin"]
    assert repo.blob("HEAD:a.py") == FIXED
    assert repo.blob("HEAD^:a.py") == b""


@pytest.mark.parametrize("message", ["", "\n\n", "  leading space", " \n\nafter a blank line"])
def test_an_odd_or_empty_subject_does_not_stop_the_squash(repo: Repository, message: str) -> None:
    repo.commit("Begin", {"a.py": b""})
    repo.write("a.py", SLOPPY)
    repo.git("add", "a.py")
    command = ("commit", "-q", "--allow-empty-message", "--cleanup=verbatim", "-F", "-")
    repo.git(*command, data=message.encode())
    accept(repo.runner, keep(repo), "fixup")
    command = ("-c", "sequence.editor=:", "rebase", "-q", "-i", "--autosquash")
    repo.git(*command, "--empty=keep", "--root")
    assert at_head(repo) == FIXED
    assert repo.git("rev-list", "--count", "HEAD") == "2"


def test_bytes_that_are_not_in_the_encoding_are_told_by_id(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": b""})
    repo.write("a.py", SLOPPY)
    tree = repo.git("rev-parse", "HEAD^{tree}")
    person = b"a <a@b.c> 1 +0000"
    raw = b"tree %s\nparent %s\nauthor %s\ncommitter %s\n\nGr\xf6\xdfe\n"
    repo.git("add", "a.py")
    tree = repo.git("write-tree")
    data = raw % (tree.encode(), repo.head.encode(), person, person)
    made = repo.git("hash-object", "-t", "commit", "-w", "--stdin", data=data)
    repo.git("update-ref", "HEAD", made)
    accept(repo.runner, keep(repo), "fixup")
    assert subjects(repo)[0] == f"fixup! {made}"
    squash(repo, "--root")
    assert at_head(repo) == FIXED
    assert repo.git("rev-list", "--count", "HEAD") == "2"


def test_the_correction_of_an_older_commit_is_taken_where_it_is_wanted(repo: Repository) -> None:
    older = sloppy(repo)
    repo.commit("Later", {"later.txt": b"later\n"})
    accept(repo.runner, older, "fixup")
    assert subjects(repo)[0] == "fixup! Add sloppy lines"
    squash(repo, "--root")
    assert subjects(repo) == ["Later", "Add sloppy lines", "Begin"]
    assert repo.blob("HEAD^:a.py") == FIXED
