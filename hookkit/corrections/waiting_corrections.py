"""The waiting corrections: of commits of the branch, and not taken into HEAD yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.git.commits import parse_commit
from hookkit.git.object_reader import GitObject
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.corrections.applicability_and_remaining_faults import Applicability

MAX_COMMITS = 100
"""How many commits are searched for corrections."""

MAX_COMPARED = 5
"""How many corrections are compared with HEAD."""


class WaitingCorrection(NamedTuple):
    """A correction of ``commit`` that HEAD lacks, and how many of its faults HEAD has."""

    commit: str
    subject: str
    remaining_fault_count: int
    applicability: Applicability


def waiting_corrections(git: Git, commits: Sequence[str]) -> list[WaitingCorrection]:
    """Give the corrections of ``commits`` (ids, the newest first) that HEAD lacks."""
    ids = {CORRECTION_REFS + each: each for each in commits[:MAX_COMMITS]}
    found = {ids[ref]: each for ref, each in git.read_objects(ids).items()}
    shown = [(commit, each) for commit, each in found.items() if each.type == "commit"][
        :MAX_COMPARED
    ]
    return list(_waiting(git, dict(shown))) if shown else []


def _waiting(git: Git, corrections: Mapping[str, GitObject]) -> Iterator[WaitingCorrection]:
    from hookkit.corrections.applicability_and_remaining_faults import (
        applicability_to_head,
        count_remaining_faults,
        files_at_head,
    )
    from hookkit.corrections.correction import Correction

    for commit_id, data in git.object_contents(corrections).items():
        git_object = corrections[commit_id]
        correction = Correction(
            parse_commit(git_object.id, git_object.data), parse_commit(commit_id, data)
        )
        files = files_at_head(git, correction)
        applicability = applicability_to_head(git, files)
        if applicability is not None:
            remaining_fault_count = count_remaining_faults(git, correction, files)
            yield WaitingCorrection(
                commit_id,
                correction.corrected.decoded_subject,
                remaining_fault_count,
                applicability,
            )
