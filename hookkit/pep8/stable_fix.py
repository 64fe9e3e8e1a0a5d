"""Fix a text, by fixes that keep the program, until a further run changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.fix_text import fix_without, restore_string_literals
from hookkit.pep8.fixable_faults import fixable_faults, has_nothing_to_reindent
from hookkit.pep8.hunks import apply_hunks, diff, overlaps
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.safe_hunks import WithheldHunk, take_safe_hunks
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


class StableFix(NamedTuple):
    """The fixed text, its remaining faults, and the withheld hunks."""

    text: str
    faults: Sequence[Fault]
    withheld: Sequence[WithheldHunk]


MAX_ROUNDS = 10
"""The limit of rounds; no known file needs as many."""

ENDLESS_FIX_REASON = "each further run would change it again"


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
    spans = tuple(each.hunk.line_range for each in withheld)
    codes = {fault.code for fault in faults if overlaps((fault.line, fault.line), spans)}
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
