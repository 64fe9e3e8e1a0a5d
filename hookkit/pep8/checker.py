"""pycodestyle's results for a text, found with as little of its work as possible.

pycodestyle judges a physical line and a logical line by functions that are told in their
parameters what they look at. What a logical line gives is therefore remembered by its source and
the few values beside it; only the checks that look at the lines before it are asked each time.
"""

from __future__ import annotations

import argparse
import bisect
import io
import tokenize
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from hookkit.pep8.check_guards import GUARDS, KNOWN, Sight, is_plain
from hookkit.pep8.tokens import MOST_TEXTS, tokens

OF_THE_LINE = frozenset(
    [
        "logical_line",
        "tokens",
        "indent_level",
        "noqa",
        # These are the same for all of the file, or part of the key.
        "hang_closing",
        "indent_char",
        "indent_size",
        "max_doc_length",
        "max_line_length",
        "verbose",
    ]
)
"""The parameters of a logical check that follow from the line's source and from the key."""

_WHITESPACE = " \t\xa0"  # what pycodestyle takes for indentation

MOST_LINES = 20_000
"""Logical lines that are remembered: those of a few large files."""


class Result(NamedTuple):
    """What pycodestyle reports: line (from 1), offset (from 0), its text, and the check's name."""

    line: int
    offset: int
    text: str
    check: str

    @property
    def code(self) -> str:
        """The code, such as E225."""
        return self.text[:4]


class Rules(NamedTuple):
    """What pycodestyle is asked: codes by prefix, the longest line, and where brackets close."""

    ignore: tuple[str, ...]
    select: tuple[str, ...]
    max_line_length: int
    hang_closing: bool

    @classmethod
    def of(cls, asked: argparse.Namespace) -> Rules:
        """Give the rules that autopep8 hands on from its options."""
        codes = tuple(sorted(asked.ignore or ())), tuple(sorted(asked.select or ()))
        return cls(*codes, asked.max_line_length, bool(asked.hang_closing))


def results(text: str, rules: Rules) -> list[Result]:
    r"""Give what pycodestyle reports on ``text``, whose lines end with ``\n``, in its order."""
    import autopep8  # it puts a check of its own in the place of one of pycodestyle's

    # Of the tokens that autopep8 asks for again and again it keeps those of one text alone.
    autopep8.generate_tokens = tokens
    style = _style(rules)
    if "\r" not in text and text[:1] not in ("\ufeff", "\xef"):
        every = _every(text, rules.max_line_length, rules.hang_closing)
        if every is not None:
            return [each for each in every if _is_asked(each, style)]
    return _plain_results(text, rules)


def _is_asked(result: Result, style: Any) -> bool:
    return result.check in style.names and not style.ignore_code(result.code)


@cache
def _style(rules: Rules) -> Any:
    """Give pycodestyle's options for the rules, with the names of the checks that they ask for."""
    import pycodestyle

    style = pycodestyle.StyleGuide(
        ignore=rules.ignore,
        select=rules.select,
        max_line_length=rules.max_line_length,
        hang_closing=rules.hang_closing,
        reporter=_Report,
    ).options
    style.names = {name for name, *_ in (*style.physical_checks, *style.logical_checks)}
    return style


class _Report:
    """What pycodestyle's Checker needs of a report."""

    def __init__(self, options: object = None) -> None:
        self.found: list[Result] = []

    def init_file(self, *_: object) -> None:
        """Begin a file."""

    def increment_logical_line(self) -> None:
        """Begin a logical line."""

    def get_file_results(self) -> int:
        """Give the number of results."""
        return len(self.found)

    def error(self, line: int, offset: int, text: str, check: Callable[..., Any]) -> None:
        """Take a result."""
        self.found.append(Result(line, offset, text, check.__name__))


def _plain_results(text: str, rules: Rules) -> list[Result]:
    """Give pycodestyle's results by a pass of its own."""
    import pycodestyle

    style, report = _style(rules), _Report()
    lines = io.StringIO(text, newline="").readlines()
    pycodestyle.Checker("", lines=lines, options=style, report=report).check_all()
    return [each for each in report.found if not style.ignore_code(each.code)]


