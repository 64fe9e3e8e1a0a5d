"""A command on several lines of a narrow terminal, which a shell takes as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# Quoted text, $(…) with what is in it, and what else stands between two blanks.
_WORD = re.compile(r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+""")
_AND = "&&"
_GOES_ON = " \\"


def command_lines(command: str, room: int, width_of: Callable[[str], int]) -> list[str]:
    """Cut a command that is wider than ``room`` columns between its words, best behind ``&&``.

    A line that ends otherwise goes on by a backslash. What cannot be cut so stays whole: with a
    line end or a quote that is not closed in it, or a word that is wider than ``room``.
    ``width_of`` gives the columns of a text.
    """
    words = _WORD.findall(command)
    if width_of(command) <= room or " ".join(words) != command:
        return [command]
    lines = [line for step in _steps(words) for line in _filled(step, room, width_of)]
    return lines if max(map(width_of, lines)) <= room else [command]


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


def _filled(words: list[str], room: int, width_of: Callable[[str], int]) -> list[str]:
    """Give lines of words, each but the last with a backslash at its end."""
    lines = [words[0]]
    for at, word in enumerate(words[1:], 2):
        end = 0 if at == len(words) else width_of(_GOES_ON)
        if width_of(f"{lines[-1]} {word}") + end > room:
            lines[-1] += _GOES_ON
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return lines
