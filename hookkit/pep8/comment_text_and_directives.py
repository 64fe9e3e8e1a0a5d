"""The text of a comment: what a fix may change in it, and whether a tool reads it."""

from __future__ import annotations

import re

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
