"""Groups of a payment's parts, by rule or by folder: each group becomes a commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from posixpath import dirname
from typing import NamedTuple

from hookkit.corrections.fixed_file import FixedFile
from hookkit.debt_payment.corrected_parts import CorrectedPart, do_parts_keep_program
from hookkit.debt_payment.payment_request import CommitGrouping
from hookkit.pep8.fix_task_and_outcome import LAYOUT_CODE
from hookkit.phrases import path_text


class PartGroup(NamedTuple):
    """The parts of one commit, in order, and the rule or the folder that they have in common."""

    name: str
    parts: tuple[CorrectedPart, ...]

    @property
    def paths(self) -> tuple[bytes, ...]:
        """The paths of the files, each once."""
        return tuple(dict.fromkeys(each.path for each in self.parts))

    @property
    def fault_count(self) -> int:
        """How many faults it corrects."""
        return sum(len(each.faults) for each in self.parts)

    @property
    def line_count(self) -> int:
        """The most lines that a diff of it shows."""
        return sum(each.line_count for each in self.parts)


def group_parts(
    files: Mapping[bytes, FixedFile], parts: Sequence[CorrectedPart], grouping: CommitGrouping
) -> tuple[PartGroup, ...]:
    """Give the parts by rule or by folder, in the order of the names.

    A part that corrects several rules belongs to the rule that most parts correct. If a file
    would not be the same program after one of the groups, all its parts belong to one group.
    """
    undivided_paths: set[bytes] = set()
    while True:
        groups = _group_once(parts, grouping, undivided_paths)
        unproven = {*_unproven_paths(files, groups)} - undivided_paths
        if not unproven:
            return groups
        undivided_paths |= unproven


def _group_once(
    parts: Sequence[CorrectedPart], grouping: CommitGrouping, undivided_paths: set[bytes]
) -> tuple[PartGroup, ...]:
    rules = {
        path: _rule_chooser(each for each in parts if each.path == path) for path in undivided_paths
    }
    rule_of = _rule_chooser(parts)
    groups: dict[str, list[CorrectedPart]] = {}
    for each in parts:
        if grouping == "folder":
            name = path_text(dirname(each.path) or b".") + "/"
        else:
            name = rules[each.path](()) if each.path in rules else rule_of(each.codes)
        groups.setdefault(name, []).append(each)
    return tuple(PartGroup(name, tuple(members)) for name, members in sorted(groups.items()))


def _rule_chooser(parts: Iterable[CorrectedPart]) -> Callable[[Sequence[str]], str]:
    """Give a function that chooses, of its codes or else of all, the one most parts correct."""
    counts = Counter(code for each in parts for code in each.codes)

    def rule_of(codes: Sequence[str]) -> str:
        return min(codes or counts, key=lambda code: (-counts[code], code), default=LAYOUT_CODE)

    return rule_of


def _unproven_paths(
    files: Mapping[bytes, FixedFile], groups: Iterable[PartGroup]
) -> Iterator[bytes]:
    """Give the files that would not be the same program after one of the groups."""
    parts_so_far: dict[bytes, list[CorrectedPart]] = {}
    for group in groups:
        for part in group.parts:
            parts_so_far.setdefault(part.path, []).append(part)
        for path in group.paths:
            if not do_parts_keep_program(
                files[path], sorted(parts_so_far[path], key=lambda each: each.part)
            ):
                yield path
