"""The cache file, of all fixes and obstacles: read whole, appended to, halved when it is too large.

The file only saves time: if it cannot be read or written, there is no cache, and nothing fails.
Records are lines, and each write begins a new line, so that a record that a kill or a full disk has
cut off does not damage the next one. The file is created so that only its owner can read or write
it; it is not used if others can write it, or if it is no regular file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping

from hookkit.git.runner import Git

MAX_BYTES = 2_000_000
"""The size above which the older half of the file is dropped."""

_SAFE_OPEN_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def cache_path(git: Git) -> str:
    """Give the path of the file, which need not exist; all worktrees share one."""
    return os.path.join(git.paths.common_dir, "hookkit", "fixes")


def read_records(git: Git) -> Mapping[bytes, bytes]:
    """Read the records: for each key the checksum and value of its newest line."""
    lines = (line.partition(b"\t") for line in _read(cache_path(git)).split(b"\n"))
    return {key: checksum_and_value for key, _, checksum_and_value in lines if checksum_and_value}


def append_records(git: Git, lines: Iterable[bytes]) -> None:
    """Append records to the file in one write. Errors are ignored."""
    data = b"\n" + b"\n".join(lines) + b"\n"
    path = cache_path(git)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _SAFE_OPEN_FLAGS, 0o600)
        try:
            status = os.fstat(handle)
            if not _is_writable_by_owner_only(status):
                return
            if status.st_size + len(data) <= MAX_BYTES:
                os.write(handle, data)
                return
        finally:
            os.close(handle)
        _replace_file(path, (_read(path) + data)[-MAX_BYTES // 2 :])
    except OSError:
        pass


def delete_cache_files(git: Git) -> tuple[str, ...]:
    """Delete the file, and give the paths that were deleted."""
    deleted = []
    for path in (cache_path(git), cache_path(git) + ".new"):
        try:
            os.unlink(path)
        except OSError:
            continue
        deleted.append(path)
    return tuple(deleted)


def _read(path: str) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | _SAFE_OPEN_FLAGS)
    except OSError:
        return b""
    try:
        status = os.fstat(handle)
        if not _is_writable_by_owner_only(status) or status.st_size > 2 * MAX_BYTES:
            return b""
        with open(handle, "rb", closefd=False) as file:
            return file.read(2 * MAX_BYTES)
    except OSError:
        return b""
    finally:
        os.close(handle)


def _is_writable_by_owner_only(status: os.stat_result) -> bool:
    """Whether ``status`` describes a regular file of this user that nobody else can write."""
    if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o022:
        return False
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def _replace_file(path: str, data: bytes) -> None:
    """Replace the file by a shorter one. Records that another process adds meanwhile are lost."""
    # The first line may be incomplete: then its checksum is wrong, and the line is ignored.
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _SAFE_OPEN_FLAGS
    handle = os.open(path + ".new", flags, 0o600)
    try:
        if not _is_writable_by_owner_only(os.fstat(handle)):
            return
        os.write(handle, data)
    finally:
        os.close(handle)
    os.replace(path + ".new", path)
