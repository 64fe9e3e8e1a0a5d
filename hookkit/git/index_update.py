"""Changes of the index, under git's own lock on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from hookkit.errors import EnvironmentFailed, HookkitError
from hookkit.git.index import LOCK_SUFFIX, IndexEntry, is_index_locked_after_wait
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder

LOCK_LINK_NAME = "lock"
"""The name of a hard link to the lock, in the scratch folder of the process that took the lock."""


class IndexLocked(HookkitError):
    """Another git command has locked the index."""

    exit_status = 3


def refresh_index(git: Git) -> None:
    """Refresh the stat data of the index, so that `git diff-files` need not read the files.

    A failure is ignored: the git command that has locked the index, or the next one, refreshes it.
    """
    git.try_run("update-index", "-q", "--refresh")


class IndexDraft:
    """The next index, written under git's own lock; it becomes the index by ``replace``."""

    def __init__(self, git: Git, lock: Path, folder: Path) -> None:
        """Begin with a copy of the index in ``folder``; the lock file ``lock`` is already ours."""
        self._git = git
        self._lock = lock
        self._path = folder / "index"
        self.is_replaced = False
        if git.index.exists():
            _copy(git.index, self._path)

    def set_entries(self, staged: Sequence[IndexEntry]) -> None:
        """Set entries and write the draft to the lock file.

        A full disk is detected here (GitFailed, EnvironmentFailed), before anything is changed.
        """
        env = {"GIT_INDEX_FILE": str(self._path)}
        entries = b"".join(each.entry.index_info for each in staged)
        # In a sparse index git 2.39 adds the entry in addition to the folder that has it already.
        command = ("-c", "index.sparse=false", "update-index", "-z", "--add", "--index-info")
        self._git.run(*command, data=entries, env=env)
        # --index-info forgets the flags of an entry, so set those again.
        skipped = [each.entry.path for each in staged if each.is_skip_worktree]
        assumed = [each.entry.path for each in staged if each.is_assume_unchanged]
        for flag, paths in (("--skip-worktree", skipped), ("--assume-unchanged", assumed)):
            if paths:
                listing = b"".join(path + b"\0" for path in paths)
                self._git.run("update-index", flag, "-z", "--stdin", data=listing, env=env)
        self._write_lock_file()

    def move(self, old_commit: str, new_commit: str, env: Mapping[str, str]) -> None:
        """Move the draft, and with it the files, from one commit to another (git-read-tree(1)).

        Entries that are already as in ``new_commit`` stay, and so do their files. Raises GitFailed
        if a file has other edits.
        """
        command = ("read-tree", "-m", "-u", "--no-recurse-submodules", old_commit, new_commit)
        env = {**env, "GIT_INDEX_FILE": str(self._path)}
        self._git.try_run("update-index", "-q", "--refresh", env=env)
        self._git.run("-c", "index.sparse=false", *command, env=env)
        self._write_lock_file()

    def _write_lock_file(self) -> None:
        _copy(self._path, self._lock)
        if self._git.index.exists():
            shutil.copymode(self._git.index, self._lock)

    def replace(self) -> None:
        """Make the draft the index, as git does: the lock file takes its place in one step."""
        os.replace(self._lock, self._git.index)
        self.is_replaced = True
        self._git.invalidate("index")


def _copy(source: Path, target: Path) -> None:
    try:
        with target.open("wb") as file:
            file.write(source.read_bytes())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise EnvironmentFailed(f"{target} cannot be written: {error.strerror}") from error


@contextmanager
def locked_index(git: Git) -> Iterator[IndexDraft]:
    """In the body, hold git's own lock on the index, which blocks every other git command.

    Raises IndexLocked if another command has the lock, EnvironmentFailed if the lock file cannot be
    written.
    """
    lock = Path(git.paths.index_file + LOCK_SUFFIX)
    is_index_locked_after_wait(git)  # waits for a command that is about to release it
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except FileExistsError as error:
        message = f"another git command holds the index ({lock})"
        raise IndexLocked(message, "hookkit doctor") from error
    except OSError as error:
        raise EnvironmentFailed(f"{lock} cannot be written: {error.strerror}") from error
    draft: IndexDraft | None = None
    try:
        with scratch_folder(git.git_dir) as folder:
            with suppress(OSError):  # so that after a kill it is known who took the lock
                os.link(lock, folder / LOCK_LINK_NAME)
            draft = IndexDraft(git, lock, folder)
            yield draft
    finally:
        # Once ours has become the index, a lock file at this path belongs to another command.
        if draft is None or not draft.is_replaced:
            lock.unlink(missing_ok=True)
