"""The texts of hunks: coloured lines, which are made when a hunk is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from rich.text import Text

from hookkit.corrections.report.coloured_patch import (
    REMOVED_STYLES,
    SIGN_STYLES,
    coloured_patch_lines,
    visible_code,
)
from hookkit.corrections.report.hunk_text import hunk_patch
from hookkit.corrections.review.find_hunks_by_id import short_ids
from hookkit.corrections.review.review import Review
from hookkit.pep8.decode_source import decode_source
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.review_hunks import ReviewHunk, split_hunk

MAX_HIGHLIGHTED_LINES = 800
"""The number of lines up to which a hunk is highlighted as Python: longer ones take too long."""

MARGIN_WIDTH = 3
"""The number of blank columns before the line numbers of a patch; a pane does not show them."""


class HunkTexts:
    """The lines of hunks, cached, because they are drawn many times."""

    def __init__(self, review: Review) -> None:
        """Store the files and the ids of a review."""
        self._files = {file.path: file for file in review.files}
        self._lines: dict[bytes, list[str]] = {}
        self._patches: dict[tuple[bytes, str, int], str] = {}
        self._texts: dict[tuple[bytes, str, int], Sequence[Text]] = {}
        self._short_ids: Mapping[str, str] = short_ids(review.hunks)

    def shown_id(self, hunk: ReviewHunk) -> str:
        """Give the id of a hunk in its shown, short form."""
        return self._short_ids.get(hunk.id, hunk.id)

    def parts_of(self, hunk: ReviewHunk) -> Sequence[ReviewHunk]:
        """Give the parts of a hunk, each as a hunk."""
        file = self._files[hunk.path]
        return split_hunk(hunk, file.original, file.fixed)

    def height_of_hunk(self, hunk: ReviewHunk) -> int:
        """Give the number of lines of a hunk, with its head above and a blank line below."""
        return self._patch(hunk).count("\n") + 1

    def texts_of(self, hunk: ReviewHunk) -> Sequence[Text]:
        """Give the lines of a hunk and the lines around it, numbered and coloured."""
        key = _key(hunk)
        if key not in self._texts:
            patch = self._patch(hunk)
            count = patch.count("\n")
            texts = (
                coloured_patch_lines(patch, False)
                if count <= MAX_HIGHLIGHTED_LINES
                else _plain_texts(patch)
            )
            self._texts[key] = [text[MARGIN_WIDTH:] for text in islice(texts, 1, None)]
        return self._texts[key]

    def _patch(self, hunk: ReviewHunk) -> str:
        key = _key(hunk)
        if key not in self._patches:
            self._patches[key] = hunk_patch(hunk, self._lines_of(hunk.path))
        return self._patches[key]

    def _lines_of(self, path: bytes) -> list[str]:
        if path not in self._lines:
            text = decode_source(self._files[path].original).text
            self._lines[path] = [line.decode() for line in split_lines(text.encode())]
        return self._lines[path]


def _key(hunk: ReviewHunk) -> tuple[bytes, str, int]:
    return hunk.path, hunk.id, len(hunk.parts)


def _plain_texts(patch: str) -> list[Text]:
    """Give the lines of a patch, coloured only by their ``+`` and ``-``."""
    lines = patch.removesuffix("\n").split("\n")
    margin = " " * (MARGIN_WIDTH + 1)
    return [
        Text(
            margin + visible_code(line, "utf-8"),
            REMOVED_STYLES.get(line[:1], SIGN_STYLES.get(line[:1], "")),
        )
        for line in lines
    ]
