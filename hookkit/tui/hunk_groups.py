"""The groups of hunks that are shown and chosen together: all hunks, by file, by rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from hookkit.pep8.fix_task_and_outcome import LAYOUT_CODE
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.phrases import path_text

HEADINGS = {"file": "Files", "rule": "Rules"}

GroupKind = Literal["all", "file", "rule"]


class HunkGroup(NamedTuple):
    """Hunks that are shown and chosen together: their numbers in the review, from 0 on.

    ``name`` is a path, a code or "all hunks". ``description`` is for a rule, "" for others.
    """

    kind: GroupKind
    name: str
    hunk_numbers: tuple[int, ...]
    description: str = ""


def group_hunks(hunks: Sequence[ReviewHunk]) -> tuple[HunkGroup, ...]:
    """Give the group of all hunks, then a group for each file, then a group for each rule.

    Files keep their order; rules are sorted by their codes.
    """
    files: dict[bytes, list[int]] = {}
    rules: dict[str, list[int]] = {}
    names: dict[str, str] = {LAYOUT_CODE: "line ends and the like"}
    for number, hunk in enumerate(hunks):
        files.setdefault(hunk.path, []).append(number)
        names |= {fault.code: fault.name for fault in hunk.faults}
        for code in hunk.codes or (LAYOUT_CODE,):
            rules.setdefault(code, []).append(number)
    all_hunks = HunkGroup("all", "all hunks", tuple(range(len(hunks))))
    by_file = [
        HunkGroup("file", path_text(path), tuple(numbers)) for path, numbers in files.items()
    ]
    by_rule = [HunkGroup("rule", code, tuple(rules[code]), names[code]) for code in sorted(rules)]
    return (all_hunks, *by_file, *by_rule)


def group_lines(groups: tuple[HunkGroup, ...]) -> list[int | str]:
    """Give the lines of the list of groups: the number of each group, with headings between."""
    lines: list[int | str] = []
    previous_kind = "all"
    for number, group in enumerate(groups):
        if group.kind != previous_kind:
            lines.append(HEADINGS[group.kind])
            previous_kind = group.kind
        lines.append(number)
    return lines
