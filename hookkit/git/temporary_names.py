"""Names of temporary files and folders, by which one that was left behind is recognised.

A name has the host, its boot, the process id and the start time of the process. So it can be known
that the process has ended, even where its id was given to another one.
"""

from __future__ import annotations

import os
import sys
import zlib
from functools import lru_cache

from hookkit.named_tuple import NamedTuple

PREFIX = ".hookkit-"
"""What each temporary file in the worktree begins with."""

UNFINISHED = ".part"
"""The suffix of a file that is still being written: it never held anybody else's data."""

_UNKNOWN = "0"
_TOKEN = r"\.?hookkit-(?P<host>[0-9a-f]{8})-(?P<boot>[0-9a-f]{8}|0)-(?P<pid>\d+)-(?P<start>\d+)-"


class Process(NamedTuple):
    """A process: hashes of its host and of the boot of that, its process id, its start time."""

    host: str
    boot: str
    pid: int
    start: str


def temporary_name(prefix: str = PREFIX) -> str:
    """Make a name that no other process makes."""
    process = _process(os.getpid())
    identity = f"{process.host}-{process.boot}-{process.pid}-{process.start}"
    return f"{prefix}{identity}-{os.urandom(4).hex()}"


def maker_of(name: str) -> Process | None:
    """Read which process made a temporary name; None where it is not such a name."""
    import re

    found = re.match(_TOKEN, name)
    if found is None:
        return None
    return Process(found["host"], found["boot"], int(found["pid"]), found["start"])


def has_ended(process: Process) -> bool | None:
    """Whether a process runs no more; None where that cannot be known here."""
    current = _process(os.getpid())
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


@lru_cache(maxsize=1)
def _process(pid: int) -> Process:
    # The same process id means another process in each container.
    pid_namespace = _read_link("/proc/self/ns/pid")
    machine_id = _read("/etc/machine-id")
    host = _hash(os.fsencode(_host_name()) + machine_id + pid_namespace)
    boot = _read("/proc/sys/kernel/random/boot_id")
    return Process(host, _hash(boot) if boot else _UNKNOWN, pid, _start_of(pid))


def _start_of(pid: int) -> str:
    """Give when a process started, in ticks since the boot; "0" for one that has ended."""
    # The name of a program may have spaces and brackets: proc(5), /proc/pid/stat.
    fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    return fields[19].decode() if len(fields) > 19 else _UNKNOWN


def _host_name() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


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
