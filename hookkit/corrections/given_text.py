"""A text that somebody gives as the content of a file: an editor, or another program."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.corrections.fix_job import prepare, why_kept_out
from hookkit.corrections.named_files import text_job
from hookkit.git.runner import Git
from hookkit.git.worktree import repository_of
from hookkit.named_tuple import NamedTuple
from hookkit.pep8.outcome import FileOutcome, Fixed, Task
from hookkit.pep8.time_limit import Limits
from hookkit.pep8.workers import fix_within
from hookkit.settings import reader
from hookkit.settings.autopep8.load import OptionFinder
from hookkit.settings.schema import Settings


class PlaceOfText(NamedTuple):
    """Where the file is that a text is given for, and what is in force there.

    ``git`` is the repository around it, None where there is none.
    """

    path: str
    git: Git | None
    settings: Settings


def place_of_text(path: str, overrides: Mapping[str, object]) -> PlaceOfText:
    """Find what is in force for a file, which need not be there.

    ``overrides`` are settings by name, None as a value meaning not given. Raises WrongUsage for
    settings that cannot be, and EnvironmentFailed where git cannot use the repository.
    """
    git = repository_of(path)
    load = reader.load_without_repository(overrides) if git is None else reader.load(git, overrides)
    return PlaceOfText(path, git, load)


def fix_given(place: PlaceOfText, data: bytes) -> Fixed:
    """Fix a text as ``hookkit run`` would fix the file. Nothing is written or remembered.

    Raises WrongUsage for a configuration of autopep8 that cannot be.
    """
    if place.git is None:
        return _fix_outside(place, data)
    with place.git.batch_session():
        job = text_job(place.git, place.settings, place.path, data)
        kept_out, tasks = prepare(place.git, place.settings, job)
    limits = Limits(place.settings.time_limit)
    for task in tasks:
        return fix_within(task, limits)
    ((name, reason),) = kept_out.items()
    return Fixed(data, FileOutcome(name, skipped=reason))


def _fix_outside(place: PlaceOfText, data: bytes) -> Fixed:
    name, settings = place.path.encode("utf-8", "surrogateescape"), place.settings
    options = OptionFinder().find(place.path).options
    reason = why_kept_out(settings, options, place.path, data)
    if reason is not None:
        return Fixed(data, FileOutcome(name, skipped=reason))
    return fix_within(Task(name, data, options, settings.safety), Limits(settings.time_limit))
