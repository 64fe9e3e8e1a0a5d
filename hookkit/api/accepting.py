"""A kept correction put on the branch, or what the branch has not yet of it."""

from __future__ import annotations

from hookkit.api.conversion import dropped_of
from hookkit.api.results import Accepted
from hookkit.corrections.accept import AcceptAs, accept
from hookkit.corrections.correction import Correction, fixed_files, is_correction_of, write_part
from hookkit.corrections.fixed_outcomes import outcomes_of_fixed
from hookkit.corrections.remaining import remaining_files
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git
from hookkit.operation_log.stopped_sync import check_idle


def accept_correction(git: Git, whole: Correction, how: AcceptAs) -> Accepted:
    """Put what is missing of a correction on the branch; raises what ``accept`` does."""
    check_idle(git)
    with git.batch_session():  # it ends with the move: what was asked of HEAD holds no longer
        remaining = _remaining(git, whole, how)
        if remaining is None:
            return Accepted(None)
        placed = accept(git, remaining, how, whole)
    return Accepted(placed.commit, dropped_of(placed.dropped))


def _remaining(git: Git, whole: Correction, how: AcceptAs) -> Correction | None:
    """Give what is still to be taken, None where all of it is on the branch."""
    remaining = remaining_files(git, whole)
    if not remaining:
        is_on_top = is_correction_of(read_commit(git, "HEAD"), whole.corrected)
        return whole if how == "amend" and is_on_top else None
    if remaining == fixed_files(git, whole):
        return whole
    return write_part(git, whole, remaining, outcomes_of_fixed(git, remaining))
