"""The versions of Python for which a project's files are written, and signs of Python 2."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import HookkitError
from hookkit.settings.settings_file import parse_toml

THIS_PYTHON = (sys.version_info[0], sys.version_info[1])
"""Major and minor version of the Python that runs hookkit."""

_CLAUSE_PATTERN = re.compile(r"\s*(~=|==|!=|>=|<=|>|<)\s*(\d+)(?:\.(\d+))?(?:\.(\d+|\*))?")
_PYTHON_2_PATTERN = re.compile(
    rb"(?m)^\s*print\s+[^\s(=]|^\s*except\s+[\w.]+\s*,\s*\w+\s*:"
    rb"|^\s*exec\s+['\"]|^\s*raise\s+\w+\s*,"
)

Version = tuple[int, int]


class RequiredPythons(NamedTuple):
    """The Pythons for which files are written.

    ``requirement`` is the project's ``requires-python`` (PEP 440), "" for none; it is used if
    ``versions`` is empty.
    """

    requirement: str = ""
    versions: frozenset[Version] = frozenset()

    @property
    def is_this_python_required(self) -> bool:
        """Whether the Python that runs hookkit must be able to read all of the files."""
        if self.versions:
            return self.versions == {THIS_PYTHON}
        return self.requirement != "" and meets_requirement(self.requirement, THIS_PYTHON)

    def accepts(self, version: Version) -> bool:
        """Whether files may be written for a version; if nothing is required, for every version."""
        if self.versions:
            return version in self.versions
        return meets_requirement(self.requirement, version)


def requires_python(pyproject: bytes) -> str:
    """Give ``requires-python`` of a pyproject.toml, "" if there is none or it cannot be parsed."""
    try:
        project = parse_toml(pyproject.decode("utf-8", "replace"), Path("pyproject.toml"))
    except HookkitError:
        return ""
    table = project.get("project")
    requirement = table.get("requires-python") if isinstance(table, dict) else None
    return requirement if isinstance(requirement, str) else ""


def meets_requirement(requirement: str, version: Version) -> bool:
    """Whether a release of a version (such as 3.8.1 of 3.8) meets a requirement (PEP 440)."""
    return all(
        _meets_clause(clause, version) for clause in requirement.split(",") if clause.strip()
    )


def _meets_clause(clause: str, version: Version) -> bool:
    match = _CLAUSE_PATTERN.match(clause)
    if match is None:
        return True
    operator, *numbers, micro = match.groups()
    wanted = tuple(int(each) for each in numbers if each is not None)
    prefix = version[: len(wanted)]
    has_micro = micro is not None and micro != "*"
    return {
        "==": prefix == wanted,
        "!=": prefix != wanted or micro != "*",
        "~=": prefix == wanted if has_micro else version[0] == wanted[0] and prefix >= wanted,
        ">=": prefix >= wanted,
        ">": prefix >= wanted,
        "<=": prefix <= wanted,
        "<": prefix < wanted or (prefix == wanted and has_micro and micro != "0"),
    }[operator]


def looks_like_python_2(data: bytes) -> bool:
    """Whether a file has a statement that only Python 2 accepts."""
    return _PYTHON_2_PATTERN.search(data) is not None


def parse_version(text: str) -> Version:
    """Parse a version such as "3.8"."""
    major, _, minor = text.partition(".")
    return int(major), int(minor)
