"""The tokens of a logical line or a text, and its comments: which of them a fix may change."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Callable, Sequence
from functools import lru_cache

MAX_CACHED_TEXTS = 8
"""How many texts are cached: a file before and after its fixes, and a few steps between."""

# Python 3.12 reads an f-string as several tokens (PEP 701), 3.14 a t-string too (PEP 750).
INTERPOLATED_STRING_STARTS = {
    getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")
} - {None}
INTERPOLATED_STRING_ENDS = {
    getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")
} - {None}

STRING_TOKENS = {tokenize.STRING} | {
    getattr(tokenize, name, -1) for name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END")
}
"""The token types that autopep8 treats as strings."""

LINE_END_TOKENS = frozenset([tokenize.NL, tokenize.NEWLINE])
NON_CODE_TOKENS = LINE_END_TOKENS.union(
    (tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.COMMENT)
)

# Fixes may add or remove these tokens without a change of the tree, so they are not invariant.
# Nor is `import`, because splitting `import a, b` adds one.
_NON_INVARIANT_TOKENS = frozenset([";", "(", ")", ",", "import"])


class UnreadableLine(SyntaxError):
    """The text cannot be read line by line."""


def is_invariant_code(token: tokenize.TokenInfo) -> bool:
    """Whether a token is code that a fix neither adds nor removes."""
    return token.type not in NON_CODE_TOKENS and token.string not in _NON_INVARIANT_TOKENS


def read_line_tokens(
    rows: Sequence[str], first_row: int, blank_lines_above: int
) -> list[tokenize.TokenInfo]:
    """Give the tokens of the logical line that begins in the row ``first_row`` (0-based) of a text.

    The tokenizer does not get the rows above it, but as many blank lines as ``blank_lines_above``
    says; the rows of the tokens count from these. An INDENT is included. Raises SyntaxError or
    tokenize.TokenError if the line has no end.
    """
    tokens: list[tokenize.TokenInfo] = []
    depth = 0
    for token in tokenize.generate_tokens(_readline_from(rows, first_row, blank_lines_above)):
        if token.start[0] <= blank_lines_above:
            continue
        tokens.append(token)
        kind = token.type
        if kind == tokenize.OP:
            depth += (token.string in "([{") - (token.string in "}])")
        elif kind in LINE_END_TOKENS and not depth:
            return tokens
        elif kind in (tokenize.ERRORTOKEN, tokenize.ENDMARKER):
            break
    raise UnreadableLine


def _readline_from(rows: Sequence[str], row: int, blank_lines_above: int) -> Callable[[], str]:
    def readline() -> str:
        nonlocal row, blank_lines_above
        if blank_lines_above:
            blank_lines_above -= 1
            return "\n"
        row += 1
        return rows[row - 1] if row <= len(rows) else ""

    return readline


def tokenize_text(text: str) -> tuple[tokenize.TokenInfo, ...]:
    r"""Give the tokens of ``text``; the tokenizer's reader splits lines only at ``\n``.

    Raises tokenize.TokenError or SyntaxError if the text cannot be tokenized to its end.
    """
    tokens_or_error = _tokens_or_error(text)
    if isinstance(tokens_or_error, Exception):
        raise tokens_or_error.with_traceback(None)
    return tokens_or_error


@lru_cache(maxsize=MAX_CACHED_TEXTS)
def _tokens_or_error(
    text: str,
) -> tuple[tokenize.TokenInfo, ...] | tokenize.TokenError | SyntaxError:
    try:
        return tuple(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError) as error:
        return error


# A fix may insert a space after `#`, also in rulers (`#-----`), but not before the characters that
# tools read: `#:` is for Sphinx, `##` for Doxygen, `#!` a shebang, `#|` and `#%%` open notebook
# cells, `#@` is a field in Colab, `#?` a question in Jedi's tests, `#^` points at a column.
_HASH_PATTERN = r"^#[ \t]*(?=[^\s#:!|%@?^])"
# The words of comments that a tool reads; such comments apply to the code on their line. The words
# count anywhere in a comment, because tools also find them after other words.
_TOOL_WORD_PATTERN = r"""(?ix)\b(?:
    no(?:qa|pep8|sec|sonar|lint|check|semgrep) | pragma | fmt | yapf | isort | black | autopep8
    | flake8 | ruff | pylint | pycodestyle | mypy | pyright | pytype | pyre | pyrefly | bandit
    | coverage | codespell | cspell | lgtm | skipcq | semgrep
)\b | \b(?:type|ty)\s*:"""
# The form that an unlisted tool may read: a lower-case word followed by a colon or an equals sign.
_TAG_PATTERN = r"#\s*[a-z][\w.-]*\s*(?::|=(?!=))"


def is_directive(comment: str) -> bool:
    """Whether a comment, given with its ``#``, is or may be read by a tool.

    This is so if it contains the name of a tool, or of an instruction to a tool, as a word
    (``noqa``, ``type:``, ``pragma``, ``fmt``, ``pylint``, ``nosec``, ``isort``, ``mypy``,
    ``coverage``, …), in upper or lower case, or if it begins with a lower-case word and a colon or
    an equals sign.
    """
    return bool(re.match(_TAG_PATTERN, comment) or re.search(_TOOL_WORD_PATTERN, comment))


def normalized_comment(comment: str) -> str:
    """Give a comment with one space after ``#``, which is all that a fix may change in it."""
    return re.sub(_HASH_PATTERN, "# ", comment.rstrip())
