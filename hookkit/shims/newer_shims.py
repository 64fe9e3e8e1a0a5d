"""Shims of a newer hookkit, which an older hookkit replaces only with ``--downgrade``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.settings.events import SERVER_EVENTS, SHIM_NUMBER
from hookkit.shims.all_clones_folder import shims_folder, template_folder
from hookkit.shims.config_hooks import own_hooks
from hookkit.shims.hooks_folder import HookFiles, folder_in_force
from hookkit.shims.template import events, read_shim


def check_not_newer(places: Iterable[Path]) -> None:
    """Raise Refused if a file in ``places`` is a shim that a newer hookkit wrote."""
    for place in places:
        shim = read_shim(place)
        if shim is not None and shim.is_newer:
            raise Refused(
                f"{place} was written by a newer hookkit: its form is {shim.version}, and this"
                f" hookkit writes {SHIM_NUMBER}; with --downgrade it takes its place",
                "pip install --upgrade hookkit",
            )


def shims_in(git: Git) -> Iterator[Path]:
    """Give the shims in the hooks folder, and the files that the local configuration names."""
    folder = folder_in_force(git)
    shims = (HookFiles(each, folder).shim for each in (*events(), *SERVER_EVENTS))
    yield from (each for each in shims if each is not None)
    yield from (Path(each.place) for each in own_hooks(git, "--local").values())


def shims_for_all_clones() -> Iterator[Path]:
    """Give the files that may be shims for all clones of a person."""
    for folder in (shims_folder(), template_folder() / "hooks"):
        yield from (folder / event for event in events())
