"""Build a review: split a correction, or the fixes that a range needs, into hunks."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from hookkit.corrections.accept import can_amend
from hookkit.corrections.correction import (
    Correction,
    corrected_id,
    find_correction,
    fixed_files,
    is_squashable_into,
)
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.files_and_lines_to_fix import (
    FilesToFix,
    add_old_contents,
    files_of_commit,
    files_of_correction,
    files_of_range,
    touched_lines,
)
from hookkit.corrections.find_corrected_faults import with_faults_fixed_by
from hookkit.corrections.find_uncommitted_correction import find_uncommitted_correction
from hookkit.corrections.fix_files import FixResult, fix_files, fix_for_outcomes
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.remaining_correction import remaining_files
from hookkit.corrections.review.review import Review, ReviewedCommit, ReviewedFile
from hookkit.corrections.run_outcome import outcome_of
from hookkit.corrections.state_before_accept import read_state_before_accept
from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git
from hookkit.pep8.review_hunks import find_review_hunks
from hookkit.phrases import plural
from hookkit.settings.definitions import Settings

if TYPE_CHECKING:
    from hookkit.corrections.fix_files import ProgressListener
    from hookkit.settings.choice_types import Mode


class ReviewSource(NamedTuple):
    """What a review is about: the files to fix, and the kept correction, None if none is kept.

    ``range_ends`` are the two ends of a range as the person wrote them, None for one commit.
    """

    files_to_fix: FilesToFix
    correction: Correction | None = None
    range_ends: tuple[str, str] | None = None


def find_review_source(
    git: Git, settings: Settings, name: str | None, range_ends: tuple[str, str] | None = None
) -> ReviewSource:
    """Find what a person wants to review: a commit (HEAD if None), or a range."""
    if range_ends is not None:
        return ReviewSource(files_of_range(git, settings, *range_ends), range_ends=range_ends)
    commit = read_commit(git, "HEAD" if name is None else name)
    if not any(
        git.resolve(CORRECTION_REFS + each) for each in (commit.id, corrected_id(commit)) if each
    ):
        return ReviewSource(files_of_commit(git, settings, commit.id))
    correction = find_correction(git, name)
    paths = [file.path for file in fixed_files(git, correction)]
    files_to_fix = files_of_correction(git, settings, correction.corrected, paths)
    return ReviewSource(files_to_fix, correction)


def build_review(
    git: Git, settings: Settings, source: ReviewSource, listener: ProgressListener
) -> Review:
    """Split a correction into hunks: the kept one, else the one that a run would make."""
    if source.correction is not None:
        return _review_kept(git, settings, source.correction, source.files_to_fix, listener)
    result = fix_files(git, settings, source.files_to_fix, listener)
    review = Review(outcome_of(git, settings, result), _reviewed_files(git, result, result.files))
    return review if source.range_ends is None else _with_commits(git, review, *source.range_ends)


def _review_kept(
    git: Git,
    settings: Settings,
    correction: Correction,
    files_to_fix: FilesToFix,
    listener: ProgressListener,
) -> Review:
    """Split the part of a kept correction that HEAD lacks into hunks."""
    result_of_all = fix_for_outcomes(git, settings, files_to_fix, listener)
    files, remaining = fixed_files(git, correction), remaining_files(git, correction)
    result = with_faults_fixed_by(git, result_of_all, remaining)
    outcome = outcome_of(git, settings, result)._replace(
        correction=correction.commit.id,
        is_squashable=is_squashable_into(git, correction.corrected.id, files),
    )
    review = Review(outcome, _reviewed_files(git, result, remaining))
    if remaining == files:
        return review
    result_of_correction = with_faults_fixed_by(git, result_of_all, files)
    fault_count = outcome_of(git, settings, result_of_correction).corrected_fault_count
    taken_count = max(fault_count - outcome.corrected_fault_count, 1)
    note = (
        f"{plural(taken_count, 'fault')} of it {'is' if taken_count == 1 else 'are'} taken already"
    )
    noted = outcome._replace(notes=(*outcome.notes, note) if remaining else outcome.notes)
    return review._replace(outcome=noted, taken_fault_count=taken_count)


def with_placement(git: Git, review: Review) -> Review:
    """Add to a review whether its correction is in the files, and whether amending is allowed."""
    outcome = review.outcome
    if outcome.correction is None or outcome.commit is None:
        return review
    correction = Correction(*(read_commit(git, n) for n in (outcome.correction, outcome.commit)))
    mode: Mode | None = None
    if read_state_before_accept(git, correction).files_state == "original":
        mode = "propose"
    elif find_uncommitted_correction(git, [correction.corrected.id]) is not None:
        mode = "worktree"
    is_amendable = can_amend(git, correction.corrected)
    return review._replace(outcome=outcome._replace(actual_mode=mode, is_amendable=is_amendable))


def _with_commits(git: Git, review: Review, old: str, new: str) -> Review:
    """Assign the hunks of a range to its commits, if git can tell."""
    base, tip = (read_commit(git, name).id for name in (old, new))
    commits: tuple[ReviewedCommit, ...] = ()
    with suppress(GitFailed, EnvironmentFailed):
        commits = _reviewed_commits(git, base, tip, review.files)
    return review._replace(range_name=f"{old}..{new}", commits=commits)


def _reviewed_commits(
    git: Git, old: str, new: str, files: Sequence[ReviewedFile]
) -> tuple[ReviewedCommit, ...]:
    """Assign hunks to the commits of a range; a hunk of several commits goes to the newest one.

    Raises GitFailed if a partial clone lacks objects for that.
    """
    from hookkit.corrections.commits_of_parts import commits_of_hunks
    from hookkit.dry_run.scratch_repository import scratch_repository
    from hookkit.git.log import commits_between

    commits = commits_between(git, old, new)
    ids_of_hunks: dict[str | None, list[str]] = {each.id: [] for each in commits}
    with scratch_repository(git, new) as scratch:
        for file in files:
            fixed_file = FixedFile(file.path, file.mode, file.original, file.fixed)
            found = commits_of_hunks(scratch, old, new, fixed_file, file.hunks)
            for hunk_id, commit_ids in found.items():
                newest_first = (each.id for each in reversed(commits))
                newest = next((each for each in newest_first if each in commit_ids), None)
                ids_of_hunks.setdefault(newest, []).append(hunk_id)
    reviewed = [
        ReviewedCommit(
            each.id, each.subject, each.author, each.author_time, tuple(ids_of_hunks[each.id])
        )
        for each in commits
    ]
    older = tuple(ids_of_hunks.get(None, ()))
    return (*reviewed, ReviewedCommit(None, "", "", 0, older)) if older else tuple(reviewed)


def _reviewed_files(
    git: Git, result: FixResult, files: Sequence[FixedFile]
) -> tuple[ReviewedFile, ...]:
    outcomes = {each.path: each for each in result.outcomes}
    changes = {each.path: each for each in result.files_to_fix.changes}
    files_to_fix = add_old_contents(git, result.files_to_fix, changes.values())
    return tuple(
        ReviewedFile(
            *(file.path, file.mode, file.original, file.fixed),
            outcome=(outcome := outcomes[file.path]),
            hunks=tuple(find_review_hunks(file.path, file.original, file.fixed, outcome.corrected)),
            touched=touched_lines(changes[file.path], files_to_fix),
        )
        for file in files
        if file.path in outcomes
    )
