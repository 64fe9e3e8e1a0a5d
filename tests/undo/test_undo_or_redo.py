"""Undo: exact, beside later edits, refused where it would cost something."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from hookkit.errors import HookkitError, Refused
from hookkit.git.file_replacement import Replacement
from hookkit.operation_log.entry import ContentChange, Entry, FileChange, RefChange
from hookkit.operation_log.entry_file_format import decode_entry
from hookkit.operation_log.stored_entries import active_entries, keep_replaced_contents
from hookkit.undo.undo_or_redo import preview_undo, redo, undo
from tests.interruption.placement_scenario import (
    CLEAN,
    FAULTS,
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
from tests.repository_with_hooks import repository_content, run_here

PLACED = ("worktree", "fixup", "commit", "amend")
FIXED = correct(SLOPPY)


def test_without_a_placement_there_is_nothing_to_take_back(repo: Repository) -> None:
    sloppy(repo)
    with pytest.raises(HookkitError, match="nothing to take back"):
        undo(repo.runner)


@pytest.mark.parametrize("mode", PLACED)
def test_later_edits_of_the_file_stay(repo: Repository, mode: str) -> None:
    place(repo, mode, sloppy(repo))
    repo.write("a.py", FIXED.replace(b"import os\n", b"import os\nimport sys\n"))
    result = undo(repo.runner)
    assert in_worktree(repo) == SLOPPY.replace(b"import os\n", b"import os\nimport sys\n")
    assert result.dropped == {}
    assert at_head(repo) == in_index(repo) == SLOPPY


@pytest.mark.parametrize("mode", PLACED)
def test_a_later_edit_of_a_fixed_line_stays_and_is_told(repo: Repository, mode: str) -> None:
    place(repo, mode, sloppy(repo))
    repo.write("a.py", FIXED.replace(b"y = 2", b"y = 22"))
    result = undo(repo.runner)
    assert in_worktree(repo) == SLOPPY.replace(b"y=2", b"y = 22")
    assert [each.reason for each in result.dropped[b"a.py"]] == ["you have edited it since"]


@pytest.mark.parametrize("mode", ["fixup", "commit", "amend"])
def test_a_later_staged_edit_stays_and_is_told(repo: Repository, mode: str) -> None:
    place(repo, mode, sloppy(repo))
    edited = FIXED.replace(b"y = 2", b"y = 22")
    repo.write("a.py", edited)
    repo.git("add", "a.py")
    repo.write("a.py", FIXED)
    result = undo(repo.runner)
    assert in_worktree(repo) == at_head(repo) == SLOPPY
    assert in_index(repo) == SLOPPY.replace(b"y=2", b"y = 22")
    (dropped,) = result.dropped[b"a.py"]
    assert dropped.reason == "you have staged other edits since"


@pytest.mark.parametrize("mode", PLACED)
def test_later_edits_keep_their_own_line_ends(repo: Repository, mode: str) -> None:
    correction = sloppy(repo)
    repo.git("config", "core.autocrlf", "true")
    repo.write("a.py", SLOPPY.replace(b"\n", b"\r\n"))
    place(repo, mode, correction)
    mine = b"import sys\n" + FIXED.replace(b"\n", b"\r\n")
    repo.write("a.py", mine)
    undo(repo.runner)
    assert in_worktree(repo) == b"import sys\n" + SLOPPY.replace(b"\n", b"\r\n")


@pytest.mark.parametrize("mode", PLACED)
def test_a_file_that_has_gone_since_does_not_come_back(repo: Repository, mode: str) -> None:
    correction = sloppy(repo, "a.py", "b.py")
    head = repo.head
    place(repo, mode, correction)
    (repo.path / "a.py").unlink()
    result = undo(repo.runner)
    assert [each.reason for each in result.dropped[b"a.py"]] == ["the file is not in the worktree"]
    assert in_worktree(repo) is None
    assert in_worktree(repo, "b.py") == SLOPPY
    assert repo.head == head
    assert in_index(repo) == SLOPPY


@pytest.mark.parametrize("mode", ["fixup", "commit", "amend"])
def test_a_file_replaced_by_a_submodule_since_is_left(repo: Repository, mode: str) -> None:
    place(repo, mode, sloppy(repo))
    (repo.path / "a.py").unlink()
    inner = Repository.init(repo.path / "a.py")
    inner.commit("Inner", {"inner.txt": b"inner\n"})
    repo.git("-c", "advice.addEmbeddedRepo=false", "add", "a.py")
    result = undo(repo.runner)
    assert list(result.dropped) == [b"a.py"]
    assert repo.git("ls-files", "-s", "a.py").startswith("160000")
    assert at_head(repo) == SLOPPY


@pytest.mark.parametrize("mode", ["fixup", "commit"])
def test_commits_on_top_are_not_taken_back_and_git_revert_is_named(
    repo: Repository, mode: str
) -> None:
    placed = place(repo, mode, sloppy(repo))
    repo.commit("Later", {"later.txt": b"later\n"})
    before = state(repo)
    with pytest.raises(Refused, match="commits have been made since") as caught:
        undo(repo.runner)
    assert state(repo) == before
    assert placed.commit and caught.value.repair == f"git revert {placed.commit[:7]}"
    repo.git(*caught.value.repair.split()[1:], GIT_EDITOR=":")
    assert at_head(repo) == in_worktree(repo) == SLOPPY


def test_an_amended_commit_below_others_is_given_back_by_the_repair(repo: Repository) -> None:
    """To revert it would take the person's own work back."""
    place(repo, "amend", sloppy(repo))
    repo.commit("Later", {"later.txt": b"later\n"})
    with pytest.raises(Refused) as caught:
        undo(repo.runner)
    assert caught.value.repair
    repo.git(*caught.value.repair.split()[1:])
    assert at_head(repo) == in_worktree(repo) == SLOPPY
    assert repo.git("log", "--format=%s") == "Later\nAdd sloppy lines\nBegin"


