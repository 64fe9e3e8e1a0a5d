"""Fix a text by autopep8, the same result in fewer passes; restore literals that this changes.

Pep8Failed is raised if autopep8 or pycodestyle fails on the text.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Collection, Iterator

from hookkit.pep8.autopep8_calls import convert_library_errors, make_autopep8_options
from hookkit.pep8.logical_line import StringLiteral, literals_of
from hookkit.pep8.logical_lines import read_logical_lines
from hookkit.pep8.syntax_tree import DoesNotParse, is_same_program
from hookkit.settings.autopep8.options import Pep8Options


@convert_library_errors()
def fix(text: str, options: Pep8Options) -> str:
    """Give ``text`` as ``autopep8 --in-place`` would write it, line ends included."""
    import autopep8

    from hookkit.pep8.autopep8_passes import fix_until_unchanged

    lines = io.StringIO(text, newline="").readlines()
    text_with_line_feeds = "".join(autopep8.normalize_line_endings(lines, "\n"))
    copied = make_autopep8_options(options)
    copied.reads_noqa = False  # as autopep8 itself
    fixed_lines = io.StringIO(fix_until_unchanged(text_with_line_feeds, copied)).readlines()
    newline = autopep8.find_newline(lines)
    fixed = "".join(autopep8.normalize_line_endings(fixed_lines, newline))
    return fixed if _is_written(lines, fixed) else text


def _is_written(lines: list[str], fixed: str) -> bool:
    # autopep8 does not write a file in which only line ends would change.
    last_line = lines[-1].split("\n")[-1] if lines else ""
    return "".join(lines).splitlines() != fixed.splitlines() or last_line != fixed.split("\n")[-1]


@convert_library_errors()
def fix_without(codes: Collection[str], text: str, options: Pep8Options) -> str:
    r"""Give ``text`` fixed by autopep8, without the fixes of ``codes``.

    Lines must end with ``\n``.
    """
    from hookkit.pep8.autopep8_passes import fix_until_unchanged

    return fix_until_unchanged(text, make_autopep8_options(options, codes))


def string_literals(text: str) -> Iterator[StringLiteral]:
    r"""Give the outermost string literals of ``text``, whose lines must end with ``\n``.

    Raises SyntaxError or tokenize.TokenError if the text cannot be tokenized.
    """
    logical_lines = read_logical_lines(text)
    if logical_lines is None:
        rows = io.StringIO(text).readlines()
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        yield from literals_of(text, rows, 1, tokens)
        return
    offset = 0
    for line in logical_lines.lines:
        for start, end, source in line.literals:
            yield StringLiteral(offset + start, offset + end, source)
        offset += line.length


def _has_same_literals(before: str, after: str) -> bool:
    """Whether two texts have the same literals in each line of code; False if unknown."""
    old, new = read_logical_lines(before), read_logical_lines(after)
    if old is None or new is None or len(old.code_lines) != len(new.code_lines):
        return False
    pairs = zip(old.code_lines, new.code_lines, strict=True)
    changed = ((line, other) for (_, line), (_, other) in pairs if line is not other)
    return all(
        [each.source for each in line.literals] == [each.source for each in other.literals]
        for line, other in changed
    )


def restore_string_literals(before: str, after: str) -> str:
    """Give ``after``, with each string literal whose value changed restored from ``before``.

    autopep8 re-indents the inside of docstrings and of f-strings, which changes their values. If
    the two texts do not have the same number of literals, or autopep8 broke the syntax, ``after``
    is returned unchanged.
    """
    if _has_same_literals(before, after):
        return after
    try:
        old, new = list(string_literals(before)), list(string_literals(after))
        if len(old) != len(new):
            return after
        changed = [
            (old_literal, new_literal)
            for old_literal, new_literal in zip(old, new, strict=True)
            if old_literal.source != new_literal.source
            and not is_same_program(old_literal.source, new_literal.source)
        ]
    except (SyntaxError, tokenize.TokenError, DoesNotParse):
        return after
    parts: list[str] = []
    end = 0
    for old_literal, new_literal in changed:
        parts += [after[end : new_literal.start], old_literal.source]
        end = new_literal.end
    return "".join([*parts, after[end:]])
