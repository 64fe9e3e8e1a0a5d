"""A command on several lines of a narrow terminal, which a shell takes as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

# Quoted text, $(…) with what is in it, and what else stands between two blanks.
_WORD = re.compile(r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+""")
_AND = "&&"
_GOES_ON = " \\"


def command_lines(command: str, room: int) -> list[str]:
    """Cut a command that is wider than ``room`` columns between its words, best behind ``&&``.

    A line that ends otherwise goes on by a backslash. What cannot be cut so (a line end, a quote
    that is not closed) stays whole, and a word is never cut.
    """
    words = _WORD.findall(command)
    if cell_len(command) <= room or " ".join(words) != command:
        return [command]
    return [line for step in _steps(words) for line in _filled(step, room)]


def _steps(words: list[str]) -> Iterator[list[str]]:
    """Give the commands of a list, each with the ``&&`` that ends it."""
    step: list[str] = []
    for word in words:
        step.append(word)
        if word == _AND:
            yield step
            step = []
    if step:
        yield step


def _filled(words: list[str], room: int) -> list[str]:
    """Give lines of words, each but the last with a backslash at its end."""
    lines = [words[0]]
    for word in words[1:]:
        # The && needs no backslash behind it.
        more = 1 + cell_len(word) + (0 if word == _AND else len(_GOES_ON))
        if cell_len(lines[-1]) + more > room and word != _AND:
            lines[-1] += _GOES_ON
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return lines
