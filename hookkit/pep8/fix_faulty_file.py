"""Fix a file that has faults, with or without the proof that the fix keeps the program.

With it, fixes may be withheld: their lines are those before the file was fixed.
"""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.pep8.compare_faults import FaultComparison, compare_faults, fixed_or_layout_fault
from hookkit.pep8.correction_parts import Part, split_into_parts, take_parts
from hookkit.pep8.decode_source import Source, decode_source
from hookkit.pep8.fix_task_and_outcome import (
    Fault,
    FileFix,
    FileOutcome,
    FixTask,
    Withheld,
    left_alone,
)
from hookkit.pep8.fix_text import (
    INDENTATION_CODES,
    NEVER_FIXED_CODES,
    fix_like_autopep8_command,
    fix_safely_without,
    fix_until_stable,
)
from hookkit.pep8.fixable_faults import fixable_faults
from hookkit.pep8.hunks import (
    Hunk,
    LineRanges,
    apply_hunks,
    diff,
    original_line,
    overlaps,
    shifted_ranges,
)
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.program_difference import program_difference
from hookkit.pep8.safe_hunks import WithheldHunk, bisect_accepted_indexes
from hookkit.pep8.syntax_tree import DoesNotParse, parse


def fix_with_proof(task: FixTask, source: Source, faults: Sequence[Fault]) -> FileFix:
    """Fix a file with these faults, only by fixes that keep the program and its comments."""
    stable = fix_until_stable(task.options, source.text, faults)
    text = stable.text
    refused = _refused_parts(task, source.text, text)
    if task.touched is not None or refused:
        text = _fix_wanted_parts(task, source.text, text)
    hunks = diff(split_lines(source.text.encode()), split_lines(text.encode()))
    faults_after = stable.faults if text == stable.text else fixable_faults(text, task.options)
    comparison = compare_faults(faults, faults_after, hunks)
    stable_hunks = (
        hunks
        if text == stable.text
        else diff(split_lines(source.text.encode()), split_lines(stable.text.encode()))
    )
    withheld_hunks = _move_to_original_lines(stable.withheld, stable_hunks)
    withheld = tuple(
        each
        for each in _withheld_fixes(withheld_hunks, comparison)
        if overlaps((each.first, each.last), task.touched)
    )
    if not hunks:
        outcome = FileOutcome(task.path, withheld=withheld, refused_count=len(refused))
        return FileFix(task.data, outcome)
    recoded = [
        each._replace(lines=tuple(line.decode().encode(source.encoding) for line in each.lines))
        for each in hunks
    ]
    data = source.bom + b"".join(apply_hunks(source.lines, recoded))
    corrected = fixed_or_layout_fault(comparison, hunks)
    outcome = FileOutcome(task.path, corrected, withheld, refused_count=len(refused))
    return FileFix(data, outcome)


def fix_without_proof(task: FixTask, source: Source) -> FileFix:
    """Take all of autopep8's fixes, line ends included, as the command autopep8 does."""
    whole_text = b"".join(source.lines).decode(source.encoding)
    data = source.bom + fix_like_autopep8_command(whole_text, task.options).encode(source.encoding)
    if task.touched is not None or task.refused_fingerprints:
        fixed = decode_source(data)
        wanted = _wanted_parts(task, source.text, fixed.text)
        data = source.bom + take_parts(source.lines, fixed.lines, wanted)
    try:
        parse(data)
    except DoesNotParse as error:
        return left_alone(task, f"autopep8's result does not parse: {error}")
    if data == task.data:
        return FileFix(data, FileOutcome(task.path))
    text = decode_source(data).text
    hunks = diff(split_lines(source.text.encode()), split_lines(text.encode()))
    faults = fixable_faults(source.text, task.options)
    faults_after = fixable_faults(text, task.options) if hunks else faults
    comparison = compare_faults(faults, faults_after, hunks)
    return FileFix(data, FileOutcome(task.path, fixed_or_layout_fault(comparison, hunks)))


