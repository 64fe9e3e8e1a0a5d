"""The operation log: entries are written, read back, marked, bounded, and private."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.operation_log.entry import (
    ContentChange,
    Entry,
    FileChange,
    RefChange,
    RefusalChange,
    StoredEntry,
    ValueChange,
)
from hookkit.operation_log.stored_entries import (
    UnreadableEntry,
    active_entries,
    delete_entry,
    expire_entries,
    finish_entry,
    last_undone_entry,
    migrate_and_read_entries,
    rewrite_entry,
    set_state,
    write_entry,
)
from tests.repository import Repository

NOTHING = Entry("worktree", "", ())
DAY = 24 * 60 * 60


def log(repo: Repository) -> Path:
    """The folder of the log."""
    return repo.path / ".git/hookkit/undo"


def edit(data: bytes = b"a=1\n") -> Entry:
    """An entry with the content of a file."""
    return Entry("worktree", "", (FileChange(b"a.py", ContentChange(data, b"a = 1\n")),))


def test_an_entry_is_read_back_as_it_was_kept(repo: Repository) -> None:
    old, new = repo.commit("One"), repo.commit("Two")
    files = (
        FileChange(b"a.py", ContentChange(b"a=1\n", b"a = 1\n"), None, "100755"),
        FileChange(b"two\nlines\xff/b.py", None, ContentChange(b"\xff\x00", b""), "100644"),
    )
    record = Entry(
        "fixup", old, files, ValueChange(old, new), branch=ValueChange("refs/heads/main", "")
    )
    kept = write_entry(repo.runner, record)
    assert next(active_entries(repo.runner), None) == kept
    assert (kept.entry, kept.state) == (record, "begun")


def test_refusals_and_the_rest_of_a_correction_are_read_back(repo: Repository) -> None:
    one = repo.commit("One")
    rest = RefChange("refs/hookkit/corrections/x", repo.runner.null_id, one)
    refusals = RefusalChange(("{}",), ())
    record = Entry("review", one, (), refusals=refusals, remaining_correction=rest)
    write_entry(repo.runner, record)
    (found,) = active_entries(repo.runner)
    assert found.entry == record


def test_an_entry_that_cannot_be_replaced_stays_as_it_was(repo: Repository) -> None:
    git, one = repo.runner, repo.commit("One")
    kept = write_entry(git, edit())
    before = {each.name: each.read_bytes() for each in log(repo).iterdir()}
    with pytest.raises(GitFailed):  # there is no such commit
        rewrite_entry(git, kept, kept.entry._replace(head=ValueChange(one, "1" * 40)))
    assert {each.name: each.read_bytes() for each in log(repo).iterdir()} == before
    changed = rewrite_entry(git, kept, kept.entry._replace(head=ValueChange(one, one)))
    assert next(active_entries(git)) == changed
    assert changed[:3] == kept[:3]


def test_no_content_is_in_the_object_store_nor_in_a_ref(repo: Repository) -> None:
    repo.commit("One")
    write_entry(repo.runner, edit(b"uncommitted = 1\n"))
    oid = repo.git("hash-object", "--stdin", data=b"uncommitted = 1\n")
    assert repo.attempt("cat-file", "-e", oid).returncode != 0
    assert repo.git("for-each-ref", "refs/hookkit") == ""


def test_an_entry_without_commits_starts_no_process(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = repo.runner
    write_entry(git, edit())  # the first one looks for what an earlier hookkit kept

    def begin(*args: object, **options: object) -> None:
        raise AssertionError(args)

    monkeypatch.setattr(subprocess.Popen, "__init__", begin)
    finish_entry(git, write_entry(git, edit()))
    assert len(list(active_entries(git))) == 2


def test_the_commits_of_an_entry_outlive_garbage_collection(repo: Repository) -> None:
    repo.commit("One")
    gone = repo.commit("Two")
    repo.git("reset", "-q", "--hard", "HEAD^")
    kept = write_entry(repo.runner, Entry("amend", gone, (), ValueChange(gone, repo.head)))
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "-q", "--prune=now")
    assert repo.git("cat-file", "-t", gone) == "commit"
    delete_entry(repo.runner, kept)
    repo.git("gc", "-q", "--prune=now")
    assert repo.attempt("cat-file", "-e", gone).returncode != 0


def test_the_newest_is_the_first_and_a_forgotten_one_is_gone(repo: Repository) -> None:
    git = repo.runner
    first, second = write_entry(git, NOTHING), write_entry(git, NOTHING)
    assert list(active_entries(git)) == [second, first]
    delete_entry(git, second)
    assert list(active_entries(git)) == [first]
    delete_entry(git, first)
    assert list(active_entries(git)) == []


def test_what_is_taken_back_last_is_the_first_to_be_done_again(repo: Repository) -> None:
    git = repo.runner
    first, second, third = (finish_entry(git, write_entry(git, NOTHING)) for _ in range(3))
    for each in (third, first, second):
        set_state(git, each, "undone")
    assert list(active_entries(git)) == []
    again = last_undone_entry(git)
    assert again is not None and again.number == second.number
    set_state(git, again, "done")
    assert [each.number for each in active_entries(git)] == [second.number]
    again = last_undone_entry(git)
    assert again is not None and again.number == first.number


def test_a_new_entry_that_came_to_its_end_is_not_followed_by_a_redo(repo: Repository) -> None:
    git = repo.runner
    set_state(git, finish_entry(git, write_entry(git, NOTHING)), "undone")
    begun = write_entry(git, NOTHING)
    assert last_undone_entry(git) is not None
    finish_entry(git, begun)
    assert last_undone_entry(git) is None


def test_processes_at_the_same_moment_get_numbers_of_their_own(repo: Repository) -> None:
    program = (
        "from hookkit.git.runner import Git\n"
        "from hookkit.operation_log.stored_entries import write_entry\n"
        "from hookkit.operation_log.entry import Entry\n"
        "git = Git.discover()\n"
        "for _ in range(40): write_entry(git, Entry('worktree', '', ()))\n"
    )
    root = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    children = [
        subprocess.Popen([sys.executable, "-c", program], cwd=repo.path, env=root) for _ in range(4)
    ]
    assert [child.wait() for child in children] == [0] * 4
    numbers = [each.number for each in active_entries(repo.runner)]
    assert len(numbers) == len(set(numbers)) == 160


@pytest.mark.skipif(sys.platform == "win32", reason="needs modes")
@pytest.mark.parametrize(
    ("shared", "folder", "file"),
    [
        (None, 0o700, 0o600),
        ("group", 0o770, 0o660),
        ("all", 0o775, 0o664),
        ("0640", 0o750, 0o640),
        ("660", 0o770, 0o660),
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
        kept = write_entry(repo.runner, edit())
    finally:
        os.umask(before)
    assert log(repo).stat().st_mode & 0o777 == folder
    assert (log(repo) / f"{kept.number:06}.begun").stat().st_mode & 0o777 == file


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_a_damaged_entry_is_named_and_the_others_are_read(repo: Repository, cut: int) -> None:
    git = repo.runner
    first, second = write_entry(git, edit()), write_entry(git, edit())
    place = log(repo) / f"{second.number:06}.begun"
    place.write_bytes(place.read_bytes()[:cut])
    assert list(migrate_and_read_entries(git)) == [
        UnreadableEntry(second.number, "is damaged"),
        first,
    ]
    assert list(active_entries(git)) == [first]


def test_a_log_that_cannot_be_made_is_named(repo: Repository) -> None:
    (repo.path / ".git/hookkit").write_bytes(b"")
    with pytest.raises(EnvironmentFailed) as raised:
        write_entry(repo.runner, edit())
    assert raised.value.message == f"{log(repo)} cannot be written: File exists"
    assert raised.value.repair == "hookkit doctor"


def test_a_name_that_is_no_number_stands_in_nobodys_way(repo: Repository) -> None:
    first = write_entry(repo.runner, edit())
    (log(repo) / "notes.txt").write_bytes(b"mine\n")
    assert write_entry(repo.runner, edit()).number == first.number + 1


def test_one_that_nobody_can_read_has_its_number(repo: Repository) -> None:
    """A checksum that is right does not make what is below it an entry."""
    kept = write_entry(repo.runner, edit())
    body = b"{}\n"
    place = log(repo) / f"{kept.number:06}.begun"
    place.write_bytes(b"hookkit undo entry 1 %08x\n%s" % (zlib.crc32(body), body))
    assert list(migrate_and_read_entries(repo.runner)) == [
        UnreadableEntry(kept.number, "is damaged")
    ]


def test_a_changed_byte_is_noticed(repo: Repository) -> None:
    kept = write_entry(repo.runner, edit())
    place = log(repo) / f"{kept.number:06}.begun"
    data = place.read_bytes()
    for at in range(len(data)):
        place.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        (found,) = migrate_and_read_entries(repo.runner)
        assert isinstance(found, UnreadableEntry), at


def test_an_entry_of_a_newer_format_is_named(repo: Repository) -> None:
    kept = write_entry(repo.runner, edit())
    place = log(repo) / f"{kept.number:06}.begun"
    place.write_bytes(place.read_bytes().replace(b"entry 1 ", b"entry 2 ", 1))
    reason = "was written by a newer hookkit"
    assert list(migrate_and_read_entries(repo.runner)) == [UnreadableEntry(kept.number, reason)]


def test_what_is_old_or_too_much_goes_and_what_was_left_behind_too(repo: Repository) -> None:
    git = repo.runner
    kept = [finish_entry(git, write_entry(git, NOTHING)) for _ in range(4)]
    begun = write_entry(git, NOTHING)
    now = (log(repo) / f"{begun.number:06}.begun").stat().st_mtime
    for name, age in ((f"{kept[2].number:06}.done", 91), ("000009.new", 2), ("000010.new", 0)):
        (log(repo) / name).touch()
        os.utime(log(repo) / name, (now - age * DAY, now - age * DAY))
    # The one that was begun may be all there is to repair a halfway stop with.
    assert expire_entries(git, 2, 90, now) == {begun.number, kept[3].number}
    assert [each.number for each in active_entries(git)] == [begun.number, kept[3].number]
    assert sorted(each.name for each in log(repo).glob("*.new")) == ["000010.new"]
    assert begun.number in expire_entries(git, 1, 90, now)
    assert expire_entries(git, 1, 90, now + 91 * DAY) == set()


def test_a_second_worktree_has_its_own_log(repo: Repository, tmp_path: Path) -> None:
    repo.commit("One")
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    record = Entry("amend", "", (), ValueChange(repo.head, repo.head))
    here, there = write_entry(repo.runner, record), write_entry(linked.runner, record)
    assert list(active_entries(repo.runner)) == [here]
    assert list(active_entries(linked.runner)) == [there]
    assert len(repo.git("for-each-ref", "refs/hookkit/kept/").splitlines()) == 2


def test_other_files_in_the_folder_are_left_alone(repo: Repository) -> None:
    kept = write_entry(repo.runner, NOTHING)
    for name in ("readme", "1.txt", "000001.done-3", "x.done"):
        (log(repo) / name).write_text("")
    assert list(migrate_and_read_entries(repo.runner)) == [kept]
    assert isinstance(next(active_entries(repo.runner)), StoredEntry)
