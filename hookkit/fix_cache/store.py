"""The file of the remembered fixes: read as a whole, appended to, and cut when it is too large.

It is a matter of time alone: whatever is wrong with it, nothing is remembered, and nothing fails.
Records are lines, and each writing begins a line of its own, so that what a kill or a full disk
left of one spoils no other. Its owner alone may read or write it; a file that others may write, or
that is none, is left alone.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping

from hookkit.git.runner import Git

MAX_BYTES = 2_000_000
"""Above this the older half of the file is dropped."""

_SAFE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def store_path(git: Git) -> str:
    """Give the path of the file, which need not exist; all worktrees share one."""
    return os.path.join(git.paths.common_dir, "hookkit", "fixes")


def read_records(git: Git) -> Mapping[bytes, bytes]:
    """Give what is remembered: what follows the key in the newest line of each key."""
    lines = (line.partition(b"\t") for line in _read(store_path(git)).split(b"\n"))
    return {key: rest for key, _, rest in lines if rest}


def append_records(git: Git, lines: Iterable[bytes]) -> None:
    """Add records to the end of the file, in one writing. What cannot be written is lost."""
    data = b"\n" + b"\n".join(lines) + b"\n"
    place = store_path(git)
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _SAFE, 0o600)
        try:
            status = os.fstat(handle)
            if not _is_ours(status):
                return
            if status.st_size + len(data) <= MAX_BYTES:
                os.write(handle, data)
                return
        finally:
            os.close(handle)
        _rewrite(place, (_read(place) + data)[-MAX_BYTES // 2 :])
    except OSError:
        pass


def delete_records(git: Git) -> tuple[str, ...]:
    """Delete the file, and give the paths of what was deleted."""
    deleted = []
    for place in (store_path(git), store_path(git) + ".new"):
        try:
            os.unlink(place)
        except OSError:
            continue
        deleted.append(place)
    return tuple(deleted)


def _read(place: str) -> bytes:
    try:
        handle = os.open(place, os.O_RDONLY | _SAFE)
    except OSError:
        return b""
    try:
        status = os.fstat(handle)
        if not _is_ours(status) or status.st_size > 2 * MAX_BYTES:
            return b""
        with open(handle, "rb", closefd=False) as file:
            return file.read(2 * MAX_BYTES)
    except OSError:
        return b""
    finally:
        os.close(handle)


def _is_ours(status: os.stat_result) -> bool:
    """Whether it is a plain file that nobody but this user can write."""
    if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o022:
        return False
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def _rewrite(place: str, data: bytes) -> None:
    """Put a shorter file in its place. What another process adds meanwhile is lost."""
    # The first line may be cut: its checksum does not fit any more.
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _SAFE
    handle = os.open(place + ".new", flags, 0o600)
    try:
        if not _is_ours(os.fstat(handle)):
            return
        os.write(handle, data)
    finally:
        os.close(handle)
    os.replace(place + ".new", place)
