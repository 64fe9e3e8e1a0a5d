"""Files of the worktree replaced while others write to them: nobody's bytes are lost."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hookkit.git import file_replacement
from hookkit.git.file_replacement import prepare_replacement, write_file
from hookkit.git.path_exchange import exchange_paths
from hookkit.git.read_worktree_file import FileUnavailable, WorktreeFile, read_file

Edit = Callable[[Path], None]
OLD, NEW, MINE, AGAIN = b"old\r\n", b"new\n", b"mine\n", b"mine again\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file in a folder of a worktree."""
    path = tmp_path / "top" / "pkg" / "a.py"
    path.parent.mkdir(parents=True)
    path.write_bytes(OLD)
    return path


@pytest.fixture
def seen(file: Path, tmp_path: Path) -> WorktreeFile:
    """The file as it was read."""
    return read_file(tmp_path / "top", b"pkg/a.py")


@pytest.fixture(params=["exchange", "rename"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Exchanged in one step, and as on a system or a file system that cannot do that."""
    if request.param == "rename":
        monkeypatch.setattr(file_replacement, "exchange_paths", lambda first, second: False)
    return str(request.param)


def nothing_left(file: Path) -> None:
    """No temporary file lies about."""
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def just_before_the_replacement(monkeypatch: pytest.MonkeyPatch, way: str, *edits: Edit) -> None:
    """Have a person save the file between the last look and its replacement.

    Each further edit comes just before the next replacement, which puts the one before back.
    """
    left = list(edits)
    real: Callable[[str, str], Any] = os.replace if way == "rename" else exchange_paths

    def overtaken(first: str, second: str) -> Any:
        if left:
            left.pop(0)(Path(second))
        return real(first, second)

    if way == "rename":
        monkeypatch.setattr(os, "replace", overtaken)
    else:
        monkeypatch.setattr(file_replacement, "exchange_paths", overtaken)


def in_place(data: bytes) -> Edit:
    """An editor that writes into the file that is there."""

    def edit(path: Path) -> None:
        path.write_bytes(data)

    return edit


def by_rename(data: bytes) -> Edit:
    """An editor that writes another file and renames it."""

    def edit(path: Path) -> None:
        other = path.with_name("other.tmp")
        other.write_bytes(data)
        os.rename(other, path)

    return edit


def test_a_file_is_replaced_in_one_step(seen: WorktreeFile, file: Path, way: str) -> None:
    with file.open("rb") as reader:
        write_file(seen, NEW)
        assert reader.read() == OLD
    assert file.read_bytes() == NEW
    nothing_left(file)


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o444, 0o640])
def test_the_mode_stays(seen: WorktreeFile, file: Path, mode: int, way: str) -> None:
    file.chmod(mode)
    write_file(seen, NEW)
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.parametrize("new", [b"", NEW, b"a much longer content than before\n" * 1000])
def test_a_hard_link_keeps_the_old_content_as_when_git_writes(
    seen: WorktreeFile, file: Path, tmp_path: Path, new: bytes, way: str
) -> None:
    backup = tmp_path / "backup.py"  # by `cp -al`
    os.link(file, backup)
    write_file(seen, new)
    assert (file.read_bytes(), backup.read_bytes()) == (new, OLD)
    nothing_left(file)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_in_a_folder_that_cannot_be_written_a_file_is_refused_with_the_reason(
    tmp_path: Path, file: Path, seen: WorktreeFile
) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    file.chmod(0o666)
    file.parent.chmod(0o555)
    os.seteuid(65534)
    try:
        reason = "cannot be written: you have no permission there"
        with pytest.raises(FileUnavailable, match=reason):
            write_file(seen, NEW)
    finally:
        os.seteuid(0)
    assert file.read_bytes() == OLD
    nothing_left(file)


@pytest.mark.parametrize("editor", [in_place, by_rename])
@pytest.mark.parametrize("saved", [MINE, b""])
def test_what_an_editor_saves_between_the_last_look_and_the_replacement_stays(
    seen: WorktreeFile,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    editor: Callable[[bytes], Edit],
    saved: bytes,
) -> None:
    just_before_the_replacement(monkeypatch, "exchange_paths", editor(saved))
    with pytest.raises(FileUnavailable, match="has just been edited$") as refused:
        write_file(seen, NEW)
    assert refused.value.is_edited
    assert file.read_bytes() == saved
    nothing_left(file)


def test_without_an_exchange_what_is_saved_into_the_file_stays(
    seen: WorktreeFile, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_replacement, "exchange_paths", lambda first, second: False)
    just_before_the_replacement(monkeypatch, "rename", in_place(MINE))
    with pytest.raises(FileUnavailable, match="has just been edited$"):
        write_file(seen, NEW)
    assert file.read_bytes() == MINE
    nothing_left(file)


@pytest.mark.parametrize("again", [in_place(AGAIN), by_rename(AGAIN)])
@pytest.mark.parametrize("edit", [in_place(MINE), by_rename(MINE)])
def test_of_two_edits_the_later_stays_and_the_earlier_is_kept_and_named(
    seen: WorktreeFile, file: Path, monkeypatch: pytest.MonkeyPatch, edit: Edit, again: Edit
) -> None:
    just_before_the_replacement(monkeypatch, "exchange_paths", edit, again)
    with pytest.raises(FileUnavailable, match="edited twice") as refused:
        write_file(seen, NEW)
    assert refused.value.is_edited
    assert file.read_bytes() == AGAIN
    name = str(refused.value).rpartition(" ")[2]
    assert file.with_name(name).read_bytes() == MINE
    assert sorted(each.name for each in file.parent.iterdir()) == sorted([file.name, name])
    assert not name.startswith(".hookkit-")


def test_a_file_deleted_between_the_last_look_and_the_replacement_stays_deleted(
    seen: WorktreeFile, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    just_before_the_replacement(monkeypatch, "exchange_paths", Path.unlink)
    with pytest.raises(FileUnavailable, match="is not in the worktree") as refused:
        write_file(seen, NEW)
    assert refused.value.is_edited
    assert list(file.parent.iterdir()) == []


def test_an_edit_that_is_put_back_where_the_file_was_deleted_is_kept_and_named(
    seen: WorktreeFile, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    just_before_the_replacement(monkeypatch, "exchange_paths", in_place(MINE), Path.unlink)
    with pytest.raises(FileUnavailable, match="kept as") as refused:
        write_file(seen, NEW)
    assert file.with_name(str(refused.value).rpartition(" ")[2]).read_bytes() == MINE


def test_a_changed_mode_is_an_edit(
    seen: WorktreeFile, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    just_before_the_replacement(monkeypatch, "exchange_paths", lambda path: path.chmod(0o755))
    with pytest.raises(FileUnavailable, match="has just been edited"):
        write_file(seen, NEW)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (OLD, 0o755)


def a_link(path: Path) -> None:
    path.rename(path.with_name("real.py"))
    path.symlink_to("real.py")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("change", "is_as_left"),
    [(a_link, stat.S_ISLNK), (a_pipe, stat.S_ISFIFO), (a_folder, stat.S_ISDIR)],
)
def test_what_is_no_file_any_more_comes_back(
    seen: WorktreeFile,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Edit,
    is_as_left: Callable[[int], bool],
) -> None:
    just_before_the_replacement(monkeypatch, "exchange_paths", change)
    with pytest.raises(FileUnavailable, match="has just been edited"):
        write_file(seen, NEW)
    assert is_as_left(file.lstat().st_mode)


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="needs leases")
def test_a_file_that_a_program_holds_open_for_writing_stays_with_that_program(
    seen: WorktreeFile, file: Path
) -> None:
    with file.open("r+b") as writer:
        with pytest.raises(FileUnavailable, match="is being written by another program"):
            write_file(seen, NEW)
        writer.write(MINE)
    assert file.read_bytes() == MINE
    nothing_left(file)


def test_a_file_that_a_program_reads_is_replaced(seen: WorktreeFile, file: Path) -> None:
    with file.open("rb"):
        write_file(seen, NEW)
    assert file.read_bytes() == NEW


def test_what_was_put_in_place_can_be_taken_back_as_the_very_same_file(
    seen: WorktreeFile, file: Path, way: str
) -> None:
    number = file.stat().st_ino
    prepared = prepare_replacement(seen, NEW)
    assert file.read_bytes() == OLD
    prepared.apply()
    assert file.read_bytes() == NEW
    prepared.revert()
    assert (file.read_bytes(), file.stat().st_ino) == (OLD, number)
    nothing_left(file)


def test_an_edit_on_top_of_what_is_taken_back_stays(
    seen: WorktreeFile, file: Path, way: str
) -> None:
    prepared = prepare_replacement(seen, NEW)
    prepared.apply()
    by_rename(MINE)(file)
    with pytest.raises(FileUnavailable, match="has just been edited"):
        prepared.revert()
    assert file.read_bytes() == MINE
    nothing_left(file)


def test_where_there_are_no_hard_links_either_a_copy_is_kept(
    seen: WorktreeFile, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(file_replacement, "exchange_paths", lambda first, second: False)
    monkeypatch.setattr(os, "link", refuse)
    prepared = prepare_replacement(seen, NEW)
    prepared.apply()
    assert file.read_bytes() == NEW
    assert os.path.dirname(prepared.temporary_path) == str(file.parent)
    prepared.revert()
    assert file.read_bytes() == OLD
    nothing_left(file)


def test_without_hard_links_a_link_that_came_in_its_place_stays(
    seen: WorktreeFile, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_a_link(*args: object, **options: object) -> None:
        file.unlink()
        file.symlink_to(tmp_path / "theirs")
        raise PermissionError(1, "Operation not permitted")

    (tmp_path / "theirs").write_bytes(MINE)
    prepared = prepare_replacement(seen, NEW)
    monkeypatch.setattr(file_replacement, "exchange_paths", lambda first, second: False)
    monkeypatch.setattr(os, "link", refuse_a_link)
    with pytest.raises(FileUnavailable):
        prepared.apply()
    assert (file.is_symlink(), file.read_bytes()) == (True, MINE)
    nothing_left(file)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="needs extended attributes")
def test_attributes_stay(seen: WorktreeFile, file: Path) -> None:
    try:
        os.setxattr(file, "user.note", b"kept")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    write_file(seen, NEW)
    assert os.getxattr(file, "user.note") == b"kept"


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="needs extended attributes")
def test_a_file_system_without_attributes_is_no_obstacle(
    seen: WorktreeFile, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(path: object) -> list[str]:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "listxattr", unsupported)
    write_file(seen, NEW)
    assert file.read_bytes() == NEW


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="needs root")
def test_the_owner_stays_where_root_writes(seen: WorktreeFile, file: Path) -> None:
    os.chown(file, 1234, 1235)
    write_file(seen, NEW)
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 1235)


def edited_alike_in_size_and_time(path: Path) -> None:
    times = path.stat()
    path.write_bytes(b"OLD\r\n")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def behind_a_link(path: Path) -> None:
    away = path.parents[2] / "away"
    path.parent.rename(away)
    path.parent.symlink_to(away)


MEANWHILE = [in_place(MINE), edited_alike_in_size_and_time, Path.unlink, a_link, a_folder, a_pipe]


@pytest.mark.parametrize("change", [*MEANWHILE, behind_a_link])
def test_a_file_that_is_another_one_by_now_is_left_alone(
    seen: WorktreeFile, file: Path, change: Edit
) -> None:
    change(file)
    names = sorted(each.name for each in file.parent.iterdir())
    content = file.read_bytes() if file.is_file() else None
    with pytest.raises(FileUnavailable):
        write_file(seen, NEW)
    assert sorted(each.name for each in file.parent.iterdir()) == names
    assert (file.read_bytes() if file.is_file() else None) == content


def test_an_edit_before_the_first_look_is_told_as_one(seen: WorktreeFile, file: Path) -> None:
    file.write_bytes(MINE)
    with pytest.raises(FileUnavailable, match="^has just been edited$") as refused:
        prepare_replacement(seen, NEW)
    assert refused.value.is_edited


@pytest.mark.parametrize("change", MEANWHILE)
def test_it_is_looked_at_again_when_the_new_content_is_on_the_disk(
    seen: WorktreeFile, file: Path, change: Edit
) -> None:
    prepared = prepare_replacement(seen, NEW)
    change(file)
    with pytest.raises(FileUnavailable):
        prepared.apply()
    assert not any(each.name.startswith(".hookkit-") for each in file.parent.iterdir())
    assert not file.is_file() or file.read_bytes() != NEW


def test_a_touched_file_with_the_same_bytes_is_the_same(seen: WorktreeFile, file: Path) -> None:
    os.utime(file, (1, 1))
    write_file(seen, NEW)
    assert file.read_bytes() == NEW


REASONS = {
    28: "the disk is full",
    122: "your disk quota is used up",
    5: "the disk has an error",
    30: "the file system is read-only",
    13: "you have no permission there",
}


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="the numbers are those of Linux")
@pytest.mark.parametrize("name", ["rename", "fsync"])
@pytest.mark.parametrize("number", REASONS)
def test_what_the_system_refuses_is_named_and_leaves_nothing(
    seen: WorktreeFile, file: Path, monkeypatch: pytest.MonkeyPatch, name: str, number: int
) -> None:
    def fail(*args: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, fail)
    with pytest.raises(FileUnavailable, match=f"cannot be written: {REASONS[number]}"):
        write_file(seen, NEW)
    assert file.read_bytes() == OLD
    nothing_left(file)


def test_a_replacement_that_fails_leaves_nothing(
    seen: WorktreeFile, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise PermissionError(13, "The file is open in another program")

    monkeypatch.setattr(file_replacement, "exchange_paths", lambda first, second: False)
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(FileUnavailable, match="The file is open"):
        write_file(seen, NEW)
    assert file.read_bytes() == OLD
    nothing_left(file)


def test_the_longest_name_of_a_file_is_not_too_long(tmp_path: Path) -> None:
    name = ("ö" * 126 + ".py").encode()
    (tmp_path / os.fsdecode(name)).write_bytes(b"old")
    write_file(read_file(tmp_path, name), NEW)
    assert read_file(tmp_path, name).data == NEW


def test_a_worktree_that_is_itself_behind_a_link_is_a_worktree(tmp_path: Path, file: Path) -> None:
    (tmp_path / "link").symlink_to("top")
    write_file(read_file(tmp_path / "link", b"pkg/a.py"), NEW)
    assert file.read_bytes() == NEW


def test_two_paths_are_exchanged(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"1")
    second.write_bytes(b"2")
    if not exchange_paths(str(first), str(second)):
        pytest.skip("this file system cannot exchange")
    assert (first.read_bytes(), second.read_bytes()) == (b"2", b"1")
    first.unlink()
    with pytest.raises(FileNotFoundError):
        exchange_paths(str(first), str(second))
    assert second.read_bytes() == b"1"
