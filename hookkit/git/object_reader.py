"""One ``git cat-file --batch`` process that reads all objects of a command or hook."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

_MAX_BATCH_BYTES = 4_000
"""Bytes of names that are sent before the answers are read: they fit into the buffer of any pipe,
so that the write does not block while git waits for its answers to be read."""

_TYPES = frozenset({b"blob", b"tree", b"commit", b"tag"})


class GitObject(NamedTuple):
    """An object: its id, its type (``blob``, ``tree``, ``commit``, ``tag``) and its content."""

    id: str
    type: str
    data: bytes


class ObjectReader:
    """Reads objects by any name that git resolves; the process ends with ``close``."""

    def __init__(self, command: Sequence[str], cwd: str, env: Mapping[str, str]) -> None:
        """Start ``command``, a ``git cat-file --batch``."""
        pipe = subprocess.PIPE
        # If this process fails, ``Git.read_objects`` gets the messages from a second process.
        self._child = subprocess.Popen(
            command, cwd=cwd, env=env, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
        )
        self.is_open = True

    def read(self, names: Sequence[str]) -> list[GitObject | None]:
        """Give the object of each name, None if there is none.

        The list is shorter if git ended early: at a broken object, at one that a partial clone
        would have to fetch, or by a signal.
        """
        assert self._child.stdin and self._child.stdout
        found: list[GitObject | None] = []
        try:
            for lines in _batches(names):
                self._child.stdin.write(b"".join(lines))
                self._child.stdin.flush()
                for _ in lines:
                    found.append(_read_answer(self._child.stdout))
        except (BrokenPipeError, EOFError):
            self.close()
        except BaseException:
            self.close()  # unread answers are left in the pipe
            raise
        return found

    def close(self) -> None:
        """End the process; it only reads, so that it can be killed."""
        self.is_open = False
        assert self._child.stdin and self._child.stdout
        # A worker process may have inherited the pipe, so that git would not see it closed.
        self._child.kill()
        self._child.wait()
        self._child.stdout.close()
        try:
            self._child.stdin.close()
        except BrokenPipeError:
            pass  # closing the pipe sends the rest, in vain


def _batches(names: Sequence[str]) -> Iterator[list[bytes]]:
    """Group the lines of names in batches of _MAX_BATCH_BYTES; a longer line is its own batch."""
    lines: list[bytes] = []
    size = 0
    for name in names:
        line = os.fsencode(f"{name}\n")
        if lines and size + len(line) > _MAX_BATCH_BYTES:
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield lines


def _read_answer(stream: IO[bytes]) -> GitObject | None:
    """Read an answer of ``git cat-file --batch``; None if there is no such object.

    Raises EOFError if the stream ends before the answer does.
    """
    header = stream.readline()
    if not header.endswith(b"\n"):
        raise EOFError
    name, type, size = (b" " + header[:-1]).rsplit(b" ", 2)
    if type not in _TYPES or not size.isdigit():
        return None
    data = stream.read(int(size) + 1)
    if len(data) <= int(size):
        raise EOFError
    return GitObject(name[1:].decode(), type.decode(), data[:-1])


def read_answers(out: bytes, limit: int) -> list[GitObject | None]:
    """Read at most ``limit`` answers in the output of a ``git cat-file --batch`` that ended."""
    stream = io.BytesIO(out)
    answers: list[GitObject | None] = []
    try:
        while len(answers) < limit:
            answers.append(_read_answer(stream))
    except EOFError:
        pass
    return answers
