"""The tools that check a content: flake8, its plugins and Python, each with its version."""

from __future__ import annotations

import platform
from importlib import metadata
from typing import NamedTuple

from hookkit.debt.logging_rules import LOGGING_PLUGINS
from hookkit.errors import EnvironmentFailed

_FLAKE8_PACKAGES = ("flake8", "mccabe", "pycodestyle", "pyflakes")
"""The packages of flake8 itself, whose findings in a file depend on no other file."""

_ENTRY_POINT_GROUPS = ("flake8.extension", "flake8.report")


class ToolVersions(NamedTuple):
    """The versions of the tools.

    ``versions_text`` names all versions, ``summary`` only flake8 and Python.
    ``plugins_with_other_files`` are the plugins that may read other files than the checked one.
    """

    versions_text: str
    plugins_with_other_files: tuple[str, ...]
    summary: str


def installed_tool_versions() -> ToolVersions:
    """Read the versions installed beside hookkit. Raises EnvironmentFailed if flake8 is missing."""
    versions: dict[str, str] = {}
    try:
        versions |= {each: metadata.version(each) for each in _FLAKE8_PACKAGES}
    except metadata.PackageNotFoundError as error:
        sentence = f"{error.name} is not installed beside hookkit"
        raise EnvironmentFailed(sentence, "python -m pip install flake8") from error
    for group in _ENTRY_POINT_GROUPS:
        for each in metadata.entry_points(group=group):
            if each.dist is not None:
                versions[each.dist.name.lower()] = each.dist.version
    python = f"{platform.python_implementation()} {platform.python_version()}"
    words = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    # The plugins for logging read only the syntax tree of the checked file.
    plugins = tuple(sorted(versions.keys() - {*_FLAKE8_PACKAGES, *LOGGING_PLUGINS}))
    return ToolVersions(f"{words}, {python}", plugins, f"flake8 {versions['flake8']} on {python}")
