"""flake8's configuration for contents of many commits: all are checked with the current one.

Paths in it are rewritten for the numbered folders of the contents (``paths_for_flake8``), so that
they match the same files (flake8.utils.normalize_path, flake8.utils.matches_filename).
"""

from __future__ import annotations

import configparser
import io
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hookkit.debt.flake8_config_files import (
    CONFIGURATION_NAMES,
    FLAKE8_SECTION,
    LOCAL_PLUGINS_SECTION,
)
from hookkit.debt.local_plugins import LocalPlugins, configuration_text
from hookkit.debt.tracked_files import blob_ids, read_blobs
from hookkit.debt_log.paths_for_flake8 import NUMBERED_FOLDER_PATTERN
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import write_files

_OUTPUT_OPTIONS = frozenset(
    {
        *("benchmark", "color", "count", "exit-zero", "format", "jobs", "output-file", "quiet"),
        *("show-source", "statistics", "stdin-display-name", "tee", "verbose"),
    }
)
"""Options of flake8's output and processes, which do not change its findings."""

_LIST_OPTIONS = frozenset({"exclude", "extend-exclude", "per-file-ignores"})
_PATH_OPTIONS = _LIST_OPTIONS | {"filename"}
"""Options whose values are paths."""


class Configuration(NamedTuple):
    """The configuration of flake8.

    ``source`` is the file's name, "" if there is none, and ``text`` the rewritten configuration for
    flake8. ``options_text`` has the options on which findings depend. ``has_paths`` is True if an
    option contains paths, ``has_local_plugins`` if the repository defines plugins of its own (see
    ``text_with_plugins``).
    """

    source: str
    text: bytes
    options_text: str
    has_paths: bool
    has_local_plugins: bool


def text_with_plugins(
    configuration: Configuration, plugins: LocalPlugins | None, scratch: Path
) -> bytes:
    """Give the text for flake8 with the repository's own plugins, written below ``scratch``."""
    if plugins is None:
        return configuration.text
    local = configparser.RawConfigParser()
    local[LOCAL_PLUGINS_SECTION] = dict(plugins.section)
    out = io.StringIO()
    local.write(out)
    write_files(scratch, {b"config": configuration.text + out.getvalue().encode()})
    write_files(scratch / "plugins", plugins.files)
    return configuration_text(scratch / "config", plugins, scratch / "plugins").encode()


def read_current_configuration(git: Git, tip: str) -> Configuration:
    """Read the configuration of the worktree, or of the commit ``tip`` in a bare repository."""
    for name, data in _configuration_files(git, tip):
        parser = configparser.RawConfigParser()
        with suppress(UnicodeDecodeError, configparser.Error):
            parser.read_string(data.decode("utf-8"))
            if parser.has_section(FLAKE8_SECTION) or parser.has_section(LOCAL_PLUGINS_SECTION):
                return configuration_for_contents(name, parser)
    return configuration_for_contents("", configparser.RawConfigParser())


def _configuration_files(git: Git, tip: str) -> Iterator[tuple[str, bytes]]:
    if git.top is None:
        contents = read_blobs(git, blob_ids(git, tip, CONFIGURATION_NAMES))
        yield from ((each, contents.get(each.encode(), b"")) for each in CONFIGURATION_NAMES)
        return
    for name in CONFIGURATION_NAMES:
        with suppress(OSError):
            yield name, (git.top / name).read_bytes()


def configuration_for_contents(source: str, parser: configparser.RawConfigParser) -> Configuration:
    """Give the options of a parsed configuration, and its text for contents in numbered folders."""
    given_options = dict(parser.items(FLAKE8_SECTION)) if parser.has_section(FLAKE8_SECTION) else {}
    options = {
        name: value
        for name, value in sorted(given_options.items())
        if name.replace("_", "-") not in _OUTPUT_OPTIONS
    }
    rewritten = configparser.RawConfigParser()
    rewritten[FLAKE8_SECTION] = {
        name: _in_numbered_folders(name, value) for name, value in options.items()
    }
    out = io.StringIO()
    rewritten.write(out)
    return Configuration(
        source,
        out.getvalue().encode(),
        repr(options),
        any(each.replace("_", "-") in _PATH_OPTIONS for each in options),
        parser.has_section(LOCAL_PLUGINS_SECTION),
    )


def _in_numbered_folders(name: str, value: str) -> str:
    option = name.replace("_", "-")
    if option in _LIST_OPTIONS:
        return re.sub(r"[^\s,:]+", lambda found: _pattern_in_numbered_folder(found[0]), value)
    if option == "filename":
        return re.sub(r"(?<![^\s,])\./", f"./{NUMBERED_FOLDER_PATTERN}/", value)
    return value


def _pattern_in_numbered_folder(pattern: str) -> str:
    """Rewrite a pattern for the folders of the contents; a pattern without a / matches names."""
    if "/" not in pattern or os.path.isabs(pattern):
        return pattern
    path = os.path.normpath(pattern)
    return (
        pattern
        if path.split(os.sep)[0] in (os.curdir, os.pardir)
        else f"{NUMBERED_FOLDER_PATTERN}/{path}"
    )
