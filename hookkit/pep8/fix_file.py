"""Fix one file in limited time, from its bytes to its fixed bytes, or say why it is left alone."""

from __future__ import annotations

import tokenize
from collections.abc import Sequence

from hookkit.pep8.autopep8_options_and_errors import Pep8Failed
from hookkit.pep8.decode_source import NotPythonSource, Source, decode_source
from hookkit.pep8.fix_task_and_outcome import Fault, FileFix, FileOutcome, FixTask, left_alone
from hookkit.pep8.fixable_faults import fixable_faults, has_nothing_to_reindent
from hookkit.pep8.hunks import LineRanges, overlaps
from hookkit.pep8.logical_lines import touched_logical_lines
from hookkit.pep8.syntax_tree import DoesNotParse, parse
from hookkit.pep8.time_limit import Limits, OutOfTime, OutOfWallTime, time_limit, wall_limit


def fix_within_limits(task: FixTask, limits: Limits) -> FileFix:
    """Fix one file; a file that takes longer, or on which the fixer fails, is left alone."""
    wall = wall_limit(limits.per_file)
    try:
        with time_limit(limits.per_file, wall):
            return fix_file(task)
    except OutOfWallTime:
        return left_alone(task, f"was not done within {wall:g} seconds by the clock")
    except OutOfTime:
        return left_alone(task, f"took autopep8 longer than {limits.per_file:g} seconds")
    except RecursionError:
        return left_alone(task, "is nested too deeply to be examined")
    except Exception as error:
        return left_alone(task, f"makes autopep8 fail: {type(error).__name__}: {error}")


def fix_file(task: FixTask) -> FileFix:
    """Fix one file. If that is not possible, the outcome has the reason."""
    try:
        source = decode_source(task.data)
        parse(task.data)
        # The file is parsed here, because its decoded text has other line ends and may not parse:
        # Python accepts a backslash before CRLF at the end of a file, but not before LF.
        scoped_task, older = _scoped_task(task, source.text)
        fixed = _fix_parsed_file(scoped_task, source)
        return fixed._replace(outcome=fixed.outcome._replace(older_count=older)) if older else fixed
    except NotPythonSource as error:
        return left_alone(task, str(error))
    except DoesNotParse as error:
        return left_alone(task, f"does not parse: {error}")
    except Pep8Failed as error:
        return left_alone(task, str(error))


def _scoped_task(task: FixTask, text: str) -> tuple[FixTask, int]:
    """Give the task for all of the file, if its older faults are few, or for the touched lines.

    The number counts the older faults that stay because they are many, 0 if none stay.
    """
    if task.touched is None or task.max_older_faults is None:
        return task, 0
    # The fix needs the same faults, which are cached.
    faults = fixable_faults(text, task.options)
    if len(faults) > task.max_older_faults and task.safety == "strict":
        from hookkit.pep8.fix_text import NEVER_FIXED_CODES

        faults = [each for each in faults if each.code not in NEVER_FIXED_CODES]
    if len(faults) > task.max_older_faults:
        try:
            touched_lines = touched_logical_lines(text, task.touched)
        except (SyntaxError, tokenize.TokenError):
            touched_lines = task.touched
        older = sum(not overlaps((each.line, each.line), touched_lines) for each in faults)
        if older > task.max_older_faults:
            return task, older
    return task._replace(touched=None), 0


def _fix_parsed_file(task: FixTask, source: Source) -> FileFix:
    """Fix a file that parses; for a clean file the modules with the fixers are not imported."""
    if task.safety == "off":
        from hookkit.pep8.fix_faulty_file import fix_without_proof

        return fix_without_proof(task, source)
    faults = fixable_faults(source.text, task.options)
    is_clean = not faults and has_nothing_to_reindent(source.text, task.options)
    if is_clean or not _has_fault_in(faults, source.text, task.touched):
        return FileFix(task.data, FileOutcome(task.path))
    from hookkit.pep8.fix_faulty_file import fix_with_proof

    return fix_with_proof(task, source, faults)


def _has_fault_in(faults: Sequence[Fault], text: str, touched: LineRanges | None) -> bool:
    """Whether the touched lines may have a fault: after most commits they have none."""
    if touched is None:
        return True
    try:
        touched_lines = touched_logical_lines(text, touched)
    except (SyntaxError, tokenize.TokenError):
        return True
    return any(overlaps((fault.line, fault.line), touched_lines) for fault in faults)
