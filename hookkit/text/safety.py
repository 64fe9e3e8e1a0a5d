"""Is it still the same program, with each comment where it was?"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from typing import NamedTuple

_LAYOUT = {
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
# Fixes may add or drop these without a change of the tree: they are no landmarks.
_PUNCTUATION = {";", "(", ")", ","}
# A space may come between `#` and a word. Not elsewhere: `#:` is Sphinx's, `##` Doxygen's,
# `#!` a shebang, `#|` and `#%%` open notebook cells.
_BARE = re.compile(r"^#[ \t]*(?=\w)")


BREAKS_SYNTAX = "it breaks the syntax"


class DoesNotParse(Exception):
    """The text is not a Python program; the message says where and why."""


def parse(source: str | bytes) -> ast.Module:
    """Parse a program. Raises DoesNotParse with the line and the reason."""
    try:
        with warnings.catch_warnings():  # "\d" in a string is the author's business
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        place = f"line {error.lineno}: " if error.lineno else ""
        raise DoesNotParse(f"{place}{error.msg}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise DoesNotParse(str(error) or "too deeply nested") from error


class _SplitImports(ast.NodeTransformer):
    """Writes ``import a, b`` as two statements, which mean the same (Python reference, 7.11)."""

    def visit_Import(self, node: ast.Import) -> list[ast.Import]:
        return [ast.Import(names=[name]) for name in node.names]


def is_same_program(before: str | bytes, after: str | bytes) -> bool:
    """Whether two texts have the same syntax tree; a split ``import a, b`` counts as the same.

    Raises DoesNotParse if either of them is not Python.
    """
    old, new = parse(before), parse(after)
    try:
        if ast.dump(old) == ast.dump(new):
            return True
        return ast.dump(_SplitImports().visit(old)) == ast.dump(_SplitImports().visit(new))
    except RecursionError as error:
        raise DoesNotParse("too deeply nested") from error


class _Comment(NamedTuple):
    """A comment's text, the number of landmarks before it, and the landmarks of its line."""

    text: str
    landmarks_before: int
    line: tuple[str, ...]


def bare_comment(comment: str) -> str:
    """Give what a fix leaves of a comment as it is."""
    return _BARE.sub("# ", comment.rstrip())


def is_landmark(token: tokenize.TokenInfo) -> bool:
    """Whether a token is one that a fix neither adds nor drops."""
    # `import` is none either: splitting `import a, b` gives one more of it.
    is_fixed = token.type != tokenize.COMMENT and token.type not in _LAYOUT
    return is_fixed and token.string not in _PUNCTUATION and token.string != "import"


def _comments(text: str) -> list[_Comment]:
    found: list[tuple[str, int, int]] = []
    on_line: dict[int, list[str]] = {}
    landmarks = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            found.append((bare_comment(token.string), landmarks, token.start[0]))
        elif is_landmark(token):
            landmarks += 1
            for number in range(token.start[0], token.end[0] + 1):
                on_line.setdefault(number, []).append(token.string)
    return [_Comment(text, at, tuple(on_line.get(line, ()))) for text, at, line in found]


def verdict(before: str, after: str) -> str | None:
    r"""Say why ``after`` is not the same program as ``before``, or give None where it is.

    The syntax trees must be equal (a split ``import a, b`` counts as equal), and each comment must
    keep its text, its place between the same tokens and its neighbours on its line, because a
    ``# noqa`` or ``# type: ignore`` speaks of its line. Lines end with ``\n``. A ``before`` that is
    not Python is nobody's program: then everything is refused.
    """
    if before == after:
        return None
    try:
        if not is_same_program(before, after):
            return "it changes the program"
        if before.count("\f") != after.count("\f"):
            return "it drops a form feed"
        old, new = _comments(before), _comments(after)
    except DoesNotParse:
        return BREAKS_SYNTAX
    except (SyntaxError, tokenize.TokenError):
        return "its comments cannot be told apart"
    if [each.text for each in old] != [each.text for each in new]:
        return "it changes the text of a comment"
    return None if old == new else "it moves a comment"
