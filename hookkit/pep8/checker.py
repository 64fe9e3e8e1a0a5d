"""pycodestyle's Checker, driven over tokens that are there, and asked no more than needed.

pycodestyle judges a physical line and a logical line by functions whose parameters say what they
look at. What a logical line gives therefore follows from its source and the few values beside it,
and is looked up; only the checks that look at the lines before it are asked each time. A check
that has a guard is asked only where the guard says that it can find something: each guard was
read off the source of its check, and tests/pep8/test_checker.py compares with pycodestyle itself.
"""

from __future__ import annotations

import bisect
import io
import keyword
import re
import tokenize
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, cast

KNOWN_VERSIONS = ("2.12.", "2.13.", "2.14.", "2.15.")
"""The versions of pycodestyle whose checks were read. Of any other one all checks are asked."""

OF_THE_LINE = frozenset(
    "logical_line tokens indent_level noqa".split()
    # These are the same for all of the file, or part of the key.
    + "hang_closing indent_char indent_size max_doc_length max_line_length verbose".split()
)
"""The parameters of a logical check that follow from the line's source and from the key."""


class LogicalLine(NamedTuple):
    """A logical line: as pycodestyle writes it, its source, and whether it has several rows."""

    logical: str
    source: str
    is_long: bool


_WIDE = re.compile(r"\s\s|\t").search
_AMBIGUOUS = re.compile(r"(?<!\w)[lOI](?!\w)").search
_BEFORE_BRACKET = re.compile(r"\s[(\[]").search
_KEYWORD = re.compile(rf"\b(?:{'|'.join(keyword.kwlist)})(?:[^\w\s:]|:=)").search

GUARDS: Mapping[str, Callable[[LogicalLine], object]] = {
    name: guard
    for names, guard in {
        "ambiguous_identifier": lambda line: _AMBIGUOUS(line.source),
        "bare_except": lambda line: line.logical.startswith("except"),
        "break_after_binary_operator break_before_binary_operator continued_indentation": (
            lambda line: line.is_long
        ),
        "comparison_negative": lambda line: "not" in line.logical,
        "comparison_to_singleton comparison_type": (
            lambda line: "==" in line.logical or "!=" in line.logical
        ),
        "compound_statements": lambda line: ":" in line.logical or ";" in line.logical,
        "explicit_line_join python_3000_invalid_escape_sequence": (
            lambda line: "\\" in line.source
        ),
        "imports_on_separate_lines": lambda line: line.logical.startswith("import "),
        "missing_whitespace_after_keyword": lambda line: _KEYWORD(line.source),
        "whitespace_around_comma whitespace_around_keywords whitespace_around_operator": (
            lambda line: _WIDE(line.logical)
        ),
        "whitespace_around_named_parameter_equals": (
            lambda line: "=" in line.source and ("(" in line.source or "[" in line.source)
        ),
        "whitespace_before_comment": lambda line: "#" in line.source,
        "whitespace_before_parameters": lambda line: _BEFORE_BRACKET(line.source),
    }.items()
    for name in names.split()
}
"""By the name of a check, what must be so that it may give something."""


def _is_plain(physical: str, indent_char: str | None) -> bool:
    """Whether E101, W191, W291 and W293 have nothing to say of a physical line."""
    line = physical.rstrip("\n\r\x0c")
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    is_indented_well = not indent or (indent_char == " " and "\t" not in indent)
    return is_indented_well and line == line.rstrip(" \t\v")


class LineResults(NamedTuple):
    """A logical line as it is remembered; rows count from its first one.

    ``found`` has, for each result of the checks that look at this line alone, the check's number,
    row, offset and text.
    """

    logical: str
    noqa: Any
    indent_level: int
    mapping: list[tuple[int, tuple[int, int]]]
    found: list[tuple[int, int, int, str]]


KnownLines = dict[tuple[object, ...], LineResults | None]
"""What logical lines gave, by their source and what else that depends on; None: they are empty."""


def check_text(
    text: str, tokens: Sequence[tokenize.TokenInfo], style: Any, known: KnownLines
) -> list[tuple[int, int, str, str]]:
    r"""Give line, offset, text and check for each result of ``style`` in a text with these tokens.

    Lines end with ``\n``. ``known`` has the logical lines that were judged before, and gets those
    of this text. Raises whatever a check raises.
    """
    checker = _checker()(text, style, known)
    checker.check_tokens(tokens)
    return cast(list[tuple[int, int, str, str]], checker.found)


