"""Find the commit that touched a part last: trace its lines back through the commits' edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hookkit.corrections.git_line_numbers_of_parts import LineSpan
from hookkit.corrections.stack import Edit


def last_touching_commit(line_span: LineSpan, history: Iterable[Sequence[Edit]]) -> int | None:
    """Give the index of the commit in ``history`` (the newest first) that a part belongs to.

    This is the commit that touched the lines of the part last, or a later commit that touched an
    adjacent line, because git merges two changes only if a line is between them. Gives None if the
    lines are older than the history.
    """
    nearest: int | None = None
    for index, edits in enumerate(history):
        is_changed = any(_is_changed_by(line_span, edit) for edit in edits)
        if nearest is None and (is_changed or any(_is_adjacent(line_span, edit) for edit in edits)):
            nearest = index
        if is_changed:
            return nearest
        if edits:
            line_span = _before_edits(line_span, edits)
    return None


def _is_adjacent(line_span: LineSpan, edit: Edit) -> bool:
    return edit.new_start <= line_span.end and line_span.start <= edit.new_end


def _is_changed_by(line_span: LineSpan, edit: Edit) -> bool:
    if edit.new_start < edit.new_end:
        return any(
            edit.new_start < end and start < edit.new_end for start, end in line_span.owning_ranges
        )
    # Deleted lines belong to the part if they were between two of its lines.
    return any(
        start < edit.new_start + line_span.includes_deletions_above and edit.new_start < end
        for start, end in line_span.owning_ranges
    )


def _before_edits(line_span: LineSpan, edits: Sequence[Edit]) -> LineSpan:
    """Give the span as it was before edits of other lines."""

    def moved_back(start: int, end: int) -> tuple[int, int]:
        growth_above = sum(each.growth for each in edits if each.new_end <= start)
        return start - growth_above, end - growth_above

    owning_ranges = tuple(moved_back(*each) for each in line_span.owning_ranges)
    return LineSpan(
        *moved_back(line_span.start, line_span.end),
        owning_ranges,
        line_span.includes_deletions_above,
    )
