"""The system calls that change something, and how the tracer reads their arguments."""

from __future__ import annotations

import os
from typing import Literal, NamedTuple

Target = Literal["fd", "path", "at", "open", "second", "at second", "exec"]
"""Where the arguments name what is changed: a descriptor; a path; a folder's descriptor and a path;
the same of an ``open`` that counts only with O_CREAT or O_TRUNC; the last of two names."""


class Call(NamedTuple):
    """A system call: its number on x86-64 and where its arguments name what it changes."""

    name: str
    number: int
    target: Target


CALLS = (
    Call("write", 1, "fd"),
    Call("pwrite64", 18, "fd"),
    Call("writev", 20, "fd"),
    Call("sendfile", 40, "fd"),
    Call("copy_file_range", 326, "fd"),
    Call("ftruncate", 77, "fd"),
    Call("fsync", 74, "fd"),
    Call("fdatasync", 75, "fd"),
    Call("close", 3, "fd"),
    Call("open", 2, "open"),
    Call("openat", 257, "open"),
    Call("creat", 85, "path"),
    Call("mkdir", 83, "path"),
    Call("mkdirat", 258, "at"),
    Call("rmdir", 84, "path"),
    Call("unlink", 87, "path"),
    Call("unlinkat", 263, "at"),
    Call("rename", 82, "second"),
    Call("renameat", 264, "at second"),
    Call("renameat2", 316, "at second"),
    Call("link", 86, "second"),
    Call("linkat", 265, "at second"),
    Call("symlink", 88, "second"),
    Call("symlinkat", 266, "at second"),
    Call("chmod", 90, "path"),
    Call("fchmod", 91, "fd"),
    Call("fchmodat", 268, "at"),
    Call("execve", 59, "exec"),
    Call("execveat", 322, "at"),
)
BY_NUMBER = {call.number: call for call in CALLS}
ALL_CALLS = frozenset(call.name for call in CALLS)

NEEDS_SPACE = frozenset(
    {
        *("write", "pwrite64", "writev", "sendfile", "copy_file_range", "fsync", "fdatasync"),
        *("open", "openat", "creat", "mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat"),
    }
)
"""What fails on a full disk; to remove, to rename and to cut off does not."""

REMOVES = frozenset({"unlink", "unlinkat", "rmdir"})

AT_FDCWD = 2**64 - 100


class Event(NamedTuple):
    """A system call that would change something: its name, and the file."""

    call: str
    path: str


class Arguments(NamedTuple):
    """The arguments of a call of a process that is stopped."""

    pid: int
    words: tuple[int, int, int, int, int, int]

    def text(self, address: int) -> str:
        """The string at an address of the process."""
        with open(f"/proc/{self.pid}/mem", "rb", buffering=0) as memory:
            memory.seek(address)
            # Not beyond the page, which may be the last one.
            data = memory.read(4096 - address % 4096)
            if b"\0" not in data:
                data += memory.read(4096)
        return os.fsdecode(data.partition(b"\0")[0])

    def file_of(self, descriptor: int) -> str:
        """The path of an open file; "" for a pipe, or where it is not open."""
        try:
            return os.readlink(f"/proc/{self.pid}/fd/{descriptor}")
        except OSError:
            return ""

    def path(self, at: int, folder: int = AT_FDCWD) -> str:
        """The absolute path that the argument with a number names."""
        name = self.text(self.words[at])
        if folder == AT_FDCWD or folder & 0xFFFFFFFF == AT_FDCWD & 0xFFFFFFFF:
            base = os.readlink(f"/proc/{self.pid}/cwd")
        else:
            base = self.file_of(folder)
        return os.path.normpath(os.path.join(base, name))

    def is_for_writing(self, descriptor: int) -> bool:
        """Whether an open file was opened to be written."""
        try:
            with open(f"/proc/{self.pid}/fdinfo/{descriptor}") as lines:
                flags = next(int(line.split()[1], 8) for line in lines if "flags" in line)
        except (OSError, StopIteration):
            return False
        return flags & os.O_ACCMODE != os.O_RDONLY


def event_of(call: Call, arguments: Arguments, root: str) -> Event | None:
    """What a call would change below a folder, None for what changes nothing there."""
    words = arguments.words
    if call.target == "fd":
        descriptor = words[0] if call.name != "copy_file_range" else words[2]
        if call.name == "close" and not arguments.is_for_writing(descriptor):
            return None
        path = arguments.file_of(descriptor)
    elif call.target == "exec":
        path = arguments.path(0)
        return Event(call.name, path) if os.access(path, os.X_OK) else None
    elif call.target == "open":
        at = 0 if call.name == "open" else 1
        if not words[at + 1] & (os.O_CREAT | os.O_TRUNC):
            return None
        path = arguments.path(at, words[0] if at else AT_FDCWD)
    elif call.target == "path":
        path = arguments.path(0)
    elif call.target == "at":
        path = arguments.path(1, words[0])
    elif call.target == "second":
        path = arguments.path(1)
    else:
        at = 2 if call.name == "symlinkat" else 3
        path = arguments.path(at, words[at - 1])
    is_inside = path.startswith(root + "/") and not path.endswith(" (deleted)")
    is_vain = call.name in REMOVES and not os.path.lexists(path)
    return Event(call.name, path) if is_inside and not is_vain else None
