"""The proof that a fix keeps the program, its comments and their places."""

from __future__ import annotations

import io
import tokenize
from bisect import bisect_left

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.comments import is_directive
from hookkit.pep8.line_tokens import is_landmark
from hookkit.pep8.logical_line import Comment, comments_of
from hookkit.pep8.logical_lines import LogicalLines, read_lines
from hookkit.pep8.same_code import is_same_code
from hookkit.pep8.syntax_tree import (
    DoesNotParse,
    ensure_parses,
    is_same_program,
    parse,
    remember_parsed,
)

__all__ = [
    "BREAKS_SYNTAX",
    "CHANGES_PROGRAM",
    "DoesNotParse",
    "is_same_program",
    "parse",
    "program_difference",
]

BREAKS_SYNTAX = "it breaks the syntax"
CHANGES_PROGRAM = "it changes the program"


def program_difference(before: str, after: str) -> str | None:
    r"""Return why ``after`` is not the same program as ``before``, None if it is the same.

    The syntax trees must be equal (a split ``import a, b`` counts as equal). Each comment must keep
    its text, except for a space after ``#``, and its place between the same tokens; a comment after
    code must stay after code, and a comment on its own line must stay on its own line. A directive
    (``is_directive``) must also keep all tokens of its line, because it applies to them. An
    ordinary comment may move to another line if its line is split or joined: ``a; b  # c`` may
    become two lines. Each form feed must keep its place between the same tokens and comments. Lines
    must end with ``\n``. If ``before`` is not Python, every change is refused.
    """
    if before == after:
        return None
    old, new = read_lines(before), read_lines(after)
    try:
        if old is None or new is None:
            is_same = is_same_program(before, after)
        else:
            ensure_parses(before)
            is_same = is_same_code(old, new)
        if not is_same:
            return CHANGES_PROGRAM
        remember_parsed(after)
        if old is None or new is None:
            return _layout_difference(_layout(before), _layout(after))
        if _has_same_comments(old, new):
            return None
        return _layout_difference(_layout_of_lines(old), _layout_of_lines(new))
    except DoesNotParse:
        return BREAKS_SYNTAX
    except (SyntaxError, tokenize.TokenError):
        return "its comments cannot be told apart"


class _Layout(NamedTuple):
    """The comments of a text, and for each form feed the number of tokens before it.

    These tokens are landmarks and comments; form feeds within such a token do not count.
    """

    comments: list[Comment]
    form_feeds: list[int]


def _layout_difference(old: _Layout, new: _Layout) -> str | None:
    if [each.text for each in old.comments] != [each.text for each in new.comments]:
        return "it changes the text of a comment"
    if [*map(_place, old.comments)] != [*map(_place, new.comments)]:
        return "it moves a comment"
    if old.form_feeds != new.form_feeds:
        is_lost = len(old.form_feeds) > len(new.form_feeds)
        return "it drops a form feed" if is_lost else "it moves a form feed"
    return None


def _place(comment: Comment) -> tuple[int, bool, tuple[str, ...]]:
    """Give the place of a comment, which must not change.

    It is the number of landmarks before the comment, whether code is on its line, and for a
    directive the code on its line.
    """
    line = comment.line if is_directive(comment.text) else ()
    return comment.landmarks_before, bool(comment.line), line


def _has_same_comments(old: LogicalLines, new: LogicalLines) -> bool:
    """Whether two texts with the same code have the same comments; False if that is unknown.

    It is known to be so if each line of code has the same number of landmarks in both texts, and
    the comments have the same places between the lines of code and within them.
    """
    if len(old.code) != len(new.code):
        return False
    for (_, line), (_, new_line) in zip(old.code, new.code, strict=True):
        if line is not new_line and len(line.landmarks) - len(line.comments) != (
            len(new_line.landmarks) - len(new_line.comments)
        ):
            return False
    return _comments_by_lines(old) == _comments_by_lines(new)


def _comments_by_lines(logical: LogicalLines) -> list[tuple[object, ...]]:
    comments: list[tuple[object, ...]] = []
    number = 0
    for line in logical.lines:
        for each in line.comments:
            comments.append((number, each.text, *_place(each)))
        number += line.is_code
    return comments


def _layout_of_lines(logical: LogicalLines) -> _Layout:
    comments: list[Comment] = []
    landmarks_before = 0
    for line in logical.lines:
        for text, count, others in line.comments:
            comments.append(Comment(text, landmarks_before + count, others))
        landmarks_before += len(line.landmarks) - len(line.comments)
    return _Layout(comments, [])


def _layout(text: str) -> _Layout:
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    anchors = [each for each in tokens if each.type == tokenize.COMMENT or is_landmark(each)]
    return _Layout([*comments_of(tokens)], _form_feeds(text, anchors))


def _form_feeds(text: str, anchors: list[tokenize.TokenInfo]) -> list[int]:
    r"""For each form feed outside of the tokens ``anchors``, give the number of these before it."""
    if "\f" not in text:
        return []
    starts = [token.start for token in anchors]
    lines = enumerate(io.StringIO(text), start=1)
    positions = [
        (row, column)
        for row, line in lines
        for column, character in enumerate(line)
        if character == "\f"
    ]
    counted = [(bisect_left(starts, position), position) for position in positions]
    return [
        count for count, position in counted if count == 0 or anchors[count - 1].end <= position
    ]
