"""A git that is killed at one of its commands."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path


def killed_git(folder: Path, command: str) -> str:
    """Write a git into a folder that is killed where it is to do ``command``; give a PATH for it.

    The rest of the PATH is that of the git that is found now.
    """
    real = shutil.which("git")
    assert real is not None
    folder.mkdir()
    program = folder / "git"
    program.write_text(
        "#!/bin/sh\n"
        f'case " $* " in *" {command} "*) kill -9 $$ ;; esac\n'
        f'exec {shlex.quote(real)} "$@"\n'
    )
    program.chmod(0o755)
    return f"{folder}:{Path(real).parent}:/usr/bin:/bin"
