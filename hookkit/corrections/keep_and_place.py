"""Keep a correction at its ref, and place it where the settings say."""

from __future__ import annotations

import time
from collections.abc import Sequence

from hookkit.corrections.correction import (
    BASELINE_PATH,
    Correction,
    fixed_files,
    is_squashable_into,
    keep_correction,
)
from hookkit.corrections.drop_and_expire import expire_corrections_and_entries
from hookkit.corrections.files_and_lines_to_fix import files_of_correction
from hookkit.corrections.fix_files import FixResult, fix_for_outcomes
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.placement_result import (
    PlacementResult,
    faults_outside_dropped,
    reason_not_placed,
)
from hookkit.corrections.run_outcome import Outcome, outcome_of
from hookkit.corrections.worktree_placement import place_in_worktree
from hookkit.diagnostic_log.write_log import Logger
from hookkit.errors import HookkitError, StoppedHalfway
from hookkit.git.commits import Commit, read_commit
from hookkit.git.index import is_index_locked_after_wait
from hookkit.git.runner import Git
from hookkit.git.trees import REGULAR_MODES, tree_entries
from hookkit.pep8.fix_task_and_outcome import Dropped, FileOutcome
from hookkit.phrases import short_id
from hookkit.settings.definitions import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:  # not imported at every commit
    from hookkit.corrections.fix_files import ProgressListener
    from hookkit.corrections.repaid_debt import RepaidDebt
    from hookkit.corrections.spread_placement import Spread
    from hookkit.settings.choice_types import Mode


def keep_and_place(
    git: Git,
    settings: Settings,
    result: FixResult,
    outcome: Outcome,
    reason_to_only_propose: str | None = None,
) -> Outcome:
    """Keep the correction and put it where the settings say.

    ``outcome`` is the outcome of ``result``; the placement is added to it.
    ``reason_to_only_propose`` is a reason to leave the correction as a proposal, whatever the
    settings say, None without such a reason.
    """
    commit = result.files_to_fix.commit
    if result.files and commit is None:
        outcome = _place_without_commit(git, settings, result, outcome, reason_to_only_propose)
    elif result.files and commit is not None:
        outcome = _place_with_commit(git, settings, result, outcome, commit, reason_to_only_propose)
    return _log_and_add_squash_options(git, outcome)


def place_spread(
    git: Git,
    settings: Settings,
    result: FixResult,
    range_start: str,
    reason_to_only_propose: str | None,
) -> tuple[Outcome, Spread | None]:
    """Keep the correction of a range, and make a ``fixup!`` for each commit above ``range_start``.

    ``reason_to_only_propose`` is a reason to leave the correction as a proposal, None without such
    a reason. The returned spread is None if the correction stayed a proposal.
    """
    outcome, commit = outcome_of(git, settings, result), result.files_to_fix.commit
    spread_result = None
    if result.files and commit is not None:
        outcome = _keep_and_expire(git, settings, result, outcome, commit)
        reason = reason_to_only_propose or _reason_to_only_propose(git)
        try:
            if reason is None:
                spread_result = _spread(git, commit, result.files, outcome, range_start)
                outcome = _with_placement(outcome, "fixup", spread_result.placement)
            else:
                outcome = outcome._replace(mode_reason=reason)
        except HookkitError as error:
            outcome = _left_as_proposal(outcome, error)
    return _log_and_add_squash_options(git, outcome), spread_result


def spread_kept_correction(
    git: Git, settings: Settings, correction: Correction, listener: ProgressListener
) -> tuple[Outcome, Spread]:
    """Put a kept correction on the branch as one ``fixup!`` for each unpushed commit.

    Raises Refused if that is impossible, IndexLocked, and GitFailed if HEAD moves meanwhile.
    """
    from hookkit.corrections.find_corrected_faults import with_faults_fixed_by

    files = fixed_files(git, correction)
    # The faults are read from the cache, or the files are fixed again.
    files_to_fix = files_of_correction(
        git, settings, correction.corrected, [file.path for file in files]
    )
    result = with_faults_fixed_by(
        git, fix_for_outcomes(git, settings, files_to_fix, listener), files
    )
    outcome = outcome_of(git, settings, result)
    outcome = outcome._replace(requested_mode="fixup", correction=correction.commit.id)
    spread_result = _spread(git, correction.corrected, files, outcome, correction.range_start)
    outcome = _with_placement(outcome, "fixup", spread_result.placement)
    return _log_and_add_squash_options(git, outcome), spread_result


def _spread(
    git: Git, commit: Commit, files: Sequence[FixedFile], outcome: Outcome, range_start: str | None
) -> Spread:
    from hookkit.corrections.spread_placement import spread

    faults = {each.path: each.corrected for each in outcome.files}
    spread_result = spread(git, commit, files, faults, range_start)
    if spread_result.kept_together_paths:
        Logger(__name__).info(
            "kept together: %r: %s", spread_result.kept_together_paths, spread_result.squash_error
        )
    return spread_result


