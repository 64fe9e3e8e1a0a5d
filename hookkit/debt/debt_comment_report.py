"""The report of comments that are debt: which tools they silence, and how old a TODO is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hookkit.debt.debt_comments import (
    MARKERS_WITH_RULES,
    MAX_BLAMED_FILES,
    DatedComments,
    DebtComment,
)
from hookkit.phrases import age, path_text, plural
from hookkit.terminal.rows import Row, row


def comment_rows(dated_comments: DatedComments, now: int) -> Iterator[Row]:
    """Give rows for comments that silence tools, then for TODO comments with their age.

    ``now`` is a Unix time in seconds.
    """
    silencing = [each for each in dated_comments.comments if each.kind == "silencing"]
    if silencing:
        verb = "silences" if len(silencing) == 1 else "silence"
        title = f"{plural(len(silencing), 'comment')} {verb} a tool"
        yield from _group_rows(
            title,
            silencing,
            {marker: _blanket_remark(silencing, marker) for marker in MARKERS_WITH_RULES},
        )
    to_do = [each for each in dated_comments.comments if each.kind == "to do"]
    if to_do:
        title = plural(len(to_do), "TODO comment")
        remarks = {
            marker: _oldest_remark(to_do, marker, dated_comments.todo_times, now)
            for marker in _marker_counts(to_do)
        }
        yield from _group_rows(title, to_do, remarks)


def _marker_counts(comments: Sequence[DebtComment]) -> Counter[str]:
    return Counter(each.marker for each in comments)


def _group_rows(
    title: str, comments: Sequence[DebtComment], remarks: Mapping[str, str]
) -> Iterator[Row]:
    files = plural(len({each.path for each in comments}), "file")
    yield row(("title", title), f" in {files}")
    counts = _marker_counts(comments)
    width = max(map(len, counts))
    for marker, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        remark = remarks.get(marker, "")
        text = f"  {count:>6,}×" + (f"  {remark}" if remark else "")
        yield row(("code", marker.ljust(width)), text, indent=1)


def _blanket_remark(comments: Sequence[DebtComment], marker: str) -> str:
    number = sum(each.is_blanket for each in comments if each.marker == marker)
    return f"{number:,} without a rule" if number else ""


def _oldest_remark(
    comments: Sequence[DebtComment], marker: str, times: Mapping[DebtComment, int], now: int
) -> str:
    """Say how old the oldest comment with a marker is, and where it is; "" if no age is known."""
    dated = [each for each in comments if each.marker == marker and each in times]
    if not dated:
        return ""
    oldest = min(dated, key=lambda each: (times[each], each.path, each.line))
    location = f"{path_text(oldest.path)}:{oldest.line}"
    is_cut = len({each.path for each in comments}) > MAX_BLAMED_FILES
    scope = f" of the {MAX_BLAMED_FILES} files with most" if is_cut else ""
    return f"the oldest{scope} {age(times[oldest], now)}: {location}"
