"""``# noqa``: which faults such a comment silences, by flake8's own rules."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.check_logical_lines import PycodestyleResult
from hookkit.pep8.check_text import CheckOptions, check_text
from hookkit.pep8.logical_lines import read_logical_lines
from hookkit.pep8.reindent import REINDENT_CODES
from hookkit.pep8.tokens_and_comments import MAX_CACHED_TEXTS, tokenize_text

_INLINE_PATTERN = r"(?i)# noqa(?::[\s]?(?P<codes>([A-Z]+[0-9]+(?:[,\s]+)?)+))?"
"""flake8's NOQA_INLINE_REGEXP (flake8.defaults)."""

_FILE_PATTERN = r"(?im)^[^\S\n]*# flake8[:=]\s*noqa[^\S\n]*$"
"""flake8's NOQA_FILE, on a line of its own and without codes."""


class _NoqaComment(NamedTuple):
    """A ``# noqa``: its line (1-based), and the codes that it names, empty for all codes."""

    line: int
    codes: tuple[str, ...]


def unsilenced_results(
    text: str, results: Sequence[PycodestyleResult]
) -> Sequence[PycodestyleResult]:
    r"""Give the results that no ``# noqa`` silences; lines must end with ``\n``."""
    if "noqa" not in text.lower():
        return results
    return [each for each in results if noqa_line_of(text, each.line, each.code) is None]


def is_indentation_silenced(text: str, check_options: CheckOptions) -> bool:
    """Whether all faults of the indentation are silenced; autopep8 fixes either all or none."""
    if "noqa" not in text.lower():
        return False
    results = [each for each in check_text(text, check_options) if each.code in REINDENT_CODES]
    return bool(results) and not unsilenced_results(text, results)


def noqa_line_of(text: str, line: int, code: str) -> int | None:
    """Give the line of the comment that silences ``code`` at ``line``, None if there is none.

    As with flake8, a comment applies to its physical line, and to the lines that a string or a
    backslash joins to this line. Only the first comment of these lines counts, even in a string.
    ``# flake8: noqa`` applies to the whole file.
    """
    file_noqa_line = _line_of_file_noqa(text)
    if file_noqa_line is not None:
        return file_noqa_line
    comment = _comments_by_line(text).get(line)
    if comment is None or (comment.codes and not code.startswith(comment.codes)):
        return None
    return comment.line


@lru_cache(maxsize=MAX_CACHED_TEXTS)
def _line_of_file_noqa(text: str) -> int | None:
    """Give the line of a ``# flake8: noqa``, None if the file has none."""
    match = re.search(_FILE_PATTERN, text)
    return None if match is None else text.count("\n", 0, match.start()) + 1


@lru_cache(maxsize=MAX_CACHED_TEXTS)
def _comments_by_line(text: str) -> Mapping[int, _NoqaComment]:
    """Map each line to the comment that applies to it."""
    lines = text.split("\n")
    comments: dict[int, _NoqaComment] = {}
    for first, last in _joined_lines(text, len(lines)):
        match = re.search(_INLINE_PATTERN, "\n".join(lines[first - 1 : last]))
        if match is not None:
            line = first + match.string.count("\n", 0, match.start())
            codes = re.split(r"[,\s]+", match["codes"].strip(", \n")) if match["codes"] else []
            comment = _NoqaComment(line, tuple(code.upper() for code in codes if code))
            comments.update(dict.fromkeys(range(first, last + 1), comment))
    return comments


def _joined_lines(text: str, count: int) -> Iterator[tuple[int, int]]:
    """Give the first and last line of each group of joined lines that may have a ``# noqa``.

    A text that cannot be tokenized has no joined lines.
    """
    logical_lines = read_logical_lines(text)
    if logical_lines is not None:
        for line, start in zip(logical_lines.lines, logical_lines.start_rows, strict=False):
            if "noqa" in line.source.lower():
                yield from joined_rows(line.tokens, start + 1 - line.first_token_row)
        return
    try:
        yield from joined_rows(tokenize_text(text), 0)
    except (tokenize.TokenError, SyntaxError):
        yield from ((line, line) for line in range(1, count + 1))


def joined_rows(tokens: Sequence[tokenize.TokenInfo], shift: int) -> Iterator[tuple[int, int]]:
    """Give the first and last line of each group of joined lines, moved down by ``shift`` lines."""
    first = 0
    for token in tokens:
        if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
            continue
        first = first or token.start[0]
        if token.type in (tokenize.NL, tokenize.NEWLINE):
            yield first + shift, token.end[0] + shift
            first = 0
