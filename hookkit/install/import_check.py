"""Whether the interpreter that a shim starts can import hookkit."""

from __future__ import annotations

import subprocess
from pathlib import Path

# Not -m and no empty entry: see the shims.
IMPORT = """
import os, sys
given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
sys.path[:] = [p for p in given if os.path.isabs(p)] + [p for p in sys.path if p]
import hookkit.__main__
"""


def imports_hookkit(python: Path) -> bool:
    """Say whether the interpreter ``python`` exists and can import hookkit."""
    try:
        ended = subprocess.run(
            [python, "-E", "-c", IMPORT], stdin=subprocess.DEVNULL, capture_output=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0
