"""Find other Pythons with flake8, for files that this Python cannot read."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from hookkit.debt.required_python_versions import THIS_PYTHON, RequiredPythons, Version

MAX_PYTHONS = 12
"""The most Pythons that are run to see whether they have flake8."""

_NAME_PATTERN = re.compile(r"python([23])\.(\d+)")
_VERSION_PROGRAM = "import flake8, os, sys; os.write(1, ('%d.%d' % sys.version_info[:2]).encode())"


class OtherPython(NamedTuple):
    """A Python that has flake8: the command that starts it, and its version."""

    command: tuple[str, ...]
    version: Version


def find_pythons(
    required_pythons: RequiredPythons,
    excluded_folder: Path | None,
    empty_folder: Path,
    env: Mapping[str, str],
) -> Iterator[OtherPython]:
    """Give the required Pythons that are installed here with flake8, the newest first.

    They are searched in pyenv and on PATH. A Python in ``excluded_folder`` (the worktree), or a
    link into or inside that folder, is never run. The Pythons run in ``empty_folder``.
    """
    executables: dict[Version, str] = {}
    for executable in _executables(env):
        version = _version_of(executable)
        if version is None or version == THIS_PYTHON or _is_below(executable, excluded_folder):
            continue
        if required_pythons.accepts(version):
            executables.setdefault(version, executable)
    for version, executable in sorted(executables.items(), reverse=True)[:MAX_PYTHONS]:
        # Python 2 cannot be isolated: it imports from the current folder, which is empty.
        options = ("-I", "-X", "utf8") if version >= (3, 7) else ("-E", "-s")
        command = (executable, *options)
        if _has_flake8(command, empty_folder, version):
            yield OtherPython(command, version)


def _version_of(executable: str) -> Version | None:
    match = _NAME_PATTERN.fullmatch(os.path.basename(executable).removesuffix(".exe"))
    return (int(match[1]), int(match[2])) if match else None


def _executables(env: Mapping[str, str]) -> Iterator[str]:
    """Give the paths of files that may be a Python with a version in its name."""
    root = env.get("PYENV_ROOT") or os.path.join(os.path.expanduser("~"), ".pyenv")
    for each in _python_names(os.path.join(root, "versions")):
        folder = os.path.join(root, "versions", each, "bin")
        yield from (os.path.join(folder, name) for name in _python_names(folder))
    for folder in env.get("PATH", "").split(os.pathsep):
        # The shims of pyenv choose their version by the current folder.
        if os.path.isabs(folder) and os.path.basename(folder) != "shims":
            yield from (os.path.join(folder, name) for name in _python_names(folder))


def _python_names(folder: str) -> Iterable[str]:
    try:
        return sorted(each for each in os.listdir(folder) if each.startswith(("python", "3", "2")))
    except OSError:
        return []


def _is_below(executable: str, folder: Path | None) -> bool:
    if folder is None:
        return False
    real_folder = os.path.realpath(folder)
    executable_folder = os.path.realpath(os.path.dirname(executable))
    paths = (os.path.abspath(executable), os.path.realpath(executable), executable_folder)
    return any(path == real_folder or path.startswith(real_folder + os.sep) for path in paths)


def _has_flake8(command: tuple[str, ...], empty_folder: Path, version: Version) -> bool:
    try:
        completed = subprocess.run(
            [*command, "-c", _VERSION_PROGRAM],
            cwd=empty_folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return completed.returncode == 0 and completed.stdout.strip() == b"%d.%d" % version
