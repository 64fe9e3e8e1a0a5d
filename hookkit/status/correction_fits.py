"""Whether HEAD can take a correction, has it already, or has it in its files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hookkit.corrections.correction import Correction, fixed_files
from hookkit.corrections.outcome import FixedFile
from hookkit.git.runner import Git
from hookkit.git.tree import tree_entries
from hookkit.git.worktree_read import FileUnavailable, read_file
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Fits = Literal["whole", "partly", "not", "in the files"]
    """Whether HEAD can still take a correction, or whether it lies in the files, uncommitted."""

_COUNT = rb"\((\d+)\)"


class FileAtHead(NamedTuple):
    """A file of a correction, and what HEAD has there; None where it has no such file."""

    file: FixedFile
    data: bytes | None


def files_at_head(git: Git, correction: Correction) -> list[FileAtHead]:
    """Read the files of a correction, and what HEAD has of them."""
    files = fixed_files(git, correction)
    head = tree_entries(git, "HEAD", [each.path for each in files])
    contents = git.objects(each.blob for each in head.values())
    blobs = {path: each.blob for path, each in head.items()}
    return [FileAtHead(each, contents.get(blobs.get(each.path, ""))) for each in files]


def faults_left(git: Git, correction: Correction, files: Sequence[FileAtHead]) -> int:
    """Count the faults that HEAD still has: by the first sentence of the message, if it has all."""
    if all(data in (None, file.base) for file, data in files):
        sentence = correction.body.partition(b"\n\n")[0]
        return sum(int(each) for each in re.findall(_COUNT, sentence))
    from hookkit.corrections.fix_job import outcomes_of_fixed  # brings pycodestyle with it

    rest = [
        file if data is None else file._replace(fixed=_rest(file, data)) for file, data in files
    ]
    left = [each for each in rest if each.fixed != each.base]
    return sum(len(each.corrected) for each in outcomes_of_fixed(git, left))


def fits_head(git: Git, files: Sequence[FileAtHead]) -> Fits | None:
    """Say how much of a correction HEAD can take, None where it has all that it can take."""
    found = {_fits_file(git, file, data) for file, data in files}
    if "in the files" in found:
        return "in the files"
    if found & {"whole", "partly"}:
        return "whole" if found <= {"whole", None} else "partly"
    return None if None in found else "not"


def _fits_file(git: Git, file: FixedFile, head: bytes | None) -> Fits | None:
    """Say of one file what ``fits_head`` says of all."""
    if head is None:
        return "not"
    rest = _rest(file, head)
    if rest == file.base:
        return None
    if _lies_in_worktree(git, file._replace(fixed=rest), head):
        return "in the files"
    if head == file.base:
        return "whole"
    from hookkit.pep8.fit import Version, fit  # brings pycodestyle with it

    placed = fit(file.base, file.fixed, [Version(head, "")])
    if placed.results[0] == head:
        return "not" if rest == file.fixed else None
    return "partly" if placed.dropped else "whole"


def _rest(file: FixedFile, text: bytes) -> bytes:
    """Give the file with what of its correction a text has not yet."""
    if text in (file.base, file.fixed):
        return file.fixed if text == file.base else file.base
    from hookkit.pep8.taken import without_taken

    return without_taken(file.base, file.fixed, text)


def _lies_in_worktree(git: Git, rest: FixedFile, head: bytes) -> bool:
    """Whether the file has something of the rest of a correction, which HEAD has not."""
    if git.places.top is None:
        return False
    try:
        here = read_file(git.places.top, rest.path).data
    except FileUnavailable:
        return False
    return here not in (rest.base, head) and _rest(rest, here) != rest.fixed
