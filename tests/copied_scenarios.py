"""Create a repository once in each process of the tests, and copy it for each test."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.repository import Repository

MODELS: list[Path] = []
"""The folder that has the models, while pytest runs."""

_made: dict[tuple[object, ...], tuple[Path, dict[str, str]]] = {}


def give_copy(make: Callable[..., object], folder: Path, *options: str) -> None:
    """Give ``folder`` what ``make(folder, *options)`` makes there.

    It is made once for each options and each configuration of git, and then copied, which takes
    less than to run git some dozen times. ``make`` may depend on nothing else.
    """
    if not MODELS:
        make(folder, *options)
        return
    key = (make.__module__, make.__qualname__, options, *_surroundings())
    if key not in _made:
        model = Path(tempfile.mkdtemp(dir=MODELS[-1]))
        make(model, *options)
        for sample in model.rglob("*.sample"):
            sample.unlink()
        _made[key] = model, _dates()
    model, dates = _made[key]
    _copy(model, folder)
    os.environ.update(dates)


def _surroundings() -> tuple[object, ...]:
    """Give what git itself is told by the environment and by the home."""
    told = sorted((name, value) for name, value in os.environ.items() if name.startswith("GIT_"))
    config = Path(os.environ["HOME"], ".gitconfig")
    return tuple(told), config.read_bytes() if config.exists() else b""


def _dates() -> dict[str, str]:
    """Give the dates of the last commit, which the next one follows."""
    names = ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE")
    return {name: os.environ[name] for name in names if name in os.environ}


def _copy_file(source: str, target: str, old: bytes, new: bytes) -> None:
    """Copy a file or a link; a folder is left to be walked through."""
    seen = os.lstat(source)
    if stat.S_ISLNK(seen.st_mode):
        os.symlink(os.readlink(source), target)
    elif stat.S_ISREG(seen.st_mode):
        with open(source, "rb") as data, open(target, "wb") as made:
            made.write(data.read().replace(old, new))
        os.chmod(target, stat.S_IMODE(seen.st_mode))
        os.utime(target, ns=(seen.st_atime_ns, seen.st_mtime_ns))


def _copy(model: Path, folder: Path) -> None:
    """Copy a scenario, whose repositories name each other by their paths."""
    old, new = os.fsencode(model), os.fsencode(folder)
    for place, folders, names in os.walk(model):
        to = os.path.join(folder, os.path.relpath(place, model))
        os.makedirs(to, exist_ok=True)
        shutil.copymode(place, to)
        for name in (*names, *folders):
            _copy_file(os.path.join(place, name), os.path.join(to, name), old, new)
    for git in folder.glob("*/.git"):
        # A file that was copied is another one for the index until git has looked.
        Repository(git.parent).git("update-index", "-q", "--refresh")
