"""The cases that are measured: what each is about, and the commands that are run for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.environments import Programs
from benchmarks.measure_in_turn import Command, NotMeasured

Commands = Mapping[str, Command | str]
"""Each command by the name of the peer, or the reason why there is none."""


class Place(NamedTuple):
    """Where a case is built: an empty folder, the environment, and the programs."""

    folder: Path
    environment: Mapping[str, str]
    programs: Programs


class Case(NamedTuple):
    """A case: its name, its title in tables, how often its commands run, and what builds them.

    Rounds end after ``budget`` seconds. ``is_single`` says that it is one commit of one file, of
    which the instructions are counted too.
    """

    name: str
    title: str
    runs: int
    budget: float
    build: Callable[[Place], Commands]
    is_single: bool = False


def built_or_skipped(make: Callable[[], Command]) -> Command | str:
    """Give the command, or the reason for which there is none."""
    try:
        return make()
    except NotMeasured as error:
        return str(error)
