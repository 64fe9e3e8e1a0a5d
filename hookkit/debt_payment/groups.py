"""The pieces of a payment by rule or by folder: each group becomes a commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from posixpath import dirname
from typing import Literal, NamedTuple

from hookkit.corrections.outcome import FixedFile
from hookkit.corrections.selection import NO_CODE
from hookkit.debt_payment.pieces import Piece, is_proven
from hookkit.phrases import path_text, plural

By = Literal["rule", "folder"]


class Group(NamedTuple):
    """The pieces of one commit, in order, and the rule or the folder that they have in common."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def paths(self) -> tuple[bytes, ...]:
        """The paths of the files, each once."""
        return tuple(dict.fromkeys(each.path for each in self.pieces))

    @property
    def faults(self) -> int:
        """How many faults it corrects."""
        return sum(len(each.faults) for each in self.pieces)

    @property
    def lines(self) -> int:
        """The most lines that a diff of it shows."""
        return sum(each.lines for each in self.pieces)


def grouped(files: Mapping[bytes, FixedFile], pieces: Sequence[Piece], by: By) -> tuple[Group, ...]:
    """Give the pieces by rule or by folder, in the order of the names.

    A piece that corrects several rules belongs to the rule that most pieces correct. If a file
    would not be the same program after one of the groups, all its pieces belong to one group.
    """
    single_group: set[bytes] = set()
    while True:
        groups = _grouped(pieces, by, single_group)
        unproven = {*_unproven_paths(files, groups)} - single_group
        if not unproven:
            return groups
        single_group |= unproven


def _grouped(pieces: Sequence[Piece], by: By, single_group: set[bytes]) -> tuple[Group, ...]:
    rules = {path: _rule_of(each for each in pieces if each.path == path) for path in single_group}
    rule_of = _rule_of(pieces)
    groups: dict[str, list[Piece]] = {}
    for each in pieces:
        if by == "folder":
            name = _folder_of(each.path)
        else:
            name = rules[each.path](()) if each.path in rules else rule_of(each.codes)
        groups.setdefault(name, []).append(each)
    return tuple(Group(name, tuple(members)) for name, members in sorted(groups.items()))


def _rule_of(pieces: Iterable[Piece]) -> Callable[[Sequence[str]], str]:
    """Give a function that chooses the code, of some or all codes, that most pieces correct."""
    counts = Counter(code for each in pieces for code in each.codes)

    def rule_of(codes: Sequence[str]) -> str:
        return min(codes or counts, key=lambda code: (-counts[code], code), default=NO_CODE)

    return rule_of


def _unproven_paths(files: Mapping[bytes, FixedFile], groups: Iterable[Group]) -> Iterator[bytes]:
    """Give the files that would not be the same program after one of the groups."""
    pieces_so_far: dict[bytes, list[Piece]] = {}
    for group in groups:
        for piece in group.pieces:
            pieces_so_far.setdefault(piece.path, []).append(piece)
        for path in group.paths:
            if not is_proven(files[path], sorted(pieces_so_far[path], key=lambda each: each.part)):
                yield path


def _folder_of(path: bytes) -> str:
    return path_text(dirname(path)) + "/" if b"/" in path else "./"


def message_of(group: Group, by: By) -> bytes:
    """Give the message of the commit of a group."""
    files = plural(len(group.paths), "file")
    if by == "folder":
        subject = f"Correct PEP 8 faults in {group.name}"
    else:
        what = "the layout" if group.name == NO_CODE else group.name
        subject = f"Correct {what} in {files}"
    counts = Counter(fault.code for each in group.pieces for fault in each.faults)
    codes = ", ".join(f"{code} ({count})" for code, count in sorted(counts.items()))
    sentence = f"autopep8 corrected {codes}. " if codes else ""
    return f"{subject}\n\n{sentence}The program is the same.\n".encode("utf-8", "surrogateescape")
