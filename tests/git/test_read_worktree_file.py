"""Files of the worktree read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hookkit.git.read_worktree_file import FileUnavailable, WorktreeFile, read_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file in a folder of a worktree."""
    path = tmp_path / "top" / "pkg" / "a.py"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"old\r\n")
    return path


@pytest.fixture
def seen(file: Path, tmp_path: Path) -> WorktreeFile:
    """The file as it was read."""
    return read_file(tmp_path / "top", b"pkg/a.py")


def test_a_file_is_read_as_it_is(seen: WorktreeFile, file: Path) -> None:
    assert (seen.path, seen.data) == (str(file), b"old\r\n")


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
        with pytest.raises(FileUnavailable, match=reason):
            read_file(top, name)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do all")
def test_what_may_not_be_read_is_named(file: Path, tmp_path: Path) -> None:
    file.chmod(0)
    with pytest.raises(FileUnavailable, match="cannot be read: Permission denied"):
        read_file(tmp_path / "top", b"pkg/a.py")


@pytest.mark.parametrize("name", [b"../out.py", b"sub/../../out.py", b"sub/../in.py", b"./in.py"])
def test_what_a_tree_calls_dots_is_not_read(tmp_path: Path, name: bytes) -> None:
    """No tree that git makes has such names, but one that somebody has made may."""
    (tmp_path / "top" / "sub").mkdir(parents=True)
    (tmp_path / "out.py").write_text("x=1\n")
    (tmp_path / "top" / "in.py").write_text("x=1\n")
    with pytest.raises(FileUnavailable, match="lies behind"):
        read_file(tmp_path / "top", name)
