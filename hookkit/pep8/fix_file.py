"""One file from its bytes to its correction: decode, fix, restore, judge."""

from __future__ import annotations

import tokenize
from collections.abc import Collection, Sequence
from typing import NamedTuple

from hookkit.diff.hunks import Hunk, apply, diff, sift
from hookkit.diff.lines import split
from hookkit.diff.ranges import Ranges, carried, meets
from hookkit.pep8 import fix_text
from hookkit.pep8.fault_account import Account, carried_back, settle, withheld
from hookkit.pep8.library_failure import Pep8Failed
from hookkit.pep8.logical_lines import grown
from hookkit.pep8.outcome import Fault, FileOutcome
from hookkit.pep8.parts import Part, parts, take
from hookkit.pep8.safe_hunks import Refusal, sieve
from hookkit.pep8.safety import DoesNotParse, parse, verdict
from hookkit.pep8.source import NotSource, Source, decode
from hookkit.pep8.string_literals import keep_literals
from hookkit.settings.autopep8.options import Pep8Options
from hookkit.settings.schema import Safety


class Task(NamedTuple):
    """One file to fix: its path, content, autopep8's options, and which fixes may be taken.

    ``touched`` holds the lines that count, None for all of the file. ``refused`` are the parts,
    by fingerprint, that a person does not want to see again.
    """

    path: bytes
    data: bytes
    options: Pep8Options
    safety: Safety
    touched: Ranges | None = None
    refused: frozenset[str] = frozenset()


class Fixed(NamedTuple):
    """A fixed file: its new content (the old one where nothing is to be done) and the story."""

    data: bytes
    outcome: FileOutcome


def left_alone(task: Task, reason: str) -> Fixed:
    """Give the outcome of a file that is not touched, for the reason."""
    return Fixed(task.data, FileOutcome(task.path, skipped=reason))


def fix_file(task: Task) -> Fixed:
    """Fix one file. Whatever is wrong with it ends up as a reason in the outcome."""
    try:
        source = decode(task.data)
        parse(task.data)
        # What parses may not with other line ends, which the fixing of the text depends on: Python
        # takes a backslash before CRLF at the end of a file, and not before LF.
        return _fix_freely(task, source) if task.safety == "off" else _fix_strictly(task, source)
    except NotSource as error:
        return left_alone(task, str(error))
    except DoesNotParse as error:
        return left_alone(task, f"does not parse: {error}")
    except Pep8Failed as error:
        return left_alone(task, str(error))


def _fix_freely(task: Task, source: Source) -> Fixed:
    """Take what autopep8 gives, line ends included, as its command does."""
    whole = b"".join(source.lines).decode(source.encoding)
    data = source.mark + fix_text.fix(whole, task.options).encode(source.encoding)
    if task.touched is not None or task.refused:
        fixed = decode(data)
        wanted = _wanted(task, source.text, fixed.text)
        data = source.mark + take(source.lines, fixed.lines, wanted)
    try:
        parse(data)
    except DoesNotParse as error:
        return left_alone(task, f"autopep8's result does not parse: {error}")
    if data == task.data:
        return Fixed(data, FileOutcome(task.path))
    text = decode(data).text
    hunks = diff(split(source.text.encode()), split(text.encode()))
    account = _account(task, fix_text.faults(source.text, task.options), text, hunks)
    return Fixed(data, FileOutcome(task.path, _told(account, hunks)))


def _fix_strictly(task: Task, source: Source) -> Fixed:
    """Take the fixes that keep the program and its comments."""
    faults = fix_text.faults(source.text, task.options)
    if not faults and fix_text.is_reindented(source.text, task.options):
        return Fixed(task.data, FileOutcome(task.path))
    if task.touched is not None and not _has_fault_in(faults, source.text, task.touched):
        return Fixed(task.data, FileOutcome(task.path))
    rest = _fix_to_rest(task.options, source.text, faults)
    text = rest.text
    left = _refused_parts(task, source.text, text)
    if task.touched is not None or left:
        text = _fix_some(task, source.text, text)
    hunks = diff(split(source.text.encode()), split(text.encode()))
    after = rest.faults if text == rest.text else fix_text.faults(text, task.options)
    account = settle(faults, after, hunks)
    moved = diff(split(source.text.encode()), split(rest.text.encode()))
    told = withheld(carried_back(rest.refused, moved), account)
    reasons = [each for each in told if meets((each.first, each.last), task.touched)]
    if not hunks:
        outcome = FileOutcome(task.path, withheld=tuple(reasons), refused=len(left))
        return Fixed(task.data, outcome)
    recoded = [Hunk(each.start, each.end, _recode(each.lines, source.encoding)) for each in hunks]
    data = source.mark + b"".join(apply(source.lines, recoded))
    mends = _told(account, hunks)
    return Fixed(data, FileOutcome(task.path, mends, tuple(reasons), refused=len(left)))


def _has_fault_in(faults: Sequence[Fault], text: str, touched: Ranges) -> bool:
    """Whether there is anything to mend in the touched lines: most commits leave them clean."""
    try:
        near = grown(text, touched)
    except (SyntaxError, tokenize.TokenError):
        return True
    return any(meets((fault.line, fault.line), near) for fault in faults)


class _Rest(NamedTuple):
    """A text in which a further run mends nothing, its faults, and what such a run would refuse."""

    text: str
    faults: Sequence[Fault]
    refused: Sequence[Refusal]


MOST_ROUNDS = 10
"""More than any file was seen to need."""

ENDLESS = "each further run would change it again"


