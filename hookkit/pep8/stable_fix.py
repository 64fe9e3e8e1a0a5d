"""A text fixed until a further run finds nothing to do, by fixes that keep the program."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from hookkit.named_tuple import NamedTuple
from hookkit.pep8 import fix_text
from hookkit.pep8.hunks import apply, diff
from hookkit.pep8.lines import split
from hookkit.pep8.literals import keep_literals
from hookkit.pep8.outcome import Fault
from hookkit.pep8.ranges import overlaps
from hookkit.pep8.safe_hunks import Refusal, take_safe_hunks
from hookkit.settings.autopep8.options import Pep8Options

NEVER_TAKEN = {
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
"""These fixes can never pass: they always give another program or another comment. Kept from
autopep8, they do not spoil the harmless fixes of the same lines."""

LINE_BREAKS = frozenset(["E401", "E501", "E502", "E701", "E702", "E703", "E704"])
"""These fixes cut or join lines. Where one may not be taken, the other fixes of its lines are tried
without it."""

COMMENTS = frozenset(["E262", "E265"])
"""These fixes change the text of a comment. Where one may not be taken, the other fixes of its
lines are tried without it."""

INDENTATION = frozenset(["E101", "E111", "E112", "E113", "E114", "E115", "E116", "E117", "W191"])
"""These fixes move a line to the right or to the left: a line of a block not without the others."""


class StableFix(NamedTuple):
    """A text in which a further run fixes nothing, its faults, and what such a run would refuse."""

    text: str
    faults: Sequence[Fault]
    refused: Sequence[Refusal]


MAX_ROUNDS = 10
"""More than any file was seen to need."""

ENDLESS_FIX = "each further run would change it again"


def fix_until_stable(options: Pep8Options, text: str, faults: Sequence[Fault]) -> StableFix:
    """Fix a text, and what comes of it again, until a further round gives nothing new.

    Where the rounds go in a circle, the first of its texts in the order of texts is taken, from
    whichever of them it was entered; where they do not end, nothing is. So a second run finds
    nothing to do. Whoever has set the number of autopep8's passes gets one round.
    """
    rounds = {text: faults}
    now, refused = _fix_once(options, text, faults)
    while now not in rounds and len(rounds) < MAX_ROUNDS:
        rounds[now] = fix_text.faults(now, options)
        if options.pep8_passes >= 0:
            return StableFix(now, rounds[now], refused)
        if _is_stable(now, rounds[now], options):
            return StableFix(now, rounds[now], ())
        now, refused = _fix_once(options, now, rounds[now])
    if now not in rounds:
        whole = diff(split(text.encode()), split(now.encode()))
        return StableFix(text, faults, [Refusal(hunk, ENDLESS_FIX) for hunk in whole])
    texts = list(rounds)
    rest = min(texts[texts.index(now) :])
    return StableFix(rest, rounds[rest], refused)


def _fix_once(
    options: Pep8Options, text: str, faults: Sequence[Fault]
) -> tuple[str, Sequence[Refusal]]:
    """Give the text with the fixes that may be taken, and those that were refused.

    Where a refused fix has spoiled harmless ones of the same lines, these get further chances:
    without the fixes that change a comment, without those that cut and join lines, without both.
    """
    fixed, refused = fix_safely(NEVER_TAKEN, text, options)
    spans = tuple(each.hunk.span for each in refused)
    codes = {fault.code for fault in faults if overlaps((fault.line, fault.line), spans)}
    left: Sequence[Refusal] = refused
    for kind in (COMMENTS, LINE_BREAKS, COMMENTS | LINE_BREAKS):
        spoiling_codes = codes & kind
        if spoiling_codes and left:
            fixed, left = fix_safely(NEVER_TAKEN.keys() | spoiling_codes, fixed, options)
    return fixed, refused


def fix_safely(
    codes: Collection[str], text: str, options: Pep8Options
) -> tuple[str, Sequence[Refusal]]:
    r"""Give the text (lines end with ``\n``) fixed without these codes, and the refused hunks.

    Raises Pep8Failed, and DoesNotParse for a text that is not Python.
    """
    fixed = keep_literals(text, fix_text.fix_without(codes, text, options))
    lines = split(text.encode())
    chosen = take_safe_hunks(lines, split(fixed.encode()))
    return b"".join(apply(lines, chosen.safe)).decode(), chosen.refused


def _is_stable(text: str, faults: Iterable[Fault], options: Pep8Options) -> bool:
    """Whether autopep8 has nothing to do in a text with these faults, all of them NEVER_TAKEN."""
    is_left = all(fault.code in NEVER_TAKEN for fault in faults)
    return is_left and fix_text.is_reindented(text, options)
