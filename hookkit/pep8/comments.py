"""Comments: what a fix may change in one, and whether a tool reads it."""

from __future__ import annotations

import re

# A fix may insert a space after `#`, also in rulers (`#-----`). Not before the characters that
# tools read: `#:` is Sphinx's, `##` Doxygen's, `#!` a shebang, `#|` and `#%%` open notebook
# cells, `#@` is a field of Colab's, `#?` a question of Jedi's tests, `#^` points at a column.
_BARE = r"^#[ \t]*(?=[^\s#:!|%@?^])"
# Comments that a tool reads apply to the code on their line.
# They count anywhere in a comment, because tools look for them after other words.
_ANYWHERE = r"""(?ix)\b(?:
    no(?:qa|pep8|sec|sonar|lint|check|semgrep) | pragma | fmt | yapf | isort | black | autopep8
    | flake8 | ruff | pylint | pycodestyle | mypy | pyright | pytype | pyre | pyrefly | bandit
    | coverage | codespell | cspell | lgtm | skipcq | semgrep
)\b | \b(?:type|ty)\s*:"""
# What a tool that is not listed would read: a lower-case word followed by a colon.
_TAGGED = r"#\s*[a-z][\w.-]*\s*(?::|=(?!=))"


def is_directive(comment: str) -> bool:
    """Whether a comment, given with its ``#``, is or may be read by a tool.

    That is so where it has the name of a tool or of an instruction to one as a word (``noqa``,
    ``type:``, ``pragma``, ``fmt``, ``pylint``, ``nosec``, ``isort``, ``mypy``, ``coverage``, …),
    in any case, or where it begins with a lower-case word and a colon or an equals sign.
    """
    return bool(re.match(_TAGGED, comment) or re.search(_ANYWHERE, comment))


def bare_comment(comment: str) -> str:
    """Give a comment without what a fix may change in it: the space after ``#``."""
    return re.sub(_BARE, "# ", comment.rstrip())
