"""A file read only where nobody but its owner could have written it."""

from __future__ import annotations

import errno
import os
import shlex
import stat
from collections.abc import Iterator

from hookkit.errors import EnvironmentFailed, reason_of

MAX_LINKS = 40
"""As many symbolic links as Linux follows in one path (path_resolution(7))."""

_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def read_trusted(place: str, owner: int, max_bytes: int) -> bytes:
    """Read a file of at most ``max_bytes`` bytes that only root or the account ``owner`` changes.

    That is asked of the file, and of each folder and link on the way to it, as sshd does of keys
    (StrictModes of sshd_config(5)). On Windows, where modes do not tell, it is not asked. Raises
    EnvironmentFailed, with the command that repairs it, where somebody else could have written it
    or it cannot be read.
    """
    try:
        trusted = frozenset((0, owner))
        real = place
        if os.name != "nt":
            for folder, real in _way(os.path.abspath(place)):
                _check_folder(place, folder, trusted)
                if os.path.islink(real):
                    _check(place, real, os.lstat(real), trusted, 0)
        return _content(place, real, trusted, max_bytes)
    except OSError as error:
        sentence = f"{place} cannot be read: {reason_of(error)}"
        raise EnvironmentFailed(sentence, f"ls -ld {shlex.quote(place)}") from error


def _way(path: str) -> Iterator[tuple[str, str]]:
    """Give each folder in which a part of a path is looked up, with that part's place."""
    at, rest, links = "/", path.split("/")[::-1], 0
    while rest:
        part = rest.pop()
        if part == "..":
            at = os.path.dirname(at)
        elif part not in ("", "."):
            place = os.path.join(at, part)
            yield at, place
            if not os.path.islink(place):
                at = place
                continue
            links += 1
            if links > MAX_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            target = os.readlink(place)
            at = "/" if target.startswith("/") else at
            rest += target.split("/")[::-1]


def _check_folder(place: str, folder: str, trusted: frozenset[int]) -> None:
    found = os.stat(folder)
    # In a folder such as /tmp nobody moves what belongs to another.
    is_sticky = bool(found.st_mode & stat.S_ISVTX)
    _check(place, folder, found, trusted, 0 if is_sticky else _OTHERS)


def _check(
    place: str, what: str, found: os.stat_result, trusted: frozenset[int], forbidden: int
) -> None:
    shown = "it" if what == place else what
    if found.st_uid not in trusted:
        whose = " or ".join(map(_account, sorted(trusted)))
        sentence = f"{place} is not trusted: {shown} belongs to {_account(found.st_uid)}"
        command = f"sudo chown -h {_account(max(trusted))} {shlex.quote(what)}"
        raise EnvironmentFailed(f"{sentence}, not to {whose}", command)
    if found.st_mode & forbidden:
        sentence = f"{place} is not trusted: others than its owner may write to {shown}"
        raise EnvironmentFailed(sentence, f"sudo chmod go-w {shlex.quote(what)}")


def _account(number: int) -> str:
    try:
        import pwd

        return pwd.getpwuid(number).pw_name
    except (ImportError, KeyError):
        return str(number)


def _content(place: str, real: str, trusted: frozenset[int], max_bytes: int) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(real, flags), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise EnvironmentFailed(f"{place} is no file", f"ls -ld {shlex.quote(place)}")
        if os.name != "nt":
            _check(place, place, found, trusted, _OTHERS)
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        repair = f"wc -c {shlex.quote(place)}"
        raise EnvironmentFailed(f"{place} is longer than {max_bytes:,} bytes", repair)
    return content
