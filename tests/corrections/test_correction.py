"""Corrections: kept once, found by every name, listed, and gone when they are old."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from hookkit.corrections.correction import (
    Correction,
    expire_corrections_and_entries,
    find_correction,
    fixed_files,
)
from hookkit.corrections.correction_list import list_corrections
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.fixed_file import FixedFile
from hookkit.errors import EnvironmentFailed, HookkitError
from hookkit.git.refs import delete_refs
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, ValueChange
from hookkit.operation_log.kept_commits import FORMER_ENTRY_REFS, KEPT_REFS
from hookkit.operation_log.stored_entries import DAY, active_entries, finish_entry, write_entry
from tests.interruption.placement_scenario import SLOPPY, correct, keep, place, sloppy, state
from tests.repository import Repository

NOW = 2_000_000_000
HASH_COMMIT = ("hash-object", "-w", "-t", "commit", "--stdin")


def refs(repo: Repository, below: str) -> list[str]:
    """The refs below a name."""
    return repo.git("for-each-ref", "--format=%(refname)", below).split()


def test_a_correction_is_a_commit_upon_the_corrected_one(repo: Repository) -> None:
    correction = sloppy(repo)
    commit = correction.commit
    assert repo.git("rev-parse", CORRECTION_REFS + repo.head) == commit.id
    assert commit.parents == (repo.head,)
    assert commit.corrects == repo.head
    assert commit.subject == b"fixup! Add sloppy lines"
    assert repo.git("diff", "--name-only", repo.head, commit.id) == "a.py"
    assert repo.blob(f"{commit.id}:a.py") == correct(SLOPPY)


def test_to_keep_one_touches_nothing_else(repo: Repository) -> None:
    sloppy(repo)
    repo.write("a.py", b"mine\n")
    ref = CORRECTION_REFS + repo.head
    delete_refs(repo.runner, {ref: repo.git("rev-parse", ref)})
    before = state(repo)
    keep(repo)
    assert state(repo) == before
    assert not list((repo.path / ".git").glob("hookkit-*"))


def test_the_same_correction_again_is_the_one_that_is_there(repo: Repository) -> None:
    sloppy(repo)
    first = make_old(repo)
    assert keep(repo) == first


def test_another_correction_of_the_commit_takes_its_place(repo: Repository) -> None:
    first = sloppy(repo)
    second = keep(repo, fix=lambda data: data.replace(b"x=1", b"x = 1"))
    assert second.commit.id != first.commit.id
    assert find_correction(repo.runner, None) == second


def test_it_takes_the_plain_git_cherry_pick_that_is_promised(repo: Repository) -> None:
    correction = sloppy(repo)
    repo.git("cherry-pick", correction.commit.id[:7])
    assert repo.read("a.py") == correct(SLOPPY)


def test_it_is_found_by_every_name_of_the_commit_and_by_its_own(repo: Repository) -> None:
    correction = sloppy(repo)
    head = repo.head
    repo.git("tag", "-a", "-m", "v1", "v1")
    for name in (
        None,
        "HEAD",
        head,
        head[:7],
        "main",
        "v1",
        correction.commit.id,
        CORRECTION_REFS + head,
    ):
        assert find_correction(repo.runner, name) == correction
    place(repo, "fixup", correction)
    assert find_correction(repo.runner, None) == correction
    repo.commit("Later")
    assert find_correction(repo.runner, "HEAD~2") == correction


def test_without_one_the_error_says_how_to_make_it(repo: Repository) -> None:
    repo.commit("Clean")
    with pytest.raises(HookkitError, match='no correction of .* "Clean"') as caught:
        find_correction(repo.runner, None)
    assert caught.value.repair == f"hookkit run {repo.head[:7]}"


def test_on_an_unborn_branch_there_is_none(repo: Repository) -> None:
    assert list_corrections(repo.runner) == []
    with pytest.raises(EnvironmentFailed):
        find_correction(repo.runner, None)


def test_files_come_back_with_any_name_and_mode(repo: Repository) -> None:
    name = b"two\nlines \xff.py"
    repo.write(name, SLOPPY).chmod(0o755)
    repo.git("add", "--all")
    repo.commit("Odd")
    correction = keep(repo)
    assert fixed_files(repo.runner, correction) == [
        FixedFile(name, "100755", SLOPPY, correct(SLOPPY))
    ]
    (listed,) = list_corrections(repo.runner)
    assert (listed.files, listed.commit, listed.correction) == (
        1,
        repo.head,
        correction.commit.id,
    )


def make_old(repo: Repository) -> Correction:
    """Let the correction of HEAD have been made long ago."""
    made = repo.git("cat-file", "commit", CORRECTION_REFS + repo.head) + "\n"
    dated = re.sub(r"(?m)^(committer .*> )\d+", r"\g<1>1000000000", made).encode()
    repo.git("update-ref", CORRECTION_REFS + repo.head, repo.git(*HASH_COMMIT, data=dated))
    return find_correction(repo.runner, None)


def test_the_list_has_the_newest_first_and_knows_what_is_taken(repo: Repository) -> None:
    sloppy(repo)
    older = make_old(repo)
    repo.commit("Second", {"b.py": SLOPPY})
    newer = keep(repo, fix=lambda data: correct(data) + b"# new\n")
    found = list_corrections(repo.runner)
    assert [each.correction for each in found] == [newer.commit.id, older.commit.id]
    assert [each.taken for each in found] == ["none", "none"]
    assert [each.subject for each in found] == ["Second", "Add sloppy lines"]
    place(repo, "fixup", older)
    # The newer one has the file of the older one too, and another line in it.
    assert [each.taken for each in list_corrections(repo.runner)] == ["part", "all"]


def test_corrections_are_listed_without_a_worktree_and_without_a_branch(
    repo: Repository, tmp_path: Path
) -> None:
    sloppy(repo)
    repo.git("clone", "-q", "--bare", "--mirror", ".", str(tmp_path / "bare"))
    assert len(list_corrections(Repository(tmp_path / "bare").runner)) == 1
    repo.git("checkout", "-q", "--orphan", "empty")
    (listed,) = list_corrections(repo.runner)
    assert listed.taken == "none"


def test_other_refs_below_that_name_are_passed_over(repo: Repository) -> None:
    sloppy(repo)
    repo.git("update-ref", CORRECTION_REFS + "theirs", "HEAD^")
    repo.git("update-ref", CORRECTION_REFS + "blob", repo.git("rev-parse", "HEAD:a.py"))
    repo.git("update-ref", FORMER_ENTRY_REFS + "blob", repo.git("rev-parse", "HEAD:a.py"))
    assert len(list_corrections(repo.runner)) == 1
    expire_corrections_and_entries(repo.runner, 50, 90, NOW)


def set_age(repo: Repository, monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    """Let what is made from now on have been made some days before NOW."""
    person = b"A <a@b> %d +0000" % int(NOW - days * DAY)
    monkeypatch.setattr("hookkit.git.create_objects._committer", lambda git: person)


def numbers(repo: Repository) -> list[int]:
    """The entries of the log, the oldest first."""
    return sorted(each.number for each in active_entries(repo.runner))


def keep_several(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, days: list[float]
) -> tuple[list[str], list[int]]:
    """Corrections and entries of such ages: their refs, their numbers."""
    corrections, active_entries = [], []
    for number, age in enumerate(days):
        repo.commit(f"Commit {number}", {"a.py": SLOPPY + b"# %d\n" % number})
        set_age(repo, monkeypatch, age)
        keep(repo)
        corrections.append(CORRECTION_REFS + repo.head)
        kept = write_entry(
            repo.runner, Entry("fixup", repo.head, (), ValueChange(repo.head, repo.head))
        )
        finish_entry(repo.runner, kept)
        place = repo.path / f".git/hookkit/undo/{kept.number:06}.done"
        os.utime(place, (NOW - age * DAY, NOW - age * DAY))
        active_entries.append(kept.number)
    return corrections, active_entries


def test_what_is_old_goes_and_the_rest_stays(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrections, active_entries = keep_several(repo, monkeypatch, [200, 91, 89, 1, 0])
    # Refs of corrections, and of the commits of entries.
    assert expire_corrections_and_entries(repo.runner, 50, 90, NOW) == 4
    assert sorted(refs(repo, CORRECTION_REFS)) == sorted(corrections[2:])
    assert numbers(repo) == active_entries[2:]
    assert len(refs(repo, KEPT_REFS)) == 3
    assert expire_corrections_and_entries(repo.runner, 50, 90, NOW) == 0


def test_the_newest_of_each_stay_whatever_their_number_means(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrections, active_entries = keep_several(repo, monkeypatch, [5, 4, 3, 2, 1])
    assert expire_corrections_and_entries(repo.runner, 2, 90, NOW) == 6
    assert sorted(refs(repo, CORRECTION_REFS)) == sorted(corrections[3:])
    assert numbers(repo) == active_entries[3:]


def test_within_one_second_the_newest_records_stay(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, active_entries = keep_several(repo, monkeypatch, [1, 1, 1, 1])
    expire_corrections_and_entries(repo.runner, 2, 90, NOW)
    assert numbers(repo) == active_entries[2:]


def test_two_hundred_are_brought_down_to_fifty(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    sloppy(repo)
    value = repo.git("rev-parse", CORRECTION_REFS + repo.head)
    lines = "".join(f"create {CORRECTION_REFS}{number:040x} {value}\n" for number in range(200))
    repo.git("update-ref", "--stdin", data=lines.encode())
    assert expire_corrections_and_entries(repo.runner, 50, 90, time.time()) == 151
    assert len(refs(repo, CORRECTION_REFS)) == 50


def test_refs_that_another_process_moves_stay_for_the_next_time(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    sloppy(repo)
    real = Git.line

    def late(git: Git, *args: str) -> str:
        answer = real(git, *args)
        if args[0] == "for-each-ref" and CORRECTION_REFS in args:
            repo.git("update-ref", CORRECTION_REFS + repo.head, "HEAD")
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(Git, "line", late)
        assert expire_corrections_and_entries(repo.runner, 0, 90, NOW) == 0
    assert repo.git("rev-parse", CORRECTION_REFS + repo.head) == repo.head


def test_a_correction_that_a_newer_hookkit_made_is_left_alone(repo: Repository) -> None:
    kept, ref = sloppy(repo).commit, CORRECTION_REFS + repo.head
    raw = repo.attempt("cat-file", "commit", kept.id).stdout
    for number, is_newer in ((1, False), (2, True)):
        data = raw + b"Hookkit-Format: %d\n" % number
        made = repo.git(*HASH_COMMIT, data=data)
        repo.git("update-ref", ref, made)
        if not is_newer:
            assert find_correction(repo.runner, None).commit.id == made
            continue
        with pytest.raises(HookkitError, match="was made by a newer hookkit") as caught:
            find_correction(repo.runner, None)
        assert caught.value.repair == "pip install --upgrade hookkit"
        with pytest.raises(HookkitError, match="was made by a newer hookkit"):
            keep(repo)
        assert repo.git("rev-parse", ref) == made
