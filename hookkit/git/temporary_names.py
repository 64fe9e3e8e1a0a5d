"""Names of temporary files and folders, which tell whether their process has ended.

A name contains the host, its boot, the process id and the start time of the process, by which it is
told from a later one with its id. So a file that an ended process left behind is recognised.
"""

from __future__ import annotations

import os
import sys
import zlib
from functools import lru_cache

from hookkit.named_tuple import NamedTuple

TEMPORARY_PREFIX = ".hookkit-"
"""The prefix of each temporary file's name in the worktree."""

UNFINISHED_SUFFIX = ".part"
"""The suffix of a file that is still being written: it never contains a person's edits."""

_PATTERN = r"\.?hookkit-(?P<host>[0-9a-f]{8})-(?P<boot>[0-9a-f]{8}|0)-(?P<pid>\d+)-(?P<start>\d+)-"


def temporary_name(prefix: str = TEMPORARY_PREFIX) -> str:
    """Make a name that no other process makes."""
    process = _current_process()
    identity = f"{process.host}-{process.boot}-{process.pid}-{process.start}"
    return f"{prefix}{identity}-{os.urandom(4).hex()}"


def process_in_name(name: str) -> Process | None:
    """Read which process made a temporary name; None if ``name`` is not a temporary one."""
    import re

    found = re.match(_PATTERN, name)
    if found is None:
        return None
    return Process(found["host"], found["boot"], int(found["pid"]), found["start"])


_UNKNOWN = "0"


class Process(NamedTuple):
    """A process: hashes of its host and of the host's boot, its process id, its start time.

    ``boot`` and ``start`` are "0" if unknown.
    """

    host: str
    boot: str
    pid: int
    start: str


def has_ended(process: Process) -> bool | None:
    """Whether a process has ended; None if that cannot be known here."""
    current = _current_process()
    if process == current:
        return False
    if process.host != current.host or sys.platform == "win32":
        return None
    if _UNKNOWN not in (process.boot, current.boot) and process.boot != current.boot:
        return True
    try:
        os.kill(process.pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass  # it belongs to another user
    start = _start_of(process.pid)
    return _UNKNOWN not in (start, process.start) and start != process.start


def _current_process() -> Process:
    """Give the identity of this process."""
    return _process(os.getpid())


@lru_cache(maxsize=1)
def _process(pid: int) -> Process:
    # Each container has process ids of its own: their namespace counts as a part of the host.
    pid_namespace = _read_link("/proc/self/ns/pid")
    machine_id = _read("/etc/machine-id")
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    host = _hash(os.fsencode(name) + machine_id + pid_namespace)
    boot = _read("/proc/sys/kernel/random/boot_id")
    return Process(host, _hash(boot) if boot else _UNKNOWN, pid, _start_of(pid))


def _start_of(pid: int) -> str:
    """Give the start time of a process in ticks since the boot; "0" if unknown or if it ended."""
    # The name of a program may have spaces and brackets: proc(5), /proc/pid/stat.
    fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    return fields[19].decode() if len(fields) > 19 else _UNKNOWN


def _hash(data: bytes) -> str:
    return f"{zlib.crc32(data):08x}"


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _read_link(path: str) -> bytes:
    try:
        return os.fsencode(os.readlink(path))
    except OSError:
        return b""
