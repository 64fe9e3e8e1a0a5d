"""``hookkit run --stdin-filename FILE -``: correct the text of an editor, and write it back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

from hookkit.corrections.fix_unsaved_text import fix_unsaved_text, read_text_context
from hookkit.pep8.fix_task_and_outcome import FileFix, FileOutcome
from hookkit.pep8.hunks import diff, shifted_ranges
from hookkit.pep8.line_ends import split_lines
from hookkit.phrases import plural
from hookkit.settings import environment_variables
from hookkit.terminal.output import print_rows, write_raw
from hookkit.terminal.rows import Row, row

STDIN_FILENAME_OPTION = "--stdin-filename"


def file_from_arguments(args: Sequence[str]) -> str | None:
    """Give FILE if the arguments are exactly those that editors give, else None.

    Then no command line library is imported: that takes longer than the correction of most files.
    """
    match args:
        case ["run", option, file, "-"] if option == STDIN_FILENAME_OPTION:
            return file
        case ["run", option, "-"] if option.startswith(f"{STDIN_FILENAME_OPTION}="):
            return option.partition("=")[2]
    return None


def run_stdin(file: str, overrides: Mapping[str, object]) -> int:
    """Correct stdin as the content of ``file`` and print the result; messages go to stderr.

    Gives the exit status. On an error the unchanged text is written before the error is raised: an
    editor may take any output for the text.
    """
    data = sys.stdin.buffer.read() if sys.stdin is not None else b""
    try:
        fixed, messages = _corrected(file, data, overrides)
    except BaseException:
        write_raw(data)
        raise
    write_raw(fixed)
    print_rows(messages, sys.stderr)
    return 0


def _corrected(
    file: str, data: bytes, overrides: Mapping[str, object]
) -> tuple[bytes, Sequence[Row]]:
    if environment_variables.is_switched_off():
        return data, [row(f"{file}: left alone: hookkit is switched off (HOOKKIT)")]
    context = read_text_context(file, overrides)
    if not context.settings.enabled:
        return data, [row(f"{file}: left alone: hookkit is switched off (hookkit config enabled)")]
    fixed = fix_unsaved_text(context, data)
    return fixed.data, [row(text) for text in _messages(file, data, fixed)]


def _messages(file: str, data: bytes, fixed: FileFix) -> Iterator[str]:
    """Report what was not corrected, with line numbers of the corrected text."""
    outcome: FileOutcome = fixed.outcome
    if outcome.left_alone_reason is not None:
        yield f"{file}: left alone: {outcome.left_alone_reason}"
    hunks = diff(split_lines(data), split_lines(fixed.data)) if outcome.withheld else ()
    for each in outcome.withheld:
        ((start, end),) = shifted_ranges(((each.first, each.last),), hunks) or ((1, 1),)
        lines = f"{start}" if start == end else f"{start}-{end}"
        codes = ", ".join(each.codes) or "a fix of the layout"
        yield f"{file}:{lines}: {codes} withheld: {each.reason}"
    if outcome.refused_count:
        verb = "stays as it is" if outcome.refused_count == 1 else "stay as they are"
        places = plural(outcome.refused_count, "place")
        yield f"{file}: {places} {verb}, refused before: hookkit refused"
