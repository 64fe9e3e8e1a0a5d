"""Change files reversibly: each change of a file adds its reversal to ``rollback``.

Folders are not taken back.
"""

from __future__ import annotations

import filecmp
import os
import stat
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path

from hookkit.errors import EnvironmentFailed

EXECUTABLE_MODE = 0o755


def make_folder(folder: Path) -> None:
    """Make a folder if it is missing. Raises EnvironmentFailed if it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFailed(f"the folder {folder} cannot be made: {error.strerror}") from error


def remove_empty_folder(folder: Path) -> None:
    """Remove a folder if it exists and is empty."""
    with suppress(OSError):
        folder.rmdir()


def has_same_mode_and_content(path: Path, other_path: Path) -> bool:
    """Say whether both are regular files with the same mode and the same bytes."""
    status, other_status = path.lstat(), other_path.lstat()
    if status.st_mode != other_status.st_mode or not stat.S_ISREG(status.st_mode):
        return False
    return filecmp.cmp(path, other_path, shallow=False)


def move_edited_shim(path: Path, rollback: ExitStack) -> Path:
    """Rename an edited shim to the next free ``<name>.edited-<n>`` and give that path."""
    aside_path = _free_path(path)
    move_file(path, aside_path, rollback)
    return aside_path


def link_edited_shim(path: Path, rollback: ExitStack) -> Path:
    """Link an edited shim to the name that ``move_edited_shim`` gives it, and give that path.

    The shim also stays at ``path`` until the next write.
    """
    aside_path = _free_path(path)
    link_or_move(path, aside_path, rollback)
    return aside_path


def _free_path(path: Path) -> Path:
    number = 1
    while os.path.lexists(free_path := path.with_name(f"{path.name}.edited-{number}")):
        number += 1
    return free_path


def link_or_move(path: Path, link: Path, rollback: ExitStack) -> None:
    """Link the file at ``path`` to a second name; the next write replaces it at ``path``.

    So git finds a hook at ``path`` at every moment. Where a file cannot be linked it is moved.
    Raises EnvironmentFailed if that fails too or ``link`` exists.
    """
    try:
        os.link(path, link, follow_symlinks=False)
    except (OSError, NotImplementedError) as error:  # a folder, no hard links here, or link exists
        if os.path.lexists(link):
            raise EnvironmentFailed(f"{path} cannot be kept: {link} exists") from error
        move_file(path, link, rollback)
    else:
        rollback.callback(_undo_link, link, path)


def _undo_link(link: Path, path: Path) -> None:
    os.replace(link, path)
    with suppress(OSError):  # rename(2) leaves both names if they are one file
        link.unlink()


def rename_over(source: Path, path: Path, rollback: ExitStack) -> None:
    """Rename ``source`` over the file at ``path``, so that git finds a hook there at every moment.

    Raises EnvironmentFailed if the rename fails.
    """
    old_file = (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
    try:
        os.replace(source, path)
    except OSError as error:
        raise EnvironmentFailed(f"{source} cannot be moved: {error.strerror}") from error
    rollback.callback(_write_and_rename, path, *old_file)
    rollback.callback(link_or_move, path, source, rollback=ExitStack())


def move_file(source: Path, target: Path, rollback: ExitStack) -> None:
    """Rename ``source`` to ``target``.

    Raises EnvironmentFailed if the rename fails or ``target`` exists.
    """
    try:
        _rename(source, target)
    except OSError as error:
        raise EnvironmentFailed(f"{source} cannot be moved: {error.strerror}") from error
    rollback.callback(target.rename, source)


def _rename(source: Path, target: Path) -> None:
    # A hard link first: unlike a rename it fails if ``target`` exists. Another install may have
    # kept the hook there, and a rename would replace its only copy.
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a folder, or a file system without hard links
        # os.link raises NotImplementedError if it does not support follow_symlinks.
        source.rename(target)
    else:
        source.unlink()


def write_whole_file(path: Path, content: bytes, mode: int, rollback: ExitStack) -> None:
    """Put a whole file at ``path`` in one step. Raises EnvironmentFailed if it cannot."""
    old_file = (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) if path.exists() else None
    try:
        _write_and_rename(path, content, mode)
    except OSError as error:
        raise EnvironmentFailed(f"{path} cannot be written: {error.strerror}") from error
    if old_file is None:
        rollback.callback(path.unlink)
    else:
        rollback.callback(_write_and_rename, path, *old_file)


def _write_and_rename(path: Path, content: bytes, mode: int) -> None:
    # git may run the hook at any moment, so it must find the whole old file or the whole new one.
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.hookkit-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def remove_file(path: Path, rollback: ExitStack) -> None:
    """Remove a file. Raises EnvironmentFailed if it cannot."""
    content, mode = path.read_bytes(), stat.S_IMODE(path.stat().st_mode)
    try:
        path.unlink()
    except OSError as error:
        raise EnvironmentFailed(f"{path} cannot be removed: {error.strerror}") from error
    rollback.callback(_write_and_rename, path, content, mode)
