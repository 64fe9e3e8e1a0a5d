"""A `git` in front of the real one that is killed at a given command, or finds the refs locked."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path


def killed_git(folder: Path, command: str) -> str:
    """Write a git into a folder that is killed where it is to do ``command``; give a PATH for it.

    The rest of the PATH is that of the git that is found now.
    """
    return _write_git(folder, f'case " $* " in *" {command} "*) kill -9 $$ ;; esac\n')


def locked_git(folder: Path, command: str, lock: Path) -> str:
    """Write a git into a folder that finds the file ``lock`` while it does ``command``.

    Gives a PATH for it, as ``killed_git`` does.
    """
    quoted = shlex.quote(str(lock))
    locked = f': >{quoted}; git "$@"; code=$?; rm {quoted}; exit $code'
    return _write_git(folder, f'case " $* " in *" {command} "*) {locked} ;; esac\n')


def _write_git(folder: Path, first: str) -> str:
    real = shutil.which("git")
    assert real is not None
    folder.mkdir()
    program = folder / "git"
    quoted = shlex.quote(real)
    program.write_text(f'#!/bin/sh\ngit() {{ {quoted} "$@"; }}\n{first}exec {quoted} "$@"\n')
    program.chmod(0o755)
    return f"{folder}:{Path(real).parent}:/usr/bin:/bin"
