"""Lists of repositories: a folder, a file with one path on each line, or a forge's export."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from hookkit.errors import EnvironmentFailed, WrongUsage, reason_of
from hookkit.fleet.forge_export import Project, parse_export
from hookkit.fleet.listed_repository import ListedRepository, Listing
from hookkit.fleet.repository_search import (
    LEAVES_OUT,
    is_below,
    is_pattern,
    is_repository,
    repositories_below,
    repositories_of,
)

STDIN = "-"


def read_listing(place: str, root: str | None, with_archived: bool) -> Listing:
    """Read a list of repositories.

    ``place`` is a folder, a file, or ``-`` for stdin. ``root`` is the folder that has the
    repositories of a forge's export, None for the folder of the file. ``with_archived`` includes
    archived repositories. Raises WrongUsage if the file does not exist or is no list,
    EnvironmentFailed if it cannot be read.
    """
    if place != STDIN and os.path.isdir(place):
        top = os.path.abspath(place)
        return Listing(tuple(_once(_below(top))))
    text = _read(place)
    base = os.getcwd() if place == STDIN else os.path.dirname(os.path.abspath(place))
    if not text.lstrip().startswith(("[", "{")):
        return _of_lines(text, base)
    shown = "stdin" if place == STDIN else place
    projects = parse_export(text, shown)
    taken = [each for each in projects if with_archived or not each.is_archived]
    folder = base if root is None else os.path.abspath(root)
    entries = _once(_entry_of(each, folder) for each in taken)
    return Listing(tuple(entries), len(projects) - len(taken))


def _read(place: str) -> str:
    try:
        if place == STDIN:
            return os.fsdecode(sys.stdin.buffer.read())
        return os.fsdecode(Path(place).read_bytes())
    except FileNotFoundError as error:
        sentence = f"there is no file or folder {place!r} that would list repositories"
        raise WrongUsage(sentence, "hookkit fleet status --help") from error
    except OSError as error:
        raise EnvironmentFailed(f"{place} cannot be read: {reason_of(error)}") from error


def _below(top: str) -> Iterator[ListedRepository]:
    for path, problem in repositories_below(top):
        yield ListedRepository(name_below(path, top), path, problem=problem)


def name_below(path: str, top: str) -> str:
    """Give the name of a repository: its path relative to ``top`` with ``/``, or the whole path."""
    if path == top:
        return os.path.basename(path) or path
    inside = path.startswith(top.rstrip(os.sep) + os.sep)
    return os.path.relpath(path, top).replace(os.sep, "/") if inside else path


def _of_lines(text: str, base: str) -> Listing:
    """Give the repositories of a list of paths and patterns, without the excluded ones."""
    lines = [each.strip() for each in text.split("\n")]
    written = [each for each in lines if each and not each.startswith("#")]
    out = [_absolute(each[1:], base) for each in written if each.startswith(LEAVES_OUT)]
    meant = [_absolute(each, base) for each in written if not each.startswith(LEAVES_OUT)]
    found = _once(
        ListedRepository(name_below(path, base), path, problem=problem)
        for each in meant
        for path, problem in _meant(each)
        if not any(is_below(path, pattern) for pattern in out)
    )
    return Listing(tuple(found), has_patterns=any(map(is_pattern, meant)))


def _absolute(written: str, base: str) -> str:
    return os.path.normpath(os.path.join(base, os.path.expanduser(written.strip())))


def _meant(path: str) -> Iterable[tuple[str, str]]:
    return repositories_of(path) if is_pattern(path) else [(path, "")]


def _entry_of(project: Project, folder: str) -> ListedRepository:
    """Find a project's repository below a folder by its full name, or the last part of the name."""
    parts = project.name.split("/")
    is_odd = "\0" in project.name or (os.sep != "/" and os.sep in project.name)
    if is_odd or any(each in ("", ".", "..") for each in parts):
        problem = "its name is no path below a folder"
        return ListedRepository(project.name, project.name, problem=problem)
    whole, last = os.path.join(folder, *parts), os.path.join(folder, parts[-1])
    places = [whole, f"{whole}.git", last, f"{last}.git"]
    found = next((each for each in places if is_repository(each)), None)
    problem = "" if found else f"there is no clone of it below {folder}"
    return ListedRepository(project.name, found or whole, project.branch, project.link, problem)


def _once(entries: Iterable[ListedRepository]) -> list[ListedRepository]:
    """Give the repositories without repeated paths: the first of each path stays."""
    found: dict[str, ListedRepository] = {}
    for each in entries:
        found.setdefault(each.path, each)
    return list(found.values())
