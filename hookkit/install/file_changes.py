"""Change files in the hooks folder; each change adds its reversal to an ExitStack."""

from __future__ import annotations

import filecmp
import os
import stat
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path

from hookkit.errors import EnvironmentFailed


def make_folder(folder: Path) -> None:
    """Make a folder if it is missing. Raises EnvironmentFailed if it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFailed(f"the folder {folder} cannot be made: {error.strerror}") from error


def remove_empty(folder: Path) -> None:
    """Remove a folder if it exists and is empty."""
    with suppress(OSError):
        folder.rmdir()


def is_same(one: Path, other: Path) -> bool:
    """Say whether both are regular files with the same mode and the same bytes."""
    first, second = one.lstat(), other.lstat()
    if first.st_mode != second.st_mode or not stat.S_ISREG(first.st_mode):
        return False
    return filecmp.cmp(one, other, shallow=False)


def put_aside(path: Path, rollback: ExitStack) -> Path:
    """Rename an edited shim to the next free ``<name>.edited-<n>`` and give that path."""
    aside = _free_path(path)
    move(path, aside, rollback)
    return aside


def keep_aside(path: Path, rollback: ExitStack) -> Path:
    """Keep an edited shim as ``put_aside`` does, but leave it at ``path`` until the next write."""
    aside = _free_path(path)
    keep(path, aside, rollback)
    return aside


def _free_path(path: Path) -> Path:
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.name}.edited-{number}")):
        number += 1
    return aside


def keep(path: Path, kept: Path, rollback: ExitStack) -> None:
    """Keep the file at ``path`` under a second name; the next write replaces it at ``path``.

    So git finds a hook at ``path`` at every moment. Raises EnvironmentFailed if the file cannot be
    kept or ``kept`` exists.
    """
    try:
        os.link(path, kept, follow_symlinks=False)
    except (OSError, NotImplementedError) as error:  # a folder, no hard links here, or kept exists
        if os.path.lexists(kept):
            raise EnvironmentFailed(f"{path} cannot be kept: {kept} exists") from error
        move(path, kept, rollback)
    else:
        rollback.callback(_bring_back, kept, path)


def _bring_back(kept: Path, path: Path) -> None:
    os.replace(kept, path)
    with suppress(OSError):  # rename(2) leaves both names if they are one file
        kept.unlink()


def put_back(kept: Path, path: Path, rollback: ExitStack) -> None:
    """Rename ``kept`` over the file at ``path``, so that git finds a hook there at every moment.

    Raises EnvironmentFailed if the rename fails.
    """
    before = (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
    try:
        os.replace(kept, path)
    except OSError as error:
        raise EnvironmentFailed(f"{kept} cannot be moved: {error.strerror}") from error
    rollback.callback(_replace, path, *before)
    rollback.callback(keep, path, kept, rollback=ExitStack())


def move(source: Path, target: Path, rollback: ExitStack) -> None:
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


def write(path: Path, content: bytes, mode: int, rollback: ExitStack) -> None:
    """Put a whole file at ``path`` in one step. Raises EnvironmentFailed if it cannot."""
    before = (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) if path.exists() else None
    try:
        _replace(path, content, mode)
    except OSError as error:
        raise EnvironmentFailed(f"{path} cannot be written: {error.strerror}") from error
    if before is None:
        rollback.callback(path.unlink)
    else:
        rollback.callback(_replace, path, *before)


def _replace(path: Path, content: bytes, mode: int) -> None:
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


def remove(path: Path, rollback: ExitStack) -> None:
    """Remove a file. Raises EnvironmentFailed if it cannot."""
    content, mode = path.read_bytes(), stat.S_IMODE(path.stat().st_mode)
    try:
        path.unlink()
    except OSError as error:
        raise EnvironmentFailed(f"{path} cannot be removed: {error.strerror}") from error
    rollback.callback(_replace, path, content, mode)
