"""Refuse to replace shims that a newer hookkit wrote; ``--downgrade`` replaces them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.hook_events import SERVER_EVENTS, SHIM_VERSION
from hookkit.shims.global_install_paths import global_shims_folder, template_folder
from hookkit.shims.hooks_folder import HookFiles, active_hooks_folder
from hookkit.shims.read_config_hook_shims import read_config_hook_shims
from hookkit.shims.shim_file import events_with_shim, read_shim


def require_no_newer_shims(git: Git) -> None:
    """Raise Refused if a newer hookkit wrote a shim of this repository.

    These are the shims in the hooks folder, and those that the local configuration names.
    """
    for path in _shims_of_repository(git):
        require_no_newer_shim(path)


def require_no_newer_shims_for_all_clones() -> None:
    """Raise Refused if a newer hookkit wrote a shim for all clones of a person."""
    for folder in (global_shims_folder(), template_folder() / "hooks"):
        for event in events_with_shim():
            require_no_newer_shim(folder / event)


def require_no_newer_shim(path: Path) -> None:
    """Raise Refused if the file at ``path`` is a shim that a newer hookkit wrote."""
    shim = read_shim(path)
    if shim is not None and shim.is_newer:
        raise Refused(
            f"{path} was written by a newer hookkit: its form is {shim.version}, and this"
            f" hookkit writes {SHIM_VERSION}; with --downgrade it takes its place",
            "pip install --upgrade hookkit",
        )


def _shims_of_repository(git: Git) -> Iterator[Path]:
    folder = active_hooks_folder(git)
    shims = (HookFiles(each, folder).shim for each in (*events_with_shim(), *SERVER_EVENTS))
    yield from (each for each in shims if each is not None)
    yield from (Path(each.path) for each in read_config_hook_shims(git, "--local").values())
