"""Read the list of repositories: a folder, a file with one path a line, or a forge's export."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from hookkit.errors import EnvironmentFailed, WrongUsage, reason_of
from hookkit.fleet.listed_repository import ListedRepository, RepositoryList
from hookkit.fleet.parse_forge_repository_list import (
    ExportedRepository,
    parse_forge_repository_list,
)
from hookkit.fleet.repository_search import (
    is_at_or_below,
    is_pattern,
    is_repository,
    repositories_below,
    repositories_matching,
)

STDIN = "-"

EXCLUDE_PREFIX = "!"
"""Prefix of a pattern whose matches are excluded."""


def read_repository_list(source: str, root: str | None, with_archived: bool) -> RepositoryList:
    """Read a list of repositories.

    ``source`` is a folder, a file, or ``-`` for stdin. ``root`` is the folder that has the
    repositories of a forge's export, None for the folder of the file. ``with_archived`` includes
    archived repositories. Raises WrongUsage if the file does not exist or is no list,
    EnvironmentFailed if it cannot be read.
    """
    if source != STDIN and os.path.isdir(source):
        top = os.path.abspath(source)
        found = repositories_below(top)
        entries = [
            ListedRepository(_name_below(path, top), path, problem=problem)
            for path, problem in found
        ]
        return RepositoryList(tuple(_unique(entries)))
    text = _read_text(source)
    base = os.getcwd() if source == STDIN else os.path.dirname(os.path.abspath(source))
    if not text.lstrip().startswith(("[", "{")):
        return _parse_lines(text, base)
    label = "stdin" if source == STDIN else source
    repositories = parse_forge_repository_list(text, label)
    included = [each for each in repositories if with_archived or not each.is_archived]
    folder = base if root is None else os.path.abspath(root)
    entries = _unique(_find_clone(each, folder) for each in included)
    return RepositoryList(tuple(entries), len(repositories) - len(included))


def _read_text(source: str) -> str:
    try:
        if source == STDIN:
            return os.fsdecode(sys.stdin.buffer.read())
        return os.fsdecode(Path(source).read_bytes())
    except FileNotFoundError as error:
        sentence = f"there is no file or folder {source!r} that would list repositories"
        raise WrongUsage(sentence, "hookkit fleet status --help") from error
    except OSError as error:
        raise EnvironmentFailed(f"{source} cannot be read: {reason_of(error)}") from error


def _name_below(path: str, top: str) -> str:
    """Give the name of a repository: its path relative to ``top`` with ``/``, or the whole path."""
    if path == top:
        return os.path.basename(path) or path
    is_inside = path.startswith(top.rstrip(os.sep) + os.sep)
    return os.path.relpath(path, top).replace(os.sep, "/") if is_inside else path


def _parse_lines(text: str, base: str) -> RepositoryList:
    """Give the repositories of a list of paths and patterns, without the excluded ones."""
    lines = [each.strip() for each in text.split("\n")]
    patterns = [each for each in lines if each and not each.startswith("#")]
    excluded = [_absolute(each[1:], base) for each in patterns if each.startswith(EXCLUDE_PREFIX)]
    included = [_absolute(each, base) for each in patterns if not each.startswith(EXCLUDE_PREFIX)]
    found = _unique(
        ListedRepository(_name_below(path, base), path, problem=problem)
        for each in included
        for path, problem in (repositories_matching(each) if is_pattern(each) else [(each, "")])
        if not any(is_at_or_below(path, pattern) for pattern in excluded)
    )
    return RepositoryList(tuple(found), has_patterns=any(map(is_pattern, included)))


def _absolute(written: str, base: str) -> str:
    return os.path.normpath(os.path.join(base, os.path.expanduser(written.strip())))


def _find_clone(repository: ExportedRepository, folder: str) -> ListedRepository:
    """Find a repository's clone below a folder by its full name, or the last part of the name."""
    parts = repository.name.split("/")
    is_no_path = "\0" in repository.name or (os.sep != "/" and os.sep in repository.name)
    if is_no_path or any(each in ("", ".", "..") for each in parts):
        problem = "its name is no path below a folder"
        return ListedRepository(repository.name, repository.name, problem=problem)
    full_path, short_path = os.path.join(folder, *parts), os.path.join(folder, parts[-1])
    candidates = [full_path, f"{full_path}.git", short_path, f"{short_path}.git"]
    found = next((each for each in candidates if is_repository(each)), None)
    problem = "" if found else f"there is no clone of it below {folder}"
    return ListedRepository(
        repository.name,
        found or full_path,
        repository.default_branch,
        repository.page_url,
        problem,
    )


def _unique(entries: Iterable[ListedRepository]) -> list[ListedRepository]:
    """Give the repositories without repeated paths: the first of each path stays."""
    found: dict[str, ListedRepository] = {}
    for each in entries:
        found.setdefault(each.path, each)
    return list(found.values())
