"""The file of cached fixes: a damaged record is ignored, a whole one is read."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hookkit.fix_cache import records_file
from hookkit.fix_cache.cached_fixes import CachedFix, line_of_cached_fix, parse_cached_fix
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome, Withheld
from tests.repository import Repository

OUTCOME = FileOutcome(
    b"a.py",
    (Fault("E225", 1, "missing | whitespace\taround"), Fault("layout", 3, "e\u0301\n")),
    (Withheld(("E711", "E712"), 4, 9, "it would be another program"), Withheld((), 1, 1, "")),
    refused_count=2,
    older_count=7,
)
FULL = CachedFix("ab" * 20, OUTCOME)
EMPTY = CachedFix("", FileOutcome(b"a.py"))


def remembered(repo: Repository, key: bytes) -> CachedFix | None:
    """What the file has for a key."""
    rest = records_file.read_records(repo.runner).get(key)
    return None if rest is None else parse_cached_fix(key, rest, b"a.py")


def place_of(repo: Repository) -> Path:
    return Path(records_file.cache_path(repo.runner))


@pytest.mark.parametrize("what", [FULL, EMPTY])
def test_what_is_written_is_read(repo: Repository, what: CachedFix) -> None:
    records_file.append_records(repo.runner, [line_of_cached_fix(b"key", what)])
    assert remembered(repo, b"key") == what
    assert remembered(repo, b"other") is None
    assert stat.S_IMODE(place_of(repo).stat().st_mode) == 0o600


def test_the_newest_counts(repo: Repository) -> None:
    records_file.append_records(
        repo.runner, [line_of_cached_fix(b"key", FULL), line_of_cached_fix(b"key", EMPTY)]
    )
    assert remembered(repo, b"key") == EMPTY


def test_a_record_cut_at_any_byte_is_no_record_and_spoils_no_other(repo: Repository) -> None:
    records_file.append_records(repo.runner, [line_of_cached_fix(b"first", EMPTY)])
    whole = place_of(repo).read_bytes()
    records_file.append_records(repo.runner, [line_of_cached_fix(b"key", FULL)])
    both = place_of(repo).read_bytes()
    for end in range(len(whole), len(both) - 1):
        place_of(repo).write_bytes(both[:end])
        records_file.append_records(repo.runner, [line_of_cached_fix(b"last", FULL)])
        assert remembered(repo, b"first") == EMPTY
        assert remembered(repo, b"key") in (None, FULL)
        assert remembered(repo, b"last") == FULL


def test_no_damaged_byte_is_believed() -> None:
    line = line_of_cached_fix(b"key", FULL)
    for at in range(len(b"key\t"), len(line)):
        damaged = line[:at] + bytes([line[at] ^ 1]) + line[at + 1 :]
        assert parse_cached_fix(b"key", damaged.removeprefix(b"key\t"), b"a.py") is None


WRITER = """\
import sys
from hookkit.git.runner import Git
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome
from hookkit.fix_cache.cached_fixes import CachedFix, line_of_cached_fix
from hookkit.fix_cache.records_file import append_records
git = Git.discover()
fault = (Fault("E225", 1, "x" * 700),)
for number in range(60):
    key = f"{sys.argv[1]}-{number}".encode()
    append_records(git, [line_of_cached_fix(key, CachedFix("ab", FileOutcome(b"a", fault)))])
"""


def test_writers_at_the_same_time_lose_nothing(repo: Repository) -> None:
    commands = [[sys.executable, "-c", WRITER, str(number)] for number in range(6)]
    running = [subprocess.Popen(command, cwd=repo.path) for command in commands]
    assert [each.wait() for each in running] == [0] * 6
    keys = {f"{writer}-{number}".encode() for writer in range(6) for number in range(60)}
    assert all(remembered(repo, key) is not None for key in keys)


def test_it_stays_small_and_keeps_the_newest(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_file, "MAX_BYTES", 4_000)
    for number in range(200):
        records_file.append_records(repo.runner, [line_of_cached_fix(b"%d" % number, FULL)])
        assert place_of(repo).stat().st_size <= 4_000
        assert remembered(repo, b"%d" % number) == FULL
    assert remembered(repo, b"0") is None
    assert [each.name for each in place_of(repo).parent.iterdir()] == ["fixes"]


def spoil(place: Path, how: str) -> None:
    """Put something else in the place of the file."""
    place.parent.mkdir(exist_ok=True)
    if how == "folder":
        place.mkdir()
    elif how == "fifo":
        os.mkfifo(place, 0o600)
    elif how == "link":
        (place.parent / "elsewhere").write_bytes(b"\n" + line_of_cached_fix(b"key", FULL) + b"\n")
        place.symlink_to("elsewhere")
    elif how == "writable by all":
        place.write_bytes(b"\n" + line_of_cached_fix(b"key", FULL) + b"\n")
        place.chmod(0o666)
    else:
        place.write_bytes(b"\xff\0\t\t\n" * 100 + b"key\t" + b"9" * 5_000)


@pytest.mark.parametrize("how", ["folder", "fifo", "link", "writable by all", "garbage"])
def test_what_is_no_file_of_ours_is_left_alone(repo: Repository, how: str) -> None:
    spoil(place_of(repo), how)
    assert remembered(repo, b"key") is None
    records_file.append_records(repo.runner, [line_of_cached_fix(b"mine", FULL)])
    assert remembered(repo, b"mine") == (FULL if how == "garbage" else None)


def test_an_enormous_file_is_not_read(repo: Repository) -> None:
    place_of(repo).parent.mkdir(exist_ok=True)
    with open(place_of(repo), "wb") as file:
        file.truncate(10 * records_file.MAX_BYTES)
    assert records_file.read_records(repo.runner) == {}
    records_file.append_records(repo.runner, [line_of_cached_fix(b"key", FULL)])
    assert remembered(repo, b"key") == FULL


@pytest.fixture
def read_only(repo: Repository) -> Iterator[Path]:
    """The folder of the file, in which nobody may write."""
    folder = place_of(repo).parent
    folder.mkdir(exist_ok=True)
    folder.chmod(0o500)
    yield folder
    folder.chmod(0o700)


def test_a_read_only_folder_fails_nothing(repo: Repository, read_only: Path) -> None:
    records_file.append_records(repo.runner, [line_of_cached_fix(b"key", FULL)])
    if os.geteuid():  # root may write everywhere
        assert remembered(repo, b"key") is None


def test_a_full_disk_fails_nothing(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    records_file.append_records(repo.runner, [line_of_cached_fix(b"first", FULL)])
    write = os.write

    def half(handle: int, data: bytes) -> int:
        write(handle, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", half)
    records_file.append_records(repo.runner, [line_of_cached_fix(b"key", FULL)])
    monkeypatch.undo()
    assert remembered(repo, b"first") == FULL
    assert remembered(repo, b"key") is None
    records_file.append_records(repo.runner, [line_of_cached_fix(b"key", FULL)])
    assert remembered(repo, b"key") == FULL


def test_it_can_be_forgotten(repo: Repository) -> None:
    assert records_file.delete_cache_files(repo.runner) == ()
    records_file.append_records(repo.runner, [line_of_cached_fix(b"key", FULL)])
    assert records_file.delete_cache_files(repo.runner) == (str(place_of(repo)),)
    assert records_file.read_records(repo.runner) == {}
