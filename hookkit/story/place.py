"""The end of the main job: the correction is kept, and put where the settings say."""

from __future__ import annotations

import logging
import time
from dataclasses import replace

from hookkit.doors.config import Settings
from hookkit.doors.git import Git
from hookkit.facts.commits import Commit, read_commit
from hookkit.facts.index import is_locked
from hookkit.judgement.accept import accept
from hookkit.judgement.correction import Correction, expire, keep_correction
from hookkit.judgement.placement import Placed, place_in_worktree, top_of
from hookkit.story.runner import Result, check
from hookkit.values.errors import HookkitError
from hookkit.values.outcome import Dropped, FileOutcome, Outcome
from hookkit.values.words import Mode


def place(git: Git, settings: Settings, result: Result, because: str | None = None) -> Outcome:
    """Keep the correction and put it where the settings say.

    ``because`` is a reason to leave it at the proposal, whatever the settings say.
    """
    outcome = check(settings, result)
    if result.files and result.job.commit is None:
        outcome = _place_without_commit(git, settings, result, because)
    elif result.files and result.job.commit is not None:
        outcome = _place_kept(git, settings, result, result.job.commit, because)
    _log(outcome)
    return outcome


def _log(outcome: Outcome) -> None:
    """Write down what became of one job."""
    log = logging.getLogger(__name__)
    where = outcome.done if outcome.done else "nowhere" if outcome.corrected else "nothing to place"
    what = outcome.commit or outcome.subject
    log.info("%s: %d corrected, placed: %s", what, outcome.corrected, where)
    for name, value in (
        ("correction", outcome.correction),
        ("new commit", outcome.placed),
        ("because", outcome.because),
    ):
        if value is not None:
            log.info("%s: %s %s", what, name, value)


def _place_kept(
    git: Git, settings: Settings, result: Result, commit: Commit, because: str | None
) -> Outcome:
    kept = keep_correction(git, commit, result.files, result.outcomes)
    expire(git, settings.keep_corrections, settings.keep_days, time.time())
    outcome = replace(check(settings, result), correction=kept, done="propose")
    if settings.mode == "propose":
        return outcome
    because = because or _obstacle(git, settings.mode, commit)
    if because is not None:
        return replace(outcome, because=because)
    try:
        placed = _put(git, settings.mode, kept, result, commit)
    except HookkitError as error:
        # The proposal is kept all the same, and whoever reads this must know.
        logging.getLogger(__name__).warning("left at the proposal: %s", error.message)
        return replace(outcome, because=error.message)
    return _with_placement(outcome, settings.mode, placed)


def _obstacle(git: Git, mode: Mode, commit: Commit) -> str | None:
    """Say why a correction must stay a proposal, if it must."""
    if git.top is None:
        return "this repository has no worktree"
    if is_locked(git):
        return "another git command holds the index"
    if mode != "worktree" and git.resolve("HEAD") != commit.id:
        return f"{commit.id[:10]} is not the last commit"
    return None


def _put(git: Git, mode: Mode, kept: str, result: Result, commit: Commit) -> Placed:
    if mode == "worktree":
        return place_in_worktree(git, commit.id, result.files, mode)
    correction = Correction(read_commit(git, kept), commit)
    return accept(git, correction, "fixup" if mode == "fixup" else "commit")


def _place_without_commit(
    git: Git, settings: Settings, result: Result, because: str | None
) -> Outcome:
    outcome = check(settings, result)
    if settings.mode != "worktree":
        because = because or "there is no commit yet that it could belong to"
    if because is not None:
        return replace(outcome, because=because)
    placed = place_in_worktree(top_of(git), "", result.files, "worktree")
    return _with_placement(outcome, "worktree", placed)


def _with_placement(outcome: Outcome, mode: Mode, placed: Placed) -> Outcome:
    files = tuple(_without(each, placed.dropped.get(each.path, ())) for each in outcome.files)
    outcome = replace(outcome, placed=placed.commit, files=files)
    if not placed.is_empty:
        return replace(outcome, done=mode)
    if any(placed.dropped.values()):
        return replace(outcome, because="nothing of it has a place beside your other edits")
    return replace(outcome, done=mode, because="it was there already")


def _without(file: FileOutcome, dropped: tuple[Dropped, ...]) -> FileOutcome:
    """Count no fault as corrected whose lines found no place."""
    placed = tuple(
        fault
        for fault in file.corrected
        if not any(each.first <= fault.line <= each.last for each in dropped)
    )
    return replace(file, corrected=placed, dropped=dropped)
