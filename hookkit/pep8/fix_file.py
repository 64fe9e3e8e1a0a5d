"""One file from its bytes to its fixed bytes, with the account of what was fixed."""

from __future__ import annotations

import tokenize
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hookkit.named_tuple import NamedTuple
from hookkit.pep8 import fix_text
from hookkit.pep8.fix_text import Pep8Failed
from hookkit.pep8.hunks import Hunk, apply, diff, largest_accepted
from hookkit.pep8.lines import split
from hookkit.pep8.logical_lines import logical_lines_of
from hookkit.pep8.outcome import Fault, FileOutcome, Withheld
from hookkit.pep8.parts import Part, parts, take
from hookkit.pep8.ranges import Ranges, overlaps, shifted_ranges
from hookkit.pep8.safe_hunks import Refusal
from hookkit.pep8.safety import DoesNotParse, parse, program_difference
from hookkit.pep8.source import NotSource, Source, decode
from hookkit.pep8.stable_fix import INDENTATION, NEVER_TAKEN, fix_safely, fix_until_stable
from hookkit.settings.autopep8.options import Pep8Options
from hookkit.settings.schema import Safety


class Task(NamedTuple):
    """One file to fix: its path, content, autopep8's options, and which fixes may be taken.

    ``touched`` holds the lines that count, None for all of the file. ``refused`` are the parts,
    by fingerprint, that a person does not want to see again. With ``most_older`` all of the file
    counts as well where it has no more faults than that outside of the touched lines.
    """

    path: bytes
    data: bytes
    options: Pep8Options
    safety: Safety
    touched: Ranges | None = None
    refused: frozenset[str] = frozenset()
    most_older: int | None = None


class Fixed(NamedTuple):
    """A fixed file: its new content (the old one where nothing is to be done) and outcome."""

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
        scoped, older = _scoped(task, source.text)
        fix = _fix_without_proof if task.safety == "off" else _fix_with_proof
        fixed = fix(scoped, source)
        return fixed._replace(outcome=fixed.outcome._replace(older=older)) if older else fixed
    except NotSource as error:
        return left_alone(task, str(error))
    except DoesNotParse as error:
        return left_alone(task, f"does not parse: {error}")
    except Pep8Failed as error:
        return left_alone(task, str(error))


def _scoped(task: Task, text: str) -> tuple[Task, int]:
    """Give the task for all of the file, if its older faults are few, or for the touched lines.

    The number is that of the faults that stay because they are many, 0 where none stays for that.
    """
    if task.touched is None or task.most_older is None:
        return task, 0
    # The fix asks for the same faults, which are remembered.
    faults = fix_text.faults(text, task.options)
    if task.safety == "strict":
        faults = [each for each in faults if each.code not in NEVER_TAKEN]
    if len(faults) > task.most_older:
        try:
            near = logical_lines_of(text, task.touched)
        except (SyntaxError, tokenize.TokenError):
            near = task.touched
        older = sum(not overlaps((each.line, each.line), near) for each in faults)
        if older > task.most_older:
            return task, older
    return task._replace(touched=None), 0


def _fix_without_proof(task: Task, source: Source) -> Fixed:
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
    faults = fix_text.faults(source.text, task.options)
    after = fix_text.faults(text, task.options) if hunks else faults
    account = account_of_fix(faults, after, hunks)
    return Fixed(data, FileOutcome(task.path, _mended_or_layout(account, hunks)))


def _fix_with_proof(task: Task, source: Source) -> Fixed:
    """Take the fixes that keep the program and its comments."""
    faults = fix_text.faults(source.text, task.options)
    is_clean = not faults and fix_text.is_reindented(source.text, task.options)
    if is_clean or not _has_fault_in(faults, source.text, task.touched):
        return Fixed(task.data, FileOutcome(task.path))
    rest = fix_until_stable(task.options, source.text, faults)
    text = rest.text
    left = _refused_parts(task, source.text, text)
    if task.touched is not None or left:
        text = _fix_some(task, source.text, text)
    hunks = diff(split(source.text.encode()), split(text.encode()))
    after = rest.faults if text == rest.text else fix_text.faults(text, task.options)
    account = account_of_fix(faults, after, hunks)
    moved = diff(split(source.text.encode()), split(rest.text.encode()))
    found = withheld(carried_back(rest.refused, moved), account)
    reasons = [each for each in found if overlaps((each.first, each.last), task.touched)]
    if not hunks:
        outcome = FileOutcome(task.path, withheld=tuple(reasons), refused=len(left))
        return Fixed(task.data, outcome)
    recoded = [
        replace(each, lines=tuple(line.decode().encode(source.encoding) for line in each.lines))
        for each in hunks
    ]
    data = source.mark + b"".join(apply(source.lines, recoded))
    mends = _mended_or_layout(account, hunks)
    return Fixed(data, FileOutcome(task.path, mends, tuple(reasons), refused=len(left)))


def _has_fault_in(faults: Sequence[Fault], text: str, touched: Ranges | None) -> bool:
    """Whether there is anything to mend in the touched lines: most commits leave them clean."""
    if touched is None:
        return True
    try:
        near = logical_lines_of(text, touched)
    except (SyntaxError, tokenize.TokenError):
        return True
    return any(overlaps((fault.line, fault.line), near) for fault in faults)


