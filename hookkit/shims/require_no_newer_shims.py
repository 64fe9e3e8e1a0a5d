"""Shims of a newer hookkit, which an older hookkit replaces only with ``--downgrade``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.hook_events import SERVER_EVENTS, SHIM_VERSION
from hookkit.shims.global_install_paths import global_shims_folder, template_folder
from hookkit.shims.hooks_folder import HookFiles, active_hooks_folder
from hookkit.shims.read_config_hook_shims import read_config_hook_shims
from hookkit.shims.shim_file import events_with_shim, read_shim


def require_not_newer(paths: Iterable[Path]) -> None:
    """Raise Refused if a file in ``paths`` is a shim that a newer hookkit wrote."""
    for path in paths:
        shim = read_shim(path)
        if shim is not None and shim.is_newer:
            raise Refused(
                f"{path} was written by a newer hookkit: its form is {shim.version}, and this"
                f" hookkit writes {SHIM_VERSION}; with --downgrade it takes its place",
                "pip install --upgrade hookkit",
            )


def installed_shims(git: Git) -> Iterator[Path]:
    """Give the shims in the hooks folder, and the files that the local configuration names."""
    folder = active_hooks_folder(git)
    shims = (HookFiles(each, folder).shim for each in (*events_with_shim(), *SERVER_EVENTS))
    yield from (each for each in shims if each is not None)
    yield from (Path(each.path) for each in read_config_hook_shims(git, "--local").values())


def all_clones_shim_paths() -> Iterator[Path]:
    """Give the files that may be shims for all clones of a person."""
    for folder in (global_shims_folder(), template_folder() / "hooks"):
        yield from (folder / event for event in events_with_shim())
