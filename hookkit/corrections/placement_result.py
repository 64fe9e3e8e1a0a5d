"""The result of a placement: the new commit, the dropped lines, and the reasons to drop them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hookkit.corrections.fixed_file import FixedFile
from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_task_and_outcome import Dropped, Fault
from hookkit.phrases import path_text

WORKTREE_EDITS_REASON = "you have other edits there"
STAGED_EDITS_REASON = "you have staged other edits there"
BRANCH_EDITS_REASON = "a later commit changed it"


class PlacementResult(NamedTuple):
    """The result of a placement.

    ``commit`` is the id of the new commit, None if the placement made none; ``dropped`` are the
    dropped lines by path. ``is_empty`` says that nothing was placed.
    """

    commit: str | None
    dropped: dict[bytes, tuple[Dropped, ...]]
    is_empty: bool


def all_lines_as_dropped(file: FixedFile, reason: str) -> tuple[Dropped, ...]:
    """Give all lines of a file as dropped."""
    count = len(file.original.splitlines())
    return (Dropped(1, max(count, 1), reason),)


def all_or_nothing_files_as_dropped(
    files: Sequence[FixedFile], dropped: Mapping[bytes, tuple[Dropped, ...]]
) -> dict[bytes, tuple[Dropped, ...]]:
    """Give the files with ``is_all_or_nothing`` as dropped, if any line of any file is dropped."""
    reasons = [each.reason for lines in dropped.values() for each in lines]
    if not reasons:
        return {}
    first_line = (Dropped(1, 1, reasons[0]),)
    return {each.path: dropped[each.path] or first_line for each in files if each.is_all_or_nothing}


def faults_outside_dropped(faults: Iterable[Fault], dropped: Sequence[Dropped]) -> list[Fault]:
    """Give the faults that are in none of the dropped lines."""
    return [
        fault
        for fault in faults
        if not any(each.first <= fault.line <= each.last for each in dropped)
    ]


def reason_not_placed(dropped: Mapping[bytes, Sequence[Dropped]]) -> str:
    """Say why nothing of a correction was placed: an error of the file system, else edits."""
    for path, lines in dropped.items():
        for each in lines:
            if each.reason not in (WORKTREE_EDITS_REASON, STAGED_EDITS_REASON, BRANCH_EDITS_REASON):
                return f"{path_text(path)}: {each.reason}"
    return "nothing of it has a place beside your other edits"
