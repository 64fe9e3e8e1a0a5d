"""The difference that a fix makes to a program or its comments: without one the fix is proved.

For texts that were read line by line, the tokens of each line of code and its block depth determine
the syntax tree. If these are equal, nothing is parsed; if they differ, only the statements around
the differences are parsed.
"""

from __future__ import annotations

import io
import tokenize
from bisect import bisect_left

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.logical_line import Comment, LogicalLine, comments_of
from hookkit.pep8.logical_lines import LogicalLines, read_logical_lines
from hookkit.pep8.syntax_tree import (
    DoesNotParse,
    ensure_parses,
    is_same_program,
    parse,
    remember_parsed,
)
from hookkit.pep8.tokens_and_comments import is_directive, is_invariant_code

BROKEN_SYNTAX_REASON = "it breaks the syntax"
CHANGED_PROGRAM_REASON = "it changes the program"


def program_difference(before: str, after: str) -> str | None:
    r"""Return why ``after`` is not the same program as ``before``, None if it is the same.

    The syntax trees must be equal (a split ``import a, b`` counts as equal). Each comment must keep
    its text, except for a space after ``#``, and its place between the same tokens; a comment after
    code must stay after code, and a comment on its own line must stay on its own line. A directive
    (``is_directive``) must also keep all tokens of its line, because it applies to them. An
    ordinary comment may move to another line if its line is split or joined: ``a; b  # c`` may
    become two lines. Each form feed must keep its place between the same tokens and comments. Lines
    must end with ``\n``. If ``before`` is not Python, every change is a difference.
    """
    if before == after:
        return None
    old, new = read_logical_lines(before), read_logical_lines(after)
    try:
        if old is None or new is None:
            is_same = is_same_program(before, after)
        else:
            ensure_parses(before)
            is_same = _is_same_program_by_lines(old, new)
        if not is_same:
            return CHANGED_PROGRAM_REASON
        remember_parsed(after)
        if old is None or new is None:
            return _comment_or_form_feed_difference(
                _comments_and_form_feeds(before), _comments_and_form_feeds(after)
            )
        if _has_same_comments(old, new):
            return None
        return _comment_or_form_feed_difference(
            _comments_and_form_feeds_of_lines(old), _comments_and_form_feeds_of_lines(new)
        )
    except DoesNotParse:
        return BROKEN_SYNTAX_REASON
    except (SyntaxError, tokenize.TokenError):
        return "its comments cannot be told apart"


class _CommentsAndFormFeeds(NamedTuple):
    """The comments of a text, and for each form feed the number of invariant tokens before it.

    Form feeds within such a token or comment do not count.
    """

    comments: list[Comment]
    form_feeds: list[int]


def _comment_or_form_feed_difference(
    old: _CommentsAndFormFeeds, new: _CommentsAndFormFeeds
) -> str | None:
    if [each.text for each in old.comments] != [each.text for each in new.comments]:
        return "it changes the text of a comment"
    if [*map(_comment_position, old.comments)] != [*map(_comment_position, new.comments)]:
        return "it moves a comment"
    if old.form_feeds != new.form_feeds:
        is_lost = len(old.form_feeds) > len(new.form_feeds)
        return "it drops a form feed" if is_lost else "it moves a form feed"
    return None


def _comment_position(comment: Comment) -> tuple[int, bool, tuple[str, ...]]:
    """Give the position of a comment, which must not change.

    It is the number of invariant tokens before the comment, whether code is on its line, and for a
    directive the code on its line.
    """
    line = comment.invariant_code_on_line if is_directive(comment.text) else ()
    return comment.invariant_count_before, bool(comment.invariant_code_on_line), line


def _has_same_comments(old: LogicalLines, new: LogicalLines) -> bool:
    """Whether two texts with the same code have the same comments; False if that is unknown.

    It is known to be so if each line of code has the same number of invariant tokens in both texts,
    and the comments have the same positions between the lines of code and within them.
    """
    if len(old.code_lines) != len(new.code_lines):
        return False
    for (_, line), (_, new_line) in zip(old.code_lines, new.code_lines, strict=True):
        if line is not new_line and len(line.invariant_tokens) - len(line.comments) != (
            len(new_line.invariant_tokens) - len(new_line.comments)
        ):
            return False
    return _comments_by_lines(old) == _comments_by_lines(new)


def _comments_by_lines(logical_lines: LogicalLines) -> list[tuple[object, ...]]:
    comments: list[tuple[object, ...]] = []
    number = 0
    for line in logical_lines.lines:
        for each in line.comments:
            comments.append((number, each.text, *_comment_position(each)))
        number += line.is_code
    return comments


