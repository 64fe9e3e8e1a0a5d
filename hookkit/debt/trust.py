"""Which plugins of the repository the person trusts, by a digest of their content.

The file is in the git directory, which no commit reaches, and for its owner alone: all worktrees
share it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed, reason_of
from hookkit.git.runner import Git

_MAX_BYTES = 100_000


class Trusted(NamedTuple):
    """What is trusted: a digest, since when (seconds), and what it was called then."""

    digest: str
    when: int
    name: str


def _place(git: Git) -> Path:
    return git.common_dir / "hookkit" / "trusted"


def read_trusted(git: Git) -> list[Trusted]:
    """Give what is trusted; nothing where others may write the file, or it is none of ours."""
    try:
        with open(_place(git), "rb", opener=_open_own) as file:
            lines = file.read(_MAX_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    words = (line.split(" ", 2) for line in lines)
    return [Trusted(each[0], int(each[1]), each[2]) for each in words if _is_whole(each)]


def _is_whole(words: list[str]) -> bool:
    return len(words) == 3 and len(words[0]) == 64 and words[1].isdecimal()


def _open_own(path: str, flags: int) -> int:
    """Open a file that nobody else may write. Raises OSError for another one."""
    handle = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    seen = os.fstat(handle)
    is_own = not hasattr(os, "getuid") or seen.st_uid == os.getuid()
    if not stat.S_ISREG(seen.st_mode) or not is_own or seen.st_mode & 0o022:
        os.close(handle)
        raise OSError(f"{path} may be written by others")
    return handle


def is_trusted(git: Git, digest: str) -> bool:
    """Whether the person trusts what has this digest."""
    return any(each.digest == digest for each in read_trusted(git))


def write_trusted(git: Git, trusted: list[Trusted]) -> None:
    """Replace what is trusted, in one step. Raises EnvironmentFailed, with nothing changed."""
    place = _place(git)
    part = place.with_name(f"trusted.{os.getpid()}.part")
    text = "".join(f"{each.digest} {each.when} {each.name}\n" for each in trusted)
    try:
        place.parent.mkdir(exist_ok=True)
        part.unlink(missing_ok=True)
        with open(part, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, place)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EnvironmentFailed(f"{place} cannot be written: {reason_of(error)}") from error
