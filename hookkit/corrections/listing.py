"""The corrections that a repository keeps, as a list shows them."""

from __future__ import annotations

import os
from typing import NamedTuple

from hookkit.corrections.correction import Correction, fixed_files
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git


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


def list_corrections(git: Git) -> list[ListedCorrection]:
    """Give every correction that is kept, the newest first."""
    form = "--format=%(objectname) %(parent) %(committerdate:unix)"
    lines = git.lines("for-each-ref", "--sort=-committerdate", form, CORRECTION_REFS)
    # A correction has one parent; what else somebody keeps below that name is not ours.
    found = [words for words in map(str.split, lines) if len(words) == 3]
    return [_listed(git, kept, corrected, int(when)) for kept, corrected, when in found]


def _listed(git: Git, kept: str, corrected: str, when: int) -> ListedCorrection:
    correction = Correction(read_commit(git, kept), read_commit(git, corrected))
    files = fixed_files(git, correction)
    head = git.objects(
        [f"HEAD:{shown}" for file in files if "\n" not in (shown := os.fsdecode(file.path))]
    )
    is_taken = all(head.get(f"HEAD:{os.fsdecode(file.path)}") == file.fixed for file in files)
    subject = correction.corrected.shown_subject
    return ListedCorrection(corrected, subject, kept, when, len(files), is_taken)
