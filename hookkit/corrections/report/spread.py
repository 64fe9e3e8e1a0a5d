"""The report of a correction that was spread over commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hookkit.corrections.report.accept import blame_ignore_rows, git_undo_command
from hookkit.corrections.report.file_rows import file_rows, older_rows
from hookkit.corrections.report.run import MAX_FILES
from hookkit.corrections.run_outcome import Outcome
from hookkit.corrections.spread_placement import Spread, SpreadCommit
from hookkit.corrections.state_before_accept import StateBeforeAccept
from hookkit.git.autosquash import autosquash_command
from hookkit.phrases import path_text, plural, quote_subject, short_id
from hookkit.terminal.rows import NextStep, Row, next_step_rows, row, title_note

LINES_FROM_ELSEWHERE = "lines from elsewhere"


def spread_rows(
    outcome: Outcome,
    spread: Spread,
    state_before: StateBeforeAccept | None = None,
    can_tidy: bool = False,
) -> list[Row]:
    """Report the part of the correction in each commit, and the outcome of each file.

    ``state_before`` is the state of HEAD, index and files before the spread, None if it is not
    known; ``can_tidy`` says that ``hookkit tidy`` can squash the new commits.
    """
    rows = [_title(spread), *_commit_rows(spread.commits), *_kept_together_rows(spread)]
    rows += file_rows(outcome.files, MAX_FILES)
    rows += [title_note(each) for each in outcome.notes]
    is_whole = not any(spread.placement.dropped.values())
    rows += next_step_rows(
        _next_steps(spread, state_before if is_whole else None, outcome.squash_options, can_tidy)
    )
    if len(spread.commits) > len(spread.fixups):
        rows += blame_ignore_rows("the last commit, once squashed" if spread.fixups else "it")
    return rows + older_rows(
        outcome.files, f"hookkit undo && {outcome.whole_files_command}", outcome.path_to_top
    )


def _title(spread: Spread) -> Row:
    fixups, commits = len(spread.fixups), len(spread.commits)
    commit_counts = [plural(fixups, "fixup! commit")] if fixups else []
    commit_counts += ["1 commit of its own"] if commits > fixups else []
    hunks = plural(sum(each.hunk_count for each in spread.commits), "hunk")
    return row(
        ("title", f"hookkit put {' and '.join(commit_counts)}"), f" on the branch, for {hunks}"
    )


def _commit_rows(commits: Iterable[SpreadCommit]) -> list[Row]:
    named_commits = []
    for each in commits:
        name, subject = "other", LINES_FROM_ELSEWHERE
        if each.corrected is not None:
            name = short_id(each.corrected.id)
            subject = quote_subject(each.corrected.decoded_subject)
        named_commits.append((name, subject, each))
    widest = max((len(subject) for _, subject, _ in named_commits), default=0)
    return [
        row(
            ("code", name.ljust(7)),
            f"  {subject.ljust(widest)}  ",
            ("dim", f"{_size(each)}, as "),
            ("code", short_id(each.id)),
            indent=1,
        )
        for name, subject, each in named_commits
    ]


def _size(commit: SpreadCommit) -> str:
    hunks = plural(commit.hunk_count, "hunk")
    return f"{hunks} with {plural(commit.fault_count, 'fault')}" if commit.fault_count else hunks


def _kept_together_rows(spread: Spread) -> list[Row]:
    return [
        row(
            ("path", path_text(path)),
            ("warn", "  kept together"),
            ": git could not squash its hunks one by one",
            indent=1,
        )
        for path in spread.kept_together_paths
    ]


def _next_steps(
    spread: Spread, state_before: StateBeforeAccept | None, options: Sequence[str], can_tidy: bool
) -> list[NextStep]:
    head = short_id(spread.head.id)
    steps = [NextStep("look", f"git log -p --reverse {head}..HEAD")]
    if spread.fixups and can_tidy:
        steps.append(NextStep("squash", "hookkit tidy"))
    elif spread.fixups:
        oldest = spread.fixups[0].corrected
        assert oldest is not None
        squash = autosquash_command(oldest.id, len(oldest.parents), options)
        steps.append(NextStep("squash", squash))
        steps.append(NextStep("at once", f"GIT_SEQUENCE_EDITOR=true {squash}"))
    undo_command = git_undo_command(state_before) if state_before else None
    steps.append(
        NextStep("take back", "hookkit undo", "=" if undo_command else "", undo_command or "")
    )
    return steps
