"""What else runs on this machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

PATIENCE = 10
"""Seconds to wait for the answer."""


def is_git_running(folders: Sequence[Path]) -> bool:
    """Whether a git works in one of some folders; True also where that cannot be found out."""
    command = ["ps", "-A", "-o", "pid=,comm="]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return True
    lines = (line.split(None, 1) for line in os.fsdecode(ended.stdout).splitlines())
    found = [words[0] for words in lines if len(words) == 2 and _is_git(words[1])]
    return ended.returncode != 0 or any(_works_in(number, folders) for number in found)


def _is_git(program: str) -> bool:
    name = os.path.basename(program.strip())
    return name == "git" or name.startswith("git-")


def _works_in(number: str, folders: Sequence[Path]) -> bool:
    """Whether a process has its current folder in one of some; True where that is not told."""
    if not os.path.isdir("/proc/self"):
        return True
    try:
        where = os.path.realpath(os.readlink(f"/proc/{number}/cwd"))
    except FileNotFoundError:
        return False  # it has ended
    except OSError:
        return True
    return any(Path(where).is_relative_to(os.path.realpath(each)) for each in folders)
