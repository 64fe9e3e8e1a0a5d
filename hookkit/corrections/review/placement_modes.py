"""The modes in which the taken hunks of a review can be placed."""

from __future__ import annotations

from typing import Literal

from hookkit.corrections.accept import can_amend
from hookkit.corrections.review.review import Review
from hookkit.corrections.review.state_at_review_start import ReviewStart
from hookkit.errors import EnvironmentFailed, HookkitError, Refused
from hookkit.git.changed_python_files import commit_changes
from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.runner import Git
from hookkit.phrases import short_id

PlacementMode = Literal["worktree", "fixup", "spread", "commit", "amend", "propose"]
"""Where the taken hunks are put; ``spread`` is a ``fixup!`` for each commit that has a part in
them, ``propose`` touches no file and no branch."""


def require_placement_modes(
    git: Git, review: Review, start: ReviewStart, placement_mode: PlacementMode | None
) -> tuple[PlacementMode, ...]:
    """Give the modes to choose from: only ``placement_mode`` if it is not None.

    Raises Refused if the correction cannot be placed in this mode or, without a mode, can only
    be proposed (during a rebase or a similar operation); EnvironmentFailed instead if there is no
    worktree. ``propose`` is never refused.
    """
    error = _placement_error(git, start)
    if error is not None:
        if placement_mode == "propose":
            return (placement_mode,)
        raise error
    modes = _placement_modes(git, review, start)
    if placement_mode is None:
        return modes
    if placement_mode not in modes:
        name = short_id(start.commit.id)
        other_mode = "fixup" if "fixup" in modes else "spread"
        sentence = f"{name} is pushed, or other commits lie on it: it cannot be amended"
        if other_mode == "spread":
            sentence = f"the correction also has files that {name} did not change"
        raise Refused(sentence, f"hookkit review -i {name} --as {other_mode}")
    return (placement_mode,)


def _placement_modes(git: Git, review: Review, start: ReviewStart) -> tuple[PlacementMode, ...]:
    """Give the modes in which the correction can be placed, if it need not stay a proposal."""
    modes: list[PlacementMode] = ["worktree", "fixup", "spread", "commit", "amend", "propose"]
    changed = {each.path for each in commit_changes(git, start.commit.id, [])}
    if not all(file.path in changed for file in review.files):
        modes = [each for each in modes if each not in ("fixup", "amend")]
    if not can_amend(git, start.commit):
        modes = [each for each in modes if each != "amend"]
    return tuple(modes)


def _placement_error(git: Git, start: ReviewStart) -> HookkitError | None:
    """Give the reason why only the proposal can be changed, None if there is no such reason."""
    propose = f"hookkit review -i {short_id(start.commit.id)} --as propose"
    if git.top is None:
        return EnvironmentFailed("this repository has no worktree", propose)
    operation = operation_in_progress(git)
    if operation is not None:
        return Refused(f"{operation} is under way: what is taken can only be proposed", propose)
    return None