@lru_cache(maxsize=MOST_TEXTS)
def _every(text: str, max_line_length: int, hang_closing: bool) -> tuple[Result, ...] | None:
    """Give the results of all checks; None where the text has no tokens, or a check fails."""
    report = _Report()
    style = _style(Rules(("-",), (), max_line_length, hang_closing))  # no code begins so
    try:
        read = tokens(text)
        _checker()(text, style, report).check_tokens(read)
    except Exception:  # a check that is not asked may fail where those that are do not
        return None
    return tuple(report.found)


class _Line(NamedTuple):
    """A logical line as it is remembered; rows count from its first one.

    ``found`` has, for each result of the checks that look at this line alone, the check's number,
    row, offset and text.
    """

    logical: str
    noqa: Any
    indent_level: int
    mapping: list[tuple[int, tuple[int, int]]]
    found: list[tuple[int, int, int, str]]


_lines: dict[tuple[object, ...], _Line | None] = {}


def _forget_many() -> None:
    if len(_lines) > MOST_LINES:
        _lines.clear()


@cache
def _checker() -> Any:
    """Give the class, which cannot be made before pycodestyle is imported."""
    import pycodestyle

    is_known = pycodestyle.__version__.startswith(KNOWN)
    newlines = pycodestyle.NEWLINE
    string_starts = {pycodestyle.FSTRING_START, getattr(pycodestyle, "TSTRING_START", -1)}
    string_ends = {pycodestyle.FSTRING_END, getattr(pycodestyle, "TSTRING_END", -1)}

    class Checker(pycodestyle.Checker):  # type: ignore[misc]  # pycodestyle is not typed
        def __init__(self, text: str, options: Any, report: _Report) -> None:
            lines = io.StringIO(text).readlines()
            super().__init__("", lines=lines, options=options, report=report)
            asked = [_Asked.of(number, each) for number, each in enumerate(self._logical_checks)]
            self.own = [each for each in asked if OF_THE_LINE.issuperset(each.names)]
            self.others = [each for each in asked if not OF_THE_LINE.issuperset(each.names)]
            self.total_lines = len(lines)
            indented = (row for row, line in enumerate(lines, 1) if line[0] in _WHITESPACE)
            self.first_indented = next(indented, self.total_lines + 1)
            self.indent_char = None
            self.indent_level = self.previous_indent_level = 0
            self.previous_logical = self.previous_unindented_logical_line = ""
            self.tokens: list[tokenize.TokenInfo] = []
            self.blank_lines = self.blank_before = 0
            self.token_line = ""
            _forget_many()

        def check_tokens(self, read: Sequence[tokenize.TokenInfo]) -> None:
            """Do what ``check_all`` does, with tokens that are there already."""
            parens, previous = 0, ""
            for token in read:
                kind, text, start, end, line = token
                if start[0] > self.total_lines:
                    break
                self.line_number = min(end[0], self.total_lines)
                self.look_at_lines(token, previous)
                previous = line
                self.tokens.append(token)
                if kind == tokenize.OP:
                    if text in "([{":
                        parens += 1
                    elif text in "}])":
                        parens -= 1
                elif not parens and kind in newlines:
                    self.end_line(kind)
            if self.tokens:
                self.token_line = previous
                self.check_physical(self.lines[-1])
                self.check_logical()

        def end_line(self, kind: int) -> None:
            """End a logical line, or a blank one."""
            if kind == tokenize.NEWLINE:
                self.check_logical()
                self.blank_before = 0
            elif len(self.tokens) == 1:
                self.blank_lines += 1
                del self.tokens[0]
            else:
                self.check_logical()

        def look_at_lines(self, token: tokenize.TokenInfo, previous: str) -> None:
            """Judge the physical lines that end with a token."""
            kind, text, _, end, line = token
            if kind in newlines or (line[-2:] == "\\\n" and line[end[1] :].lstrip() == "\\\n"):
                self.see_indentation()
                self.token_line = line
                self.check_physical(line or previous)
            elif kind == tokenize.STRING and "\n" in text or kind in string_ends:
                self.see_indentation()
                self.token_line = line
                self.maybe_check_physical(token, previous)
            elif kind in string_starts:
                self.maybe_check_physical(token, previous)

        def see_indentation(self) -> None:
            """Take the first indentation that was read for that of the file, as pycodestyle."""
            if self.indent_char is None and self.line_number >= self.first_indented:
                self.indent_char = self.lines[self.first_indented - 1][0]

        def check_physical(self, line: str) -> None:
            """Judge a physical line; most of them need no more than a look."""
            is_short = len(line) <= self.max_line_length and self.line_number < self.total_lines
            if not (is_short and is_known and is_plain(line, self.indent_char)):
                self.noqa = self.token_line and pycodestyle.noqa(self.token_line)
                super().check_physical(line)

        def check_logical(self) -> None:
            """Judge a logical line, what follows from its source by looking it up."""
            first = self.tokens[0][2][0]
            line = self.known_line(first)
            if line is None:
                return
            self.logical_line, self.noqa, self.indent_level = line[:3]
            self.blank_before = max(self.blank_before, self.blank_lines)
            found = [*line.found]
            for each in self.others:
                self.init_checker_state(each.name, each.names)
                found += each.results(self, line.mapping, first)
            for number, row, offset, text in sorted(found, key=_number):
                check = self._logical_checks[number][1]
                self.report_error(first + row, offset, text, check)
            if self.logical_line:
                self.previous_indent_level = self.indent_level
                self.previous_logical = self.logical_line
                if not self.indent_level:
                    self.previous_unindented_logical_line = self.logical_line
            self.blank_lines = 0
            self.tokens = []

        def known_line(self, first: int) -> _Line | None:
            """Give what is known of the logical line that begins at a row; None if it is empty."""
            self.see_indentation()
            (kind, *_), (last, _, (row, _), *_) = self.tokens[0], self.tokens[-1]
            source = "".join(self.lines[first - 1 : row])
            if last not in newlines:
                return self.examined(first, source)
            # What does not follow from its source: how many blocks begin or end in front of it,
            # and that a shebang is no comment.
            key = (source, len(self.tokens), kind, first == 1, self.indent_char, self.hang_closing)
            if key not in _lines:
                _lines[key] = self.examined(first, source)
            return _lines[key]

        def examined(self, first: int, source: str) -> _Line | None:
            """Examine a logical line; None where it is empty."""
            absolute = self.build_tokens_line()
            if not absolute:
                return None
            mapping = [(at, (row - first, column)) for at, (row, column) in absolute]
            row, column = absolute[0][1]
            self.indent_level = pycodestyle.expand_indent(self.lines[row - 1][:column])
            sight = Sight(self.logical_line, source, self.tokens[-1][2][0] > first)
            found = []
            for each in self.own:
                if not is_known or each.guard(sight):
                    found += each.results(self, mapping, first)
            return _Line(self.logical_line, self.noqa, self.indent_level, mapping, found)

    return Checker


