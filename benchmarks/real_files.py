"""Real files to commit: those of the running Python's library, and some of them made clean.

Copies of one block would flatter programs that cache results.
"""

from __future__ import annotations

import itertools
import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import autopep8
import pycodestyle

IGNORED = ["E309", "E501", "W293"]
"""The codes that the script ignores, and that a clean file may have."""

LINES = 490
"""About how many lines the file of the single commits has: the median of committed files."""

FAULTS = 12

DAMAGE = ((" == ", "=="), (", ", ","), (" = ", "="), (" + ", "+ "))
"""Replacements that give a line a fault: E225 or E231."""


def library() -> Path:
    """Give the folder of the running Python's library."""
    return Path(sysconfig.get_path("stdlib"))


def library_files() -> list[Path]:
    """Give the files of the library, in the order of their names."""
    folder = library()
    return sorted(path for path in folder.rglob("*.py") if "site-packages" not in path.parts)


def untidy_files(count: int) -> list[Path]:
    """Give ``count`` files with faults, evenly spread over the library, of 2 to 80 kB.

    Each is UTF-8 and parses.
    """
    middling = [path for path in library_files() if 2_000 < path.stat().st_size < 80_000]
    step = max(1, len(middling) // (2 * count))
    usable = (path for path in middling[::step] if _is_plain(path))
    untidy = (path for path in usable if fault_lines(path.read_text("utf-8")))
    return list(itertools.islice(untidy, count))


def untidy_text() -> str:
    """Give an untidy file of some 490 lines: ``multiprocessing/util.py``."""
    return (library() / "multiprocessing" / "util.py").read_text("utf-8")


def clean_text() -> str:
    """Give the same file without faults; those that autopep8 leaves get a ``# noqa``."""
    text = untidy_text()
    for _ in range(5):
        text = str(autopep8.fix_code(text, options={"ignore": IGNORED}))
    left = set(fault_lines(text))
    lines = text.splitlines(keepends=True)
    return "".join(_with_noqa(line) if at in left else line for at, line in enumerate(lines, 1))


def faulty_text(text: str, faults: int = FAULTS) -> str:
    """Give a text with so many faults more, each in another line, evenly spread."""
    lines = text.splitlines(keepends=True)
    damaged = [_damaged(line) for line in lines]
    faulty = set(fault_lines("".join(damaged))) - set(fault_lines(text))
    places = [at - 1 for at in sorted(faulty) if damaged[at - 1] != lines[at - 1]]
    chosen = places[:: max(1, len(places) // faults)][:faults]
    return "".join(damaged[at] if at in chosen else line for at, line in enumerate(lines))


def changed_lines(text: str, count: int) -> str:
    """Give a text in which the first ``count`` plain returns from its middle on are other ones."""
    lines = text.splitlines(keepends=True)
    changed = 0
    for at in range(len(lines) // 2, len(lines)):
        if changed < count and re.fullmatch(r" +return [\w. ]+\n", lines[at]):
            lines[at] = lines[at].rstrip() + " or None\n"
            changed += 1
    return "".join(lines)


def fault_lines(text: str) -> list[int]:
    """Give the line of each fault that pycodestyle finds, without the ignored codes."""
    style = pycodestyle.StyleGuide(ignore=[*IGNORED, "W503", "W504", "E704", "E24"], quiet=3)
    found = _Faults(style.options)
    lines = text.splitlines(keepends=True)
    pycodestyle.Checker("text.py", lines=lines, options=style.options, report=found).check_all()
    return sorted(found.places)


class _Faults(pycodestyle.BaseReport):  # type: ignore[misc]
    """The lines of the faults, and nothing printed."""

    def __init__(self, options: object) -> None:
        super().__init__(options)
        self.places: list[int] = []

    def error(self, line_number: int, offset: int, text: str, check: object) -> str | None:
        """Take one fault; pycodestyle says whether it counts."""
        code: str | None = super().error(line_number, offset, text, check)
        if code:
            self.places.append(line_number)
        return code


def _is_plain(path: Path) -> bool:
    try:
        compile(path.read_text("utf-8"), str(path), "exec", dont_inherit=True)
    except (UnicodeDecodeError, SyntaxError, ValueError):
        return False
    return True


def _damaged(line: str) -> str:
    """Give an indented line with one fault; the same line where it has no plain place for one."""
    if not line.startswith(" ") or any(sign in line for sign in "'\"#\\"):
        return line
    for pattern, new in DAMAGE:
        if pattern in line:
            return line.replace(pattern, new, 1)
    return line


def _with_noqa(line: str) -> str:
    return line.rstrip() + "  # noqa\n"


def numbered(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Give each file a unique name, so that files of one name do not collide."""
    for number, path in enumerate(paths):
        yield f"{number:03d}_{path.name}", path.read_text("utf-8")
