"""Files that this Python's flake8 cannot parse: another Python checks or a note counts them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hookkit.debt.commit_contents import blobs_at, read_blobs
from hookkit.debt.finding import UNREADABLE, LintFinding
from hookkit.debt.flake8_process import run_other_flake8
from hookkit.debt.local_plugins import configuration_text
from hookkit.debt.other_pythons import (
    THIS_PYTHON,
    Version,
    WantedPythons,
    find_pythons,
    looks_like_python_2,
    parse_version,
    requires_python,
)
from hookkit.debt.scratch_tree import write_tree
from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git
from hookkit.git.worktree_read import FileUnavailable, read_file
from hookkit.phrases import counted, name_list
from hookkit.settings import reader

_PYPROJECT = "pyproject.toml"


class ReadByOthers(NamedTuple):
    """The findings of this Python's flake8 and of other Pythons.

    ``unreadable`` are the files that no Python could parse, ``by_other_python`` the files that
    another Python checked; ``notes`` are sentences on both.
    """

    findings: list[LintFinding]
    unreadable: frozenset[str]
    by_other_python: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def lint_by_others(
    git: Git, commit: str | None, scratch: Path, config: Path, found: list[LintFinding]
) -> ReadByOthers:
    """Check files of ``scratch / "files"`` that do not parse with a Python that can parse them.

    ``commit`` is the commit with the files, "" for the index, None for the worktree. ``found`` are
    the findings so far. If the settings or the project require that this Python can parse all
    files, no other Python is tried.
    """
    unparsed = {each.path for each in found if each.code in UNREADABLE}
    wanted = _wanted_pythons(git, commit) if unparsed else WantedPythons()
    if not unparsed or wanted.include_this_python:
        return ReadByOthers(found, frozenset(unparsed))
    files = _contents(scratch / "files", unparsed)
    found_by_others, python_by_path, tried = _lint_with_others(git, wanted, scratch, config, files)
    rest = {path: data for path, data in files.items() if path not in python_by_path}
    foreign = _foreign_paths(wanted, tried, rest)
    kept = [
        each
        for each in found
        if each.path not in python_by_path
        and not (each.path in foreign and each.code in UNREADABLE)
    ]
    unreadable = frozenset(unparsed - python_by_path.keys())
    return ReadByOthers(
        [*kept, *found_by_others],
        unreadable,
        frozenset(python_by_path),
        _notes(python_by_path, foreign),
    )


def _wanted_pythons(git: Git, commit: str | None) -> WantedPythons:
    versions = reader.load_settings(git).python_versions
    if versions:
        return WantedPythons(versions=frozenset(map(parse_version, versions)))
    return WantedPythons(requires_python(_pyproject(git, commit)))


def _foreign_paths(
    wanted: WantedPythons, tried: set[Version], files: Mapping[str, bytes]
) -> set[str]:
    """Give the unreadable files that may be for a Python that is not installed here."""
    if wanted.versions:
        return {*files} if wanted.versions - tried - {THIS_PYTHON} else set()
    return {path for path, data in files.items() if wanted.requirement or looks_like_python_2(data)}


def _pyproject(git: Git, commit: str | None) -> bytes:
    if commit is not None:
        return read_blobs(git, blobs_at(git, commit, [_PYPROJECT])).get(_PYPROJECT.encode(), b"")
    with suppress(FileUnavailable):
        return read_file(git.paths.top or "", _PYPROJECT.encode()).data
    return b""


def _contents(folder: Path, paths: set[str]) -> dict[str, bytes]:
    found = {}
    for path in sorted(paths):
        with suppress(OSError):  # the name in the report is not the real name of the file
            found[path] = (folder / path).read_bytes()
    return found


def _lint_with_others(
    git: Git, wanted: WantedPythons, scratch: Path, config: Path, files: Mapping[str, bytes]
) -> tuple[list[LintFinding], dict[str, str], set[Version]]:
    """Give other Pythons' findings, the Python that checked each path, and the versions tried."""
    empty, text = scratch / "empty", configuration_text(config, None, scratch)
    write_tree(empty, {})
    found_by_others: list[LintFinding] = []
    python_by_path: dict[str, str] = {}
    tried: set[Version] = set()
    for python in find_pythons(wanted, git.top, empty, os.environ):
        name = "Python {}.{}".format(*python.version)
        folder = scratch / name.lower().replace(" ", "-")
        rest = {path: data for path, data in files.items() if path not in python_by_path}
        if not rest:
            break
        write_tree(folder / "files", {path.encode(): data for path, data in rest.items()})
        write_tree(folder / "files", {config.name.encode(): text.encode()})
        paths = (folder / "files", folder / "found", folder / "files" / config.name)
        with suppress(EnvironmentFailed):
            found = run_other_flake8(python.command, empty, *paths)
            read_paths = rest.keys() - {each.path for each in found if each.code in UNREADABLE}
            found_by_others += [each for each in found if each.path in read_paths]
            python_by_path |= dict.fromkeys(read_paths, name)
            tried.add(python.version)
    return found_by_others, python_by_path, tried


def _notes(python_by_path: Mapping[str, str], foreign: set[str]) -> tuple[str, ...]:
    this_python = "Python {}.{}".format(*THIS_PYTHON)
    notes = []
    for name in sorted(set(python_by_path.values())):
        files = counted(sum(each == name for each in python_by_path.values()), "file")
        notes.append(f"{files} that {this_python} cannot read: judged by {name}")
    if foreign:
        names = name_list(sorted(foreign), 3)
        files = counted(len(foreign), "file")
        notes.append(
            f"{files} cannot be read by {this_python}, and no other Python that can and has flake8"
            f" is here: {names}"
        )
    return tuple(notes)
