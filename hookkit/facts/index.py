"""The index: its entries, and the one way in which hookkit changes it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hookkit.doors.git import Git
from hookkit.values.entry import Entry
from hookkit.values.errors import HookkitError

PATIENCE = 0.5
"""Seconds to wait for another git command to let go of the index."""


class IndexLocked(HookkitError):
    """Another git command holds the index."""

    status = 3


@dataclass(frozen=True, slots=True)
class Staged:
    """An index entry and its flags: git-ls-files(1), ``-v``."""

    entry: Entry
    is_skipped: bool
    is_assumed: bool


def read_index(git: Git, paths: Sequence[bytes]) -> dict[bytes, Staged]:
    """Give the merged entries of some paths; one that is in conflict or not there is left out."""
    staged: dict[bytes, Staged] = {}
    for field in git.fields_of(paths, "ls-files", "-z", "-s", "-v"):
        header, _, path = field.partition(b"\t")
        tag, mode, blob, stage = header.decode().split(" ")
        if stage == "0":
            staged[path] = Staged(Entry(path, mode, blob), tag in "Ss", tag.islower())
    return staged


def is_locked(git: Git) -> bool:
    """Whether another git command holds the index and does not let go of it."""
    lock = _lock(git)
    until = time.monotonic() + PATIENCE
    while lock.exists():
        if time.monotonic() > until:
            return True
        time.sleep(0.02)
    return False


def _lock(git: Git) -> Path:
    return git.index.with_name(git.index.name + ".lock")


class Draft:
    """The next index, behind git's own lock; it becomes the index by ``replace``."""

    def __init__(self, git: Git, lock: Path) -> None:
        """Begin with a copy of the index. The lock is already ours."""
        self._git = git
        self._lock = lock
        self._path = git.git_dir / f"hookkit-index.{os.getpid()}"
        if git.index.exists():
            shutil.copy(git.index, self._path)

    def put(self, staged: Sequence[Staged]) -> None:
        """Set entries; ``update-index --index-info`` forgets their flags, so set those again."""
        env = {"GIT_INDEX_FILE": str(self._path)}
        git = self._git
        entries = b"".join(each.entry.info for each in staged)
        git.run("update-index", "-z", "--add", "--index-info", data=entries, env=env)
        skipped = [each.entry.path for each in staged if each.is_skipped]
        assumed = [each.entry.path for each in staged if each.is_assumed]
        for flag, paths in (("--skip-worktree", skipped), ("--assume-unchanged", assumed)):
            if paths:
                listing = b"".join(path + b"\0" for path in paths)
                git.run("update-index", flag, "-z", "--stdin", data=listing, env=env)
        # So that `git diff-files` need not take the files for changed; not vital.
        git.ask("update-index", "-q", "--refresh", env=env)

    def replace(self) -> None:
        """Make the draft the index, as git does: through the lock file, in one step."""
        data = self._path.read_bytes()
        with self._lock.open("wb") as lock:
            lock.write(data)
            lock.flush()
            os.fsync(lock.fileno())
        if self._git.index.exists():
            shutil.copymode(self._git.index, self._lock)
        os.replace(self._lock, self._git.index)

    def discard(self) -> None:
        """Leave nothing behind."""
        self._path.unlink(missing_ok=True)


@contextmanager
def locked_index(git: Git) -> Iterator[Draft]:
    """Hold the index against every other git command. Raises IndexLocked if one has it."""
    lock = _lock(git)
    if is_locked(git):
        raise IndexLocked(f"another git command holds the index ({lock})", "hookkit doctor")
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except FileExistsError as error:
        raise IndexLocked(f"another git command holds the index ({lock})") from error
    draft = Draft(git, lock)
    try:
        yield draft
    finally:
        draft.discard()
        lock.unlink(missing_ok=True)