@cache
def _checker() -> Any:
    """Give the class, which cannot be made before pycodestyle is imported."""
    import pycodestyle

    is_known = pycodestyle.__version__.startswith(KNOWN_VERSIONS)
    newlines = pycodestyle.NEWLINE
    string_starts = {pycodestyle.FSTRING_START, getattr(pycodestyle, "TSTRING_START", -1)}
    string_ends = {pycodestyle.FSTRING_END, getattr(pycodestyle, "TSTRING_END", -1)}

    class Checker(pycodestyle.Checker):  # type: ignore[misc]  # pycodestyle is not typed
        def __init__(self, text: str, options: Any, known: KnownLines) -> None:
            lines = io.StringIO(text).readlines()
            super().__init__("", lines=lines, options=options)
            self.report_error = self.take
            self.found: list[tuple[int, int, str, str]] = []
            asked = [_Check.of(number, each) for number, each in enumerate(self._logical_checks)]
            self.own = [each for each in asked if OF_THE_LINE.issuperset(each.names)]
            self.others = [each for each in asked if not OF_THE_LINE.issuperset(each.names)]
            self.total_lines = len(lines)
            # A no-break space is indentation to pycodestyle as well.
            indented = (row for row, line in enumerate(lines, 1) if line[0] in " \t\xa0")
            self.first_indented = next(indented, self.total_lines + 1)
            self.indent_char = None
            self.indent_level = self.previous_indent_level = 0
            self.previous_logical = self.previous_unindented_logical_line = ""
            self.tokens: list[tokenize.TokenInfo] = []
            self.blank_lines = self.blank_before = 0
            self.token_line = ""
            self.known = known

        def take(self, line: int, offset: int, text: str, check: Callable[..., object]) -> None:
            self.found.append((line, offset, text, check.__name__))

        def check_tokens(self, read: Sequence[tokenize.TokenInfo]) -> None:
            """Do what ``check_all`` does, with tokens that are there already."""
            parens, previous = 0, ""
            for token in read:
                kind, text, start, end, line = token
                if start[0] > self.total_lines:
                    break
                self.line_number = min(end[0], self.total_lines)
                self.check_physical_lines(token, previous)
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

        def check_physical_lines(self, token: tokenize.TokenInfo, previous: str) -> None:
            """Judge the physical lines that end with a token."""
            kind, text, _, end, line = token
            if kind in newlines or (line[-2:] == "\\\n" and line[end[1] :].lstrip() == "\\\n"):
                self.find_indent_char()
                self.token_line = line
                self.check_physical(line or previous)
            elif kind == tokenize.STRING and "\n" in text or kind in string_ends:
                self.find_indent_char()
                self.token_line = line
                self.maybe_check_physical(token, previous)
            elif kind in string_starts:
                self.maybe_check_physical(token, previous)

        def find_indent_char(self) -> None:
            """Take the first indentation that was read for that of the file, as pycodestyle."""
            if self.indent_char is None and self.line_number >= self.first_indented:
                self.indent_char = self.lines[self.first_indented - 1][0]

        def check_physical(self, line: str) -> None:
            """Judge a physical line; most of them need no more than a look."""
            is_short = len(line) <= self.max_line_length and self.line_number < self.total_lines
            if not (is_short and is_known and _is_plain(line, self.indent_char)):
                self.noqa = self.token_line and pycodestyle.noqa(self.token_line)
                super().check_physical(line)

        def check_logical(self) -> None:
            """Judge a logical line, what follows from its source by looking it up."""
            first = self.tokens[0][2][0]
            line = self.line_results(first)
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

        def line_results(self, first: int) -> LineResults | None:
            """Give what is known of the logical line that begins at a row; None if it is empty."""
            self.find_indent_char()
            (kind, *_), (last, _, (row, _), *_) = self.tokens[0], self.tokens[-1]
            source = "".join(self.lines[first - 1 : row])
            if last not in newlines:
                return self.judged(first, source)
            # What does not follow from its source: how many blocks begin or end in front of it,
            # and that a shebang is no comment.
            key = (source, len(self.tokens), kind, first == 1, self.indent_char, self.hang_closing)
            if key not in self.known:
                self.known[key] = self.judged(first, source)
            return self.known[key]

        def judged(self, first: int, source: str) -> LineResults | None:
            """Judge a logical line; None where it is empty."""
            absolute = self.build_tokens_line()
            if not absolute:
                return None
            mapping = [(at, (row - first, column)) for at, (row, column) in absolute]
            row, column = absolute[0][1]
            self.indent_level = pycodestyle.expand_indent(self.lines[row - 1][:column])
            line = LogicalLine(self.logical_line, source, self.tokens[-1][2][0] > first)
            found = []
            for each in self.own:
                if not is_known or each.guard(line):
                    found += each.results(self, mapping, first)
            return LineResults(self.logical_line, self.noqa, self.indent_level, mapping, found)

    return Checker


class _Check(NamedTuple):
    """A check of logical lines: its place among them, and how it is called."""

    number: int
    name: str
    names: Sequence[str]
    values: Callable[[Any], Iterable[Any]]
    check: Callable[..., Iterable[tuple[Any, str]] | None]
    guard: Callable[[LogicalLine], object]

    @classmethod
    def of(cls, number: int, listed: tuple[str, Callable[..., Any], Sequence[str]]) -> _Check:
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
