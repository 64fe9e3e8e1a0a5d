"""Choose the Python interpreter that hooks start, and check that it can import hookkit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hookkit.git.runner import Git
from hookkit.shims.shim_file import Shim

LINKED_PYTHON_FILE = "hookkit-python"
"""A file of an environment: the path of its Python through a link that upgrades switch."""


def this_python_through_link() -> Path:
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


def interpreter_for_shims(git: Git) -> tuple[Path | None, str | None]:
    """Give the interpreter to write into the shims, and a note or None.

    The interpreter is None if hookkit is to be looked up on PATH. A linked worktree may be removed
    together with its virtual environment, but all worktrees share the hooks. So the same path in
    the main worktree is taken, if hookkit works there.
    """
    python = this_python_through_link()
    if "\n" in str(python):
        return None, f"{str(python)!r} cannot be written in a shim: hookkit is looked up on PATH"
    relative_path = _path_in_linked_worktree(python, git)
    if relative_path is None:
        return python, None
    first_line = git.line("worktree", "list", "--porcelain").splitlines()[0]
    main_worktree = first_line.removeprefix("worktree ")
    main_python = Path(main_worktree) / relative_path
    if can_import_hookkit(main_python):
        reason = "because a linked worktree's own Python may go away"
        return main_python, f"the shims use {main_python}, {reason}"
    return None, (
        f"{python} belongs to a linked worktree and may go away, and {main_python} has no hookkit:"
        " hookkit is looked up on PATH"
    )


def _path_in_linked_worktree(python: Path, git: Git) -> Path | None:
    if git.top is None or git.git_dir == git.common_dir:
        return None
    resolved = python.parent.resolve() / python.name
    top = git.top.resolve()
    return resolved.relative_to(top) if resolved.is_relative_to(top) else None


def interpreter_as_shim_names_it(shim: Shim, python: Path | None) -> Path | None:
    """Give the interpreter of ``shim`` if it is ``python`` by another name, else ``python``."""
    # One virtual environment has several names for its Python: python, python3, python3.12. And the
    # shim may name it by a symbolic link, which an upgrade points to another environment.
    shim_python = shim.python
    if (
        shim_python is None
        or python is None
        or python.parent not in (shim_python.parent, shim_python.parent.resolve())
    ):
        return python
    return shim_python if shim_python.exists() and shim_python.samefile(python) else python
