"""The results of installing and uninstalling, and the diagnoses of the doctor, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

InstallStep = Literal["installed", "renewed", "unchanged"]

Owner = Literal["hookkit", "configuration", "pre-commit", "prek", "lefthook", "husky"]
"""The owner of an event: git by a file of ours, git by its configuration, or a framework."""

DiagnosisState = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Installed:
    """The installation of one event.

    ``path`` is the file that git or a framework runs. ``owner`` runs hookkit. ``chained`` is the
    kept hook that runs before hookkit, None if there is none; if it ``is_not_executable`` it does
    not run, as before. ``caller`` is the framework that runs our shim, None if none does.
    ``edited`` is the path to which an edited shim was put aside, or None. ``printed`` is the output
    of the framework, "" except for the first of its events.
    """

    event: str
    path: Path
    done: InstallStep
    owner: Owner = "hookkit"
    chained: Path | None = None
    is_not_executable: bool = False
    caller: Literal["pre-commit", "prek"] | None = None
    edited: Path | None = None
    printed: str = ""


Mechanism = Literal["configuration", "template"]
"""The methods for all clones: git's configuration, or a template of new clones."""


@dataclass(frozen=True, slots=True)
class AllClones:
    """The installation for all clones of a person: each event, and the interpreter."""

    mechanism: Mechanism
    events: tuple[Installed, ...]
    python: Path

    @property
    def is_unchanged(self) -> bool:
        """Whether everything was in place already."""
        return all(each.done == "unchanged" for each in self.events)


@dataclass(frozen=True, slots=True)
class AllClonesRemoved:
    """The removal of that installation: the removed shims, and notes on what stays."""

    events: tuple[Removed, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstallOutcome:
    """An installation: each event, the interpreter in the shims, and notes."""

    events: tuple[Installed, ...]
    python: Path | None
    notes: tuple[str, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether everything was in place already."""
        return all(each.done == "unchanged" for each in self.events)


@dataclass(frozen=True, slots=True)
class Removed:
    """The removal of a shim of one event in one hooks folder.

    Each field is a path, or None if nothing of the kind happened: ``removed`` is the former path of
    the shim, ``restored`` the path of the kept hook now, ``edited`` the path to which an edited
    shim was put aside, and ``left`` a kept hook that could not be moved back.
    """

    event: str
    removed: Path | None = None
    restored: Path | None = None
    edited: Path | None = None
    left: Path | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether no file was touched."""
        return self.removed is None and self.restored is None


@dataclass(frozen=True, slots=True)
class UninstallOutcome:
    """The result of uninstalling.

    ``frameworks`` are the events at which pre-commit or prek still runs hookkit, each with the name
    of that framework. ``corrections`` is the number of refs under refs/hookkit, which stay.
    ``configured`` are the events at which git's configuration still runs hookkit, each with the
    command that ends this. ``logs`` are the folders of the operation logs, which stay too.
    ``notes`` name everything else that still runs hookkit.
    """

    events: tuple[Removed, ...]
    frameworks: tuple[tuple[str, str], ...]
    corrections: int
    configured: tuple[tuple[str, str], ...] = ()
    logs: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was installed."""
        return all(each.is_nothing for each in self.events)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A checked item: its name, its state, a sentence, and the command that repairs it or None."""

    name: str
    state: DiagnosisState
    sentence: str
    repair: str | None = None
