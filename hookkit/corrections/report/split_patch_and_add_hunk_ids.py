"""Split a patch of git by file, and add the ids of a review to the heads of its hunks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.phrases import path_text

_HUNK_HEADER = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(.*)", re.DOTALL)
_ESCAPES = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, '"': 34, "\\": 92}


def _unquoted(name: bytes) -> bytes:
    """Undo the quotes that git puts around a path with control characters or quotes in it."""
    if not name.startswith(b'"'):
        return name.removesuffix(b"\t")

    def char(match: re.Match[bytes]) -> bytes:
        code = match[1].decode("ascii")
        return bytes([_ESCAPES[code] if code in _ESCAPES else int(code, 8)])

    return re.sub(rb'\\([0-7]{3}|[abtnvfr"\\])', char, name.strip(b"\t")[1:-1])


def split_by_file(patch: bytes) -> list[tuple[bytes, bytes]]:
    """Cut a patch of several files: the path as the patch has it, and the patch of that file."""
    sections = []
    for section in re.split(rb"^(?=diff --git )", patch, flags=re.MULTILINE):
        if section:
            name = re.search(rb"^\+\+\+ (.*)$", section, flags=re.MULTILINE)
            sections.append((_unquoted(name[1]) if name else b"", section))
    return sections


def pop_patch_of(path: bytes, sections: list[tuple[bytes, bytes]]) -> str:
    """Remove the patch of ``path`` from ``sections`` and give it.

    Any folders before ``path`` in a section are ignored, as git's prefix is one: so the paths must
    come in the order of the patch.
    """
    for index, (name, section) in enumerate(sections):
        if name == path or name.endswith(b"/" + path):
            del sections[index]
            return path_text(section)
    return ""


class _Block(NamedTuple):
    """Lines of a patch, and the 0-based numbers of the first one in the old and the new file.

    ``heading`` is git's text behind the second ``@@``.
    """

    old_start: int
    new_start: int
    lines: tuple[str, ...]
    heading: str = ""

    @property
    def sizes(self) -> tuple[int, int]:
        """The number of lines of the old and of the new file."""
        signs = [line[:1] or " " for line in self.lines]
        return sum(each in " -" for each in signs), sum(each in " +" for each in signs)


def with_hunk_ids(patch: str, hunks: Sequence[ReviewHunk], shown_ids: Mapping[str, str]) -> str:
    """Give the patch of one file with the ids of its hunks; ``shown_ids`` has them by full id.

    If git and the review differ about the changed lines, several hunks stay together.
    """
    lines = patch.split("\n")
    shown: list[str] = []
    remaining_hunks = list(hunks)
    position = 0
    while position < len(lines):
        header = _HUNK_HEADER.fullmatch(lines[position])
        if header is None:
            shown.append(lines[position])
            position += 1
            continue
        old, old_count, new, new_count = (1 if n is None else int(n) for n in header.groups()[:4])
        end = _body_end(lines, position + 1, old_count, new_count)
        block = _Block(
            *(old - bool(old_count), new - bool(new_count)),
            tuple(lines[position + 1 : end]),
            header[5],
        )
        block_hunks = [
            hunk for hunk in remaining_hunks if hunk.start <= block.old_start + old_count
        ]
        remaining_hunks = remaining_hunks[len(block_hunks) :]
        shown += _lines_with_ids(block, block_hunks, shown_ids)
        position = end
    return "\n".join(shown)


def _body_end(lines: Sequence[str], start: int, old: int, new: int) -> int:
    end = start
    while end < len(lines) and (old > 0 or new > 0 or lines[end].startswith("\\")):
        sign = lines[end][:1] or " "
        old -= sign in "- "
        new -= sign in "+ "
        end += 1
    return end


def _lines_with_ids(
    block: _Block, hunks: Sequence[ReviewHunk], shown_ids: Mapping[str, str]
) -> Iterator[str]:
    for piece, block_hunks in _cut_between_hunks(block, hunks):
        old, new = piece.sizes
        numbers = f"-{_header_range(piece.old_start, old)} +{_header_range(piece.new_start, new)}"
        ids = "".join(f" {shown_ids[hunk.id]}" for hunk in block_hunks)
        hunk = f" hunk{'s' * (len(block_hunks) > 1)}{ids}" if block_hunks else ""
        yield f"@@ {numbers} @@{hunk}{piece.heading}"
        yield from piece.lines


def _header_range(start: int, count: int) -> str:
    """Write the numbers of lines as git does in a hunk header."""
    return str(start + 1) if count == 1 else f"{start + bool(count)},{count}"


def _cut_between_hunks(
    block: _Block, hunks: Sequence[ReviewHunk]
) -> Iterator[tuple[_Block, list[ReviewHunk]]]:
    """Cut a block between its hunks if there are unchanged lines between them."""
    block_hunks: list[ReviewHunk] = []
    for hunk in hunks:
        cut = _cut(block, (block_hunks[-1].end + hunk.start + 1) // 2) if block_hunks else None
        if cut is not None:
            yield cut[0], block_hunks
            block, block_hunks = cut[1], []
        block_hunks.append(hunk)
    yield block, block_hunks


def _cut(block: _Block, line_number: int) -> tuple[_Block, _Block] | None:
    """Cut a block before a line of the old file; None if the line above is a changed line."""
    old, new = block.old_start, block.new_start
    for index, line in enumerate(block.lines):
        if old == line_number:
            if not index or block.lines[index - 1][:1] not in ("", " "):
                return None
            above, below = block.lines[:index], block.lines[index:]
            return block._replace(lines=above), _Block(old, new, below)
        sign = line[:1] or " "
        old += sign in " -"
        new += sign in " +"
    return None
