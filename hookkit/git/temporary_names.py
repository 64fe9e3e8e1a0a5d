"""Names of temporary files and folders, which tell whether their process has ended.

A name contains the host, its boot, the process id and the start time of the process. So a file that
an ended process left behind is recognised, even if another process has got the same id.
"""

from __future__ import annotations

import os

from hookkit.git.process_identity import Process, current_process

TEMPORARY_PREFIX = ".hookkit-"
"""The prefix of each temporary file's name in the worktree."""

UNFINISHED_SUFFIX = ".part"
"""The suffix of a file that is still being written: it never contains a person's edits."""

_PATTERN = r"\.?hookkit-(?P<host>[0-9a-f]{8})-(?P<boot>[0-9a-f]{8}|0)-(?P<pid>\d+)-(?P<start>\d+)-"


def temporary_name(prefix: str = TEMPORARY_PREFIX) -> str:
    """Make a name that no other process makes."""
    process = current_process()
    identity = f"{process.host}-{process.boot}-{process.pid}-{process.start}"
    return f"{prefix}{identity}-{os.urandom(4).hex()}"


def process_in_name(name: str) -> Process | None:
    """Read which process made a temporary name; None if ``name`` is not a temporary one."""
    import re

    found = re.match(_PATTERN, name)
    if found is None:
        return None
    return Process(found["host"], found["boot"], int(found["pid"]), found["start"])
