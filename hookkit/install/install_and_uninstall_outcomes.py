"""The outcome of an install or an uninstall, in this clone or for all clones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

InstallAction = Literal["installed", "renewed", "unchanged"]

Owner = Literal["hookkit", "configuration", "pre-commit", "prek", "lefthook", "husky"]
"""The owner of an event: git by a file of ours, git by its configuration, or a framework."""


@dataclass(frozen=True, slots=True)
class EventInstallation:
    """The installation of one event.

    ``path`` is the file that git or a framework runs. ``owner`` runs hookkit. ``previous_hook`` is
    the hook that was there before and runs before hookkit, None if there is none; if
    ``is_previous_not_executable``, it does not run, as before. ``calling_framework`` is the
    framework that runs our shim, None if none does. ``edited_copy`` is the path to which an edited
    shim was moved, None if it was not edited. ``output`` is the output of the framework, "" except
    for the first of its events.
    """

    event: str
    path: Path
    action: InstallAction
    owner: Owner = "hookkit"
    previous_hook: Path | None = None
    is_previous_not_executable: bool = False
    calling_framework: Literal["pre-commit", "prek"] | None = None
    edited_copy: Path | None = None
    output: str = ""


InstallMethod = Literal["configuration", "template"]
"""The methods for all clones: git's configuration, or a template of new clones."""


@dataclass(frozen=True, slots=True)
class AllClonesInstallation:
    """The installation for all clones of a person: each event, and the interpreter."""

    method: InstallMethod
    events: tuple[EventInstallation, ...]
    python: Path

    @property
    def is_unchanged(self) -> bool:
        """Whether everything was in place already."""
        return all(each.action == "unchanged" for each in self.events)


@dataclass(frozen=True, slots=True)
class AllClonesRemoval:
    """The removal of that installation: the removed shims, and notes on what stays."""

    events: tuple[EventRemoval, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstallOutcome:
    """An installation: each event, the interpreter in the shims, and notes."""

    events: tuple[EventInstallation, ...]
    python: Path | None
    notes: tuple[str, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether everything was in place already."""
        return all(each.action == "unchanged" for each in self.events)


@dataclass(frozen=True, slots=True)
class EventRemoval:
    """The removal of a shim of one event in one hooks folder.

    Each field is a path, or None if nothing of the kind happened: ``shim`` is the former path of
    the shim, ``restored_hook`` the path of the restored previous hook, ``edited_copy`` the path to
    which an edited shim was moved, and ``unrestored_hook`` a previous hook that could not be moved
    back.
    """

    event: str
    shim: Path | None = None
    restored_hook: Path | None = None
    edited_copy: Path | None = None
    unrestored_hook: Path | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether no file was touched."""
        return self.shim is None and self.restored_hook is None


@dataclass(frozen=True, slots=True)
class UninstallOutcome:
    """The result of uninstalling.

    ``pre_commit_or_prek_events`` are the events at which pre-commit or prek still runs hookkit,
    each with the name of that framework. ``ref_count`` is the number of refs under refs/hookkit,
    which stay. ``config_hooks_running_hookkit`` are the events at which git's configuration still
    runs hookkit, each with the command that ends this. ``log_folders`` are the folders of the
    operation logs, which stay too. ``notes`` name everything else that still runs hookkit.
    """

    events: tuple[EventRemoval, ...]
    pre_commit_or_prek_events: tuple[tuple[str, str], ...]
    ref_count: int
    config_hooks_running_hookkit: tuple[tuple[str, str], ...] = ()
    log_folders: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing was installed."""
        return all(each.is_unchanged for each in self.events)
