"""A review as the page shows it: one section for each file, and what the top of the page tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from markupsafe import Markup

from hookkit.corrections.page.blocks import (
    Block,
    Change,
    Shown,
    Side,
    Stretch,
    Versions,
    stretches,
    versions_of,
)
from hookkit.corrections.page.commits import Origin, origins_of, place_of
from hookkit.corrections.page.rows import blocks_html, quote_html, same_html
from hookkit.corrections.page.rules import Rule, rules_of
from hookkit.corrections.review.review import Review, ReviewedFile
from hookkit.history.report.rule_links import link_of
from hookkit.pep8.outcome import Dropped, FileOutcome, Outcome, Withheld
from hookkit.phrases import line_list, path_text

MOST_QUOTED = 3
"""Lines of a withheld fix that are shown."""

# The content of a file that nothing was corrected in is not at hand.
NO_VERSIONS = Versions(Side([], False), Side([], False))


class ShownHunk(NamedTuple):
    """A hunk with the lines above it, its rules and its lines."""

    above: Markup
    id: str
    place: str
    rules: tuple[Rule, ...]
    origin: Origin | None
    lines: Markup


class ShownStretch(NamedTuple):
    """Hunks near each other; ``hidden`` lines are left out above them."""

    hidden: int
    hunks: tuple[ShownHunk, ...]
    below: Markup


class Left(NamedTuple):
    """What was withheld at some lines: the codes with their links, why, and the lines."""

    codes: tuple[tuple[str, str | None], ...]
    place: str
    reason: str
    lines: Markup
    more: int


class Section(NamedTuple):
    """One file of the page.

    ``folder`` ends with a slash or is empty; ``digits`` is how wide the line numbers are; ``rows``
    is about how many lines the section has.
    """

    anchor: str
    folder: str
    name: str
    faults: int
    hunks: int
    stretches: tuple[ShownStretch, ...]
    withheld: tuple[Left, ...]
    dropped: tuple[tuple[str, str], ...]
    refused: int
    digits: int
    rows: int


def anchor_of(path: bytes) -> str:
    """Give the anchor of a file's section, the same on every page."""
    return "f-" + sha256(path).hexdigest()[:12]


def sections_of(review: Review) -> list[Section]:
    """Give a section for each file in which something was corrected, withheld or dropped."""
    reviewed = {file.path: file for file in review.files}
    origins = origins_of(review)
    return [
        _section(outcome, reviewed.get(outcome.path), origins)
        for outcome in review.outcome.files
        if outcome.path in reviewed or outcome.withheld or outcome.dropped or outcome.refused
    ]


def left_alone(outcome: Outcome) -> list[tuple[str, tuple[str, ...]]]:
    """Give the files that were left alone, by the reason."""
    groups: dict[str, list[str]] = {}
    for each in outcome.files:
        if each.skipped is not None:
            groups.setdefault(each.skipped, []).append(path_text(each.path))
    return [(reason, tuple(paths)) for reason, paths in groups.items()]


def _section(
    outcome: FileOutcome, file: ReviewedFile | None, origins: Mapping[str, Origin]
) -> Section:
    folder, slash, name = path_text(outcome.path).rpartition("/")
    hunks = file.hunks if file else ()
    versions = versions_of(file.base, file.fixed, hunks) if file else NO_VERSIONS
    shown = stretches(versions, hunks)
    return Section(
        *(anchor_of(outcome.path), folder + slash, name),
        *(len(outcome.corrected), len(hunks)),
        stretches=tuple(_stretch(each, origins) for each in shown),
        withheld=tuple(_left(each, versions.old) for each in outcome.withheld),
        dropped=tuple((_lines(each), each.reason) for each in outcome.dropped),
        refused=outcome.refused,
        digits=len(str(max(len(versions.old.lines), len(versions.new.lines)))),
        rows=3 + sum(map(_rows, shown)) + 2 * len(outcome.withheld),
    )


def _stretch(stretch: Stretch, origins: Mapping[str, Origin]) -> ShownStretch:
    return ShownStretch(stretch.hidden, tuple(_hunks(stretch, origins)), same_html(stretch.below))


def _hunks(stretch: Stretch, origins: Mapping[str, Origin]) -> Iterator[ShownHunk]:
    for above, hunk, blocks in stretch.hunks:
        told = (hunk.id, place_of(hunk), rules_of(hunk.faults), origins.get(hunk.id))
        yield ShownHunk(same_html(above), *told, blocks_html(blocks))


def _rows(stretch: Stretch) -> int:
    """Count about how many lines high a stretch is, the heading of a hunk for two."""
    blocks = [block for above, _, blocks in stretch.hunks for block in (above, *blocks)]
    return 1 + 2 * len(stretch.hunks) + sum(map(_height, (*blocks, stretch.below)))


def _height(block: Block) -> int:
    if isinstance(block, Change):
        return sum(line is not None for line in (*block.old, *block.new))
    return len(block.lines)


def _lines(each: Withheld | Dropped) -> str:
    return line_list(range(each.first, each.last + 1))


def _left(each: Withheld, old: Side) -> Left:
    codes = tuple((code, link_of(code)) for code in each.codes)
    there = range(each.first - 1, min(each.last, len(old.lines)))
    quoted = quote_html([Shown(at + 1, old.html(at)) for at in there[:MOST_QUOTED]])
    more = len(there[MOST_QUOTED:])
    return Left(codes, _lines(each), each.reason, quoted, more)
