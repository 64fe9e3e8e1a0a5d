"""A correction as a list shows it."""

from __future__ import annotations

from typing import NamedTuple


class ListedCorrection(NamedTuple):
    """One correction that the repository keeps.

    ``commit`` is the id of the corrected commit and ``subject`` its subject; ``correction`` is the
    id of the correction commit, ``created`` its time in seconds UTC, ``files`` how many files it
    corrects, and ``is_taken`` whether it has become part of a branch.
    """

    commit: str
    subject: str
    correction: str
    created: int
    files: int
    is_taken: bool
