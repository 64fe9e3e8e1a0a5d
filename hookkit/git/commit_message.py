"""A commit message: its subject, trailers, comments and scissors, and how it is edited."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from hookkit.git import autosquash
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

_TRAILER = re.compile(r"^([A-Za-z0-9][A-Za-z0-9-]*)[ \t]*:[ \t]*(\S.*)$")
_REFERENCE_LINE = re.compile(
    r"^(close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?|references|see|part of)[: \t]+(\S.*)$", re.I
)
_REFERENCE_FIRST_LETTERS = frozenset("cCfFpPrRsS")
"""The first letters of all lines that _REFERENCE_LINE can match: a quick check before it."""
# The characters that git tries for core.commentChar=auto (builtin/commit.c,
# adjust_comment_line_char).
_AUTO_COMMENT_CHARACTERS = "#;@!$%^&|:"
_COMMENT_CHARACTER_CANDIDATES = "#;%&!^|:@~+=*$"
_DASHES = "-" * 24
_SCISSORS = f" {_DASHES} >8 {_DASHES}"


class Trailer(NamedTuple):
    """A line such as ``Ticket: ABC-1`` or ``Closes #12``: its key and its value."""

    key: str
    value: str


class Message(NamedTuple):
    """The message of a commit as git will keep it: no comments, nothing below the scissors."""

    lines: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the message has no lines, so that git refuses the commit."""
        return not self.lines

    @property
    def subject(self) -> str:
        """The first paragraph in one line, as git joins it."""
        if len(self.lines) == 1:
            return self.lines[0]
        end = self.lines.index("") if "" in self.lines else len(self.lines)
        return " ".join(self.lines[:end])

    @property
    def bare_subject(self) -> str:
        """The subject without the prefix ``fixup! ``, ``squash! `` or ``amend! ``."""
        return autosquash.bare_subject(self.subject)

    @property
    def is_fixup(self) -> bool:
        """Whether the commit is to be squashed into another one by ``git rebase --autosquash``."""
        return autosquash.is_fixup(self.subject)

    @property
    def trailers(self) -> tuple[Trailer, ...]:
        """The trailers of the last paragraph, and all lines of the body such as ``Closes #12``."""
        if "" not in self.lines:
            return ()
        body = self.lines[self.lines.index("") :]
        last = len(body) - body[::-1].index("")
        references = [
            _REFERENCE_LINE.match(line)
            for line in body[:last]
            if line[:1] in _REFERENCE_FIRST_LETTERS
        ]
        ending = [_TRAILER.match(line) or _REFERENCE_LINE.match(line) for line in body[last:]]
        return tuple([Trailer(found[1], found[2]) for found in (*references, *ending) if found])


def parse_message(text: str, comment_char: str = "#") -> Message:
    """Read a message; ``comment_char`` is the character that begins a comment."""
    lines: list[str] = []
    for line in text.split("\n"):
        line = line.rstrip()
        if line.startswith(comment_char):
            if line == comment_char + _SCISSORS:
                break
            if _is_comment(line, comment_char):
                continue
        if line or (lines and lines[-1]):
            lines.append(line)
    return Message(tuple(lines[:-1] if lines and not lines[-1] else lines))


def _is_comment(line: str, comment_char: str) -> bool:
    # `git commit -m '#12: …'` keeps its subject, and git writes no comment of that form.
    return line == comment_char or line.startswith((f"{comment_char} ", f"{comment_char}\t"))


def comment_character(git: Git, text: str) -> str:
    """Give the character that begins the comments of a message that git has prepared."""
    result = git.try_run("config", "--get-regexp", r"^core\.comment(char|string)$")
    values = [line.split(" ", 1)[-1] for line in os.fsdecode(result.out).splitlines()]
    if not values:
        return "#"
    if values[-1] != "auto":
        return values[-1]
    lines = [line for line in text.splitlines() if line]
    scissors_char = next((line[0] for line in lines if line[1:] == _SCISSORS), None)
    if scissors_char is not None:
        return scissors_char
    last = lines[-1] if lines else ""
    is_comment = last[:1] in tuple(_AUTO_COMMENT_CHARACTERS) and last[1:2] in ("", " ", "\t")
    return last[0] if is_comment else "#"


def unused_comment_character(lines: Iterable[str]) -> str:
    """Give a comment character that begins none of the lines, so that git keeps all of them."""
    used = {line[:1] for line in lines}
    return next((each for each in _COMMENT_CHARACTER_CANDIDATES if each not in used), "#")


def split_message(text: str, comment_char: str = "#") -> tuple[str, str]:
    """Split a message file into the message and the comments and scissors that follow it.

    Joined, the two parts are exactly ``text``.
    """
    lines = text.splitlines(keepends=True)
    stripped_lines = [line.rstrip() for line in lines]
    end = (
        stripped_lines.index(comment_char + _SCISSORS)
        if comment_char + _SCISSORS in stripped_lines
        else len(lines)
    )
    while end and (
        not stripped_lines[end - 1] or _is_comment(stripped_lines[end - 1], comment_char)
    ):
        end -= 1
    return "".join(lines[:end]), "".join(lines[end:])


def with_prefix(text: str, prefix: str, comment_char: str = "#") -> str:
    """Put ``prefix`` before the subject of a message file, unless the subject begins with it."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if line.rstrip() == comment_char + _SCISSORS:
            break
        if line.strip() and not _is_comment(line, comment_char):
            if not line.startswith(prefix):
                lines[index] = prefix + line
            break
    return "\n".join(lines)


def with_trailer(git: Git, text: str, key: str, value: str, comment_char: str = "#") -> str:
    """Add a trailer to a message file, unless it has it; comments and scissors stay below.

    New lines end as the lines of the message do. A message without text stays as it is.
    """
    message, comments = split_message(text, comment_char)
    if not message.strip():
        return text
    is_crlf = "\r\n" in message
    plain = message.replace("\r\n", "\n") if is_crlf else message
    # Without a newline at the end git would write the trailer into the subject's paragraph.
    data = os.fsencode(plain if plain.endswith("\n") else plain + "\n")
    config = ("-c", "trailer.separators=:", "-c", f"core.commentChar={comment_char}")
    command = ("interpret-trailers", "--no-divider", "--where", "end", "--if-missing", "add")
    trailer = ("--if-exists", "addIfDifferent", "--trailer", f"{key}: {value}")
    written = os.fsdecode(git.run(*config, *command, *trailer, data=data))
    return (written.replace("\n", "\r\n") if is_crlf else written) + comments
