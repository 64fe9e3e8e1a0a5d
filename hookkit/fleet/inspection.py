"""An inspection of a repository and its result, as values: the facts, or the problem."""

from __future__ import annotations

from typing import NamedTuple

Facts = dict[str, object]


class Inspection(NamedTuple):
    """An inspection to run: ``name`` is a key of ``inspect_repository.INSPECTIONS``.

    ``options`` are passed as text. ``seconds`` is its limit of wall-clock time.
    """

    name: str
    options: str
    seconds: float


class InspectionResult(NamedTuple):
    """The result for one repository: facts that JSON can represent, or a ``problem``.

    ``problem`` is "" if there are facts. ``repair`` is a command that helps, "" for none.
    ``watched_paths`` are the files on which the facts depend besides the repository's own files.
    ``fingerprint`` covers both, and is "" if the repository changed during the inspection.
    """

    path: str
    problem: str
    repair: str = ""
    facts: Facts = {}
    watched_paths: tuple[str, ...] = ()
    fingerprint: str = ""
