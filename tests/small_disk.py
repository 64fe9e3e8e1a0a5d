"""A small file system for tests of a full disk."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes, where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield disk
    finally:
        # Lazily: a test may still be in one of its folders.
        subprocess.run(["umount", "-l", str(disk)], check=True)


def room_left(disk: Path) -> int:
    """The bytes that still go on a disk."""
    seen = os.statvfs(disk)
    return seen.f_bavail * seen.f_frsize


def fill(disk: Path, room: int = 0) -> Path:
    """Take all the room of a disk but ``room`` bytes, and give the file that has it."""
    filler = disk / f"filler-{os.urandom(4).hex()}"
    filler.write_bytes(b"x" * max(room_left(disk) - room, 0))
    return filler
