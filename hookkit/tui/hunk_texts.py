"""The hunks of a review as coloured lines, made when they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from rich.text import Text

from hookkit.corrections.report.coloured_patch import REMOVED, SIGN, patch_texts, shown
from hookkit.corrections.report.hunk_text import hunk_patch
from hookkit.corrections.review.hunk_names import short_ids
from hookkit.corrections.review.review import Review
from hookkit.pep8.lines import split
from hookkit.pep8.review_hunks import ReviewHunk, split_hunk
from hookkit.pep8.source import decode

MAX_HIGHLIGHTED = 800
"""Lines up to which a hunk is highlighted as Python: a longer one takes too long."""

MARGIN = 3
"""Columns before the line numbers of a patch, which a pane does not show."""


class HunkTexts:
    """The lines of hunks, cached, because they are drawn many times."""

    def __init__(self, review: Review) -> None:
        """Take the review."""
        self._files = {file.path: file for file in review.files}
        self._lines: dict[bytes, list[str]] = {}
        self._patches: dict[tuple[bytes, str, int], str] = {}
        self._texts: dict[tuple[bytes, str, int], Sequence[Text]] = {}
        self._names: Mapping[str, str] = short_ids(review.hunks)

    def name_of(self, hunk: ReviewHunk) -> str:
        """Give the id of a hunk as it is shown."""
        return self._names.get(hunk.id, hunk.id)

    def parts_of(self, hunk: ReviewHunk) -> Sequence[ReviewHunk]:
        """Give the parts of a hunk as hunks of their own."""
        file = self._files[hunk.path]
        return split_hunk(hunk, file.base, file.fixed)

    def height_of(self, hunk: ReviewHunk) -> int:
        """Give how many lines a hunk has, with one above it for its name and a blank one below."""
        return self._patch(hunk).count("\n") + 1

    def texts_of(self, hunk: ReviewHunk) -> Sequence[Text]:
        """Give the lines of a hunk and those around it, numbered and coloured."""
        key = _key(hunk)
        if key not in self._texts:
            patch = self._patch(hunk)
            count = patch.count("\n")
            texts = patch_texts(patch, False) if count <= MAX_HIGHLIGHTED else _plain(patch)
            self._texts[key] = [text[MARGIN:] for text in islice(texts, 1, None)]
        return self._texts[key]

    def _patch(self, hunk: ReviewHunk) -> str:
        key = _key(hunk)
        if key not in self._patches:
            self._patches[key] = hunk_patch(hunk, self._lines_of(hunk.path))
        return self._patches[key]

    def _lines_of(self, path: bytes) -> list[str]:
        if path not in self._lines:
            text = decode(self._files[path].base).text
            self._lines[path] = [line.decode() for line in split(text.encode())]
        return self._lines[path]


def _key(hunk: ReviewHunk) -> tuple[bytes, str, int]:
    return hunk.path, hunk.id, len(hunk.parts)


def _plain(patch: str) -> list[Text]:
    """Give the lines of a patch in the colours of ``+`` and ``-`` alone."""
    lines = patch.removesuffix("\n").split("\n")
    margin = " " * (MARGIN + 1)
    return [
        Text(margin + shown(line, "utf-8"), REMOVED.get(line[:1], SIGN.get(line[:1], "")))
        for line in lines
    ]
