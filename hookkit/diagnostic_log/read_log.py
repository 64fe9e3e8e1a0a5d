"""Read the log: its last lines, and new lines as they are written."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO

from hookkit.diagnostic_log.write_log import OLDER_FILE_COUNT

_POLL_INTERVAL = 0.2


def last_lines(path: Path, count: int) -> list[str]:
    """Give the last ``count`` lines of the log at ``path``, from its older files too if needed.

    The list is empty if there is no log yet.
    """
    names = [
        path,
        *(path.with_name(f"{path.name}.{number}") for number in range(1, OLDER_FILE_COUNT + 1)),
    ]
    lines: list[str] = []
    for name in names:
        if len(lines) >= count:
            break
        with contextlib.suppress(FileNotFoundError):
            lines = _decode(name.read_bytes()).splitlines() + lines
    return lines[-count:] if count > 0 else []


def follow(path: Path) -> Generator[str, None, None]:
    """Give each line that is written to the log at ``path`` from this call on, for ever.

    The log need not exist yet; after a rotation the new file is read from its start.
    """
    stream = _open(path)
    if stream is not None:
        stream.seek(0, os.SEEK_END)
    return _follow(path, stream)


def _follow(path: Path, stream: BinaryIO | None) -> Generator[str, None, None]:
    try:
        while True:
            # Checked before the last lines are read, so that no line written in between is missed.
            is_replaced = stream is None or _is_replaced(stream, path)
            if stream is not None:
                yield from _complete_lines(stream)
            if is_replaced:
                if stream is not None:
                    stream.close()
                stream = _open(path)
            if stream is None or not is_replaced:
                time.sleep(_POLL_INTERVAL)
    finally:
        if stream is not None:
            stream.close()


def _open(path: Path) -> BinaryIO | None:
    try:
        return path.open("rb")
    except FileNotFoundError:
        return None


def _complete_lines(stream: BinaryIO) -> Iterator[str]:
    """Give the lines up to the last line end; an incomplete line is read again later."""
    start = stream.tell()
    data = stream.read()
    complete = data[: data.rfind(b"\n") + 1]
    stream.seek(start + len(complete))
    yield from _decode(complete).splitlines()


def _is_replaced(stream: BinaryIO, path: Path) -> bool:
    try:
        current = path.stat()
    except FileNotFoundError:
        return False
    opened = os.fstat(stream.fileno())
    return not os.path.samestat(opened, current) or current.st_size < stream.tell()


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")
