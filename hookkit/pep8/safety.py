"""The proof that a fix keeps the program, its comments and their places."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from bisect import bisect_left
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
# A space may come between `#` and what follows, rulers (`#-----`) included. Not before the signs
# that tools read: `#:` is Sphinx's, `##` Doxygen's, `#!` a shebang, `#|` and `#%%` open notebook
# cells, `#@` is a field of Colab's, `#?` a question of Jedi's tests, `#^` points at a column.
_BARE = re.compile(r"^#[ \t]*(?=[^\s#:!|%@?^])")
# Comments that a tool reads speak of the code on their line.
# They count wherever they stand, because tools look for them behind other words.
_ANYWHERE = re.compile(
    r"""\b(?:
        no(?:qa|pep8|sec|sonar|lint|check|semgrep) | pragma | fmt | yapf | isort | black | autopep8
        | flake8 | ruff | pylint | pycodestyle | mypy | pyright | pytype | pyre | pyrefly | bandit
        | coverage | codespell | cspell | lgtm | skipcq | semgrep
    )\b | \b(?:type|ty)\s*:""",
    re.IGNORECASE | re.VERBOSE,
)
# What a tool that is not known here would read: a word in small letters with a colon behind it.
_TAGGED = re.compile(r"#\s*[a-z][\w.-]*\s*(?::|=(?!=))")

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

    @property
    def place(self) -> tuple[int, bool, tuple[str, ...]]:
        """What must stay: where it is, whether code is on its line, and for a directive which."""
        line = self.line if is_directive(self.text) else ()
        return self.landmarks_before, bool(self.line), line


def is_directive(comment: str) -> bool:
    """Whether a comment, given with its ``#``, is or may be read by a tool.

    It is one where it has the name of a tool or of its instruction as a word (``noqa``, ``type:``,
    ``pragma``, ``fmt``, ``pylint``, ``nosec``, ``isort``, ``mypy``, ``coverage``, …), in capitals
    or not, or where it begins with a word in small letters and a colon or an equals sign.
    """
    return _TAGGED.match(comment) is not None or _ANYWHERE.search(comment) is not None


def bare_comment(comment: str) -> str:
    """Give what a fix leaves of a comment as it is."""
    return _BARE.sub("# ", comment.rstrip())


def is_landmark(token: tokenize.TokenInfo) -> bool:
    """Whether a token is one that a fix neither adds nor drops."""
    # `import` is none either: splitting `import a, b` gives one more of it.
    is_fixed = token.type != tokenize.COMMENT and token.type not in _LAYOUT
    return is_fixed and token.string not in _PUNCTUATION and token.string != "import"


class _Layout(NamedTuple):
    """The comments of a text, and for each form feed between its tokens how many are before it."""

    comments: list[_Comment]
    form_feeds: list[int]


def _layout(text: str) -> _Layout:
    found: list[tuple[str, int, int]] = []
    on_line: dict[int, list[str]] = {}
    fixed: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            found.append((bare_comment(token.string), len(fixed) - len(found), token.start[0]))
            fixed.append(token)
        elif is_landmark(token):
            fixed.append(token)
            for number in range(token.start[0], token.end[0] + 1):
                on_line.setdefault(number, []).append(token.string)
    comments = [_Comment(text, at, tuple(on_line.get(line, ()))) for text, at, line in found]
    return _Layout(comments, _form_feeds(text, fixed))


def _form_feeds(text: str, fixed: list[tokenize.TokenInfo]) -> list[int]:
    r"""Give for each form feed outside of ``fixed`` (in order) how many of these are before it."""
    if "\f" not in text:
        return []
    starts = [token.start for token in fixed]
    lines = enumerate(io.StringIO(text), start=1)
    places = [(row, at) for row, line in lines for at, sign in enumerate(line) if sign == "\f"]
    before = [(bisect_left(starts, place), place) for place in places]
    return [count for count, place in before if count == 0 or fixed[count - 1].end <= place]


def program_difference(before: str, after: str) -> str | None:
    r"""Say why ``after`` is not the same program as ``before``, or give None where it is.

    The syntax trees must be equal (a split ``import a, b`` counts as equal). Each comment must keep
    its text, but for a space behind ``#``, and its place between the same tokens; a comment with
    code before it on its line keeps code before it, one on a line of its own its own line. A
    directive (``is_directive``) keeps all tokens of its line as well, because it speaks of them.
    An ordinary comment may so get to another line where its line is cut or joined:
    ``a; b  # c`` may become two lines. Each form feed keeps its place between the same tokens and
    comments. Lines end with ``\n``. Where ``before`` is not Python, everything is refused.
    """
    if before == after:
        return None
    try:
        if not is_same_program(before, after):
            return "it changes the program"
        old, new = _layout(before), _layout(after)
    except DoesNotParse:
        return BREAKS_SYNTAX
    except (SyntaxError, tokenize.TokenError):
        return "its comments cannot be told apart"
    if [each.text for each in old.comments] != [each.text for each in new.comments]:
        return "it changes the text of a comment"
    if [each.place for each in old.comments] != [each.place for each in new.comments]:
        return "it moves a comment"
    if old.form_feeds != new.form_feeds:
        is_lost = len(old.form_feeds) > len(new.form_feeds)
        return "it drops a form feed" if is_lost else "it moves a form feed"
    return None
