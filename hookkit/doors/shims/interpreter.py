"""The interpreter that a shim starts."""

from __future__ import annotations

import subprocess
from pathlib import Path

# Not -m and no empty entry: see the shims.
IMPORT = "import sys; sys.path[:] = [p for p in sys.path if p]; import hookkit.__main__"


def imports_hookkit(python: Path) -> bool:
    """Say whether the interpreter ``python`` exists and can import hookkit."""
    try:
        ended = subprocess.run(
            [python, "-c", IMPORT], stdin=subprocess.DEVNULL, capture_output=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0