def _comments_and_form_feeds_of_lines(logical_lines: LogicalLines) -> _CommentsAndFormFeeds:
    comments: list[Comment] = []
    invariant_count_before = 0
    for line in logical_lines.lines:
        for text, count, others in line.comments:
            comments.append(Comment(text, invariant_count_before + count, others))
        invariant_count_before += len(line.invariant_tokens) - len(line.comments)
    return _CommentsAndFormFeeds(comments, [])


def _comments_and_form_feeds(text: str) -> _CommentsAndFormFeeds:
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    counted_tokens = [
        each for each in tokens if each.type == tokenize.COMMENT or is_invariant_code(each)
    ]
    return _CommentsAndFormFeeds([*comments_of(tokens)], _form_feeds(text, counted_tokens))


def _form_feeds(text: str, counted_tokens: list[tokenize.TokenInfo]) -> list[int]:
    r"""For each form feed outside of ``counted_tokens``, give the number of these before it."""
    if "\f" not in text:
        return []
    starts = [token.start for token in counted_tokens]
    lines = enumerate(io.StringIO(text), start=1)
    positions = [
        (row, column)
        for row, line in lines
        for column, character in enumerate(line)
        if character == "\f"
    ]
    counted = [(bisect_left(starts, position), position) for position in positions]
    return [
        count
        for count, position in counted
        if count == 0 or counted_tokens[count - 1].end <= position
    ]


def _is_same_program_by_lines(old: LogicalLines, new: LogicalLines) -> bool:
    """Whether two programs have the same syntax tree; a split ``import a, b`` counts as the same.

    ``old`` must parse. Raises DoesNotParse if ``new`` does not.
    """
    if len(old.code_lines) == len(new.code_lines) and all(
        map(_is_same_line, old.code_lines, new.code_lines)
    ):
        return True
    before, after = _differing_statements(old, new)
    text = before.text
    try:
        parse(text)
    except DoesNotParse:  # the split was within a statement
        return is_same_program("".join(old.rows), "".join(new.rows))
    return is_same_program(text, after.text)


def _is_same_line(old: tuple[int, LogicalLine], new: tuple[int, LogicalLine]) -> bool:
    (block_depth, line), (new_depth, new_line) = old, new
    return block_depth == new_depth and (
        line is new_line or line.code_tokens == new_line.code_tokens
    )


class _CodeRange(NamedTuple):
    """Consecutive lines of code of a text, by their indexes in ``LogicalLines.code_lines``."""

    logical_lines: LogicalLines
    start: int
    end: int
    block_depth: int

    @property
    def text(self) -> str:
        """The lines as a program."""
        if self.start == self.end:
            return ""
        starts = self.logical_lines.code_start_rows
        _, last = self.logical_lines.code_lines[self.end - 1]
        rows = self.logical_lines.rows[starts[self.start] : starts[self.end - 1] + last.row_count]
        return "".join(["if 1:\n", *rows] if self.block_depth else rows)


def _differing_statements(old: LogicalLines, new: LogicalLines) -> tuple[_CodeRange, _CodeRange]:
    """Give, for both texts, the whole statements around all their differences."""
    before, after = old.code_lines, new.code_lines
    shorter = min(len(before), len(after))
    first = 0
    while first < shorter and _is_same_line(before[first], after[first]):
        first += 1
    common_at_end = 0
    while common_at_end < shorter - first and _is_same_line(
        before[-1 - common_at_end], after[-1 - common_at_end]
    ):
        common_at_end += 1
    end, new_end = len(before) - common_at_end, len(after) - common_at_end
    block_depth = min(each[0] for each in (*before[first:end], *after[first:new_end]))
    start = first
    while start and not (
        _begins_statement(old, start, block_depth) and _begins_statement(new, start, block_depth)
    ):
        start -= 1
    for texts in (before, after):
        if start < len(texts):
            block_depth = min(block_depth, texts[start][0])
    while end < len(before) and _continues_statement(old, end, block_depth):
        end, new_end = end + 1, new_end + 1
    return _CodeRange(old, start, end, block_depth), _CodeRange(new, start, new_end, block_depth)


def _begins_statement(logical_lines: LogicalLines, index: int, block_depth: int) -> bool:
    """Whether a line of code begins a statement of at most this block depth."""
    if index == len(logical_lines.code_lines):
        return True
    line_depth, line = logical_lines.code_lines[index]
    return (
        line_depth <= block_depth
        and not line.is_later_clause
        and not _is_decorated(logical_lines, index)
    )


def _is_decorated(logical_lines: LogicalLines, index: int) -> bool:
    return index > 0 and logical_lines.code_lines[index - 1][1].rows[0].lstrip().startswith("@")


def _continues_statement(logical_lines: LogicalLines, index: int, block_depth: int) -> bool:
    """Whether a line of code belongs to the statement above it that has this block depth."""
    line_depth, line = logical_lines.code_lines[index]
    return line_depth > block_depth or (
        line_depth == block_depth and (line.is_later_clause or _is_decorated(logical_lines, index))
    )
