"""Which configuration files autopep8 reads for a file, and where it looks for them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

_INI_NAMES = ("setup.cfg", "tox.ini", ".pep8", ".flake8")
"""What autopep8 reads in one folder, in its order; the last wins."""


class ConfigFiles(NamedTuple):
    """The files that count for one file: of the person, INI files of one folder, pyproject.toml.

    ``user_file`` and ``pyproject`` are None where there is none.
    """

    user_file: Path | None
    ini: tuple[Path, ...]
    pyproject: Path | None


def find_user_file() -> Path | None:
    """Give the file of the user's own options for all projects, or None."""
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        candidates = (home / ".pycodestyle", home / ".pep8")
    else:
        # autopep8 looks for the older name in ~/.config, whatever XDG_CONFIG_HOME says.
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        candidates = (config / "pycodestyle", home / ".config" / "pep8")
    return next(filter(Path.is_file, candidates), None)


def find_config_files(path: Path) -> ConfigFiles:
    """Give the files that count for the Python file ``path``, which need not exist."""
    ini: tuple[Path, ...] = ()
    pyproject = None
    for folder in Path(os.path.abspath(path)).parents:
        if not ini:
            ini = tuple(filter(Path.is_file, map(folder.joinpath, _INI_NAMES)))
        if pyproject is None and (folder / "pyproject.toml").is_file():
            pyproject = folder / "pyproject.toml"
        if ini and pyproject is not None:
            break
    return ConfigFiles(find_user_file(), ini, pyproject)
