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

    A line that ends otherwise goes on by a backslash. What cannot be cut so stays whole: with a
    line end or a quote that is not closed in it, or a word that is wider than ``room``.
    """
    words = _WORD.findall(command)
    if cell_len(command) <= room or " ".join(words) != command:
        return [command]
    lines = [line for step in _steps(words) for line in _filled(step, room)]
    return lines if max(map(cell_len, lines)) <= room else [command]


def _steps(words: list[str]) -> Iterator[list[str]]:
    """Give the words of each command of a list, the ``&&`` that ends it with the last of them."""
    step: list[str] = []
    for word in words:
        if word == _AND and step:
            yield [*step[:-1], f"{step[-1]} {_AND}"]
            step = []
        else:
            step.append(word)
    if step:
        yield step


def _filled(words: list[str], room: int) -> list[str]:
    """Give lines of words, each but the last with a backslash at its end."""
    lines = [words[0]]
    for at, word in enumerate(words[1:], 2):
        end = 0 if at == len(words) else cell_len(_GOES_ON)
        if cell_len(lines[-1]) + 1 + cell_len(word) + end > room:
            lines[-1] += _GOES_ON
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return lines
