"""Choose the Python interpreter that hooks start, and check that it can import hookkit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LINKED_PYTHON_FILE = "hookkit-python"
"""A file of an environment: the path of its Python through a link that upgrades switch."""


def hook_interpreter() -> Path:
    """Give the path of this interpreter that hooks should name.

    If each version has its own environment, and a link leads to the environment in use, then each
    environment has the file LINKED_PYTHON_FILE with one line: the path of its Python through that
    link. A hook with this path needs no change when the link is switched. Without that file, or if
    the link leads elsewhere, the path is ``sys.executable``.
    """
    # Not resolved: the Python of a virtual environment is a link to the Python it was made from.
    current = Path(sys.executable)
    try:
        line = (current.parent.parent / LINKED_PYTHON_FILE).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return current
    linked_python = Path(line)
    leads_here = os.path.realpath(linked_python.parent) == os.path.realpath(current.parent)
    return (
        linked_python
        if linked_python.is_absolute() and leads_here and "\n" not in line
        else current
    )


# Not -m, no empty entry and not in the worktree: see the shims.
IMPORT_PROGRAM = """
import os, sys
given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
sys.path[:] = [p for p in given if os.path.isabs(p)] + [p for p in sys.path if p]
import hookkit.__main__
"""


def can_import_hookkit(python: Path) -> bool:
    """Say whether the interpreter ``python`` exists and can import hookkit."""
    try:
        result = subprocess.run(
            [python, "-E", "-c", IMPORT_PROGRAM],
            cwd=os.path.abspath(os.sep),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0
