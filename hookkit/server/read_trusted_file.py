"""Read a trusted file, which only root or a trusted owner could have written."""

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


def read_trusted_file(path: str, owner_uid: int, max_bytes: int) -> bytes:
    """Read a file of at most ``max_bytes`` bytes that only root or ``owner_uid`` can change.

    The owner and mode of the file, and of each folder and link in its path, are checked, as sshd
    does for keys (StrictModes of sshd_config(5)); not on Windows, where modes say nothing. Raises
    EnvironmentFailed, with the command that repairs this, if another account could have written the
    file, or if it cannot be read or is too long.
    """
    try:
        trusted_uids = frozenset((0, owner_uid))
        real_path = path
        if os.name != "nt":
            for folder, real_path in _path_components(os.path.abspath(path)):
                _require_trusted_folder(path, folder, trusted_uids)
                if os.path.islink(real_path):
                    _require_trusted_owner_and_mode(
                        path, real_path, os.lstat(real_path), trusted_uids, 0
                    )
        return _content(path, real_path, trusted_uids, max_bytes)
    except OSError as error:
        sentence = f"{path} cannot be read: {reason_of(error)}"
        raise EnvironmentFailed(sentence, f"ls -ld {shlex.quote(path)}") from error


def _path_components(path: str) -> Iterator[tuple[str, str]]:
    """Give each folder in which a component of a path is looked up, and the component's path."""
    folder, names, links = "/", path.split("/")[::-1], 0
    while names:
        name = names.pop()
        if name == "..":
            folder = os.path.dirname(folder)
        elif name not in ("", "."):
            component = os.path.join(folder, name)
            yield folder, component
            if not os.path.islink(component):
                folder = component
                continue
            links += 1
            if links > MAX_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            target = os.readlink(component)
            folder = "/" if target.startswith("/") else folder
            names += target.split("/")[::-1]


def _require_trusted_folder(path: str, folder: str, trusted_uids: frozenset[int]) -> None:
    status = os.stat(folder)
    # In a sticky folder such as /tmp an account cannot rename files of another account.
    is_sticky = bool(status.st_mode & stat.S_ISVTX)
    _require_trusted_owner_and_mode(
        path, folder, status, trusted_uids, 0 if is_sticky else _WRITABLE_BY_OTHERS
    )


def _require_trusted_owner_and_mode(
    path: str, component: str, status: os.stat_result, trusted_uids: frozenset[int], forbidden: int
) -> None:
    """Raise EnvironmentFailed if an account that is not trusted can change ``component``."""
    shown_path = "it" if component == path else component
    if status.st_uid not in trusted_uids:
        accounts = " or ".join(map(_account, sorted(trusted_uids)))
        sentence = f"{path} is not trusted: {shown_path} belongs to {_account(status.st_uid)}"
        command = f"sudo chown -h {_account(max(trusted_uids))} {shlex.quote(component)}"
        raise EnvironmentFailed(f"{sentence}, not to {accounts}", command)
    if status.st_mode & forbidden:
        sentence = f"{path} is not trusted: others than its owner may write to {shown_path}"
        raise EnvironmentFailed(sentence, f"sudo chmod go-w {shlex.quote(component)}")


def _account(uid: int) -> str:
    try:
        import pwd

        return pwd.getpwuid(uid).pw_name
    except (ImportError, KeyError):
        return str(uid)


def _content(path: str, real_path: str, trusted_uids: frozenset[int], max_bytes: int) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(real_path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise EnvironmentFailed(f"{path} is no file", f"ls -ld {shlex.quote(path)}")
        if os.name != "nt":
            _require_trusted_owner_and_mode(path, path, status, trusted_uids, _WRITABLE_BY_OTHERS)
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        repair = f"wc -c {shlex.quote(path)}"
        raise EnvironmentFailed(f"{path} is longer than {max_bytes:,} bytes", repair)
    return content