@pytest.mark.parametrize("start", ["HEAD^", "HEAD~2"])
def test_on_another_branch_it_says_where_the_placement_is(repo: Repository, start: str) -> None:
    """Also on one that is where the first was before."""
    place(repo, "fixup", sloppy(repo))
    repo.git("checkout", "-q", "-b", "other", start)
    before = state(repo)
    with pytest.raises(Refused, match="was done on main, and HEAD is elsewhere") as caught:
        undo(repo.runner)
    assert state(repo) == before
    assert caught.value.repair == "git switch main"


def test_a_commit_that_was_reset_by_hand_is_gone_already(repo: Repository) -> None:
    place(repo, "fixup", sloppy(repo))
    repo.git("reset", "-q", "--soft", "HEAD^")
    before = state(repo)
    assert undo(repo.runner).has_no_change
    assert state(repo) == before


@pytest.mark.parametrize("mode", ["fixup", "commit", "amend"])
def test_what_is_taken_back_can_be_done_again(repo: Repository, mode: str) -> None:
    correction = sloppy(repo)
    before = state(repo)
    place(repo, mode, correction)
    after = state(repo)
    undo(repo.runner)
    assert state(repo) == before
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "-q", "--prune=now")
    redo(repo.runner)
    assert state(repo) == after
    undo(repo.runner)
    assert state(repo) == before


def test_uncommitted_edits_are_done_again_around_later_ones(repo: Repository) -> None:
    place(repo, "worktree", sloppy(repo))
    undo(repo.runner)
    repo.write("a.py", SLOPPY.replace(b"import os\n", b"import os\nimport sys\n"))
    redo(repo.runner)
    assert in_worktree(repo) == FIXED.replace(b"import os\n", b"import os\nimport sys\n")


def test_a_new_operation_ends_what_can_be_done_again(repo: Repository) -> None:
    correction = sloppy(repo)
    place(repo, "worktree", correction)
    undo(repo.runner)
    place(repo, "fixup", correction)
    with pytest.raises(HookkitError, match="nothing was taken back"):
        redo(repo.runner)


@pytest.mark.parametrize("mode", ["worktree", "fixup"])
def test_a_preview_tells_what_would_change_and_changes_nothing(repo: Repository, mode: str) -> None:
    place(repo, mode, sloppy(repo))
    before = repository_content(repo)
    found = preview_undo(repo.runner)
    assert repository_content(repo) == before
    assert found.files == (b"a.py",)
    moves = (RefChange("refs/heads/main", repo.head, repo.git("rev-parse", "HEAD^")),)
    expected = (moves, (b"a.py",)) if mode == "fixup" else ((), ())
    assert (found.refs, found.staged_paths) == expected


