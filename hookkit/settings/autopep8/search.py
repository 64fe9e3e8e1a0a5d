"""Which configuration files autopep8 reads for a file, and where it looks for them."""

from __future__ import annotations

import os
import sys

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

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
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        candidates = (os.path.join(home, ".pycodestyle"), os.path.join(home, ".pep8"))
    else:
        # autopep8 looks for the older name in ~/.config, whatever XDG_CONFIG_HOME says.
        config = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
        older = os.path.join(home, ".config", "pep8")
        candidates = (os.path.join(config, "pycodestyle"), older)
    return next((_path(each) for each in candidates if os.path.isfile(each)), None)


def find_config_files(path: str | Path) -> ConfigFiles:
    """Give the files that count for the Python file ``path``, which need not exist."""
    ini: tuple[Path, ...] = ()
    pyproject = None
    folder, below = os.path.dirname(os.path.abspath(path)), ""
    while folder != below and not (ini and pyproject):
        if not ini:
            places = (os.path.join(folder, name) for name in _INI_NAMES)
            ini = tuple(_path(each) for each in places if os.path.isfile(each))
        place = os.path.join(folder, "pyproject.toml")
        if pyproject is None and os.path.isfile(place):
            pyproject = _path(place)
        folder, below = os.path.dirname(folder), folder
    return ConfigFiles(find_user_file(), ini, pyproject)


def _path(place: str) -> Path:
    # pathlib takes longer to import than all the looking takes where there is no such file.
    from pathlib import Path

    return Path(place)
