"""The formatter of a project, Black or ruff, and the codes of autopep8 that it overrides."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

FORMATTER_CODES = (
    "E133",
    "E203",
    "E226",
    "E301",
    "E302",
    "E306",
    "E501",
    "E701",
    "E704",
    "W503",
    "W504",
)
"""The codes of formatting that Black and ruff write in another way than pycodestyle asks for:
blanks before the colon of a slice and around ``**``, ``...`` on the line of its class or function
and no blank lines after it, the length of lines, breaks before operators, and the place of closing
brackets. Codes of formatting that they do not change, such as that of ``import a, b``, are not
included (tests/settings/test_project_formatter.py)."""


class Formatter(NamedTuple):
    """A formatter by its name, with the file and the line (1-based) that configure it."""

    name: str
    path: Path
    line: int


_BLACK, _RUFF = "Black", "ruff format"


def _table_pattern(name: str) -> bytes:
    r"""Give the pattern of a TOML table, as ``[name]``, ``[name.more]`` or ``name.key =``."""
    dotted = r"[ \t]*\.[ \t]*".join(map(re.escape, name.split(".")))
    return rf"^[ \t]*(?:\[[ \t]*{dotted}[ \t]*[].]|{dotted}[ \t]*\.)".encode()


def _hook_pattern(names: str) -> bytes:
    """Give the pattern of a hook's id, in YAML or in TOML."""
    key, value = r"\bid[\"']?[ \t]*[:=][ \t]*", rf"[\"']?(?:{names})[\"']?"
    return rf"^[^#\n]*{key}{value}[ \t]*(?:[#,}}\r\n]|$)".encode()


_HOOK_PATTERNS = {_hook_pattern("black|black-jupyter"): _BLACK, _hook_pattern("ruff-format"): _RUFF}
_PATTERNS: Mapping[str, Mapping[bytes, str]] = {
    "pyproject.toml": {
        _table_pattern("tool.black"): _BLACK,
        _table_pattern("tool.ruff.format"): _RUFF,
    },
    "ruff.toml": {_table_pattern("format"): _RUFF},
    ".ruff.toml": {_table_pattern("format"): _RUFF},
    ".pre-commit-config.yaml": _HOOK_PATTERNS,
    ".pre-commit-config.yml": _HOOK_PATTERNS,
    "prek.toml": _HOOK_PATTERNS,
}
"""The patterns of a configured formatter, by file. They save the import of a parser."""


class FormatterFinder:
    """Finds the formatter for many folders and reads the files of each folder once."""

    def __init__(self) -> None:
        """Begin without any file read."""
        self._formatters: dict[str, Formatter | None] = {}

    def find(self, folder: str) -> Formatter | None:
        """Give the formatter that is configured in a folder or above it, None if there is none.

        Folders above the worktree do not count.
        """
        if folder not in self._formatters:
            formatter, parent = _find_in_folder(folder), os.path.dirname(folder)
            is_last = formatter or parent == folder or os.path.exists(os.path.join(folder, ".git"))
            self._formatters[folder] = formatter if is_last else self.find(parent)
        return self._formatters[folder]


def _find_in_folder(folder: str) -> Formatter | None:
    for file_name, patterns in _PATTERNS.items():
        try:
            with open(os.path.join(folder, file_name), "rb") as file:
                data = file.read()
        except OSError:  # most folders have no such file; an unreadable one is reported elsewhere
            continue
        for pattern, formatter_name in patterns.items():
            match = re.search(pattern, data, re.MULTILINE)
            if match is not None:
                from pathlib import Path

                line = data.count(b"\n", 0, match.start()) + 1
                return Formatter(formatter_name, Path(folder, file_name), line)
    return None