def _fix_to_rest(options: Pep8Options, text: str, faults: Sequence[Fault]) -> _Rest:
    """Fix a text, and what comes of it again, until a further round gives nothing new.

    Where the rounds go in a circle, the first of its texts in the order of texts is taken, from
    whichever of them it was entered; where they do not end, nothing is. So a second run finds
    nothing to do. Whoever has set the number of autopep8's passes gets one round.
    """
    rounds = {text: faults}
    now, refused = _fix_once(options, text, faults)
    while now not in rounds and len(rounds) < MOST_ROUNDS:
        rounds[now] = fix_text.faults(now, options)
        if options.pep8_passes >= 0:
            return _Rest(now, rounds[now], refused)
        if fix_text.is_at_rest(now, rounds[now], options):
            return _Rest(now, rounds[now], ())
        now, refused = _fix_once(options, now, rounds[now])
    if now not in rounds:
        whole = diff(split(text.encode()), split(now.encode()))
        return _Rest(text, faults, [Refusal(hunk, ENDLESS) for hunk in whole])
    texts = list(rounds)
    rest = min(texts[texts.index(now) :])
    return _Rest(rest, rounds[rest], refused)


def _fix_once(
    options: Pep8Options, text: str, faults: Sequence[Fault]
) -> tuple[str, Sequence[Refusal]]:
    """Give the text with the fixes that may be taken, and those that were refused.

    Where a refused fix has spoiled harmless ones of the same lines, these get further chances:
    without the fixes that change a comment, without those that cut and join lines, without both.
    """
    fixed, refused = _fix_without(fix_text.NEVER_TAKEN, text, options)
    spans = tuple(each.hunk.span for each in refused)
    codes = {fault.code for fault in faults if meets((fault.line, fault.line), spans)}
    left: Sequence[Refusal] = refused
    for kind in (fix_text.COMMENTS, fix_text.LINE_BREAKS, fix_text.COMMENTS | fix_text.LINE_BREAKS):
        spoilers = codes & kind
        if spoilers and left:
            fixed, left = _fix_without(fix_text.NEVER_TAKEN.keys() | spoilers, fixed, options)
    return fixed, refused


def _fix_without(
    codes: Collection[str], text: str, options: Pep8Options
) -> tuple[str, Sequence[Refusal]]:
    fixed = keep_literals(text, fix_text.fix_without(codes, text, options))
    lines = split(text.encode())
    sieved = sieve(lines, split(fixed.encode()))
    return b"".join(apply(lines, sieved.kept)).decode(), sieved.refused


def _fix_some(task: Task, text: str, fixed: str) -> str:
    """Give the text with those parts of its fix that are wanted.

    A line of a block that is indented anew cannot be had alone. It is then fixed as far as that
    is possible where it stands.
    """
    some = _take_wanted(task, text, fixed)
    if task.touched is None or not _has_cut_block(task.touched, text, fixed):
        return some
    before, after = split(text.encode()), split(some.encode())
    touched = carried(task.touched, diff(before, after))
    codes = fix_text.NEVER_TAKEN.keys() | fix_text.INDENTATION
    where_it_stands, _ = _fix_without(codes, some, task.options)
    return _take_wanted(task._replace(touched=touched), some, where_it_stands)


def _has_cut_block(touched: Ranges, text: str, fixed: str) -> bool:
    return any(
        not part.is_about(touched) and meets(part.span, touched) for part in parts(text, fixed)
    )


def _take_wanted(task: Task, text: str, fixed: str) -> str:
    before, after = split(text.encode()), split(fixed.encode())
    wanted = _wanted(task, text, fixed)

    def passes(some: Sequence[int]) -> bool:
        return verdict(text, take(before, after, [wanted[i] for i in some]).decode()) is None

    chosen = [wanted[i] for i in sift(len(wanted), passes)]
    return take(before, after, chosen).decode()


def _wanted(task: Task, text: str, fixed: str) -> list[Part]:
    """Give the parts that are about the touched lines and that nobody has refused."""
    refused = _refused_parts(task, text, fixed)
    return [
        part
        for part in parts(text, fixed)
        if (task.touched is None or part.is_about(task.touched)) and part not in refused
    ]


def _refused_parts(task: Task, text: str, fixed: str) -> list[Part]:
    if not task.refused:
        return []
    from hookkit.pep8.review_hunks import fingerprint

    before, after = split(text.encode()), split(fixed.encode())
    return [
        part
        for part in parts(text, fixed)
        if fingerprint(task.path, before, after, part) in task.refused
    ]


def _recode(lines: Sequence[bytes], encoding: str) -> tuple[bytes, ...]:
    return tuple(line.decode().encode(encoding) for line in lines)


def mended(base: bytes, fixed: bytes, options: Pep8Options) -> tuple[Fault, ...]:
    """Give the faults that a fixed version mends, whoever made it and however much it takes.

    Where pycodestyle fails on one of them, no fault is named. Raises NotSource where either is not
    Python source.
    """
    before, after = decode(base).text, decode(fixed).text
    hunks = diff(split(before.encode()), split(after.encode()))
    try:
        account = settle(fix_text.faults(before, options), fix_text.faults(after, options), hunks)
    except Pep8Failed:  # another version of it, or another Python, has made the correction
        account = Account((), ())
    return _told(account, hunks)


def _account(task: Task, faults: Sequence[Fault], text: str, hunks: Sequence[Hunk]) -> Account:
    return settle(faults, fix_text.faults(text, task.options) if hunks else faults, hunks)


def _told(account: Account, hunks: Sequence[Hunk]) -> tuple[Fault, ...]:
    """Give the mended faults, or what to say of a fix that has no code."""
    return account.gone or (without_a_code(hunks[0].span[0] if hunks else 1),)


def without_a_code(line: int) -> Fault:
    """Give what is said of a fix that pycodestyle has no code for."""
    return Fault("layout", line, "indentation or line ends, which have no code")
