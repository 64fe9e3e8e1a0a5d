"""The file of a journal: no line is torn or lost, whoever writes at the same time."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.server import append_to_journal
from hookkit.server.append_to_journal import append_line
from hookkit.server.policy import Journal
from tests.small_disk import fill, small_disk

__all__ = ["small_disk"]

pytest.importorskip("fcntl")

LINE = b'{"n":1}\n'


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal that begins a new file after some 1,000 bytes, and keeps two older ones."""
    return Journal(str(tmp_path / "pushes.jsonl"), 1_000, 2)


def written(journal: Journal) -> dict[str, bytes]:
    """The files of a journal by the ends of their names."""
    folder = Path(journal.file).parent
    files = sorted(folder.glob("pushes.jsonl*"))
    return {each.name.removeprefix("pushes.jsonl"): each.read_bytes() for each in files}


def test_lines_follow_each_other(journal: Journal) -> None:
    for _ in range(3):
        append_line(journal, LINE)
    assert written(journal) == {"": LINE * 3, ".lock": b""}


def test_it_is_for_its_owner_and_group_whatever_the_umask_is(journal: Journal) -> None:
    old = os.umask(0o077)
    try:
        append_line(journal, LINE)
    finally:
        os.umask(old)
    modes = {stat.S_IMODE(each.stat().st_mode) for each in Path(journal.file).parent.iterdir()}
    assert modes == {0o640}


def test_a_full_one_becomes_the_newest_of_the_older_ones_with_the_same_mode(
    journal: Journal,
) -> None:
    append_line(journal, LINE)
    os.chmod(journal.file, 0o660)
    for number in range(2, 500):
        append_line(journal, b'{"n":%d}\n' % number)
    files = written(journal)
    assert set(files) == {"", ".1", ".2", ".lock"}
    numbers = [
        json.loads(line)["n"] for end in (".2", ".1", "") for line in files[end].splitlines()
    ]
    assert numbers == [*range(numbers[0], 500)] and numbers[0] > 1
    assert all(len(data) <= 1_000 for data in files.values())
    ends = files.keys() - {".lock"}
    assert {stat.S_IMODE(os.stat(journal.file + each).st_mode) for each in ends} == {0o660}


def test_a_line_that_is_larger_than_all_is_written(journal: Journal) -> None:
    append_line(journal, LINE)
    append_line(journal, b"x" * 2_000 + b"\n")
    append_line(journal, LINE)
    assert written(journal)[""] == LINE


def test_a_line_that_a_kill_has_torn_costs_no_other(journal: Journal) -> None:
    Path(journal.file).write_bytes(LINE + b'{"n":')
    append_line(journal, LINE)
    assert written(journal)[""] == LINE + b'{"n":\n' + LINE


WRITER = """
import sys
from hookkit.server.append_to_journal import append_line
from hookkit.server.policy import Journal
for number in range(60):
    line = ('{"who":"%s","n":%d,"x":"%s"}' % (sys.argv[2], number, "x" * 300)) + chr(10)
    append_line(Journal(sys.argv[1], 20_000, 50), line.encode())
"""


def test_many_at_once_tear_and_lose_no_line(journal: Journal) -> None:
    command = [sys.executable, "-c", WRITER, journal.file]
    running = [subprocess.Popen([*command, str(each)]) for each in range(6)]
    assert [each.wait(timeout=120) for each in running] == [0] * 6
    files = written(journal)
    lines = [json.loads(line) for data in files.values() for line in data.splitlines()]
    assert len(files) > 5
    found = sorted((each["who"], each["n"]) for each in lines)
    assert found == sorted((str(who), number) for who in range(6) for number in range(60))


def test_nothing_of_a_line_stays_where_the_disk_is_full(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_line(journal, LINE)
    write = os.write

    def half(handle: int, data: bytes) -> int:
        if len(data) < 8:
            raise OSError(28, "No space left on device")
        return write(handle, data[:4])

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(EnvironmentFailed) as raised:
        append_line(journal, LINE)
    monkeypatch.undo()
    assert "the disk is full" in raised.value.message
    assert written(journal)[""] == LINE


def test_a_full_disk_has_whole_lines_alone(small_disk: Path) -> None:
    journal = Journal(f"{small_disk}/pushes.jsonl")
    append_line(journal, LINE)
    fill(small_disk)
    line = b'{"x":"%s"}\n' % (b"x" * 1_000)
    with pytest.raises(EnvironmentFailed, match="the disk is full"):
        for _ in range(10):
            append_line(journal, line)
    lines = Path(journal.file).read_bytes().splitlines(keepends=True)
    assert lines[0] == LINE and set(lines[1:]) <= {line}


def test_where_it_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    with pytest.raises(EnvironmentFailed) as raised:
        append_line(Journal(f"{folder}/pushes.jsonl"), LINE)
    assert raised.value.message == (
        f"the journal {folder}/pushes.jsonl cannot be written: No such file or directory"
    )
    assert raised.value.repair == f"ls -ld {folder}; df {folder}"


def test_a_link_and_what_is_no_file_are_not_written(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"")
    (tmp_path / "link").symlink_to("target")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(EnvironmentFailed):
            append_line(Journal(str(tmp_path / name)), LINE)
    assert (tmp_path / "target").read_bytes() == b""


def test_a_lock_that_is_never_released_ends_in_words(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    append_line(journal, LINE)
    monkeypatch.setattr(append_to_journal, "LOCK_TIMEOUT", 0.0)
    with open(f"{journal.file}.lock", "rb+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(EnvironmentFailed, match="another push holds .*lock for 0 seconds"):
            append_line(journal, LINE)
    append_line(journal, LINE)
    assert written(journal)[""] == LINE * 2
