"""The report of ``hookkit review``: for each file its rules, its patch and what was withheld."""

from __future__ import annotations

import re
from typing import TextIO

from hookkit.corrections.outcome import Outcome
from hookkit.corrections.report.files import columns_of, file_rows, head_of_file, tail_of_file
from hookkit.corrections.report.refusals import left_out_row
from hookkit.corrections.report.run import subject_pieces
from hookkit.pep8.outcome import FileOutcome
from hookkit.phrases import counted, path_text, short
from hookkit.settings.environment import wants_terminal
from hookkit.terminal.escaping import visible_lines
from hookkit.terminal.next_commands import Next, next_rows
from hookkit.terminal.output import encoding_of, say, screen, write
from hookkit.terminal.rows import Piece, Row, row

ESCAPES = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, '"': 34, "\\": 92}


def _without_line_ends(patch: str) -> str:
    """Remove the ``\\r`` of Windows line ends, if each line of the file has one."""
    body = [line for line in patch.split("\n") if line[:1] in ("+", "-", " ")]
    code = [line for line in body if not line.startswith(("+++ ", "--- "))]
    if code and all(line.endswith("\r") for line in code):
        return patch.replace("\r\n", "\n")
    return patch


def say_patch(patch: str, stream: TextIO | None = None, has_header: bool = True) -> None:
    """Print a unified diff for a person to read; it is not for ``git apply``.

    ``has_header`` says whether a terminal shows what is above the hunks. Raises EnvironmentFailed
    where the output cannot be written.
    """
    out = screen(stream)
    if out is None or not patch:
        return
    text = _without_line_ends(patch)
    if wants_terminal(out):
        from hookkit.corrections.report.patch import paint_patch

        write(paint_patch(text, out, has_header), out)
    else:
        write(visible_lines(text.removesuffix("\n") + "\n", encoding_of(out)), out)


def _unquoted(name: bytes) -> bytes:
    """Undo the quotes that git puts around a path with control characters or quotes in it."""
    if not name.startswith(b'"'):
        return name.removesuffix(b"\t")

    def char(match: re.Match[bytes]) -> bytes:
        code = match[1].decode("ascii")
        return bytes([ESCAPES[code] if code in ESCAPES else int(code, 8)])

    return re.sub(rb'\\([0-7]{3}|[abtnvfr"\\])', char, name.strip(b"\t")[1:-1])


def sections_of(patch: bytes) -> list[tuple[bytes, bytes]]:
    """Cut a patch of several files: the path as the patch has it, and the patch of that file."""
    sections = []
    for section in re.split(rb"^(?=diff --git )", patch, flags=re.MULTILINE):
        if section:
            name = re.search(rb"^\+\+\+ (.*)$", section, flags=re.MULTILINE)
            sections.append((_unquoted(name[1]) if name else b"", section))
    return sections


def _patch_of(path: bytes, sections: list[tuple[bytes, bytes]]) -> str:
    """Remove the patch of ``path`` from ``sections`` and give it; git's prefix is ignored."""
    for at, (name, section) in enumerate(sections):
        if name == path or name.endswith(b"/" + path):
            del sections[at]
            return path_text(section)
    return ""


def _title(outcome: Outcome) -> Row:
    files = sum(1 for each in outcome.files if each.corrected)
    what = f"{counted(outcome.corrected, 'fault')} in {counted(files, 'file')}"
    if outcome.correction is None:
        title = row(("title", f"hookkit would correct {what}"), " of ", *subject_pieces(outcome))
        return title._replace(pieces=(*title.pieces, ("text", ": no correction is kept")))
    correction: Piece = ("code", short(outcome.correction or ""))
    return row(("title", "correction "), correction, " of ", *subject_pieces(outcome), f": {what}")


def _steps(outcome: Outcome, run: str, chosen_by: str) -> list[Next]:
    if outcome.correction is None or outcome.commit is None:
        return [Next("correct", run)]
    correction, commit = short(outcome.correction), short(outcome.commit)
    accept = f"hookkit accept {commit}{chosen_by}"
    # git refuses to pick where the files have the same edits.
    can_pick = outcome.done == "propose" and not chosen_by
    pick = f"git cherry-pick {correction}" if can_pick else ""
    take = [Next("take", accept, "as a fixup! commit" + " =" * bool(pick), pick)]
    if outcome.is_amendable:
        take.append(Next("", f"{accept} --as amend", "into the commit itself"))
    if not outcome.is_own:  # a commit cannot take in files that it did not change
        take = [Next("take", f"{accept} --spread", "as a fixup! for each commit")]
    return [
        *take,
        Next("", f"{accept} --as commit", "as a commit of its own"),
        Next("throw away", f"hookkit drop {commit}"),
    ]


def say_review(
    outcome: Outcome,
    patch: bytes,
    stream: TextIO | None = None,
    run: str = "hookkit run",
    chosen_by: str = "",
) -> None:
    """Print a correction: what it is of, each file's rules and patch, and the next commands.

    ``patch`` is the diff of the correction against its commit; ``run`` is the command that makes
    the correction where none is kept, ``chosen_by`` the arguments that chose a part of it. Raises
    EnvironmentFailed where the output cannot be written.
    """
    sections = sections_of(patch)
    columns = columns_of(outcome.files)
    say([_title(outcome)], stream)
    touched: list[FileOutcome] = []
    for file in outcome.files:
        if file.corrected or any(name.endswith(file.path) for name, _ in sections):
            touched.append(file)
            say(head_of_file(file, columns), stream)
            say_patch(_patch_of(file.path, sections), stream, has_header=False)
            say(tail_of_file(file), stream)
    for _, section in sections:
        say_patch(path_text(section), stream)
    say(file_rows([each for each in outcome.files if each not in touched]), stream)
    say([row("note", f" {note}", indent=1) for note in outcome.notes], stream)
    refused = sum(each.refused for each in outcome.files)
    say([left_out_row(refused)] if refused else [], stream)
    say(next_rows(_steps(outcome, run, chosen_by)), stream)
