"""Files of the worktree read, and replaced only while they are what was read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hookkit.doors.files import (
    NotWritable,
    Snapshot,
    read_file,
    scratch_folder,
    write_file,
)
from hookkit.values.errors import EnvironmentFailed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file in a folder of a worktree."""
    path = tmp_path / "top" / "pkg" / "a.py"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"old\r\n")
    return path


@pytest.fixture
def seen(file: Path, tmp_path: Path) -> Snapshot:
    """The file as it was read."""
    return read_file(tmp_path / "top", b"pkg/a.py")


def nothing_left(file: Path) -> None:
    """No temporary file lies about."""
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_file_is_read_as_it_is(seen: Snapshot, file: Path) -> None:
    assert (seen.path, seen.data, seen.links) == (file, b"old\r\n", 1)


def test_a_file_is_replaced_in_one_step(seen: Snapshot, file: Path) -> None:
    with file.open("rb") as reader:
        write_file(seen, b"new\n")
        assert reader.read() == b"old\r\n"
    assert file.read_bytes() == b"new\n"
    nothing_left(file)


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o444, 0o640])
def test_the_mode_stays(seen: Snapshot, file: Path, mode: int) -> None:
    file.chmod(mode)
    write_file(seen, b"new\n")
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="needs extended attributes")
def test_attributes_stay(seen: Snapshot, file: Path) -> None:
    try:
        os.setxattr(file, "user.note", b"kept")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    write_file(seen, b"new\n")
    assert os.getxattr(file, "user.note") == b"kept"


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="needs extended attributes")
def test_a_file_system_without_attributes_is_no_obstacle(
    seen: Snapshot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(path: object) -> list[str]:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "listxattr", unsupported)
    write_file(seen, b"new\n")
    assert file.read_bytes() == b"new\n"


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="needs root")
def test_the_owner_stays_where_root_writes(seen: Snapshot, file: Path) -> None:
    os.chown(file, 1234, 1235)
    write_file(seen, b"new\n")
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 1235)


def edited(path: Path) -> None:
    path.write_bytes(b"mine")


def edited_alike_in_size_and_time(path: Path) -> None:
    times = path.stat()
    path.write_bytes(b"OLD\r\n")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def deleted(path: Path) -> None:
    path.unlink()


def a_link(path: Path) -> None:
    path.rename(path.with_name("real.py"))
    path.symlink_to("real.py")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def linked(path: Path) -> None:
    os.link(path, path.with_name("twin.py"))


def behind_a_link(path: Path) -> None:
    away = path.parents[2] / "away"
    path.parent.rename(away)
    path.parent.symlink_to(away)


MEANWHILE = [edited, edited_alike_in_size_and_time, deleted, a_link, a_folder, a_pipe, linked]


@pytest.mark.parametrize("change", [*MEANWHILE, behind_a_link])
def test_a_file_that_is_another_one_by_now_is_left_alone(
    seen: Snapshot, file: Path, change: Callable[[Path], None]
) -> None:
    change(file)
    names = sorted(each.name for each in file.parent.iterdir())
    content = file.read_bytes() if file.is_file() else None
    with pytest.raises(NotWritable):
        write_file(seen, b"new\n")
    assert sorted(each.name for each in file.parent.iterdir()) == names
    assert (file.read_bytes() if file.is_file() else None) == content


@pytest.mark.parametrize("change", [edited, edited_alike_in_size_and_time, deleted, a_link])
def test_it_is_looked_at_again_when_the_new_content_is_on_the_disk(
    seen: Snapshot,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], None],
) -> None:
    fsync = os.fsync

    def fsync_and_be_overtaken(handle: int) -> None:
        fsync(handle)
        change(file)

    monkeypatch.setattr(os, "fsync", fsync_and_be_overtaken)
    with pytest.raises(NotWritable):
        write_file(seen, b"new\n")
    assert not any(each.name.startswith(".hookkit-") for each in file.parent.iterdir())
    assert not file.exists() or file.read_bytes() != b"new\n"