class _Asked(NamedTuple):
    """A check of logical lines: its place among them, and how it is called."""

    number: int
    name: str
    names: Sequence[str]
    values: Callable[[Any], Iterable[Any]]
    check: Callable[..., Iterable[tuple[Any, str]] | None]
    guard: Callable[[Sight], object]

    @classmethod
    def of(cls, number: int, listed: tuple[str, Callable[..., Any], Sequence[str]]) -> _Asked:
        """Give what pycodestyle lists by name, function and names of its parameters."""
        name, check, names = listed
        values = attrgetter(*names) if len(names) > 1 else lambda each: [getattr(each, names[0])]
        return cls(number, name, names, values, check, GUARDS.get(name, bool))

    def results(
        self, checker: Any, mapping: Sequence[tuple[int, tuple[int, int]]], first: int
    ) -> list[tuple[int, int, int, str]]:
        """Give the results, with rows counted from the first one of the logical line."""
        found = self.check(*self.values(checker))
        placed = []
        for at, text in found or ():
            if isinstance(at, tuple):
                row, offset = at[0] - first, at[1]
            else:
                begin, (row, column) = mapping[bisect.bisect_left(mapping, at, key=_number)]
                offset = column + at - begin
            placed.append((self.number, row, offset, text))
        return placed


_number = itemgetter(0)
