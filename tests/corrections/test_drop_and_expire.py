"""Corrections and entries of the log go when they are old or too many."""

from __future__ import annotations

import os
import time

import pytest

from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.drop_and_expire import expire_corrections_and_entries
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, ValueChange
from hookkit.operation_log.kept_commits import KEPT_REFS
from hookkit.operation_log.stored_entries import DAY, active_entries, finish_entry, write_entry
from tests.interruption.placement_scenario import SLOPPY, keep, sloppy
from tests.repository import Repository

NOW = 2_000_000_000


def refs(repo: Repository, below: str) -> list[str]:
    """The refs below a name."""
    return repo.git("for-each-ref", "--format=%(refname)", below).split()


def set_age(repo: Repository, monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    """Let what is made from now on have been made some days before NOW."""
    person = b"A <a@b> %d +0000" % int(NOW - days * DAY)
    monkeypatch.setattr("hookkit.git.write_blob_tree_commit._committer", lambda git: person)


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