def test_a_touched_file_with_the_same_bytes_is_the_same(seen: Snapshot, file: Path) -> None:
    os.utime(file, (1, 1))
    write_file(seen, b"new\n")
    assert file.read_bytes() == b"new\n"


@pytest.mark.parametrize("new", [b"", b"new\n", b"a much longer content than before\n" * 1000])
def test_hard_links_are_written_in_place(file: Path, tmp_path: Path, new: bytes) -> None:
    twin = tmp_path / "twin.py"
    os.link(file, twin)
    write_file(read_file(tmp_path / "top", b"pkg/a.py"), new)
    assert twin.read_bytes() == file.read_bytes() == new
    assert twin.samefile(file)


def test_in_a_folder_that_cannot_be_written_it_is_written_in_place(
    seen: Snapshot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    before = file.stat().st_ino
    write_file(seen, b"new\n")
    assert (file.read_bytes(), file.stat().st_ino) == (b"new\n", before)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_in_place_is_put_back(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    os.link(file, tmp_path / "twin.py")
    seen = read_file(tmp_path / "top", b"pkg/a.py")
    truncate, failures = os.ftruncate, [error]

    def truncate_later(handle: int, size: int) -> None:
        if failures:
            raise failures.pop()
        truncate(handle, size)

    monkeypatch.setattr(os, "ftruncate", truncate_later)
    with pytest.raises((NotWritable, KeyboardInterrupt)):
        write_file(seen, b"a longer content\n")
    assert file.read_bytes() == b"old\r\n"


@pytest.mark.parametrize("name", ["replace", "fsync"])
def test_what_fails_beside_it_leaves_nothing(
    seen: Snapshot, file: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def fail(*args: Any) -> None:
        raise PermissionError(13, "The file is open in another program")

    monkeypatch.setattr(os, name, fail)
    with pytest.raises(NotWritable, match="cannot be written: The file is open"):
        write_file(seen, b"new\n")
    assert file.read_bytes() == b"old\r\n"
    nothing_left(file)


def test_the_longest_name_of_a_file_is_not_too_long(tmp_path: Path) -> None:
    name = ("ö" * 126 + ".py").encode()
    (tmp_path / os.fsdecode(name)).write_bytes(b"old")
    write_file(read_file(tmp_path, name), b"new")
    assert read_file(tmp_path, name).data == b"new"


def test_what_is_no_file_of_the_worktree_is_named(tmp_path: Path, file: Path) -> None:
    top = tmp_path / "top"
    (top / "link.py").symlink_to("pkg/a.py")
    (top / "dir").symlink_to("pkg")
    (top / "loop").symlink_to("loop")
    os.mkfifo(top / "pipe.py")
    reasons = {
        b"none.py": "is not in the worktree",
        b"none/none.py": "is not in the worktree",
        b"pkg/a.py/b.py": "is not in the worktree",
        b"pkg": "is not a regular file here",
        b"link.py": "is not a regular file here",
        b"pipe.py": "is not a regular file here",
        b"dir/a.py": "lies behind a symbolic link",
        b"loop/a.py": "Too many levels of symbolic links",
    }
    for name, reason in reasons.items():
        with pytest.raises(NotWritable, match=reason):
            read_file(top, name)


def test_a_worktree_that_is_itself_behind_a_link_is_a_worktree(tmp_path: Path, file: Path) -> None:
    (tmp_path / "link").symlink_to("top")
    seen = read_file(tmp_path / "link", b"pkg/a.py")
    write_file(seen, b"new\n")
    assert file.read_bytes() == b"new\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do all")
def test_what_may_not_be_read_is_named(file: Path, tmp_path: Path) -> None:
    file.chmod(0)
    with pytest.raises(NotWritable, match="cannot be read: Permission denied"):
        read_file(tmp_path / "top", b"pkg/a.py")


def test_a_scratch_folder_is_gone_afterwards(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), scratch_folder(tmp_path) as folder:
        (folder / "file").write_bytes(b"x")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_without_a_place_for_it_there_is_an_error_to_read(tmp_path: Path) -> None:
    refused = pytest.raises(EnvironmentFailed, match="cannot be written")
    with refused, scratch_folder(tmp_path / "none"):
        pass
