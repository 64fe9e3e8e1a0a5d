"""flake8 plugins that a repository itself defines: their code, which a digest identifies.

``configuration_text`` is a configuration of flake8 that imports them from a copy of that code.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from posixpath import join, normpath

from hookkit.debt.flake8_config_files import (
    FLAKE8_SECTION,
    LOCAL_PLUGINS_SECTION,
    find_configuration,
    read_configuration,
)
from hookkit.debt.tracked_files import python_file_reader
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

Contents = Mapping[bytes, bytes]
"""Contents of files by their paths from the top level."""


class LocalPlugins(NamedTuple):
    """The section of local plugins in a configuration, and the code that the plugins can import.

    ``config`` is the name of the file with the section. As written in the section,
    ``code_prefixes`` are the prefixes of the plugins' codes, ``folders`` the folders from which
    modules are imported, and ``modules`` the modules of the plugins. ``files`` are the contents (by
    path) of the code.
    """

    config: str
    section: tuple[tuple[str, str], ...]
    code_prefixes: tuple[str, ...]
    folders: tuple[str, ...]
    modules: tuple[str, ...]
    files: Contents = {}

    @property
    def digest(self) -> str:
        """The digest of the section and the files."""
        hashed = hashlib.sha256(repr(self.section).encode())
        for path, data in sorted(self.files.items()):
            hashed.update(b"%d %s\0%d\0%s" % (len(path), path, len(data), data))
        return hashed.hexdigest()


def untrusted_sentence(plugins: LocalPlugins) -> str:
    """Say that plugins were not run, and that their findings are therefore unknown."""
    codes = ", ".join(plugins.code_prefixes) or "none"
    return (
        f"{plugins.config} has flake8 run plugins of the repository itself ({codes}), which you do"
        " not trust as they are: they were not run, and what they find is unknown"
    )


def find_local_plugins(config: Path | None) -> LocalPlugins | None:
    """Read the local plugins of a configuration of flake8; None if it has none."""
    parser = read_configuration(config)
    if config is None or not parser.has_section(LOCAL_PLUGINS_SECTION):
        return None
    # As flake8 reads them (flake8.plugins.finder, flake8.utils).
    entries = [
        each.partition("=")
        for name in ("extension", "report")
        for each in _split_list(
            parser.get(LOCAL_PLUGINS_SECTION, name, fallback=""), r"[,\t\n\r\f\v]+"
        )
    ]
    folders = _split_list(parser.get(LOCAL_PLUGINS_SECTION, "paths", fallback=""), r"[,\s]")
    return LocalPlugins(
        config.name,
        tuple(sorted((name, value.strip()) for name, value in parser.items(LOCAL_PLUGINS_SECTION))),
        tuple(code for name, _, _ in entries if (code := name.strip())),
        tuple(folders),
        tuple(value.partition(":")[0].strip() for _, _, value in entries),
    )


def _split_list(text: str, separator: str) -> list[str]:
    return [word for each in re.split(separator, text) if (word := each.strip())]


def with_imported_files(
    plugins: LocalPlugins, read_files: Callable[[Callable[[bytes], bool]], Contents]
) -> LocalPlugins:
    """Add the files that the plugins can import: their modules, and their imports in turn.

    ``read_files`` takes a test of a path, and gives the contents of the Python files that pass it.
    """
    folders = [each for each in map(_relative_folder, plugins.folders) if each is not None]
    files: dict[bytes, bytes] = {}
    new_names, known_names = {_top_name(each) for each in plugins.modules}, set[str]()
    while new_names:
        modules = tuple(join(folder, name).encode() for folder in folders for name in new_names)
        new_files = read_files(partial(_belongs_to, modules))
        files |= new_files
        known_names |= new_names
        imported_names = {name for data in new_files.values() for name in _imported_names(data)}
        new_names = (
            imported_names - known_names - sys.stdlib_module_names
        )  # import finds these first
    return plugins._replace(files=files)


def _relative_folder(folder: str) -> str | None:
    """Give a folder relative to the top level; None if it is outside, where it is never used."""
    path = normpath(folder)
    if os.path.isabs(path) or path.split("/")[0] == "..":
        return None
    return "" if path == "." else path


def _top_name(module: str) -> str:
    return module.partition(".")[0]


def _belongs_to(modules: tuple[bytes, ...], path: bytes) -> bool:
    """Whether a file is one of these modules, or belongs to one of these packages."""
    return any(path == each + b".py" or path.startswith(each + b"/") for each in modules)


def _imported_names(data: bytes) -> Iterator[str]:
    """Give the top-level names of the modules that a file imports; none if it does not parse."""
    import ast

    try:
        nodes = ast.walk(ast.parse(data))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (_top_name(each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield _top_name(node.module)


def plugins_of_worktree(git: Git) -> LocalPlugins | None:
    """Give the repository's own plugins as they are in the worktree, None for none."""
    assert git.top is not None
    plugins = find_local_plugins(find_configuration(git.top))
    return None if plugins is None else with_imported_files(plugins, python_file_reader(git, None))


def configuration_text(
    config: Path, plugins: LocalPlugins | None, folder: Path, extra_plugin: str = ""
) -> str:
    """Give the text of a configuration that imports local plugins only from below ``folder``.

    ``extra_plugin`` is the entry of a further plugin, as in flake8's configuration, "" for none. If
    ``plugins`` is None, it is the only local plugin.
    """
    parser = read_configuration(config)
    has_section = parser.has_section(FLAKE8_SECTION)
    sections = [_section(FLAKE8_SECTION, dict(parser.items(FLAKE8_SECTION)) if has_section else {})]
    local_options: dict[str, str] = {}
    if plugins is not None:
        folders = (_relative_folder(each) for each in plugins.folders)
        paths = [str(folder / each) for each in folders if each is not None]
        local_options = {
            **dict(parser.items(LOCAL_PLUGINS_SECTION)),
            "paths": ",\n".join(["", *paths]),
        }
    if extra_plugin:
        local_options["extension"] = f"{local_options.get('extension', '')}\n{extra_plugin}"
    if local_options:
        sections.append(_section(LOCAL_PLUGINS_SECTION, local_options))
    return "\n".join(sections)


def _section(name: str, options: Mapping[str, str]) -> str:
    lines = (f"{each} = {value}".replace("\n", "\n\t") for each, value in options.items())
    return "\n".join([f"[{name}]", *lines, ""])
