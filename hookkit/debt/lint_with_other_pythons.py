"""Have another Python lint files that this one cannot parse, or name them in a remark."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hookkit.debt.find_other_pythons import find_pythons
from hookkit.debt.finding import UNPARSED_CODES, LintFinding
from hookkit.debt.flake8_process import run_flake8_of_other_python
from hookkit.debt.local_plugins import configuration_text
from hookkit.debt.required_python_versions import (
    THIS_PYTHON,
    RequiredPythons,
    Version,
    looks_like_python_2,
    parse_version,
    requires_python,
)
from hookkit.debt.tracked_files import blob_ids, read_blobs
from hookkit.errors import EnvironmentFailed
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import write_files
from hookkit.phrases import names_phrase, plural
from hookkit.settings import effective_settings

_PYPROJECT = "pyproject.toml"


class CombinedFindings(NamedTuple):
    """The findings of this Python's flake8 and of other Pythons.

    ``unparsed_paths`` are the files that no Python could parse, ``other_python_paths`` the files
    that another Python checked; ``remarks`` are sentences on both, for the report.
    """

    findings: list[LintFinding]
    unparsed_paths: frozenset[str]
    other_python_paths: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()


def lint_with_other_pythons(
    git: Git, commit: str | None, scratch: Path, config: Path, findings: list[LintFinding]
) -> CombinedFindings:
    """Check files of ``scratch / "files"`` that do not parse, by a Python that can parse them.

    ``commit`` is the commit with the files, "" for the index, None for the worktree. ``findings``
    are those of this Python's flake8. If the settings or the project require that this Python can
    parse all files, no other Python is tried.
    """
    unparsed_paths = {each.path for each in findings if each.code in UNPARSED_CODES}
    required_pythons = _required_pythons(git, commit) if unparsed_paths else RequiredPythons()
    if not unparsed_paths or required_pythons.is_this_python_required:
        return CombinedFindings(findings, frozenset(unparsed_paths))
    files = _read_contents(scratch / "files", unparsed_paths)
    other_findings, python_by_path, tried_versions = _run_other_pythons(
        git, required_pythons, scratch, config, files
    )
    remaining_files = {path: data for path, data in files.items() if path not in python_by_path}
    paths_for_missing_pythons = _paths_for_missing_pythons(
        required_pythons, tried_versions, remaining_files
    )
    kept_findings = [
        each
        for each in findings
        if each.path not in python_by_path
        and not (each.path in paths_for_missing_pythons and each.code in UNPARSED_CODES)
    ]
    return CombinedFindings(
        [*kept_findings, *other_findings],
        frozenset(unparsed_paths - python_by_path.keys()),
        frozenset(python_by_path),
        _remarks(python_by_path, paths_for_missing_pythons),
    )


def _required_pythons(git: Git, commit: str | None) -> RequiredPythons:
    versions = effective_settings.load_settings(git).python_versions
    if versions:
        return RequiredPythons(versions=frozenset(map(parse_version, versions)))
    return RequiredPythons(requires_python(_read_pyproject(git, commit)))


def _paths_for_missing_pythons(
    required_pythons: RequiredPythons, tried_versions: set[Version], files: Mapping[str, bytes]
) -> set[str]:
    """Give the unparsed files that may be for a Python that is not installed here."""
    if required_pythons.versions:
        return {*files} if required_pythons.versions - tried_versions - {THIS_PYTHON} else set()
    return {
        path
        for path, data in files.items()
        if required_pythons.requirement or looks_like_python_2(data)
    }


def _read_pyproject(git: Git, commit: str | None) -> bytes:
    if commit is not None:
        return read_blobs(git, blob_ids(git, commit, [_PYPROJECT])).get(_PYPROJECT.encode(), b"")
    with suppress(FileUnavailable):
        return read_file(git.paths.top or "", _PYPROJECT.encode()).data
    return b""


def _read_contents(folder: Path, paths: set[str]) -> dict[str, bytes]:
    found = {}
    for path in sorted(paths):
        with suppress(OSError):  # the name in the report is not the real name of the file
            found[path] = (folder / path).read_bytes()
    return found


def _run_other_pythons(
    git: Git,
    required_pythons: RequiredPythons,
    scratch: Path,
    config: Path,
    files: Mapping[str, bytes],
) -> tuple[list[LintFinding], dict[str, str], set[Version]]:
    """Give other Pythons' findings, the Python that checked each path, and the versions tried."""
    empty_folder, text = scratch / "empty", configuration_text(config, None, scratch)
    write_files(empty_folder, {})
    other_findings: list[LintFinding] = []
    python_by_path: dict[str, str] = {}
    tried_versions: set[Version] = set()
    for python in find_pythons(required_pythons, git.top, empty_folder, os.environ):
        name = "Python {}.{}".format(*python.version)
        folder = scratch / name.lower().replace(" ", "-")
        remaining_files = {path: data for path, data in files.items() if path not in python_by_path}
        if not remaining_files:
            break
        write_files(
            folder / "files", {path.encode(): data for path, data in remaining_files.items()}
        )
        write_files(folder / "files", {config.name.encode(): text.encode()})
        paths = (folder / "files", folder / "found", folder / "files" / config.name)
        with suppress(EnvironmentFailed):
            findings = run_flake8_of_other_python(python.command, empty_folder, *paths)
            parsed_paths = remaining_files.keys() - {
                each.path for each in findings if each.code in UNPARSED_CODES
            }
            other_findings += [each for each in findings if each.path in parsed_paths]
            python_by_path |= dict.fromkeys(parsed_paths, name)
            tried_versions.add(python.version)
    return other_findings, python_by_path, tried_versions


def _remarks(
    python_by_path: Mapping[str, str], paths_for_missing_pythons: set[str]
) -> tuple[str, ...]:
    this_python = "Python {}.{}".format(*THIS_PYTHON)
    remarks = []
    for name in sorted(set(python_by_path.values())):
        files = plural(sum(each == name for each in python_by_path.values()), "file")
        remarks.append(f"{files} that {this_python} cannot read: judged by {name}")
    if paths_for_missing_pythons:
        names = names_phrase(sorted(paths_for_missing_pythons), 3)
        files = plural(len(paths_for_missing_pythons), "file")
        remarks.append(
            f"{files} cannot be read by {this_python}, and no other Python that can and has flake8"
            f" is here: {names}"
        )
    return tuple(remarks)
