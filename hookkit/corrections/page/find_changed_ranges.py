"""Find the changes within a line: compare its two versions by words and blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from os.path import commonprefix

# Beyond this length a line is no longer compared word by word.
MAX_COMPARED_LENGTH = 400
# Lines that are less similar than this are not compared: they are different lines.
MIN_SIMILARITY = 0.5

MarkedRanges = Sequence[tuple[int, int]]
"""Ranges of characters, in order: the first, and the one after the last."""

_WORDS = re.compile(r"\w+|\W")
_BLANKS_AND_CHARACTER = re.compile(r"(?P<blanks>\s*)\S?")


def find_changed_ranges(old: str, new: str) -> tuple[MarkedRanges, MarkedRanges]:
    """Compare two versions of a line; give the changed ranges of the old and of the new version.

    If only blanks differ, these are the changed blanks. Otherwise there are none if a version is
    too long, or if the versions have too little in common.
    """
    if old.split() and "".join(old.split()) == "".join(new.split()):
        return _changed_blanks(old, new)
    if max(len(old), len(new)) > MAX_COMPARED_LENGTH:
        return (), ()
    words, new_words = _WORDS.findall(old), _WORDS.findall(new)
    compared = SequenceMatcher(None, words, new_words, autojunk=False)
    if compared.ratio() < MIN_SIMILARITY:
        return (), ()
    offsets, new_offsets = _offsets(words), _offsets(new_words)
    codes = [code for code in compared.get_opcodes() if code[0] != "equal"]
    removed = _nonempty((offsets[start], offsets[end]) for _, start, end, _, _ in codes)
    return removed, _nonempty(
        (new_offsets[start], new_offsets[end]) for _, _, _, start, end in codes
    )


def _offsets(words: Sequence[str]) -> list[int]:
    return [0, *accumulate(map(len, words))]


def _nonempty(runs: Iterable[tuple[int, int]]) -> MarkedRanges:
    return [(start, end) for start, end in runs if start < end]


def _changed_blanks(old: str, new: str) -> tuple[MarkedRanges, MarkedRanges]:
    """Compare two lines that differ only in blanks."""
    removed: list[tuple[int, int]] = []
    added: list[tuple[int, int]] = []
    for before, after in zip(
        _BLANKS_AND_CHARACTER.finditer(old), _BLANKS_AND_CHARACTER.finditer(new), strict=False
    ):
        old_blanks, new_blanks = before["blanks"], after["blanks"]
        if old_blanks != new_blanks:
            common_length = len(commonprefix([old_blanks, new_blanks]))
            removed.append((before.start() + common_length, before.start() + len(old_blanks)))
            added.append((after.start() + common_length, after.start() + len(new_blanks)))
    return _nonempty(removed), _nonempty(added)
