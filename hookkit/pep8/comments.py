"""Comments: what a fix may change of one, and which of them a tool reads."""

from __future__ import annotations

import re

# A space may come between `#` and what follows, rulers (`#-----`) included. Not before the signs
# that tools read: `#:` is Sphinx's, `##` Doxygen's, `#!` a shebang, `#|` and `#%%` open notebook
# cells, `#@` is a field of Colab's, `#?` a question of Jedi's tests, `#^` points at a column.
_BARE = r"^#[ \t]*(?=[^\s#:!|%@?^])"
# Comments that a tool reads speak of the code on their line.
# They count wherever they stand, because tools look for them behind other words.
_ANYWHERE = r"""(?ix)\b(?:
    no(?:qa|pep8|sec|sonar|lint|check|semgrep) | pragma | fmt | yapf | isort | black | autopep8
    | flake8 | ruff | pylint | pycodestyle | mypy | pyright | pytype | pyre | pyrefly | bandit
    | coverage | codespell | cspell | lgtm | skipcq | semgrep
)\b | \b(?:type|ty)\s*:"""
# What a tool that is not known here would read: a word in small letters with a colon behind it.
_TAGGED = r"#\s*[a-z][\w.-]*\s*(?::|=(?!=))"


def is_directive(comment: str) -> bool:
    """Whether a comment, given with its ``#``, is or may be read by a tool.

    It is one where it has the name of a tool or of its instruction as a word (``noqa``, ``type:``,
    ``pragma``, ``fmt``, ``pylint``, ``nosec``, ``isort``, ``mypy``, ``coverage``, …), in capitals
    or not, or where it begins with a word in small letters and a colon or an equals sign.
    """
    return bool(re.match(_TAGGED, comment) or re.search(_ANYWHERE, comment))


def bare_comment(comment: str) -> str:
    """Give what a fix leaves of a comment as it is."""
    return re.sub(_BARE, "# ", comment.rstrip())
