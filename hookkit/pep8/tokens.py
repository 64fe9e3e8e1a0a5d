"""The tokens of a text, made once for all who ask."""

from __future__ import annotations

import io
import tokenize
from functools import lru_cache

MOST_TEXTS = 8
"""Texts whose tokens are kept: a file before and after its fixes, and a few steps between."""


@lru_cache(maxsize=MOST_TEXTS)
def tokens(text: str) -> tuple[tokenize.TokenInfo, ...]:
    r"""Give the tokens of ``text``, in which only ``\n`` ends a line for the tokenizer's reader.

    Raises tokenize.TokenError or SyntaxError where the text has none to its end.
    """
    return tuple(tokenize.generate_tokens(io.StringIO(text).readline))
