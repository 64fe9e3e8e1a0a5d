"""The operation log: entries are written, read back, marked, bounded, and private."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.operation_log.entry import Contents, FileRecord, KeptRecord, Record, Swap
from hookkit.operation_log.journal import (
    Broken,
    all_records,
    expire_records,
    finish_record,
    forget_record,
    keep_record,
    last_undone,
    mark,
    records,
)
from tests.repository import Repository

NOTHING = Record("worktree", "", ())
DAY = 24 * 60 * 60


def log(repo: Repository) -> Path:
    """The folder of the log."""
    return repo.path / ".git/hookkit/undo"


def edit(data: bytes = b"a=1\n") -> Record:
    """An entry with the content of a file."""
    return Record("worktree", "", (FileRecord(b"a.py", Contents(data, b"a = 1\n")),))


def test_an_entry_is_read_back_as_it_was_kept(repo: Repository) -> None:
    old, new = repo.commit("One"), repo.commit("Two")
    files = (
        FileRecord(b"a.py", Contents(b"a=1\n", b"a = 1\n"), None, "100755"),
        FileRecord(b"two\nlines\xff/b.py", None, Contents(b"\xff\x00", b""), "100644"),
    )
    record = Record("fixup", old, files, Swap(old, new), branch=Swap("refs/heads/main", ""))
    kept = keep_record(repo.door, record)
    assert next(records(repo.door), None) == kept
    assert (kept.record, kept.state) == (record, "begun")


def test_no_content_is_in_the_object_store_nor_in_a_ref(repo: Repository) -> None:
    repo.commit("One")
    keep_record(repo.door, edit(b"uncommitted = 1\n"))
    oid = repo.git("hash-object", "--stdin", data=b"uncommitted = 1\n")
    assert repo.attempt("cat-file", "-e", oid).returncode != 0
    assert repo.git("for-each-ref", "refs/hookkit") == ""


def test_an_entry_without_commits_starts_no_process(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = repo.door
    keep_record(git, edit())  # the first one looks for what an earlier hookkit kept

    def begin(*args: object, **options: object) -> None:
        raise AssertionError(args)

    monkeypatch.setattr(subprocess.Popen, "__init__", begin)
    finish_record(git, keep_record(git, edit()))
    assert len(list(records(git))) == 2


def test_the_commits_of_an_entry_outlive_garbage_collection(repo: Repository) -> None:
    repo.commit("One")
    gone = repo.commit("Two")
    repo.git("reset", "-q", "--hard", "HEAD^")
    kept = keep_record(repo.door, Record("amend", gone, (), Swap(gone, repo.head)))
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "-q", "--prune=now")
    assert repo.git("cat-file", "-t", gone) == "commit"
    forget_record(repo.door, kept)
    repo.git("gc", "-q", "--prune=now")
    assert repo.attempt("cat-file", "-e", gone).returncode != 0


def test_the_newest_is_the_first_and_a_forgotten_one_is_gone(repo: Repository) -> None:
    git = repo.door
    first, second = keep_record(git, NOTHING), keep_record(git, NOTHING)
    assert list(records(git)) == [second, first]
    forget_record(git, second)
    assert list(records(git)) == [first]
    forget_record(git, first)
    assert list(records(git)) == []


def test_what_is_taken_back_last_is_the_first_to_be_done_again(repo: Repository) -> None:
    git = repo.door
    first, second, third = (finish_record(git, keep_record(git, NOTHING)) for _ in range(3))
    for each in (third, first, second):
        mark(git, each, "undone")
    assert list(records(git)) == []
    again = last_undone(git)
    assert again is not None and again.number == second.number
    mark(git, again, "done")
    assert [each.number for each in records(git)] == [second.number]
    again = last_undone(git)
    assert again is not None and again.number == first.number


def test_a_new_entry_that_came_to_its_end_is_not_followed_by_a_redo(repo: Repository) -> None:
    git = repo.door
    mark(git, finish_record(git, keep_record(git, NOTHING)), "undone")
    begun = keep_record(git, NOTHING)
    assert last_undone(git) is not None
    finish_record(git, begun)
    assert last_undone(git) is None


def test_processes_at_the_same_moment_get_numbers_of_their_own(repo: Repository) -> None:
    program = (
        "from hookkit.git.runner import Git\n"
        "from hookkit.operation_log.journal import keep_record\n"
        "from hookkit.operation_log.entry import Record\n"
        "git = Git.discover()\n"
        "for _ in range(40): keep_record(git, Record('worktree', '', ()))\n"
    )
    root = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    children = [
        subprocess.Popen([sys.executable, "-c", program], cwd=repo.path, env=root) for _ in range(4)
    ]
    assert [child.wait() for child in children] == [0] * 4
    numbers = [each.number for each in records(repo.door)]
    assert len(numbers) == len(set(numbers)) == 160


@pytest.mark.skipif(sys.platform == "win32", reason="needs modes")
@pytest.mark.parametrize(
    ("shared", "folder", "file"),
    [
        (None, 0o700, 0o600),
        ("group", 0o770, 0o660),
        ("all", 0o775, 0o664),
        ("0640", 0o750, 0o640),
        ("umask", 0o700, 0o600),
    ],
)
def test_only_those_may_read_it_who_share_the_repository(
    repo: Repository, shared: str | None, folder: int, file: int
) -> None:
    if shared is not None:
        repo.git("config", "core.sharedRepository", shared)
    before = os.umask(0o077 if shared else 0)
    try:
        kept = keep_record(repo.door, edit())
    finally:
        os.umask(before)
    assert log(repo).stat().st_mode & 0o777 == folder
    assert (log(repo) / f"{kept.number:06}.begun").stat().st_mode & 0o777 == file


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_a_damaged_entry_is_named_and_the_others_are_read(repo: Repository, cut: int) -> None:
    git = repo.door
    first, second = keep_record(git, edit()), keep_record(git, edit())
    place = log(repo) / f"{second.number:06}.begun"
    place.write_bytes(place.read_bytes()[:cut])
    assert list(all_records(git)) == [Broken(second.number, "is damaged"), first]
    assert list(records(git)) == [first]


def test_a_changed_byte_is_noticed(repo: Repository) -> None:
    kept = keep_record(repo.door, edit())
    place = log(repo) / f"{kept.number:06}.begun"
    data = place.read_bytes()
    for at in range(len(data)):
        place.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        (found,) = all_records(repo.door)
        assert isinstance(found, Broken), at


def test_an_entry_of_a_newer_format_is_named(repo: Repository) -> None:
    kept = keep_record(repo.door, edit())
    place = log(repo) / f"{kept.number:06}.begun"
    place.write_bytes(place.read_bytes().replace(b"entry 1 ", b"entry 2 ", 1))
    reason = "was written by a newer hookkit"
    assert list(all_records(repo.door)) == [Broken(kept.number, reason)]


def test_what_is_old_or_too_much_goes_and_what_was_left_behind_too(repo: Repository) -> None:
    git = repo.door
    kept = [finish_record(git, keep_record(git, NOTHING)) for _ in range(4)]
    begun = keep_record(git, NOTHING)
    now = (log(repo) / f"{begun.number:06}.begun").stat().st_mtime
    for name, age in ((f"{kept[2].number:06}.done", 91), ("000009.new", 2), ("000010.new", 0)):
        (log(repo) / name).touch()
        os.utime(log(repo) / name, (now - age * DAY, now - age * DAY))
    # The one that was begun may be all there is to repair a halfway stop with.
    assert expire_records(git, 2, 90, now) == {begun.number, kept[3].number}
    assert [each.number for each in records(git)] == [begun.number, kept[3].number]
    assert sorted(each.name for each in log(repo).glob("*.new")) == ["000010.new"]
    assert begun.number in expire_records(git, 1, 90, now)
    assert expire_records(git, 1, 90, now + 91 * DAY) == set()


def test_a_second_worktree_has_its_own_log(repo: Repository, tmp_path: Path) -> None:
    repo.commit("One")
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    record = Record("amend", "", (), Swap(repo.head, repo.head))
    here, there = keep_record(repo.door, record), keep_record(linked.door, record)
    assert list(records(repo.door)) == [here]
    assert list(records(linked.door)) == [there]
    assert len(repo.git("for-each-ref", "refs/hookkit/kept/").splitlines()) == 2


def test_other_files_in_the_folder_are_left_alone(repo: Repository) -> None:
    kept = keep_record(repo.door, NOTHING)
    for name in ("readme", "1.txt", "000001.done-3", "x.done"):
        (log(repo) / name).write_text("")
    assert list(all_records(repo.door)) == [kept]
    assert isinstance(next(records(repo.door)), KeptRecord)
