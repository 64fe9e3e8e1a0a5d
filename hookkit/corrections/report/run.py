"""The report of a run: corrected faults, uncorrected faults with the reasons, next commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.report.file_rows import file_rows, older_rows
from hookkit.corrections.run_outcome import Outcome
from hookkit.git.autosquash import autosquash_command
from hookkit.phrases import plural, quote_subject, short_id
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, row, title_note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.settings.choice_types import Mode

# `hookkit review` shows all files.
MAX_FILES = 15

MIN_FILE_ROWS = 3
"""How many rows the files get at least, however small the terminal is."""

MODE_PHRASES: dict[Mode, str] = {
    "propose": "as a proposal",
    "worktree": "as uncommitted edits",
    "fixup": "as a fixup! commit",
    "commit": "as a commit of its own",
}


_UNTOUCHED_PIECE: StyledText = ("text", ": nothing was changed")


def subject_pieces(outcome: Outcome) -> list[StyledText]:
    """Name what a run examined: a commit with its subject, the index, or files."""
    if outcome.commit is None:
        return [("text", outcome.subject)]
    return [("code", short_id(outcome.commit)), ("text", f" {quote_subject(outcome.subject)}")]


def corrected_phrase(outcome: Outcome) -> str:
    """Count the corrected faults and their files."""
    files = sum(1 for each in outcome.files if each.corrected)
    return f"{plural(outcome.corrected_fault_count, 'fault')} in {plural(files, 'file')}"


def _uncorrected_text(outcome: Outcome) -> str:
    withheld = sum(len(each.withheld) for each in outcome.files)
    left_alone_count = sum(1 for each in outcome.files if each.left_alone_reason)
    parts = [f"{withheld:,} {'fix' if withheld == 1 else 'fixes'} withheld"] if withheld else []
    parts += [f"{plural(left_alone_count, 'file')} left alone"] if left_alone_count else []
    return ": " + ", ".join(parts) if parts else ""


def _placement_pieces(outcome: Outcome) -> list[StyledText]:
    if outcome.actual_mode in ("fixup", "commit") and outcome.branch_commit is not None:
        kind = "fixup! commit" if outcome.actual_mode == "fixup" else "commit"
        return [("text", f" as the {kind} "), ("code", short_id(outcome.branch_commit))]
    if outcome.actual_mode == "worktree":
        return [("text", " as uncommitted edits")]
    if outcome.correction is not None:
        remark = "stopped halfway" if outcome.is_halfway else "nothing was touched"
        return [("text", f": kept as a proposal, {remark}")]
    return [_UNTOUCHED_PIECE]


def _title(outcome: Outcome, is_check: bool) -> Row:
    subject = subject_pieces(outcome)
    if not outcome.corrected_fault_count:
        verb = "would correct" if is_check else "corrected"
        return row(
            ("title", f"hookkit {verb} nothing"), " in ", *subject, _uncorrected_text(outcome)
        )
    if is_check:
        verb, placed = "would correct", [_UNTOUCHED_PIECE]
    else:
        verb = "can correct" if outcome.actual_mode in (None, "propose") else "corrected"
        placed = _placement_pieces(outcome)
    return row(("title", f"hookkit {verb} {corrected_phrase(outcome)}"), " of ", *subject, *placed)


def _reason_rows(outcome: Outcome) -> list[Row]:
    if outcome.mode_reason is None:
        return []
    if outcome.actual_mode == outcome.requested_mode:
        return [row(("warn", outcome.mode_reason), indent=1)]
    return [
        row(
            ("warn", f"not {MODE_PHRASES[outcome.requested_mode]}"),
            f": {outcome.mode_reason}",
            indent=1,
        )
    ]


def _commit_argument(outcome: Outcome) -> str:
    """Give the corrected commit as the argument of a command, with a blank before it."""
    return f" {short_id(outcome.commit)}" if outcome.commit and not outcome.is_last else ""


def _next_steps(outcome: Outcome) -> list[NextStep]:
    commit_argument = _commit_argument(outcome)
    take_back = NextStep("take back", "hookkit undo")
    if outcome.is_halfway:
        return [take_back]
    if outcome.actual_mode == "worktree":
        if outcome.correction is None:
            return [NextStep("look", "git diff"), take_back]
        look = NextStep("look", "git diff", "or", f"hookkit review -i{commit_argument}")
        can_amend = outcome.is_last and outcome.is_amendable
        others = ", --as amend or --as commit" if can_amend else " or --as commit"
        return [
            look,
            _keep_step(outcome, commit_argument, f"as a fixup! commit{others}"),
            take_back,
        ]
    if outcome.actual_mode == "fixup" and outcome.branch_commit is not None:
        look = NextStep("look", f"git show {short_id(outcome.branch_commit)}")
        amend = NextStep("", "hookkit accept --as amend")
        if outcome.commit is None:
            return [look, take_back]
        command = autosquash_command(outcome.commit, outcome.parent_count, outcome.squash_options)
        squash = NextStep("squash", command)
        return [look, squash, *([amend] if outcome.is_amendable else []), take_back]
    if outcome.actual_mode == "commit" and outcome.branch_commit is not None:
        return [NextStep("look", f"git show {short_id(outcome.branch_commit)}"), take_back]
    if outcome.correction is None:
        return []
    if not outcome.has_worktree:
        fetch = f"git fetch origin {CORRECTION_REFS}{outcome.commit}"
        keep = NextStep("keep, in a clone", f"{fetch} && git cherry-pick FETCH_HEAD")
        return [NextStep("look", f"hookkit review{commit_argument}"), keep]
    correction = short_id(outcome.correction)
    return [
        NextStep("look", f"hookkit review{commit_argument}", "=", f"git show {correction}"),
        _keep_step(outcome, commit_argument, "=", f"git cherry-pick {correction}"),
    ]


def _keep_step(
    outcome: Outcome, commit_argument: str, remark: str, git_command: str = ""
) -> NextStep:
    """Give the command that accepts; a fixup! cannot change files that its commit did not."""
    if outcome.is_squashable:
        return NextStep("keep", f"hookkit accept{commit_argument}", remark, git_command)
    return NextStep(
        "keep",
        f"hookkit accept{commit_argument} --spread",
        "a fixup! for each commit, or --as commit",
    )


def _has_only_notes(outcome: Outcome) -> bool:
    return not any(
        each.corrected or each.withheld or each.dropped or each.left_alone_reason
        for each in outcome.files
    )


def _report_rows(
    outcome: Outcome, steps: Sequence[NextStep], is_check: bool, files: Callable[[int], list[Row]]
) -> list[Row]:
    """Build a report; ``files`` gives the rows of the files, given the number of other rows."""
    if outcome.has_nothing_to_report:
        return []
    if _has_only_notes(outcome):
        return [row(("title", "hookkit"), f": {note}") for note in outcome.notes]
    above = [_title(outcome, is_check), *_reason_rows(outcome)]
    below = [title_note(each) for each in outcome.notes]
    below += (next_step_rows(steps) if outcome.corrected_fault_count else []) + _older_rows(outcome)
    return [*above, *files(len(above) + len(below)), *below]


def _older_rows(outcome: Outcome) -> list[Row]:
    # The placed correction has to be undone first: it has the same fixes.
    is_placed = bool(outcome.corrected_fault_count) and outcome.actual_mode in (
        "worktree",
        "fixup",
        "commit",
    )
    whole = "hookkit undo && " * is_placed + outcome.whole_files_command
    return older_rows(outcome.files, whole, outcome.path_to_top)


def run_rows(outcome: Outcome, max_files: int | None = MAX_FILES) -> list[Row]:
    """Report what a run did; no rows if there is nothing to report.

    ``max_files`` is the largest number of files to show, None for all.
    """
    files = file_rows(outcome.files, max_files)
    return _report_rows(outcome, _next_steps(outcome), False, lambda _: files)


def run_rows_within_height(outcome: Outcome, height: int) -> list[Row]:
    """Report what a run did in at most ``height`` rows, as far as possible."""

    def files(other_rows: int) -> list[Row]:
        file_rows_left = max(height - other_rows, MIN_FILE_ROWS)
        rows: list[Row] = []
        for max_files in range(MAX_FILES, 0, -1):
            rows = file_rows(outcome.files, max_files)
            if len(rows) <= file_rows_left:
                return rows
        more: StyledText = ("dim", f"and {plural(len(rows) - file_rows_left + 1, 'more line')}: ")
        return [
            *rows[: file_rows_left - 1],
            row(more, ("command", f"hookkit review{_commit_argument(outcome)}"), indent=1),
        ]

    return _report_rows(outcome, _next_steps(outcome), False, files)


def short_rows(outcome: Outcome) -> list[Row]:
    """Report a run in one row, and the reason if its mode is not the requested one."""
    if outcome.has_nothing_to_report or _has_only_notes(outcome):
        return []
    is_check = (
        outcome.actual_mode is None
        and outcome.mode_reason is None
        and bool(outcome.corrected_fault_count)
    )
    return [_title(outcome, is_check), *_reason_rows(outcome)]


def would_correct_rows(outcome: Outcome, command: str = "hookkit run") -> list[Row]:
    """Report what a run would correct; no rows if there is nothing to report.

    ``command`` is the run that would correct it.
    """
    files = file_rows(outcome.files)
    return _report_rows(outcome, [NextStep("correct", command)], True, lambda _: files)


def found_nothing_rows(outcome: Outcome) -> list[Row]:
    """Say that a run found nothing, and in how many files."""
    title: StyledText = ("good", "hookkit found nothing to correct")
    files = f" ({plural(len(outcome.files), 'file')})"
    if not outcome.files:
        title, files = ("title", "hookkit found no .py file to look at"), ""
    found = row(title, " in ", *subject_pieces(outcome), ("dim", files))
    return [found, *_older_rows(outcome)]
