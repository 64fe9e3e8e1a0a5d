"""The corrections that wait: those of commits that are not merged yet, and what would take them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from hookkit.corrections.correction import CORRECTION_REFS, Correction, fixed_files
from hookkit.corrections.outcome import FixedFile
from hookkit.git.commits import Commit, parse_commit
from hookkit.git.runner import Git
from hookkit.git.tree import tree_entries
from hookkit.git.worktree_read import FileUnavailable, read_file

MOST_COMMITS = 100
"""Of how many commits a correction is looked for."""

MOST_SHOWN = 5
"""Of how many corrections it is looked where they are."""

_COUNT = re.compile(rb"\((\d+)\)")

Fits = Literal["whole", "partly", "not", "in the files"]
"""Whether HEAD can still take a correction, or whether it lies in the files, uncommitted."""


class WaitingCorrection(NamedTuple):
    """A correction of ``commit`` that HEAD has not; ``faults`` is how many it corrects."""

    commit: str
    subject: str
    faults: int
    fits: Fits


def waiting_corrections(git: Git, commits: Sequence[str]) -> list[WaitingCorrection]:
    """Give the corrections of ``commits`` (ids, the newest first) that HEAD has not."""
    names = {CORRECTION_REFS + each: each for each in commits[:MOST_COMMITS]}
    kept = git.read_objects(names)
    found = []
    for ref, each in list(kept.items())[:MOST_SHOWN]:
        if each.kind != "commit":
            continue
        corrected = parse_commit(names[ref], git.objects([names[ref]])[names[ref]])
        correction = Correction(parse_commit(each.id, each.data), corrected)
        there = _at_head(git, correction)
        fits = _fits(git, there)
        if fits is not None:
            faults = _faults(git, correction.commit, there)
            found.append(WaitingCorrection(corrected.id, corrected.shown_subject, faults, fits))
    return found


class _AtHead(NamedTuple):
    """A file of a correction, and what HEAD has there; None where it has no such file."""

    file: FixedFile
    data: bytes | None


def _at_head(git: Git, correction: Correction) -> list[_AtHead]:
    files = fixed_files(git, correction)
    head = tree_entries(git, "HEAD", [each.path for each in files])
    contents = git.objects(each.blob for each in head.values())
    blobs = {path: each.blob for path, each in head.items()}
    return [_AtHead(each, contents.get(blobs.get(each.path, ""))) for each in files]


def _faults(git: Git, correction: Commit, there: Sequence[_AtHead]) -> int:
    """Count the faults that HEAD still has: by the first sentence of the message, if it has all."""
    if all(data in (None, file.base) for file, data in there):
        first = correction.message.partition(b"\n\n")[2].partition(b"\n\n")[0]
        return sum(int(each) for each in _COUNT.findall(first))
    # Both bring pycodestyle with them.
    from hookkit.corrections.fix_job import outcomes_of_fixed
    from hookkit.pep8.taken import without_taken

    rest = [
        file._replace(fixed=file.fixed if data is None else without_taken(*file[2:], data))
        for file, data in there
    ]
    left = [each for each in rest if each.fixed != each.base]
    return sum(len(each.corrected) for each in outcomes_of_fixed(git, left))


def _fits(git: Git, there: Sequence[_AtHead]) -> Fits | None:
    """Say how much of a correction HEAD can take, None where it has all of it."""
    known = [(file, data) for file, data in there if data is not None]
    open_ = [(file, data) for file, data in known if data != file.fixed]
    if not open_:
        return None if known else "not"
    if any(_lies(git, file, data) for file, data in open_):
        return "in the files"
    from hookkit.pep8.fit import Version, fit  # brings pycodestyle with it

    placed = [fit(file.base, file.fixed, [Version(data, "")]) for file, data in open_]
    if all(each.results[0] == data for each, (_, data) in zip(placed, open_, strict=True)):
        return "not"
    return "partly" if any(each.dropped for each in placed) else "whole"


def _lies(git: Git, file: FixedFile, committed: bytes) -> bool:
    """Whether the worktree has a part of a correction that HEAD has not."""
    if git.top is None:
        return False
    try:
        here = read_file(git.top, file.path).data
    except FileUnavailable:
        return False
    if here in (file.base, committed):
        return False
    from hookkit.pep8.taken import without_taken

    rest = without_taken(file.base, file.fixed, committed)
    return without_taken(file.base, rest, here) != rest
