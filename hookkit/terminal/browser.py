"""A page for a browser: written where a person says, and shown."""

from __future__ import annotations

import os
import shlex
import tempfile
import webbrowser
from contextlib import suppress
from pathlib import Path

from hookkit.errors import EnvironmentFailed, Refused, WrongUsage

MARK = b'<meta name="generator" content="hookkit">'
"""What tells a page of ours from any other file."""


def write_page(path: Path, text: str, command: str = "review", form: str = "html") -> None:
    """Write a page, in one step; a page of ours that is there is replaced.

    ``command`` is the command whose option ``--<form>`` the path was given for. Raises Refused
    where another file is there, EnvironmentFailed where it cannot be written.
    """
    name = f"{command}.{form}"

    def again(other: Path) -> str:
        return shlex.join(["hookkit", command, f"--{form}", str(other)])

    if path.is_dir():
        raise WrongUsage(f"{path} is a folder", again(path / name))
    if os.path.lexists(path) and not _is_ours(path):
        is_file = path.is_file()
        another = path.with_name(f"{path.stem}-{name}") if is_file else Path(name)
        sentence = f"{path} is there already, and is no page of hookkit's: it was left alone"
        raise Refused(sentence, again(another))
    try:
        _replace(path, text.encode())
    except OSError as error:
        sentence = f"{path} cannot be written: {error.strerror}"
        raise EnvironmentFailed(sentence, again(Path(name))) from error


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".hookkit-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return MARK in file.read(4096)
    except OSError:  # a folder, or not to be read
        return False


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def show_page(path: Path) -> bool:
    """Have a browser show a page; gives whether there is one that could be asked to."""
    try:
        return webbrowser.open(path.absolute().as_uri())
    except webbrowser.Error:
        return False
