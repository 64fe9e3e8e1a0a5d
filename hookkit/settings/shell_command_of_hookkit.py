"""The command that starts the hookkit of this installation in a shell."""

from __future__ import annotations

import os
import sys


def shell_command_of_hookkit() -> str:
    """Give the command that starts this hookkit in a shell, in any current folder."""
    script = os.path.join(os.path.dirname(sys.executable), "hookkit")
    if _first_on_path("hookkit") == script:
        return "hookkit"
    import shlex

    if os.path.exists(script):
        return shlex.quote(script)
    return shlex.join([sys.executable, "-m", "hookkit"])


def _first_on_path(name: str) -> str | None:
    """Give the path of the program that a shell starts for ``name``, None if there is none."""
    if sys.platform == "win32":  # a program has one of many extensions there
        import shutil

        return shutil.which(name)
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    return None
