"""The files of the requests to the worker: how they are read, taken and removed.

A slot is the place of one request: ``N`` is its number. The caller creates ``N.request`` with
O_EXCL, opens ``N.reply`` to read, and opens and closes ``wake``. ``N.taken`` is also created with
O_EXCL, by the process that answers, or by the caller when it has waited long enough: so each
request has one owner, even if a process is killed. Only the process that answers has the pipe of
the answer open to write, so that the caller notices if that process exits.

A caller may be slow, and its request already answered. So ``N.taken`` stays as long as the caller
reads the pipe: a caller that cannot create ``N.taken`` reads the answer. A folder of slots is
removed in one step, and no later folder has its name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hookkit.worker.folder_and_paths import (
    REPLY_SUFFIX,
    REQUEST_SUFFIX,
    SLOT_COUNT,
    TAKEN_SUFFIX,
    WAKE_PIPE,
    WITHDRAWN,
)

REMOVED_SUFFIX = ".removed"
"""The suffix of a folder of slots that is being removed."""

_END_LINE = "."


class Request(NamedTuple):
    """A request: its slot, the process id of the caller, and the event with its arguments."""

    slot: int
    pid: int
    arguments: tuple[str, ...]


def make_slots(folder: Path) -> None:
    """Make a folder of free slots."""
    folder.mkdir(mode=0o700)
    os.mkfifo(folder / WAKE_PIPE, 0o600)
    for slot in range(SLOT_COUNT):
        os.mkfifo(folder / f"{slot}.{REPLY_SUFFIX}", 0o600)


def remove_slots(folder: Path) -> None:
    """Remove a folder of slots; a caller that waits there reads its answer, or that there is none.

    ``folder`` can also be one whose removal was interrupted.
    """
    with suppress(OSError):
        removed = folder.with_suffix(REMOVED_SUFFIX)
        folder.rename(removed)
        for each in removed.iterdir():
            each.unlink(missing_ok=True)
        removed.rmdir()


def waiting_requests(folder: Path) -> Iterator[Request]:
    """Give the requests that nobody has taken, and free the slots of withdrawn requests."""
    for slot in range(SLOT_COUNT):
        # ``taken`` is read first: free_slot empties the request before it removes ``taken``.
        taken = _read_text(folder / f"{slot}.{TAKEN_SUFFIX}")
        text = _read_text(folder / f"{slot}.{REQUEST_SUFFIX}")
        if text is None:
            continue
        if taken is None:
            pid, *arguments = text.split("\n")
            if pid.isdigit() and arguments[-2:] == [_END_LINE, ""]:  # else it is being written
                yield Request(slot, int(pid), tuple(arguments[:-2]))
        elif taken.strip() == WITHDRAWN:
            free_slot(folder, slot)


def open_reply(folder: Path, slot: int) -> int | None:
    """Open the pipe of the answer; None if the caller does not read it."""
    try:
        flags = os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW
        return os.open(folder / f"{slot}.{REPLY_SUFFIX}", flags)
    except OSError:
        return None


def is_caller_reading(folder: Path, slot: int) -> bool:
    """Whether the caller still reads the pipe of the answer."""
    handle = open_reply(folder, slot)
    if handle is None:
        return False
    os.close(handle)
    return True


def take_request(folder: Path, slot: int) -> bool:
    """Become the owner of a request; False if it already has an owner."""
    path = folder / f"{slot}.{TAKEN_SUFFIX}"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError:
        return False
    with os.fdopen(handle, "w") as file:
        file.write(f"{os.getpid()}\n")
    return True


def free_slot(folder: Path, slot: int) -> None:
    """Make a slot free for the next request, when its caller no longer reads the answer."""
    # The request is emptied first, so it is not taken again.
    with suppress(OSError):
        os.truncate(folder / f"{slot}.{REQUEST_SUFFIX}", 0)
    for name in (TAKEN_SUFFIX, REQUEST_SUFFIX):
        with suppress(OSError):
            (folder / f"{slot}.{name}").unlink()


def has_request_withdrawn_before(folder: Path, timestamp: float) -> bool:
    """Whether a slot has a request that was withdrawn before ``timestamp``."""
    for slot in range(SLOT_COUNT):
        file = folder / f"{slot}.{TAKEN_SUFFIX}"
        with suppress(OSError):
            if file.stat().st_mtime < timestamp and (_read_text(file) or "").strip() == WITHDRAWN:
                return True
    return False


def _read_text(path: Path) -> str | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with os.fdopen(handle, encoding="utf-8", errors="surrogateescape") as file:
        return file.read(4096)
