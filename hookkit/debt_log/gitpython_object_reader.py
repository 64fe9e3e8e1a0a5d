"""Trees and blobs of many commits, read through GitPython's object database.

``GitCmdObjectDB`` uses one ``git cat-file --batch`` process that stays open. It read 400 blobs of a
packed history in 0.05 s of CPU time, git's process included; ``GitDB``, which reads packs in
Python, took 0.14 s.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from hookkit.git.runner import Git

if TYPE_CHECKING:
    from git import GitCmdObjectDB

MAX_TREE_BYTES = 100_000_000
"""The most bytes of a tree."""

_CHUNK_BYTES = 1 << 20
"""How many bytes are read at once to skip an object that is too large."""

_SHA1_LENGTH = 40
"""The number of digits of an id that GitPython requires."""


class GitPythonObjectReader:
    """A context manager that reads objects of a repository by id."""

    def __init__(self, git: Git) -> None:
        """Read from the repository ``git``."""
        self._git = git
        self._database: GitCmdObjectDB | None = None
        self._session = ExitStack()

    def __enter__(self) -> GitPythonObjectReader:
        """Give the reader; the first read starts git."""
        self._session.enter_context(self._git.batch_session())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End git's process."""
        self._restart()
        self._session.close()

    def read(
        self, object_id: str, max_bytes: int = MAX_TREE_BYTES
    ) -> bytes | Literal["missing", "large"]:
        """Give the content of an object by its id.

        Returns "missing" if the object does not exist here or is broken, "large" if it has more
        bytes than ``max_bytes``.
        """
        if len(object_id) != _SHA1_LENGTH:
            data = self._git.object_contents([object_id]).get(object_id)
            return "missing" if data is None else data if len(data) <= max_bytes else "large"
        with suppress(ValueError, OSError):
            return self._read_stream(object_id, max_bytes)
        # git exits at a broken object, so start it again. By now the error is deleted, and with it
        # GitPython's stream, which reads from git when it is deleted.
        self._restart()
        return "missing"

    def _read_stream(self, object_id: str, max_bytes: int) -> bytes | Literal["large"]:
        stream = self._open().stream(bytes.fromhex(object_id))
        if stream.size > max_bytes:
            size, data = sum(map(len, iter(lambda: stream.read(_CHUNK_BYTES), b""))), None
        else:
            data = bytes(stream.read())
            size = len(data)
        if size < stream.size:
            raise ValueError("git ended in the middle of the object")
        return "large" if data is None else data

    def _open(self) -> GitCmdObjectDB:
        if self._database is None:
            import git as gitpython

            command = gitpython.Git(self._git.paths.folder)
            command.update_environment(**self._git.env)
            command.set_persistent_git_options(c="core.useReplaceRefs=false")
            objects = os.path.join(self._git.paths.common_dir, "objects")
            self._database = gitpython.GitCmdObjectDB(objects, command)
        return self._database

    def _restart(self) -> None:
        if self._database is not None:
            self._database._git.clear_cache()
            self._database = None
