"""autopep8's passes over a file, with fewer of them for the same result."""

from __future__ import annotations

import argparse
import tokenize
from bisect import bisect_left
from functools import cache, cached_property
from typing import Any, cast

from hookkit.pep8.results import Rules, results


def fix_to_rest(text: str, options: argparse.Namespace) -> str:
    r"""Give what ``autopep8.fix_lines`` gives for a text whose lines end with ``\n``.

    autopep8 looks at the whole file again after each round of fixes until nothing changes. It
    moves an over-indented comment by one column a round; here it is moved in one. Where
    ``options.keeps_comments`` a comment behind code gets its two spaces and keeps its text.
    """
    import autopep8

    fixed = autopep8.apply_global_fixes(text, options)
    # So many passes and no more, or some lines alone, are a matter of what each of them does.
    is_whole = options.pep8_passes < 0 and not options.line_range
    is_plain = not (is_whole or getattr(options, "keeps_comments", False))
    make = autopep8.FixPEP8 if is_plain else _fixer()
    seen: set[str] = set()
    unshortened: set[str] = set()
    while fixed not in seen and not 0 <= options.pep8_passes < len(seen):
        seen.add(fixed)
        fixed = make("", options, contents=fixed, long_line_ignore_cache=unshortened).fix()
    return cast(str, fixed)


@cache
def _fixer() -> Any:
    import autopep8
    import pycodestyle

    class Fixer(autopep8.FixPEP8):  # type: ignore[misc]  # autopep8 is not typed
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            if getattr(self.options, "keeps_comments", False):
                # autopep8's mends E262 along with it, and so changes the comment.
                self.fix_e261 = self._set_apart

        def fix(self) -> str:
            """Fix what pycodestyle finds once, as autopep8 does but for its messages."""
            text = "".join(self.source)
            found = [
                {"id": each.code, "line": each.line, "column": each.offset + 1, "info": each.text}
                for each in results(text, Rules.of(self.options))
            ]
            self._fix_source(autopep8.filter_results(text, found, self.options.aggressive))
            return "".join(self.source)

        def _set_apart(self, result: dict[str, Any]) -> None:
            """Put two spaces before a comment behind code."""
            index = result["line"] - 1
            line = self.source[index]
            at = line.index("#", result["column"] - 1)
            self.source[index] = line[:at].rstrip(" \t") + "  " + line[at:]

        def fix_e116(self, result: dict[str, Any]) -> object:
            return self._dedent(result, 0) or super().fix_e116(result)

        def fix_e117(self, result: dict[str, Any]) -> object:
            return self._dedent(result, 4) or super().fix_e117(result)

        def _dedent(self, result: dict[str, Any], deeper: int) -> list[int]:
            """Move a comment to where the line of code above it is, or so much ``deeper``."""
            index = result["line"] - 1
            line = self.source[index]
            code = line.lstrip()
            indent = line[: len(line) - len(code)]
            above = self._column_above(index)
            if above is None or not code.startswith("#") or indent.strip(" "):
                return []
            if len(indent) <= above + deeper:
                return []
            self.source[index] = " " * (above + deeper) + code
            return [result["line"]]

        def _column_above(self, index: int) -> int | None:
            at = bisect_left(self._starts, index)
            line = self.original_source[self._starts[at - 1]] if at else ""
            return pycodestyle.expand_indent(line) if line and "\t" not in line else None

        @cached_property
        def _starts(self) -> list[int]:
            try:
                return [row for row, _ in autopep8._find_logical(self.original_source)[0]]
            except (SyntaxError, tokenize.TokenError):  # a fix has broken it; it will be refused
                return []

    return Fixer
