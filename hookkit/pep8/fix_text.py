"""Fix a text by autopep8: as its command does, or safely, until a further run changes nothing.

A safe fix takes only hunks that keep the program, and string literals keep their values. Pep8Failed
is raised if autopep8 or pycodestyle fails on the text.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Collection, Iterable, Iterator, Sequence

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.autopep8_options_and_errors import convert_library_errors, make_autopep8_options
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.fixable_faults import fixable_faults, has_nothing_to_reindent
from hookkit.pep8.hunks import apply_hunks, diff, overlaps
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.logical_line import StringLiteral, literals_of
from hookkit.pep8.logical_lines import read_logical_lines
from hookkit.pep8.safe_hunks import WithheldHunk, take_safe_hunks
from hookkit.pep8.syntax_tree import DoesNotParse, is_same_program
from hookkit.settings.autopep8.options import Pep8Options

NEVER_FIXED_CODES = {
    "E266": "'##' can be meant for a documentation tool",
    "E402": "moving an import changes when it runs",
    "E711": "'is None' asks another question than '== None'",
    "E712": "dropping '== True' asks another question",
    "E713": "'not in' is another expression",
    "E714": "'is not' is another expression",
    "E721": "isinstance() also accepts subclasses",
    "E722": "a named exception is another clause",
    "E731": "a def is not the lambda that was assigned",
}
"""The fixes that can never pass the proof, as they always change the program or a comment. autopep8
is not asked for them, so that the other fixes of the same lines can pass."""

LINE_BREAK_CODES = frozenset(["E401", "E501", "E502", "E701", "E702", "E703", "E704"])
"""The fixes that split or join lines. If one of them may not be taken, the other fixes of its lines
are tried without it."""

COMMENT_CODES = frozenset(["E262", "E265"])
"""The fixes that change the text of a comment. If one of them may not be taken, the other fixes of
its lines are tried without it."""

INDENTATION_CODES = frozenset(
    ["E101", "E111", "E112", "E113", "E114", "E115", "E116", "E117", "W191"]
)
"""The fixes of an indentation; a line in a block is only reindented with the rest of the block."""

MAX_ROUNDS = 10
"""The limit of rounds; no known file needs as many."""

ENDLESS_FIX_REASON = "each further run would change it again"


@convert_library_errors()
def fix_like_autopep8_command(text: str, options: Pep8Options) -> str:
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


class StableFix(NamedTuple):
    """The fixed text, its remaining faults, and the withheld hunks."""

    text: str
    faults: Sequence[Fault]
    withheld: Sequence[WithheldHunk]


def fix_until_stable(options: Pep8Options, text: str, faults: Sequence[Fault]) -> StableFix:
    """Fix a text, and the result again, until a further round gives nothing new.

    If the rounds repeat in a cycle, the least text of the cycle in sort order is taken, wherever
    the cycle was entered; if they do not end within MAX_ROUNDS, no fix is taken. So a second run
    finds nothing to do. If the number of autopep8's passes is configured, there is only one round.
    """
    faults_by_text = {text: faults}
    current, withheld = _fix_once(options, text, faults)
    while current not in faults_by_text and len(faults_by_text) < MAX_ROUNDS:
        faults_by_text[current] = fixable_faults(current, options)
        if options.pep8_passes >= 0:
            return StableFix(current, faults_by_text[current], withheld)
        if _is_stable(current, faults_by_text[current], options):
            return StableFix(current, faults_by_text[current], ())
        current, withheld = _fix_once(options, current, faults_by_text[current])
    if current not in faults_by_text:
        all_hunks = diff(split_lines(text.encode()), split_lines(current.encode()))
        return StableFix(
            text, faults, [WithheldHunk(hunk, ENDLESS_FIX_REASON) for hunk in all_hunks]
        )
    texts = list(faults_by_text)
    stable = min(texts[texts.index(current) :])
    return StableFix(stable, faults_by_text[stable], withheld)


def _fix_once(
    options: Pep8Options, text: str, faults: Sequence[Fault]
) -> tuple[str, Sequence[WithheldHunk]]:
    """Give the text with the fixes that may be taken, and the withheld hunks.

    If a hunk is withheld, the other fixes of its lines are tried again: without the fixes that
    change a comment, without those that split or join lines, and without both kinds.
    """
    fixed, withheld = fix_safely_without(NEVER_FIXED_CODES, text, options)
    ranges = tuple(each.hunk.line_range for each in withheld)
    codes = {fault.code for fault in faults if overlaps((fault.line, fault.line), ranges)}
    remaining: Sequence[WithheldHunk] = withheld
    for kind in (COMMENT_CODES, LINE_BREAK_CODES, COMMENT_CODES | LINE_BREAK_CODES):
        excluded = codes & kind
        if excluded and remaining:
            fixed, remaining = fix_safely_without(
                NEVER_FIXED_CODES.keys() | excluded, fixed, options
            )
    return fixed, withheld


def fix_safely_without(
    codes: Collection[str], text: str, options: Pep8Options
) -> tuple[str, Sequence[WithheldHunk]]:
    r"""Give the text fixed without ``codes``, and the withheld hunks; lines must end with ``\n``.

    Raises Pep8Failed, and DoesNotParse if the text is not Python.
    """
    fixed = restore_string_literals(text, fix_without(codes, text, options))
    lines = split_lines(text.encode())
    chosen = take_safe_hunks(lines, split_lines(fixed.encode()))
    return b"".join(apply_hunks(lines, chosen.safe)).decode(), chosen.withheld


def _is_stable(text: str, faults: Iterable[Fault], options: Pep8Options) -> bool:
    """Whether autopep8 has nothing to do in a text, except for faults in NEVER_FIXED_CODES."""
    has_no_fixable_fault = all(fault.code in NEVER_FIXED_CODES for fault in faults)
    return has_no_fixable_fault and has_nothing_to_reindent(text, options)
