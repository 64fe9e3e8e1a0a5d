"""The list of the corrections that a repository keeps."""

from __future__ import annotations

from typing import Literal, NamedTuple

from hookkit.corrections.correction import Correction, fixed_files
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.find_corrected_faults import outcomes_of_fixed_files
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.remaining_correction import remaining_files
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git
from hookkit.git.trees import file_contents

Taken = Literal["none", "part", "all"]
"""How much of a correction HEAD has."""


class ListedCorrection(NamedTuple):
    """One correction that the repository keeps.

    ``commit`` is the id of the corrected commit and ``subject`` its subject; ``correction`` is the
    id of the correction commit, ``created`` its time in seconds UTC, ``file_count`` the number of
    files and ``fault_count`` the number of faults that it corrects. ``taken`` says how much of the
    correction HEAD has; if this is "part", ``remaining_fault_count`` is the number of faults that
    HEAD still has, else 0.
    """

    commit: str
    subject: str
    correction: str
    created: int
    file_count: int
    taken: Taken
    fault_count: int = 0
    remaining_fault_count: int = 0


def list_corrections(git: Git) -> list[ListedCorrection]:
    """Give every correction that is kept, the newest first."""
    format_option = "--format=%(objectname) %(parent) %(committerdate:unix)"
    lines = git.lines("for-each-ref", "--sort=-committerdate", format_option, CORRECTION_REFS)
    # A correction has one parent; other objects below this prefix are not hookkit's.
    found = [words for words in map(str.split, lines) if len(words) == 3]
    return [_listed(git, each, corrected, int(when)) for each, corrected, when in found]


def _listed(git: Git, correction_id: str, corrected: str, created: int) -> ListedCorrection:
    correction = Correction(read_commit(git, correction_id), read_commit(git, corrected))
    files, subject = fixed_files(git, correction), correction.corrected.decoded_subject
    remaining = _remaining(git, correction, files)
    taken: Taken = "none" if remaining == files else "part" if remaining else "all"
    remaining_fault_count = 0
    if taken == "part":
        remaining_fault_count = sum(
            len(each.corrected) for each in outcomes_of_fixed_files(git, remaining)
        )
    fields = (corrected, subject, correction_id, created, len(files), taken)
    return ListedCorrection(*fields, correction.fault_count, remaining_fault_count)


def _remaining(git: Git, correction: Correction, files: list[FixedFile]) -> list[FixedFile]:
    """Give the part of a correction that HEAD lacks, whichever branch it was put on."""
    if git.resolve("HEAD") is None:
        return files
    head = file_contents(git, "HEAD", [file.path for file in files])
    is_whole = all(head.get(file.path) == file.fixed for file in files)
    return [] if is_whole else remaining_files(git, correction)
