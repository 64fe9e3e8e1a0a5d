"""A command on several lines of a narrow terminal, which a shell reads as one command."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# Quoted text, $(…) with what is in it, and what else stands between two blanks.
_WORD = re.compile(r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+""")
_AND = "&&"
_CONTINUATION = " \\"


def command_lines(command: str, room: int, width_of: Callable[[str], int]) -> list[str]:
    """Break a command that is wider than ``room`` columns between its words, best after ``&&``.

    Other lines end with a backslash. A command that cannot be broken is given whole: one with a
    line end or an unclosed quote in it, or with a word that is wider than ``room``. ``width_of``
    gives the columns of a text.
    """
    words = _WORD.findall(command)
    if width_of(command) <= room or " ".join(words) != command:
        return [command]
    lines = [line for step in _steps(words) for line in _filled(step, room, width_of)]
    return lines if max(map(width_of, lines)) <= room else [command]


def _steps(words: list[str]) -> Iterator[list[str]]:
    """Give the words of each command of a list; its last word includes the ``&&`` after it."""
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
    for number, word in enumerate(words[1:], 2):
        end = 0 if number == len(words) else width_of(_CONTINUATION)
        if width_of(f"{lines[-1]} {word}") + end > room:
            lines[-1] += _CONTINUATION
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return lines