def _fix_wanted_parts(task: FixTask, text: str, fixed: str) -> str:
    """Give the text with the wanted parts of its fix.

    A line of a reindented block cannot be taken alone: such a line is fixed, but not reindented.
    """
    partly_fixed = _take_wanted_parts(task, text, fixed)
    if task.touched is None or not _is_block_partly_touched(task.touched, text, fixed):
        return partly_fixed
    before, after = split_lines(text.encode()), split_lines(partly_fixed.encode())
    touched = shifted_ranges(task.touched, diff(before, after))
    codes = NEVER_FIXED_CODES.keys() | INDENTATION_CODES
    fixed_in_place, _ = fix_safely_without(codes, partly_fixed, task.options)
    return _take_wanted_parts(task._replace(touched=touched), partly_fixed, fixed_in_place)


def _is_block_partly_touched(touched: LineRanges, text: str, fixed: str) -> bool:
    return any(
        not part.is_touched_by(touched) and overlaps(part.line_range, touched)
        for part in split_into_parts(text, fixed)
    )


def _take_wanted_parts(task: FixTask, text: str, fixed: str) -> str:
    before, after = split_lines(text.encode()), split_lines(fixed.encode())
    wanted = _wanted_parts(task, text, fixed)

    def keeps_program(chosen: Sequence[int]) -> bool:
        return (
            program_difference(
                text, take_parts(before, after, [wanted[i] for i in chosen]).decode()
            )
            is None
        )

    chosen = [wanted[i] for i in bisect_accepted_indexes(len(wanted), keeps_program)]
    return take_parts(before, after, chosen).decode()


def _wanted_parts(task: FixTask, text: str, fixed: str) -> list[Part]:
    """Give the parts that are about the touched lines and were not refused."""
    refused = _refused_parts(task, text, fixed)
    return [
        part
        for part in split_into_parts(text, fixed)
        if (task.touched is None or part.is_touched_by(task.touched)) and part not in refused
    ]


def _refused_parts(task: FixTask, text: str, fixed: str) -> list[Part]:
    if not task.refused_fingerprints:
        return []
    from hookkit.pep8.review_hunks import fingerprint

    before, after = split_lines(text.encode()), split_lines(fixed.encode())
    return [
        part
        for part in split_into_parts(text, fixed)
        if fingerprint(task.path, before, after, part) in task.refused_fingerprints
    ]


def _move_to_original_lines(
    withheld_hunks: Sequence[WithheldHunk], hunks: Sequence[Hunk]
) -> list[WithheldHunk]:
    """Move the withheld hunks of a text with ``hunks`` applied to their lines in the old text."""
    if not hunks:
        return list(withheld_hunks)

    def move_back(each: Hunk) -> Hunk:
        first, last = (original_line(line, hunks) for line in each.line_range)
        return Hunk(first - 1, max(first, last), each.lines)

    return [each._replace(hunk=move_back(each.hunk)) for each in withheld_hunks]


def _withheld_fixes(
    withheld_hunks: Sequence[WithheldHunk], comparison: FaultComparison
) -> list[Withheld]:
    """Give the withheld fixes in the order of their lines; adjacent hunks are joined.

    Only remaining faults count: a fault that a later fix has fixed is not withheld.
    """
    results = [
        Withheld((fault.code,), fault.line, fault.line, NEVER_FIXED_CODES[fault.code])
        for fault in comparison.remaining_faults
        if fault.code in NEVER_FIXED_CODES
    ]
    for withheld_hunk in _join_adjacent(withheld_hunks):
        first, last = withheld_hunk.hunk.line_range
        codes = _codes_of_lines(comparison.remaining_faults, first, last)
        if codes or not _codes_of_lines(comparison.fixed_faults, first, last):
            results.append(Withheld(codes, first, last, withheld_hunk.reason))
    return sorted(results, key=lambda each: (each.first, each.last))


def _codes_of_lines(faults: Sequence[Fault], first: int, last: int) -> tuple[str, ...]:
    codes = {each.code for each in faults if first <= each.line <= last}
    return tuple(sorted(codes - NEVER_FIXED_CODES.keys()))


def _join_adjacent(withheld_hunks: Sequence[WithheldHunk]) -> list[WithheldHunk]:
    joined: list[WithheldHunk] = []
    for each in sorted(withheld_hunks, key=lambda each: each.hunk.start):
        if joined and each.hunk.start <= joined[-1].hunk.end:
            previous = joined[-1].hunk
            lines = previous.lines + each.hunk.lines
            joined[-1] = joined[-1]._replace(hunk=Hunk(previous.start, each.hunk.end, lines))
        else:
            joined.append(each)
    return joined
