"""Find out whether git is running in a folder: its locks there are in use then."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

PS_TIMEOUT = 10
"""Seconds to wait for the output of ps."""


def is_git_running(folders: Sequence[Path]) -> bool:
    """Whether git runs in one of ``folders``; True also if that is unknown."""
    command = ["ps", "-A", "-o", "pid=,comm="]
    try:
        result = subprocess.run(command, capture_output=True, timeout=PS_TIMEOUT)
    except (OSError, subprocess.TimeoutExpired):
        return True
    lines = (line.split(None, 1) for line in os.fsdecode(result.stdout).splitlines())
    pids = [words[0] for words in lines if len(words) == 2 and _is_git(words[1])]
    return result.returncode != 0 or any(_may_run_in(pid, folders) for pid in pids)


def _is_git(program: str) -> bool:
    name = os.path.basename(program.strip())
    return name == "git" or name.startswith("git-")


def _may_run_in(pid: str, folders: Sequence[Path]) -> bool:
    """Whether the current folder of a process is in ``folders``; True also if that is unknown."""
    if not os.path.isdir("/proc/self"):
        return True
    try:
        current = os.path.realpath(os.readlink(f"/proc/{pid}/cwd"))
    except FileNotFoundError:
        return False  # the process has ended
    except OSError:
        return True
    return any(Path(current).is_relative_to(os.path.realpath(each)) for each in folders)