def _log_and_add_squash_options(git: Git, outcome: Outcome) -> Outcome:
    """Log the outcome of a run, and add the options for squashing it."""
    log = Logger(__name__)
    placement = (
        outcome.actual_mode
        if outcome.actual_mode
        else "nowhere" if outcome.corrected_fault_count else "nothing to place"
    )
    corrected_name = outcome.commit or outcome.subject
    log.info(
        "%s: %d corrected, placed: %s", corrected_name, outcome.corrected_fault_count, placement
    )
    for name, value in (
        ("correction", outcome.correction),
        ("new commit", outcome.branch_commit),
        ("because", outcome.mode_reason),
    ):
        if value is not None:
            log.info("%s: %s %s", corrected_name, name, value)
    if outcome.actual_mode != "fixup" or outcome.branch_commit is None:
        return outcome
    from hookkit.git.config import has_autostash

    # There is no merge among the squashed commits: no other option is needed.
    return outcome._replace(squash_options=("--no-autostash",) if has_autostash(git) else ())


def _place_with_commit(
    git: Git,
    settings: Settings,
    result: FixResult,
    outcome: Outcome,
    commit: Commit,
    reason_to_only_propose: str | None,
) -> Outcome:
    result, debt = _with_repaid_debt(git, settings, result, commit)
    outcome = _keep_and_expire(git, settings, result, outcome, commit)
    if debt is not None:
        outcome = outcome._replace(notes=(*outcome.notes, debt.note))
    if settings.mode == "propose":
        return outcome
    reason = reason_to_only_propose or _reason_to_only_propose(git)
    if reason is None and settings.mode != "worktree" and git.resolve("HEAD") != commit.id:
        reason = f"{short_id(commit.id)} is not the last commit"
    if reason is not None:
        return outcome._replace(mode_reason=reason)
    assert outcome.correction is not None
    try:
        placed = _place(git, settings.mode, outcome.correction, result, commit)
    except HookkitError as error:
        return _left_as_proposal(outcome, error)
    if debt is not None and placed.dropped.get(BASELINE_PATH):
        outcome = outcome._replace(notes=(*outcome.notes[:-1], debt.note_if_not_placed))
    return _with_placement(outcome, settings.mode, placed)


def _with_repaid_debt(
    git: Git, settings: Settings, result: FixResult, commit: Commit
) -> tuple[FixResult, RepaidDebt | None]:
    """Add the baseline of debt without the repaid findings, if the commit has a baseline."""
    entry = tree_entries(git, commit.tree, [BASELINE_PATH]).get(BASELINE_PATH)
    if entry is None or entry.mode not in REGULAR_MODES:
        return result, None
    from hookkit.corrections.repaid_debt import repaid_debt

    debt = repaid_debt(git, settings, result, entry)
    return (result._replace(files=(*result.files, debt.file)) if debt else result), debt


def _keep_and_expire(
    git: Git, settings: Settings, result: FixResult, outcome: Outcome, commit: Commit
) -> Outcome:
    correction_id = keep_correction(
        git, commit, result.files, result.outcomes, result.files_to_fix.range_start
    )
    expire_corrections_and_entries(git, settings.keep_corrections, settings.keep_days, time.time())
    is_squashable = result.files_to_fix.has_only_commit_files or is_squashable_into(
        git, commit.id, result.files
    )
    return outcome._replace(
        correction=correction_id,
        actual_mode="propose",
        is_squashable=is_squashable,
        has_worktree=git.paths.top is not None,
    )


def _left_as_proposal(outcome: Outcome, error: HookkitError) -> Outcome:
    """Give the outcome of a correction that is kept and could not be placed."""
    Logger(__name__).warning("left as a proposal: %s", error.message)
    is_halfway = isinstance(error, StoppedHalfway)
    return outcome._replace(mode_reason=error.message, is_halfway=is_halfway)


def _reason_to_only_propose(git: Git) -> str | None:
    """Give the reason why any correction must stay a proposal, None without one."""
    if git.paths.top is None:
        return "this repository has no worktree"
    return "another git command holds the index" if is_index_locked_after_wait(git) else None


def _place(
    git: Git, mode: Mode, correction_id: str, result: FixResult, commit: Commit
) -> PlacementResult:
    if mode == "worktree":
        return place_in_worktree(git, commit.id, result.files, mode)
    from hookkit.corrections.accept import accept

    correction = Correction(read_commit(git, correction_id), commit)
    return accept(git, correction, "fixup" if mode == "fixup" else "commit")


def _place_without_commit(
    git: Git,
    settings: Settings,
    result: FixResult,
    outcome: Outcome,
    reason_to_only_propose: str | None,
) -> Outcome:
    if settings.mode != "worktree":
        reason_to_only_propose = (
            reason_to_only_propose or "there is no commit yet that it could belong to"
        )
    if reason_to_only_propose is not None:
        return outcome._replace(mode_reason=reason_to_only_propose)
    from hookkit.git.worktree_paths_and_checks import require_worktree

    placed = place_in_worktree(require_worktree(git), "", result.files, "worktree")
    return _with_placement(outcome, "worktree", placed)


def _with_placement(outcome: Outcome, mode: Mode, placed: PlacementResult) -> Outcome:
    files = tuple(
        _without_dropped(each, placed.dropped.get(each.path, ())) for each in outcome.files
    )
    outcome = outcome._replace(branch_commit=placed.commit, files=files)
    if not placed.is_empty:
        return outcome._replace(actual_mode=mode)
    if any(placed.dropped.values()):
        return outcome._replace(mode_reason=reason_not_placed(placed.dropped))
    return outcome._replace(actual_mode=mode, mode_reason="it was there already")


def _without_dropped(file: FileOutcome, dropped: tuple[Dropped, ...]) -> FileOutcome:
    """Give the outcome without the faults whose fixes could not be placed."""
    placed = faults_outside_dropped(file.corrected, dropped)
    return file._replace(corrected=tuple(placed), dropped=dropped)
