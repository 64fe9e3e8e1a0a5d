"""Read a file only if no account except root and a trusted owner could have written it."""

from __future__ import annotations

import errno
import os
import shlex
import stat
from collections.abc import Iterator

from hookkit.errors import EnvironmentFailed, reason_of

MAX_LINKS = 40
"""The number of symbolic links that Linux follows in one path (path_resolution(7))."""

_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def read_trusted(place: str, owner: int, max_bytes: int) -> bytes:
    """Read a file of at most ``max_bytes`` bytes that only root or ``owner`` can change.

    ``owner`` is the number of an account. The owner and mode of the file, and of each folder and
    link in its path, are checked, as sshd does for keys (StrictModes of sshd_config(5)); not on
    Windows, where modes say nothing. Raises EnvironmentFailed, with the command that repairs this,
    if another account could have written the file, or if it cannot be read or is too long.
    """
    try:
        trusted = frozenset((0, owner))
        real = place
        if os.name != "nt":
            for folder, real in _lookups(os.path.abspath(place)):
                _check_folder(place, folder, trusted)
                if os.path.islink(real):
                    _check_owner_and_mode(place, real, os.lstat(real), trusted, 0)
        return _content(place, real, trusted, max_bytes)
    except OSError as error:
        sentence = f"{place} cannot be read: {reason_of(error)}"
        raise EnvironmentFailed(sentence, f"ls -ld {shlex.quote(place)}") from error


def _lookups(path: str) -> Iterator[tuple[str, str]]:
    """Give each folder in which a component of a path is looked up, and the component's path."""
    folder, parts, links = "/", path.split("/")[::-1], 0
    while parts:
        part = parts.pop()
        if part == "..":
            folder = os.path.dirname(folder)
        elif part not in ("", "."):
            component = os.path.join(folder, part)
            yield folder, component
            if not os.path.islink(component):
                folder = component
                continue
            links += 1
            if links > MAX_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            target = os.readlink(component)
            folder = "/" if target.startswith("/") else folder
            parts += target.split("/")[::-1]


def _check_folder(place: str, folder: str, trusted: frozenset[int]) -> None:
    status = os.stat(folder)
    # In a sticky folder such as /tmp an account cannot rename files of another account.
    is_sticky = bool(status.st_mode & stat.S_ISVTX)
    _check_owner_and_mode(place, folder, status, trusted, 0 if is_sticky else _WRITABLE_BY_OTHERS)


def _check_owner_and_mode(
    place: str, path: str, status: os.stat_result, trusted: frozenset[int], forbidden: int
) -> None:
    """Raise EnvironmentFailed if an account that is not trusted can change ``path``."""
    shown = "it" if path == place else path
    if status.st_uid not in trusted:
        accounts = " or ".join(map(_account, sorted(trusted)))
        sentence = f"{place} is not trusted: {shown} belongs to {_account(status.st_uid)}"
        command = f"sudo chown -h {_account(max(trusted))} {shlex.quote(path)}"
        raise EnvironmentFailed(f"{sentence}, not to {accounts}", command)
    if status.st_mode & forbidden:
        sentence = f"{place} is not trusted: others than its owner may write to {shown}"
        raise EnvironmentFailed(sentence, f"sudo chmod go-w {shlex.quote(path)}")


def _account(number: int) -> str:
    try:
        import pwd

        return pwd.getpwuid(number).pw_name
    except (ImportError, KeyError):
        return str(number)


def _content(place: str, real: str, trusted: frozenset[int], max_bytes: int) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(real, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise EnvironmentFailed(f"{place} is no file", f"ls -ld {shlex.quote(place)}")
        if os.name != "nt":
            _check_owner_and_mode(place, place, status, trusted, _WRITABLE_BY_OTHERS)
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        repair = f"wc -c {shlex.quote(place)}"
        raise EnvironmentFailed(f"{place} is longer than {max_bytes:,} bytes", repair)
    return content
