"""flake8 plugins that a repository itself defines: their code, told by a digest of its content."""

from __future__ import annotations

import configparser
import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from posixpath import join, normpath

from hookkit.named_tuple import NamedTuple

FLAKE8, LOCAL = "flake8", "flake8:local-plugins"
"""The sections of flake8's configuration."""

Contents = Mapping[bytes, bytes]
"""Contents of files by their paths from the top level."""


class LocalPlugins(NamedTuple):
    """What the section of local plugins names, and the code that it can import.

    ``config`` is the name of the file with the section, ``codes`` what the codes of its plugins
    begin with, ``folders`` where modules are imported from, ``modules`` those of the plugins, all
    as the section has them; ``files`` are the contents by which the plugins are known.
    """

    config: str
    section: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
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


def not_trusted(plugins: LocalPlugins) -> str:
    """Say that plugins were not run, and what that means."""
    codes = ", ".join(plugins.codes) or "none"
    return (
        f"{plugins.config} has flake8 run plugins of the repository itself ({codes}), which you do"
        " not trust as they are: they were not run, and what they find is unknown"
    )


def find_local_plugins(config: Path | None) -> LocalPlugins | None:
    """Read the local plugins of a configuration of flake8; None where it has none."""
    parser = read_configuration(config)
    if config is None or not parser.has_section(LOCAL):
        return None
    # As flake8 reads them (flake8.plugins.finder, flake8.utils).
    words = [
        each.partition("=")
        for name in ("extension", "report")
        for each in _listed(parser.get(LOCAL, name, fallback=""), r"[,\t\n\r\f\v]+")
    ]
    folders = _listed(parser.get(LOCAL, "paths", fallback=""), r"[,\s]")
    return LocalPlugins(
        config.name,
        tuple(sorted((name, value.strip()) for name, value in parser.items(LOCAL))),
        tuple(code for name, _, _ in words if (code := name.strip())),
        tuple(folders),
        tuple(value.partition(":")[0].strip() for _, _, value in words),
    )


def _listed(text: str, between: str) -> list[str]:
    return [word for each in re.split(between, text) if (word := each.strip())]


def read_configuration(config: Path | None) -> configparser.RawConfigParser:
    """Read a file of flake8's configuration; one that is none is empty."""
    parser = configparser.RawConfigParser()
    with suppress(OSError, UnicodeDecodeError, configparser.Error):
        if config is not None:
            parser.read(config, encoding="utf-8")
        return parser
    return configparser.RawConfigParser()  # without what was read up to the error


def with_files(
    plugins: LocalPlugins, read: Callable[[Callable[[bytes], bool]], Contents]
) -> LocalPlugins:
    """Add the files that the plugins can import: their modules, and what these import in turn.

    ``read`` gives the contents of the Python files whose paths are wanted.
    """
    folders = [each for each in map(_inside, plugins.folders) if each is not None]
    files: dict[bytes, bytes] = {}
    wanted, known = {_top(each) for each in plugins.modules}, set[str]()
    while wanted:
        places = tuple(join(folder, name).encode() for folder in folders for name in wanted)
        found = read(lambda path, places=places: _is_of(path, places))  # type: ignore[misc]
        files |= found
        known |= wanted
        names = {name for data in found.values() for name in _imported(data)}
        wanted = names - known - sys.stdlib_module_names  # these come before the folders
    return plugins._replace(files=files)


def _inside(folder: str) -> str | None:
    """Give a folder from the top level; None for one that is elsewhere, which is never used."""
    place = normpath(folder)
    if os.path.isabs(place) or place.split("/")[0] == "..":
        return None
    return "" if place == "." else place


def _top(module: str) -> str:
    return module.partition(".")[0]


def _is_of(path: bytes, places: tuple[bytes, ...]) -> bool:
    """Whether a file is one of some modules, or of one of some packages."""
    return any(path == each + b".py" or path.startswith(each + b"/") for each in places)


def _imported(data: bytes) -> Iterator[str]:
    """Give the top names of what a file imports; of one that does not parse none."""
    import ast

    try:
        nodes = ast.walk(ast.parse(data))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (_top(each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield _top(node.module)


def configuration_text(
    config: Path, plugins: LocalPlugins | None, folder: Path, own: str = ""
) -> str:
    """Give the text of a configuration whose plugins are imported from below a folder alone.

    Without ``plugins`` there are none but ``own``, which is as flake8 names a plugin.
    """
    parser = read_configuration(config)
    parts = [_section(FLAKE8, dict(parser.items(FLAKE8)) if parser.has_section(FLAKE8) else {})]
    local: dict[str, str] = {}
    if plugins is not None:
        places = (_inside(each) for each in plugins.folders)
        found = [str(folder / each) for each in places if each is not None]
        local = {**dict(parser.items(LOCAL)), "paths": ",\n".join(["", *found])}
    if own:
        local["extension"] = f"{local.get('extension', '')}\n{own}"
    return "\n".join([*parts, *([_section(LOCAL, local)] if local else [])])


def _section(name: str, options: Mapping[str, str]) -> str:
    lines = (f"{each} = {value}".replace("\n", "\n\t") for each, value in options.items())
    return "\n".join([f"[{name}]", *lines, ""])