def test_an_edit_that_is_gone_is_not_looked_for_in_older_entries(repo: Repository) -> None:
    first = sloppy(repo)
    place(repo, "fixup", first)
    repo.commit("Sloppy too", {"b.py": SLOPPY})
    place(repo, "worktree", keep(repo))
    repo.git("checkout", "-q", ".")
    before = repository_content(repo)
    result = undo(repo.runner)
    assert (result.has_no_change, result.entry.kind) == (True, "worktree")
    after = repository_content(repo)
    assert (after.files, after.index, after.refs) == (before.files, before.index, before.refs)


def test_a_placement_is_not_taken_back_from_another_branch_at_its_commit(repo: Repository) -> None:
    place(repo, "fixup", sloppy(repo))
    repo.git("switch", "-q", "-c", "other")
    before = repository_content(repo)
    with pytest.raises(Refused, match="was done on main, and HEAD is elsewhere"):
        undo(repo.runner)
    assert repository_content(repo) == before


def test_line_ends_do_not_hide_that_a_correction_is_staged(repo: Repository) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.write("a.py", CLEAN.replace(b"\n", b"\r\n"))
    repo.git("add", "a.py")
    repo.git("commit", "-q", "-m", "Begin")
    repo.write("a.py", SLOPPY.replace(b"\n", b"\r\n"))
    repo.git("commit", "-q", "-a", "-m", "Sloppy")
    place(repo, "worktree", keep(repo))
    fixed = FIXED.replace(b"\n", b"\r\n")
    assert in_worktree(repo) == fixed
    repo.git("add", "a.py")
    assert undo(repo.runner).restored_paths == ()
    assert (in_worktree(repo), in_index(repo)) == (fixed, FIXED)


def test_twice_in_a_row_takes_the_two_last_placements_back(repo: Repository) -> None:
    first = sloppy(repo)
    start = state(repo)
    place(repo, "worktree", first)
    between = state(repo)
    repo.write("a.py", in_worktree(repo) or b"")
    place(repo, "fixup", first)
    undo(repo.runner)
    assert state(repo) == between
    undo(repo.runner)
    assert state(repo) == start
    with pytest.raises(HookkitError):
        undo(repo.runner)
    check_sound(repo)