def _fix_some(task: Task, text: str, fixed: str) -> str:
    """Give the text with those parts of its fix that are wanted.

    A line of a reindented block, which cannot be taken alone, is fixed where it stands.
    """
    some = _take_wanted(task, text, fixed)
    if task.touched is None or not _has_cut_block(task.touched, text, fixed):
        return some
    before, after = split(text.encode()), split(some.encode())
    touched = shifted_ranges(task.touched, diff(before, after))
    codes = NEVER_TAKEN.keys() | INDENTATION
    where_it_stands, _ = fix_safely(codes, some, task.options)
    return _take_wanted(task._replace(touched=touched), some, where_it_stands)


def _has_cut_block(touched: Ranges, text: str, fixed: str) -> bool:
    return any(
        not part.is_about(touched) and overlaps(part.span, touched) for part in parts(text, fixed)
    )


def _take_wanted(task: Task, text: str, fixed: str) -> str:
    before, after = split(text.encode()), split(fixed.encode())
    wanted = _wanted(task, text, fixed)

    def passes(some: Sequence[int]) -> bool:
        return (
            program_difference(text, take(before, after, [wanted[i] for i in some]).decode())
            is None
        )

    chosen = [wanted[i] for i in largest_accepted(len(wanted), passes)]
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


def mended(base: bytes, fixed: bytes, options: Pep8Options) -> tuple[Fault, ...]:
    """Give the faults that a fixed version mends, whoever made it and however much it takes.

    Where pycodestyle fails, none is named. Raises NotSource where either is not Python source.
    """
    before, after = decode(base).text, decode(fixed).text
    hunks = diff(split(before.encode()), split(after.encode()))
    try:
        account = account_of_fix(
            fix_text.faults(before, options), fix_text.faults(after, options), hunks
        )
    except Pep8Failed:  # another version of it, or another Python, has made the correction
        account = Account((), ())
    return _mended_or_layout(account, hunks)


def _mended_or_layout(account: Account, hunks: Sequence[Hunk]) -> tuple[Fault, ...]:
    """Give the mended faults, or what to say of a fix that has no code."""
    return account.fixed or (without_a_code(hunks[0].span[0] if hunks else 1),)


def without_a_code(line: int) -> Fault:
    """Give what is said of a fix that pycodestyle has no code for."""
    return Fault("layout", line, "indentation or line ends, which have no code")


class Account(NamedTuple):
    """The faults of a file, at their lines in it before it was fixed."""

    fixed: tuple[Fault, ...]
    left: tuple[Fault, ...]


def account_of_fix(
    before: Sequence[Fault], after: Sequence[Fault], hunks: Sequence[Hunk]
) -> Account:
    """Tell the faults that ``hunks`` mended from those that are still there."""
    there = Counter((each.code, _origin(each.line, hunks)) for each in after)
    # What has only moved to another line is not fixed.
    allowed = Counter(each.code for each in before) - Counter(each.code for each in after)
    fixed: list[Fault] = []
    left: list[Fault] = []
    for fault in before:
        if there[fault.code, fault.line] > 0:
            there[fault.code, fault.line] -= 1
            left.append(fault)
        elif allowed[fault.code] > 0:
            allowed[fault.code] -= 1
            fixed.append(fault)
        else:
            left.append(fault)
    return Account(tuple(fixed), tuple(left))


def _origin(line: int, hunks: Sequence[Hunk]) -> int:
    """Give the line before the hunks that a line behind them comes from."""
    logical_lines_of = 0
    for hunk in hunks:
        start = hunk.start + logical_lines_of
        if line <= start:
            break
        if line <= start + len(hunk.lines):
            return min(line - logical_lines_of, max(hunk.end, hunk.start + 1))
        logical_lines_of += hunk.growth
    return line - logical_lines_of


def carried_back(refusals: Sequence[Refusal], hunks: Sequence[Hunk]) -> list[Refusal]:
    """Give refusals of a text behind ``hunks`` at the lines before them that they come from."""
    if not hunks:
        return list(refusals)

    def back(each: Hunk) -> Hunk:
        first, last = (_origin(line, hunks) for line in each.span)
        return Hunk(first - 1, max(first, last), each.lines)

    return [replace(each, hunk=back(each.hunk)) for each in refusals]


def withheld(refusals: Sequence[Refusal], account: Account) -> list[Withheld]:
    """Say what was not taken, in the order of its lines; lines that follow each other are one.

    A fault counts where it is still there: what a later, more careful fix mended is not withheld.
    """
    found = [
        Withheld((fault.code,), fault.line, fault.line, NEVER_TAKEN[fault.code])
        for fault in account.left
        if fault.code in NEVER_TAKEN
    ]
    for refusal in _joined(refusals):
        first, last = refusal.hunk.span
        left = _codes(account.left, first, last)
        if left or not _codes(account.fixed, first, last):
            found.append(Withheld(left, first, last, refusal.reason))
    return sorted(found, key=lambda each: (each.first, each.last))


def _codes(faults: Sequence[Fault], first: int, last: int) -> tuple[str, ...]:
    codes = {each.code for each in faults if first <= each.line <= last}
    return tuple(sorted(codes - NEVER_TAKEN.keys()))


def _joined(refusals: Sequence[Refusal]) -> list[Refusal]:
    joined: list[Refusal] = []
    for each in sorted(refusals, key=lambda each: each.hunk.start):
        if joined and each.hunk.start <= joined[-1].hunk.end:
            previous = joined[-1].hunk
            lines = previous.lines + each.hunk.lines
            joined[-1] = replace(joined[-1], hunk=Hunk(previous.start, each.hunk.end, lines))
        else:
            joined.append(each)
    return joined
