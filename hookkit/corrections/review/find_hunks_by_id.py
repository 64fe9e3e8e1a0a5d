"""Find hunks by their ids, or by the beginnings of ids; shorten the ids for reports."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from hookkit.corrections.review.review import Review
from hookkit.errors import HookkitError, WrongUsage
from hookkit.pep8.review_hunks import ReviewHunk, split_hunk
from hookkit.phrases import short_id

MIN_DIGITS = 7
"""How many digits of an id are shown; more if two ids would look the same."""


def short_ids(hunks: Iterable[ReviewHunk]) -> Mapping[str, str]:
    """Give the shown id of each hunk: as many digits for all as make them differ."""
    ids = [hunk.id for hunk in hunks]
    for digits in count(MIN_DIGITS):
        shown = {each: _shortened(each, digits) for each in ids}
        if len(set(shown.values())) == len(shown):
            return shown
    raise AssertionError("an id is longer than every count")


def _shortened(hunk_id: str, digits: int) -> str:
    """Shorten the digits of an id; the number that tells equal hunks apart stays: ``3f2a9c1-2``."""
    id_digits, dash, copy_number = hunk_id.partition("-")
    return id_digits[:digits] + dash + copy_number


def parse_hunk_ids(arguments: Iterable[str]) -> tuple[str, ...]:
    """Read lists of ids: ``3f2a9c1,8b2c44e``. Raises WrongUsage for an empty id."""
    ids = tuple(word.strip().lower() for each in arguments for word in each.split(","))
    if not all(ids):
        raise WrongUsage("an id of a hunk is empty", "hookkit review")
    return ids


def hunks_split_for(review: Review, ids: Sequence[str]) -> tuple[ReviewHunk, ...]:
    """Give the hunks of a review; a hunk is split into its parts if ``ids`` has one of them."""
    files = {file.path: file for file in review.files}
    hunks = review.hunks
    for wanted_id in ids:
        if any(_matches(wanted_id, hunk) for hunk in hunks):
            continue
        with_parts = []
        for hunk in hunks:
            file = files[hunk.path]
            parts = split_hunk(hunk, file.original, file.fixed) if len(hunk.parts) > 1 else [hunk]
            with_parts += parts if any(_matches(wanted_id, part) for part in parts) else [hunk]
        hunks = tuple(with_parts)
    return hunks


def named_hunks(
    hunks: Sequence[ReviewHunk], ids: Iterable[str], show_command: str
) -> tuple[ReviewHunk, ...]:
    """Give the hunks with some ids (or beginnings of ids), in the order of ``hunks``.

    ``show_command`` is the command that shows all hunks. Raises HookkitError if an id fits no
    hunk, or several hunks.
    """
    wanted = [_find_hunk(each, hunks, show_command) for each in ids]
    return tuple(hunk for hunk in hunks if any(hunk is each for each in wanted))


def _find_hunk(wanted_id: str, hunks: Sequence[ReviewHunk], show_command: str) -> ReviewHunk:
    found = [hunk for hunk in hunks if hunk.id == wanted_id]
    found = found or [hunk for hunk in hunks if _matches(wanted_id, hunk)]
    if len(found) == 1:
        return found[0]
    problem = f"{len(found)} hunks begin with" if found else "there is no hunk"
    raise HookkitError(f"{problem} {wanted_id!r} here", show_command)


def _matches(wanted_id: str, hunk: ReviewHunk) -> bool:
    digits, _, copy_number = wanted_id.partition("-")
    id_digits, _, hunk_copy_number = hunk.id.partition("-")
    return bool(digits) and id_digits.startswith(digits) and copy_number == hunk_copy_number


def show_hunks_command(review: Review, arguments: str) -> str:
    """Give the command that shows the hunks of a review, with the arguments that chose them."""
    reviewed = review.range_name or short_id(review.outcome.commit or "HEAD")
    return f"hookkit review {shlex.quote(reviewed)}{arguments}"
