"""The trusted flake8 plugins of the repository itself, each by a digest of its content.

The file is in the common git directory, which no commit can change, and only its owner can read
it; all worktrees share it. A line that cannot be parsed is from a newer hookkit: it is ignored, and
kept when the file is written.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from hookkit.errors import EnvironmentFailed, reason_of
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

_MAX_BYTES = 100_000


class TrustedPlugins(NamedTuple):
    """A trusted version of plugins: digest, Unix time in seconds, and the name at that time."""

    digest: str
    time: int
    name: str


def _trust_file(git: Git) -> Path:
    return git.common_dir / "hookkit" / "trusted"


def read_trusted(git: Git) -> list[TrustedPlugins]:
    """Give the trusted plugins; none if the file is not this user's or others may write it."""
    return [each for each in map(_parse_line, _read_lines(git)) if each is not None]


def count_unparsed_lines(git: Git) -> int:
    """Give the number of lines that cannot be parsed: a newer hookkit wrote them."""
    return sum(_parse_line(each) is None for each in _read_lines(git))


def _read_lines(git: Git) -> list[str]:
    try:
        with open(_trust_file(git), "rb", opener=_open_owned) as file:
            return file.read(_MAX_BYTES).decode("utf-8", "surrogateescape").splitlines()
    except OSError:
        return []


def _parse_line(line: str) -> TrustedPlugins | None:
    fields = line.split(" ", 2)
    if len(fields) != 3 or len(fields[0]) != 64 or not fields[1].isdecimal():
        return None
    name = fields[2].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return TrustedPlugins(fields[0], int(fields[1]), name)


def _open_owned(path: str, flags: int) -> int:
    """Open a regular file that only this user may write. Raises OSError for any other file."""
    handle = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    status = os.fstat(handle)
    is_owned = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    if not stat.S_ISREG(status.st_mode) or not is_owned or status.st_mode & 0o022:
        os.close(handle)
        raise OSError(f"{path} may be written by others")
    return handle


def is_trusted(git: Git, digest: str) -> bool:
    """Whether the person trusts the plugins with this digest."""
    return any(each.digest == digest for each in read_trusted(git))


def add_trusted(git: Git, plugins: TrustedPlugins) -> None:
    """Trust one more version of plugins.

    Raises EnvironmentFailed, with nothing changed, if the file cannot be written.
    """
    parsed = ((each, _parse_line(each)) for each in _read_lines(git))
    others = [
        line for line, trusted in parsed if trusted is None or trusted.digest != plugins.digest
    ]
    _write(git, [*others, f"{plugins.digest} {plugins.time} {plugins.name}"])


def forget_trusted(git: Git) -> None:
    """Trust no plugins any more.

    Raises EnvironmentFailed, with nothing changed, if the file cannot be written.
    """
    _write(git, [])


def _write(git: Git, lines: Sequence[str]) -> None:
    """Replace the file atomically. Raises EnvironmentFailed if it cannot be written."""
    path = _trust_file(git)
    temporary = path.with_name(f"trusted.{os.getpid()}.part")
    text = "".join(f"{each}\n" for each in lines)
    try:
        path.parent.mkdir(exist_ok=True)
        temporary.unlink(missing_ok=True)
        with open(temporary, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(text.encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise EnvironmentFailed(f"{path} cannot be written: {reason_of(error)}") from error
