"""The report of ``hookkit review``: for each file its rules, its patch and its withheld fixes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from hookkit.corrections.report.file_rows import (
    file_heading_rows,
    file_rows,
    measure_columns,
    uncorrected_rows,
)
from hookkit.corrections.report.print_patch import print_patch
from hookkit.corrections.report.refused_hunks import refused_count_row
from hookkit.corrections.report.run import corrected_phrase, subject_pieces
from hookkit.corrections.report.split_patch_and_add_hunk_ids import (
    pop_patch_of,
    split_by_file,
    with_hunk_ids,
)
from hookkit.corrections.review.find_hunks_by_id import short_ids
from hookkit.corrections.run_outcome import Outcome
from hookkit.pep8.fix_task_and_outcome import FileOutcome
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.phrases import path_text, short_id
from hookkit.terminal.output import print_rows
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, row


def _title(outcome: Outcome) -> Row:
    corrected, subject = corrected_phrase(outcome), subject_pieces(outcome)
    if outcome.correction is None:
        title: StyledText = ("title", f"hookkit would correct {corrected}")
        return row(title, " of ", *subject, ": no correction is kept")
    correction: StyledText = ("code", short_id(outcome.correction))
    return row(("title", "correction "), correction, " of ", *subject, f": {corrected}")


def _next_steps(outcome: Outcome, run_command: str, selection_arguments: str) -> list[NextStep]:
    if outcome.correction is None or outcome.commit is None:
        return [NextStep("correct", run_command)]
    correction, commit = short_id(outcome.correction), short_id(outcome.commit)
    accept = f"hookkit accept {commit}{selection_arguments}"
    # git refuses to pick if the files have the same edits.
    can_pick = outcome.actual_mode == "propose" and not selection_arguments
    pick = f"git cherry-pick {correction}" if can_pick else ""
    take = [NextStep("take", accept, "as a fixup! commit" + " =" * bool(pick), pick)]
    if outcome.is_amendable:
        take.append(NextStep("", f"{accept} --as amend", "into the commit itself"))
    if not outcome.is_squashable:  # a commit cannot take in files that it did not change
        take = [NextStep("take", f"{accept} --spread", "as a fixup! for each commit")]
    return [
        *take,
        NextStep("", f"{accept} --as commit", "as a commit of its own"),
        NextStep("throw away", f"hookkit drop {commit}"),
    ]


def print_review(
    outcome: Outcome,
    patch: bytes,
    stream: TextIO | None = None,
    run_command: str = "hookkit run",
    selection_arguments: str = "",
    hunks: Sequence[ReviewHunk] = (),
) -> None:
    """Print a correction: its title, each file's rules and patch, and the next commands.

    ``patch`` is the diff of the correction against its commit. ``run_command`` is the command that
    makes the correction if none is kept, ``selection_arguments`` are the arguments that chose a
    part of it, "" for the whole. ``hunks`` are the hunks that are shown with their ids. Raises
    EnvironmentFailed if the output cannot be written.
    """
    names = short_ids(hunks)
    sections = split_by_file(patch)
    columns = measure_columns(outcome.files)
    print_rows([_title(outcome)], stream)
    shown_files: list[FileOutcome] = []
    for file in outcome.files:
        if file.corrected or any(name.endswith(file.path) for name, _ in sections):
            shown_files.append(file)
            print_rows(file_heading_rows(file, columns), stream)
            file_hunks = [hunk for hunk in hunks if hunk.path == file.path]
            text = with_hunk_ids(pop_patch_of(file.path, sections), file_hunks, names)
            print_patch(text, stream, keep_header=False)
            print_rows(uncorrected_rows(file), stream)
    for _, section in sections:
        print_patch(path_text(section), stream)
    print_rows(file_rows([each for each in outcome.files if each not in shown_files]), stream)
    print_rows([row("note", f" {note}", indent=1) for note in outcome.notes], stream)
    refused = sum(each.refused_count for each in outcome.files)
    print_rows([refused_count_row(refused)] if refused else [], stream)
    print_rows(next_step_rows(_next_steps(outcome, run_command, selection_arguments)), stream)
