"""The choice of the interpreter that is baked in a shim."""

from __future__ import annotations

import sys
from pathlib import Path

from hookkit.git.runner import Git
from hookkit.shims.interpreter import imports_hookkit
from hookkit.shims.template import Shim


def choose_interpreter(git: Git) -> tuple[Path | None, str | None]:
    """Give the interpreter to bake in, None for the one on PATH, and a sentence where it matters.

    A linked worktree may be removed any day, and its virtual environment with it; the hooks
    belong to all worktrees. So the same place in the main worktree is taken, if it works.
    """
    # Not resolved: the python of a virtual environment is a link to the one it was made from.
    python = Path(sys.executable)
    if "\n" in str(python):
        return None, f"{str(python)!r} cannot be written in a shim: hookkit is looked up on PATH"
    inside = _inside(python, git)
    if inside is None:
        return python, None
    main = git.line("worktree", "list", "--porcelain").splitlines()[0].removeprefix("worktree ")
    same = Path(main) / inside
    if imports_hookkit(same):
        return same, f"the shims use {same}, because a linked worktree's own Python may go away"
    return None, (
        f"{python} belongs to a linked worktree and may go away, and {same} has no hookkit:"
        " the shims look for hookkit on PATH"
    )


def _inside(python: Path, git: Git) -> Path | None:
    if git.top is None or git.git_dir == git.common_dir:
        return None
    resolved = python.parent.resolve() / python.name
    top = git.top.resolve()
    return resolved.relative_to(top) if resolved.is_relative_to(top) else None


def same_interpreter(shim: Shim, python: Path | None) -> Path | None:
    """Give the interpreter of ``shim`` where it is ``python`` by another name, else ``python``."""
    # One virtual environment has several names for its Python: python, python3, python3.12.
    old = shim.python
    if old is None or python is None or old.parent != python.parent:
        return python
    return old if old.exists() and old.samefile(python) else python
