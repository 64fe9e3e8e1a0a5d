"""Rows in columns, one for each repository, and those that could not be read below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hookkit.fleet.sweep import Swept
from hookkit.fleet.wording import repositories
from hookkit.phrases import in_one_line
from hookkit.terminal.rows import Piece, Row, row

MAX_CELL_WIDTH = 44
"""Columns of a cell beside which others stand; a longer one moves them."""


def table_rows(head: Sequence[str], lines: Sequence[Sequence[Piece]]) -> Iterator[Row]:
    """Give a head and lines in columns as wide as they need; no last column is filled up."""
    cells = [[len(text) for _, text in line] for line in lines]
    cells.append([len(each) for each in head])
    widths = [min(max(column), MAX_CELL_WIDTH) for column in zip(*cells, strict=True)]
    yield _line([("dim", each) for each in head], widths)
    for line in lines:
        yield _line(line, widths)


def _line(pieces: Sequence[Piece], widths: Sequence[int]) -> Row:
    last = len(pieces) - 1
    filled = [
        (style, text if at == last else f"{text.ljust(width)}  ")
        for at, ((style, text), width) in enumerate(zip(pieces, widths, strict=True))
    ]
    return row(*filled, indent=1)


def most_rows(rules: Iterable[Mapping[str, int]]) -> Iterator[Row]:
    """Name the most frequent rules of all repositories; ``rules`` are the counts of each."""
    counts = sum(map(Counter, rules), Counter[str]())
    if counts:
        most = ", ".join(f"{rule} {count:,}" for rule, count in counts.most_common(10))
        yield row("most of all: ", ("code", most), indent=1)


def unread_rows(swept: Swept) -> Iterator[Row]:
    """Name the repositories that could not be read, each with its reason and what helps."""
    unread = [(entry, result.found) for entry, result in swept.rows if result.found.problem]
    if not unread:
        return
    yield row(("warn", f"{repositories(len(unread))} could not be read"))
    for entry, found in unread:
        yield row(("path", in_one_line(entry.name)), f": {in_one_line(found.problem)}", indent=1)
        if found.repair:
            yield row("run: ", ("command", found.repair), indent=2)


def title_row(swept: Swept, parts: Sequence[Piece]) -> Row:
    """Give the first row: how many repositories, and what is most to be known of them."""
    words: list[str | Piece] = [("title", repositories(len(swept.rows)))]
    for at, part in enumerate(parts):
        words += [": " if at == 0 else ", ", part]
    return row(*words)


def looked_row(swept: Swept, is_kept: bool) -> Row:
    """Say how many were looked at now, and how the next run looks at fewer."""
    total = len(swept.rows)
    if swept.looked_at < total:
        same = total - swept.looked_at
        verb = "is" if same == 1 else "are"
        sentence = f"{swept.looked_at:,} looked at now, {same:,} {verb} as in the store"
    elif is_kept:
        sentence = "the next run looks only at those that have changed"
    else:
        sentence = "with --store FILE the next run looks only at those that have changed"
    return row(("dim", sentence))
