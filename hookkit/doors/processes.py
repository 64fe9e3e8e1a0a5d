"""What else runs on this machine."""

from __future__ import annotations

import os
import subprocess

PATIENCE = 10
"""Seconds to wait for the answer."""


def is_git_running() -> bool:
    """Whether any git is at work; True also where that cannot be found out."""
    try:
        ended = subprocess.run(["ps", "-A", "-o", "comm="], capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return True
    names = (os.path.basename(line.strip()) for line in os.fsdecode(ended.stdout).splitlines())
    return ended.returncode != 0 or any(name == "git" for name in names)
