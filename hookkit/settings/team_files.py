"""The settings of the team: ``[tool.hookkit]`` of pyproject.toml, or ``.hookkit.toml``."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.settings.definitions import TEAM_FILES
from hookkit.settings.raw_setting import SettingsAndErrors
from hookkit.settings.settings_file import (
    decode_settings,
    find_key_line,
    parse_toml,
    parse_tool_table,
    read_settings_file,
    read_settings_table,
)


def read_team_files(top: Path) -> SettingsAndErrors:
    """Read the settings in the files of the worktree at ``top``.

    Errors are a file that is not TOML, unknown or repeated keys, and settings in both files.
    """
    return _read_contents(
        {path: read_settings_file(path) for path in map(top.joinpath, TEAM_FILES)}
    )


# In a new bare repository HEAD may name a branch that is never pushed.
_DEFAULT_BRANCHES = ("HEAD", "refs/heads/main", "refs/heads/master")


def read_committed_team_files(
    git: Git, commits: Sequence[str] = _DEFAULT_BRANCHES
) -> SettingsAndErrors:
    """Read the settings in the first of ``commits`` that exists, in one process.

    By default these are the branch that HEAD names, main and master. The errors are those of
    ``read_team_files``; their repairs are to be run in the top folder of a clone.
    """
    object_names = [[name, *(f"{name}:{file}" for file in TEAM_FILES)] for name in commits]
    found = git.object_contents([each for names in object_names for each in names])
    for commit, *files in object_names:
        if commit in found:
            pairs = zip(TEAM_FILES, files, strict=True)
            return _read_contents(
                {Path(name): found.get(object_name) for name, object_name in pairs}
            )
    return [], []


def _read_contents(files: Mapping[Path, bytes | None]) -> SettingsAndErrors:
    """Read the settings of both files, given by path and content, None if a file is missing."""
    (pyproject, pyproject_data), (hookkit_toml, hookkit_data) = files.items()
    pyproject_settings, rejected = _collect_error(
        lambda: _read_pyproject(pyproject, pyproject_data)
    )
    hookkit_settings, hookkit_rejected = _collect_error(
        lambda: _read_hookkit_toml(hookkit_toml, hookkit_data)
    )
    rejected += hookkit_rejected
    if pyproject_settings and hookkit_settings:
        rejected.append(both_files_error(pyproject, hookkit_toml))
    return pyproject_settings or hookkit_settings, rejected


def both_files_error(pyproject: Path, hookkit_toml: Path) -> WrongUsage:
    """Give the error for settings that are both in pyproject.toml and in .hookkit.toml."""
    return WrongUsage(
        f"there are settings in {pyproject} [tool.hookkit] and in {hookkit_toml}: "
        "move those of .hookkit.toml to pyproject.toml and remove .hookkit.toml",
        f"git rm {shlex.quote(str(hookkit_toml))}",
    )


def _collect_error(read: Callable[[], SettingsAndErrors]) -> SettingsAndErrors:
    try:
        return read()
    except WrongUsage as error:
        return [], [error]


def _read_pyproject(path: Path, data: bytes | None) -> SettingsAndErrors:
    if data is None or b"hookkit" not in data:
        return [], []
    text = decode_settings(data, path)
    return _read_toml_table(
        parse_tool_table(text, path, "hookkit", "settings"), text, path, "tool.hookkit"
    )


def _read_hookkit_toml(path: Path, data: bytes | None) -> SettingsAndErrors:
    if data is None:
        return [], []
    text = decode_settings(data, path)
    return _read_toml_table(parse_toml(text, path), text, path, None)


def _read_toml_table(
    table: Mapping[str, object], text: str, path: Path, section: str | None
) -> SettingsAndErrors:
    origin = str(path) if section is None else f"{path} [{section}]"

    def line_of(name: str) -> int | None:
        line = find_key_line(text, section, name)
        is_table = line is None and isinstance(table[name], dict)
        return _find_header_line(text, section, name) if is_table else line

    return read_settings_table(table, path, origin, line_of)


def _find_header_line(text: str, section: str | None, name: str) -> int | None:
    """Give the line (1-based) with the header of a table in ``section``; None if there is none."""
    header = f"[{name}]" if section is None else f"[{section}.{name}]"
    lines = ["".join(line.split("#")[0].split()) for line in text.split("\n")]
    return lines.index(header) + 1 if header in lines else None
