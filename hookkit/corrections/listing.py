"""The corrections that a repository keeps, as a list shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from hookkit.corrections.correction import Correction, fixed_files
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.outcome import FixedFile
from hookkit.corrections.rest import rest_of
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git
from hookkit.git.tree import file_contents

Taken = Literal["none", "part", "all"]
"""How much of a correction HEAD has."""


class ListedCorrection(NamedTuple):
    """One correction that the repository keeps.

    ``commit`` is the id of the corrected commit and ``subject`` its subject; ``correction`` is the
    id of the correction commit, ``created`` its time in seconds UTC, ``files`` how many files it
    corrects, and ``taken`` how much of it HEAD has.
    """

    commit: str
    subject: str
    correction: str
    created: int
    files: int
    taken: Taken


def list_corrections(git: Git) -> list[ListedCorrection]:
    """Give every correction that is kept, the newest first."""
    form = "--format=%(objectname) %(parent) %(committerdate:unix)"
    lines = git.lines("for-each-ref", "--sort=-committerdate", form, CORRECTION_REFS)
    # A correction has one parent; what else somebody keeps below that name is not ours.
    found = [words for words in map(str.split, lines) if len(words) == 3]
    return [_listed(git, kept, corrected, int(when)) for kept, corrected, when in found]


def _listed(git: Git, kept: str, corrected: str, when: int) -> ListedCorrection:
    correction = Correction(read_commit(git, kept), read_commit(git, corrected))
    files, subject = fixed_files(git, correction), correction.corrected.shown_subject
    taken = _taken(git, correction, files)
    return ListedCorrection(corrected, subject, kept, when, len(files), taken)


def _taken(git: Git, correction: Correction, files: Sequence[FixedFile]) -> Taken:
    if git.resolve("HEAD") is None:
        return "none"
    head = file_contents(git, "HEAD", [file.path for file in files])
    if all(head.get(file.path) == file.fixed for file in files):
        return "all"  # on whichever branch it was taken
    rest = rest_of(git, correction)
    if not rest:
        return "all"
    return "none" if rest == files else "part"
