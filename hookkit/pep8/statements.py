"""Two layouts of a program, cut at the top-level statements that both have."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple


class Piece(NamedTuple):
    """The same part of both texts: ``start`` to ``end`` and ``new_start`` to ``new_end``.

    Lines are 0-based, the end excluded. What stands between two statements belongs to the second.
    """

    start: int
    end: int
    new_start: int
    new_end: int


class _Item(NamedTuple):
    """A statement's tree, the line after it, and whether a text may be cut there."""

    tree: str
    end: int
    is_cut: bool


def _items(tree: ast.Module) -> Iterator[_Item]:
    for statement, following in zip_longest(tree.body, tree.body[1:]):
        end = statement.end_lineno or statement.lineno
        is_cut = following is None or following.lineno > end
        if isinstance(statement, ast.Import):  # a split import is the same import
            *first, last = statement.names
            yield from (_Item(ast.dump(name), end, False) for name in first)
            yield _Item(ast.dump(last), end, is_cut)
        else:
            yield _Item(ast.dump(statement), end, is_cut)


def align(before: ast.Module, after: ast.Module, lines: int, new_lines: int) -> list[Piece]:
    """Cut two texts of ``lines`` and ``new_lines`` lines around each statement that they share."""
    old, new = list(_items(before)), list(_items(after))
    left, right = [item.tree for item in old], [item.tree for item in new]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    cuts = {
        (old[block.a + step].end, new[block.b + step].end)
        for block in matcher.get_matching_blocks()
        for step in range(-1, block.size)  # -1: also in front of the first one
        if min(block.a, block.b) + step >= 0
        and old[block.a + step].is_cut
        and new[block.b + step].is_cut
    }
    bounds = [(0, 0), *sorted(cuts), (lines, new_lines)]
    return [
        Piece(start, end, new_start, new_end)
        for (start, new_start), (end, new_end) in zip(bounds, bounds[1:], strict=False)
    ]
