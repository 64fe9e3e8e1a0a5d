"""How much of a correction can be applied to HEAD, and how many of its faults HEAD still has."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.corrections.correction import Correction, fixed_files
from hookkit.corrections.find_uncommitted_correction import has_uncommitted_part
from hookkit.corrections.fixed_file import FixedFile
from hookkit.git.runner import Git
from hookkit.git.trees import file_contents
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Applicability = Literal["whole", "partly", "not", "in the files"]
    """How much of a correction can be applied to HEAD; or that it is in the files, uncommitted."""


class FileAtHead(NamedTuple):
    """A file of a correction, and its content in HEAD, None if HEAD has no such file."""

    file: FixedFile
    data: bytes | None


def files_at_head(git: Git, correction: Correction) -> list[FileAtHead]:
    """Read the files of a correction, and their contents in HEAD."""
    files = fixed_files(git, correction)
    contents = file_contents(git, "HEAD", [each.path for each in files])
    return [FileAtHead(each, contents.get(each.path)) for each in files]


def count_remaining_faults(git: Git, correction: Correction, files: Sequence[FileAtHead]) -> int:
    """Count the faults of a correction that HEAD still has.

    If HEAD has all of them, their number is read from the message of the correction.
    """
    if all(data in (None, file.original) for file, data in files):
        return correction.fault_count
    from hookkit.corrections.find_corrected_faults import (
        outcomes_of_fixed_files,  # imports pycodestyle
    )

    remaining = [file if data is None else file.remaining_for(data) for file, data in files]
    unfixed = [each for each in remaining if each.fixed != each.original]
    return sum(len(each.corrected) for each in outcomes_of_fixed_files(git, unfixed))


def applicability_to_head(git: Git, files: Sequence[FileAtHead]) -> Applicability | None:
    """Say how much of a correction can be applied to HEAD, None if nothing is left to apply."""
    answers = {_file_applicability(git, file, data) for file, data in files}
    if "in the files" in answers:
        return "in the files"
    if answers & {"whole", "partly"}:
        return "whole" if answers <= {"whole", None} else "partly"
    return None if None in answers else "not"


def _file_applicability(git: Git, file: FixedFile, head: bytes | None) -> Applicability | None:
    """Say how much of one file's correction can be applied to HEAD, as for all files."""
    if head is None:
        return "not"
    remaining = file.remaining_for(head)
    if remaining.fixed == file.original:
        return None
    if has_uncommitted_part(git, file, head):
        return "in the files"
    if head == file.original:
        return "whole"
    from hookkit.corrections.apply_to_versions import (  # imports pycodestyle
        EditedVersion,
        apply_to_versions,
    )

    applied = apply_to_versions(file.original, file.fixed, [EditedVersion(head, "")])
    if applied.contents[0] == head:
        return "not" if remaining == file else None
    return "partly" if applied.dropped else "whole"
