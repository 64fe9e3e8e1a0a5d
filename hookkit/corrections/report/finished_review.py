"""The report of a finished ``hookkit review -i``: what was done with the hunks."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.corrections.correction import Correction
from hookkit.corrections.placement_result import reason_not_placed
from hookkit.corrections.report.accept import accepted_rows
from hookkit.corrections.report.file_rows import dropped_rows
from hookkit.corrections.report.spread import spread_rows
from hookkit.corrections.review.chosen_hunks import ChosenHunks
from hookkit.corrections.review.finish import FinishedReview
from hookkit.corrections.review.placement_modes import PlacementMode
from hookkit.phrases import names_phrase, path_text, plural, quote_subject, short_id
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, row

MAX_NAMED_FILES = 3


def changed_nothing_rows() -> list[Row]:
    """Say that the review has changed nothing."""
    return [row(("title", "hookkit changed nothing"))]


def finished_rows(
    finished: FinishedReview,
    chosen: ChosenHunks,
    mode: PlacementMode | None,
    squash_options: Sequence[str],
    can_tidy: bool,
) -> list[Row]:
    """Report what was done with the hunks; ``mode`` is None if no hunk was taken.

    ``squash_options`` are the options of the rebase that squashes the taken hunks; ``can_tidy``
    says that ``hookkit tidy`` can squash them.
    """
    if finished.correction is None or mode is None:
        rows = _removed_and_refused_rows(finished)
        return [row(("title", "hookkit took nothing")), *rows] if rows else changed_nothing_rows()
    correction = finished.correction
    total = (
        len(chosen.taken_hunks)
        + len(chosen.inseparable_hunks)
        + chosen.left_out_count
        + len(chosen.refused_hunks)
    )
    count = plural(total, "hunk")
    hunks_text = (
        f"all of {count}"
        if len(chosen.taken_hunks) == total
        else f"{len(chosen.taken_hunks):,} of {count}"
    )
    rows = [_title(finished, correction, hunks_text), *_removed_and_refused_rows(finished)]
    if finished.spread is not None and finished.spread.commits:
        outcome = finished.outcome._replace(squash_options=tuple(squash_options))
        rows += spread_rows(outcome, finished.spread, finished.state_before, can_tidy)
    elif mode == "fixup" or mode == "commit" or mode == "amend":
        assert finished.placement is not None and finished.state_before is not None
        description = (
            "the correction" if len(chosen.taken_hunks) == total else "a part of the correction"
        )
        rows += accepted_rows(
            correction,
            mode,
            finished.placement,
            finished.state_before,
            squash_options,
            description,
            can_tidy,
        )
    else:
        return rows + _placement_rows(finished, mode) + next_step_rows(_next_steps(finished, mode))
    return rows + _left_out_rows(finished, chosen.left_out_count, mode)


def _title(finished: FinishedReview, correction: Correction, hunks_text: str) -> Row:
    corrected = correction.corrected
    subject = f" {quote_subject(corrected.decoded_subject)}"
    corrected_pieces: list[StyledText] = [("code", short_id(corrected.id)), ("text", subject)]
    if not finished.is_kept:
        return row(
            ("title", f"hookkit chose {hunks_text}"), " of the correction of ", *corrected_pieces
        )
    kept: StyledText = ("code", short_id(correction.commit.id))
    return row(
        ("title", f"hookkit kept {hunks_text}"),
        " as the correction ",
        kept,
        " of ",
        *corrected_pieces,
    )


def _left_out_rows(finished: FinishedReview, left_out_count: int, mode: PlacementMode) -> list[Row]:
    """Say how many left-out hunks can be taken later, and which command shows them."""
    if not left_out_count or finished.correction is None or finished.placement is None:
        return []
    amended = finished.placement.commit if mode == "amend" else None
    review_command = f"hookkit review {short_id(amended or finished.correction.corrected.id)}"
    return [
        row(("dim", f"{plural(left_out_count, 'hunk')} not taken: "), ("command", review_command))
    ]


def _removed_and_refused_rows(finished: FinishedReview) -> list[Row]:
    """Report the hunks that were removed from the files or the proposal, or were refused."""
    rows: list[Row] = []
    removed_hunks = finished.removed_hunks
    is_placed = finished.placement is not None and not finished.placement.is_empty
    if removed_hunks.paths:
        names = names_phrase([path_text(path) for path in removed_hunks.paths], MAX_NAMED_FILES)
        undo_command = _undo_command(int(is_placed))
        sentence = (
            f"what was left out was taken back from {names}; {undo_command} brings it there again"
        )
        rows.append(row(sentence, indent=1))
    rows += dropped_rows(removed_hunks.dropped)
    if finished.keeps_fewer_hunks:
        undo_command = _undo_command(is_placed + bool(removed_hunks.paths))
        rows.append(
            row(f"what was left out is out of the proposal; {undo_command} restores it", indent=1)
        )
    if finished.new_refusal_count:
        sentence = f"{plural(finished.new_refusal_count, 'hunk')} will not be proposed again: "
        rows.append(row(sentence, ("command", "hookkit refused"), indent=1))
    return rows


def _undo_command(later_entry_count: int) -> str:
    """Give the command that takes back an entry with ``later_entry_count`` entries after it."""
    return "hookkit undo" + ("", ", run twice,", ", run three times,")[later_entry_count]


def _placement_rows(finished: FinishedReview, mode: PlacementMode) -> list[Row]:
    if mode == "propose" or finished.placement is None:
        return [row("no file and no branch was touched", indent=1)]
    rows = dropped_rows(finished.placement.dropped)
    if not finished.placement.is_empty:
        return [row("it is in the files, as uncommitted edits", indent=1), *rows]
    if rows:
        return [row(reason_not_placed(finished.placement.dropped), indent=1), *rows]
    return [row("it is in the files already, as uncommitted edits", indent=1)]


def _next_steps(finished: FinishedReview, mode: PlacementMode) -> list[NextStep]:
    correction = finished.correction
    assert correction is not None
    commit_id = short_id(correction.corrected.id)
    others = ", --as amend or --as commit" if finished.is_amendable else " or --as commit"
    keep = NextStep("keep", f"hookkit accept {commit_id}", f"as a fixup! commit{others}")
    if not finished.is_squashable:
        keep = NextStep(
            "keep", f"hookkit accept {commit_id} --spread", "a fixup! for each, or --as commit"
        )
    if mode == "propose":
        show_command = f"git show {short_id(correction.commit.id)}"
        return [NextStep("look", f"hookkit review {commit_id}", "=", show_command), keep]
    steps = [NextStep("look", "git diff"), keep]
    is_placed = finished.placement is not None and not finished.placement.is_empty
    return [*steps, NextStep("take back", "hookkit undo")] if is_placed else steps
