"""The folder of an operation log, and its files: who may read them, and how they are written."""

from __future__ import annotations

import os
from contextlib import suppress

from hookkit.git.config import config_values
from hookkit.git.runner import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

MIGRATING_FILE = "migrating"
"""The name of the file in the log folder that lists the refs in which earlier versions kept the
log, until they are deleted."""

FORMER_ENTRY_REFS = "refs/hookkit/undo/"
"""Where earlier versions kept the entries, before there was a folder."""

_OWNER_MODE, _GROUP_MODE, _ALL_MODE = 0o600, 0o660, 0o664
_SHARED_MODES = {
    **dict.fromkeys(("umask", "false", "0", "no", "off"), _OWNER_MODE),
    **dict.fromkeys(("group", "true", "1", "yes", "on"), _GROUP_MODE),
    **dict.fromkeys(("all", "world", "everybody", "2"), _ALL_MODE),
}


def log_folder(git: Git) -> str:
    """Give the folder of the log, which need not exist."""
    return os.path.join(git.paths.git_dir, "hookkit", "undo")


def log_folder_in(git_dir: Path) -> Path:
    """Give the folder of the log of the worktree that has this git directory."""
    return git_dir / "hookkit" / "undo"


def log_file_mode(git: Git) -> int:
    """Give the mode for a file that contains uncommitted work: only its owner may read it, unless
    the repository is shared (git-config(1), ``core.sharedRepository``)."""
    try:
        with open(os.path.join(git.paths.common_dir, "config"), "rb") as file:
            config = file.read()
    except OSError:
        return _OWNER_MODE
    if b"sharedrepository" not in config.lower():  # cheaper than a git process
        return _OWNER_MODE
    values = config_values(git, "core.sharedrepository")
    value = ("true" if values[-1] is None else values[-1].strip().lower()) if values else ""
    if value not in _SHARED_MODES and value and set(value) <= set("01234567"):
        return int(value, 8) & 0o666 | _OWNER_MODE
    return _SHARED_MODES.get(value, _OWNER_MODE)


def make_log_folder(git: Git, folder: str) -> None:
    """Make a folder for the log; those who may read its files may enter it."""
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    with suppress(FileExistsError):
        os.mkdir(folder, mode=0o700)
    mode = log_file_mode(git)
    if mode != _OWNER_MODE:
        with suppress(OSError):  # only the owner may, and did so after making the folder
            os.chmod(folder, mode | (mode & 0o444) >> 2)


def create_file(path: str | Path, data: bytes, mode: int) -> None:
    """Write a file of the log, which need not exist, with ``mode``, and sync it to the disk."""
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, mode))
    write_synced(path, data)


def write_synced(path: str | Path, data: bytes) -> None:
    """Write an existing file, and sync it to the disk."""
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
