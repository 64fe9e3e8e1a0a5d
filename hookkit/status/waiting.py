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
        fits = _fits(git, correction)
        if fits is not None:
            faults = _faults(correction.commit)
            found.append(WaitingCorrection(corrected.id, corrected.shown_subject, faults, fits))
    return found


def _faults(correction: Commit) -> int:
    """Count the faults by the sentence that the message begins with."""
    first = correction.message.partition(b"\n\n")[2].partition(b"\n\n")[0]
    return sum(int(each) for each in _COUNT.findall(first))


def _fits(git: Git, correction: Correction) -> Fits | None:
    """Say how much of a correction HEAD can take, None where it has all of it."""
    files = fixed_files(git, correction)
    head = tree_entries(git, "HEAD", [each.path for each in files])
    contents = git.objects(each.blob for each in head.values())
    missing = [each for each in files if each.path in head]
    there = {each.path: contents[head[each.path].blob] for each in missing}
    open_ = [each for each in missing if there[each.path] != each.fixed]
    if not open_:
        return None if missing else "not"
    if any(_lies(git, each) for each in open_):
        return "in the files"
    from hookkit.pep8.fit import Version, fit  # brings pycodestyle with it

    placed = [fit(each.base, each.fixed, [Version(there[each.path], "")]) for each in open_]
    pairs = zip(placed, open_, strict=True)
    if all(each.results[0] == there[file.path] for each, file in pairs):
        return "not"
    return "partly" if any(each.dropped for each in placed) else "whole"


def _lies(git: Git, file: FixedFile) -> bool:
    """Whether the worktree has a part of a correction that could be taken out again."""
    if git.top is None:
        return False
    try:
        here = read_file(git.top, file.path).data
    except FileUnavailable:
        return False
    from hookkit.pep8.fit import Version, fit

    return here != file.base and fit(file.fixed, file.base, [Version(here, "")]).results[0] != here