def test_a_clock_that_was_put_back_does_not_change_the_order(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    correction = sloppy(repo)
    place(repo, "worktree", correction)
    monkeypatch.setattr("time.time_ns", lambda: 1)
    place(repo, "fixup", correction)
    assert (kept := next(active_entries(repo.runner), None)) and kept.entry.kind == "fixup"


def test_a_worktree_takes_back_only_what_was_placed_in_it(repo: Repository, tmp_path: Path) -> None:
    place(repo, "worktree", sloppy(repo))
    repo.git("worktree", "add", "-q", "-b", "topic", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    with pytest.raises(HookkitError, match="nothing to take back"):
        undo(linked.runner)
    place(linked, "fixup", keep(linked))
    undo(repo.runner)
    assert in_worktree(repo) == SLOPPY
    assert at_head(linked) == FIXED
    undo(linked.runner)
    assert at_head(linked) == in_worktree(linked) == SLOPPY


def test_a_repository_that_was_moved_is_still_known(repo: Repository) -> None:
    place(repo, "fixup", sloppy(repo))
    moved = Repository(repo.path.with_name("moved"))
    shutil.move(repo.path, moved.path)
    undo(moved.runner)
    assert at_head(moved) == in_worktree(moved) == SLOPPY


@pytest.mark.parametrize("mode", PLACED)
def test_garbage_collection_takes_nothing_of_it(repo: Repository, mode: str) -> None:
    correction = sloppy(repo)
    repo.write("a.py", SLOPPY.replace(b"import os\n", b"import os\nimport sys\n"))
    repo.git("add", "a.py")
    repo.write("a.py", SLOPPY.replace(b"y=2", b"y=22"))
    before = state(repo)
    place(repo, mode, correction)
    repo.write("a.py", b"")
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "-q", "--prune=now")
    kept = next(active_entries(repo.runner), None)
    assert kept and kept.entry.files[0].worktree
    assert kept.entry.files[0].worktree.old == before.worktree["a.py"][2]
    repo.write("a.py", kept.entry.files[0].worktree.new)
    undo(repo.runner)
    assert state(repo) == before


def test_after_amend_upon_a_fixup_both_are_back(repo: Repository) -> None:
    correction = sloppy(repo)
    place(repo, "fixup", correction)
    before = state(repo)
    place(repo, "amend", correction)
    assert repo.git("log", "--format=%s") == "Add sloppy lines\nBegin"
    undo(repo.runner)
    assert state(repo) == before


def test_what_undo_replaces_is_kept_until_it_is_done(repo: Repository) -> None:
    place(repo, "worktree", sloppy(repo))
    kept = next(active_entries(repo.runner), None)
    assert kept
    log = repo.path / ".git/hookkit/undo"
    for data in (b"later = 1\n", b"later still = 1\n"):  # an undo may be stopped twice
        file = FileChange(b"a.py", ContentChange(data, SLOPPY))
        keep_replaced_contents(repo.runner, kept, Entry("undo", repo.head, (file,)))
    written = [decode_entry(place.read_bytes())[0] for place in sorted(log.glob("*.replaced-*"))]
    found = [each.files[0].worktree for each in written]
    assert [each and each.old for each in found] == [b"later = 1\n", b"later still = 1\n"]
    assert next(active_entries(repo.runner), None) == kept
    undo(repo.runner)
    assert list(log.glob("*.replaced-*")) == []
    assert in_worktree(repo) == SLOPPY
    assert list(active_entries(repo.runner)) == []


def test_an_edit_at_the_last_moment_stops_undo(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    correction = sloppy(repo, "a.py", "b.py")
    place(repo, "fixup", correction)

    apply = Replacement.apply

    def apply_after_an_edit(replacement: Replacement) -> None:
        if replacement.snapshot.name == b"b.py":
            repo.write("b.py", b"mine = 1\n")
        apply(replacement)

    head = repo.head
    monkeypatch.setattr(Replacement, "apply", apply_after_an_edit)
    with pytest.raises(Refused, match="nothing was changed"):
        undo(repo.runner)
    assert (in_worktree(repo), in_worktree(repo, "b.py")) == (FIXED, b"mine = 1\n")
    assert (repo.head, in_index(repo)) == (head, FIXED)
    check_sound(repo)


def test_a_ref_of_somebody_else_among_the_records_is_passed_over(repo: Repository) -> None:
    place(repo, "worktree", sloppy(repo))
    repo.git("update-ref", "refs/hookkit/undo/zzz", "HEAD")
    undo(repo.runner)
    assert in_worktree(repo) == SLOPPY
    assert repo.git("for-each-ref", "--format=%(refname)", "refs/hookkit/undo/") == (
        "refs/hookkit/undo/zzz"
    )


def test_names_of_any_bytes_come_back(repo: Repository) -> None:
    name = b"two\nlines \xe9.py"
    repo.write(name, SLOPPY)
    repo.git("add", "--all")
    repo.git("commit", "-q", "-m", "Odd")
    place(repo, "fixup", keep(repo))
    assert in_worktree(repo, os.fsdecode(name)) == FIXED
    undo(repo.runner)
    assert in_worktree(repo, os.fsdecode(name)) == SLOPPY


def test_what_a_person_has_committed_since_stays(repo: Repository) -> None:
    place(repo, "worktree", sloppy(repo))
    repo.git("commit", "-q", "-a", "-m", "Take it")
    result = undo(repo.runner)
    assert (in_worktree(repo), at_head(repo)) == (FIXED, FIXED)
    assert result.restored_paths == ()
    assert [each.reason for lines in result.dropped.values() for each in lines] == [
        "its correction is staged or committed"
    ]


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_what_was_staged_before_it_was_corrected_is_taken_back(
    ends: bytes, repo: Repository
) -> None:
    sloppy(repo)
    repo.git("config", "core.autocrlf", "true" if ends == b"\r\n" else "false")
    begun = SLOPPY.replace(b"\n", ends)
    repo.write("a.py", FIXED.replace(b"\n", ends))
    repo.git("add", "a.py")
    repo.write("a.py", begun)
    assert run_here(repo, "run", "a.py").status == 0
    assert in_worktree(repo) == FIXED.replace(b"\n", ends)
    ended = run_here(repo, "undo")
    assert (ended.status, in_worktree(repo)) == (0, begun), ended.out
    assert in_index(repo) == FIXED


def test_an_undo_that_found_nothing_can_be_tried_again(repo: Repository) -> None:
    place(repo, "worktree", sloppy(repo))
    repo.git("stash")
    assert undo(repo.runner).restored_paths == ()
    repo.git("stash", "pop", "-q")
    assert undo(repo.runner).restored_paths == (b"a.py",)
    assert in_worktree(repo) == SLOPPY


def test_the_faults_are_what_the_scenario_says() -> None:
    assert all(line in SLOPPY.splitlines() for line in FAULTS)
