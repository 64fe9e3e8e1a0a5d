"""The section of each file on the page: its hunks, its withheld and its dropped fixes.

The lines of code are formatted as HTML here: a template would be too slow for so many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from markupsafe import Markup

from hookkit.corrections.page.commits import HunkCommit, commits_by_hunk, hunk_line_text
from hookkit.corrections.page.excerpts import (
    MAX_FOLDED,
    Block,
    ChangedLines,
    Excerpt,
    FileVersions,
    FoldedLines,
    HighlightedVersion,
    ShownLine,
    UnchangedLines,
    excerpts_of,
    highlight_versions,
)
from hookkit.corrections.review.review import Review, ReviewedFile
from hookkit.corrections.run_outcome import Outcome
from hookkit.history.documentation_links import pycodestyle_url
from hookkit.pep8.fix_task_and_outcome import Dropped, Fault, FileOutcome, Withheld
from hookkit.phrases import lines_phrase, path_text, plural

MAX_QUOTED = 3
"""How many lines of a withheld fix are shown."""

MAX_UNFOLDED = 10_000
"""How many unchanged lines of a page can be unfolded (some 1.5 MB); none in further files."""

# The content of a file without corrections is not known.
UNKNOWN_VERSIONS = FileVersions(HighlightedVersion([], False), HighlightedVersion([], False))


class LinkedRule(NamedTuple):
    """A code with its link (None without one), pycodestyle's name, its frequency and its lines."""

    code: str
    link: str | None
    name: str
    fault_count: int
    lines: str


def linked_rules(faults: Iterable[Fault]) -> tuple[LinkedRule, ...]:
    """Group faults by code, in the order of the codes; the first fault's name stands for all."""
    groups: dict[str, list[Fault]] = {}
    for fault in faults:
        groups.setdefault(fault.code, []).append(fault)
    return tuple(
        LinkedRule(
            code,
            pycodestyle_url(code),
            file_faults[0].name,
            len(file_faults),
            lines_phrase(fault.line for fault in file_faults),
        )
        for code, file_faults in sorted(groups.items())
    )


class ShownHunk(NamedTuple):
    """A hunk with the lines above it, its rules and its lines."""

    unchanged_above: Markup
    id: str
    line_text: str
    rules: tuple[LinkedRule, ...]
    commit: HunkCommit | None
    lines: Markup


class ShownExcerpt(NamedTuple):
    """Hunks near each other, and the folded lines above them and up to the end of the file."""

    folded_above: Markup
    hunks: tuple[ShownHunk, ...]
    unchanged_below: Markup
    folded_below: Markup


class WithheldFix(NamedTuple):
    """A withheld fix: its codes with their links, its lines, the reason, and its first lines.

    ``hidden_line_count`` is the number of its other lines.
    """

    codes: tuple[tuple[str, str | None], ...]
    line_text: str
    reason: str
    lines: Markup
    hidden_line_count: int


class Section(NamedTuple):
    """One file of the page.

    ``folder`` ends with a slash or is empty; ``number_width`` is the width of the line numbers;
    ``row_count`` is an estimate of how many lines the section has. ``dropped`` has the lines and
    the reason of each dropped fix.
    """

    anchor: str
    folder: str
    name: str
    fault_count: int
    hunk_count: int
    excerpts: tuple[ShownExcerpt, ...]
    withheld: tuple[WithheldFix, ...]
    dropped: tuple[tuple[str, str], ...]
    refused_count: int
    number_width: int
    row_count: int


def anchor_of(path: bytes) -> str:
    """Give the anchor of a file's section, the same on every page."""
    return "f-" + sha256(path).hexdigest()[:12]


def sections_of(review: Review) -> list[Section]:
    """Give a section for each file in which something was corrected, withheld or dropped."""
    reviewed = {file.path: file for file in review.files}
    commit_by_hunk = commits_by_hunk(review)
    sections, lines_left = [], MAX_UNFOLDED
    for outcome in review.outcome.files:
        if outcome.path in reviewed or outcome.withheld or outcome.dropped or outcome.refused_count:
            max_folded = MAX_FOLDED if lines_left > 0 else 0
            section, unfolded = _section(
                outcome, reviewed.get(outcome.path), commit_by_hunk, max_folded
            )
            sections.append(section)
            lines_left -= unfolded
    return sections


def left_alone_by_reason(outcome: Outcome) -> list[tuple[str, tuple[str, ...]]]:
    """Give the files that were left alone, by the reason."""
    groups: dict[str, list[str]] = {}
    for each in outcome.files:
        if each.left_alone_reason is not None:
            groups.setdefault(each.left_alone_reason, []).append(path_text(each.path))
    return [(reason, tuple(paths)) for reason, paths in groups.items()]


def _section(
    outcome: FileOutcome,
    file: ReviewedFile | None,
    commit_by_hunk: Mapping[str, HunkCommit],
    max_folded: int,
) -> tuple[Section, int]:
    """Give a section, and how many of its unchanged lines can be unfolded."""
    folder, slash, name = path_text(outcome.path).rpartition("/")
    hunks = file.hunks if file else ()
    versions = highlight_versions(file.original, file.fixed, hunks) if file else UNKNOWN_VERSIONS
    shown_excerpts = excerpts_of(versions, hunks, max_folded)
    folded = [
        each
        for excerpt in shown_excerpts
        for each in (*excerpt.folded_above, *excerpt.folded_below)
    ]
    section = Section(
        *(anchor_of(outcome.path), folder + slash, name),
        *(len(outcome.corrected), len(hunks)),
        excerpts=tuple(_shown_excerpt(each, commit_by_hunk) for each in shown_excerpts),
        withheld=tuple(_withheld_fix(each, versions.old) for each in outcome.withheld),
        dropped=tuple((_line_text(each), each.reason) for each in outcome.dropped),
        refused_count=outcome.refused_count,
        number_width=len(str(max(len(versions.old.lines), len(versions.new.lines)))),
        row_count=3 + sum(map(_row_count, shown_excerpts)) + 2 * len(outcome.withheld),
    )
    return section, sum(len(each.lines) for each in folded)


def _shown_excerpt(excerpt: Excerpt, commit_by_hunk: Mapping[str, HunkCommit]) -> ShownExcerpt:
    return ShownExcerpt(
        _folded_html(excerpt.folded_above),
        tuple(_shown_hunks(excerpt, commit_by_hunk)),
        _unchanged_html(excerpt.unchanged_below),
        _folded_html(excerpt.folded_below),
    )


def _shown_hunks(excerpt: Excerpt, commit_by_hunk: Mapping[str, HunkCommit]) -> Iterator[ShownHunk]:
    for above, hunk, blocks in excerpt.hunks:
        lines = (
            _changed_html(each) if isinstance(each, ChangedLines) else _unchanged_html(each)
            for each in blocks
        )
        yield ShownHunk(
            _unchanged_html(above),
            hunk.id,
            hunk_line_text(hunk),
            linked_rules(hunk.faults),
            commit_by_hunk.get(hunk.id),
            Markup("").join(lines),
        )


def _row_count(excerpt: Excerpt) -> int:
    """Estimate the height of an excerpt in lines; the heading of a hunk counts for two."""
    blocks = [block for above, _, blocks in excerpt.hunks for block in (above, *blocks)]
    return 1 + 2 * len(excerpt.hunks) + sum(map(_height, (*blocks, excerpt.unchanged_below)))


def _height(block: Block) -> int:
    if isinstance(block, ChangedLines):
        return sum(line is not None for line in (*block.old, *block.new))
    return len(block.lines)


def _line_text(fix: Withheld | Dropped) -> str:
    return lines_phrase(range(fix.first, fix.last + 1))


def _withheld_fix(withheld: Withheld, old: HighlightedVersion) -> WithheldFix:
    codes = tuple((code, pycodestyle_url(code)) for code in withheld.codes)
    lines = range(withheld.first - 1, min(withheld.last, len(old.lines)))
    quoted = "".join(
        _row(ShownLine(index + 1, old.line_html(index))) for index in lines[:MAX_QUOTED]
    )
    hidden_line_count = len(lines[MAX_QUOTED:])
    return WithheldFix(
        codes, _line_text(withheld), withheld.reason, Markup(quoted), hidden_line_count
    )


def _unchanged_html(block: UnchangedLines) -> Markup:
    """Give lines that both versions have; the new version's are shown only side by side."""
    if not block.lines:
        return Markup()
    return Markup(f'<div class="same">\n{"".join(map(_unchanged_row, block.lines))}</div>\n')


def _folded_html(blocks: Iterable[FoldedLines]) -> Markup:
    """Give unchanged lines to be unfolded, once and as wide as the page in either layout."""
    return Markup("").join(map(_folded_block, blocks))


def _folded_block(block: FoldedLines) -> Markup:
    count_text = plural(block.line_count, "unchanged line")
    if not block.lines:
        return Markup('<p class="hidden">{}</p>\n').format(count_text)
    rows = Markup("".join(map(_folded_row, block.lines)))
    html = Markup('<details class="hidden"><summary>{}</summary>\n{}</details>\n')
    return html.format(count_text, rows)


def _folded_row(line: ShownLine) -> str:
    numbers = f'<span class="n">{line.number}</span><span class="n new">{line.other_number}</span>'
    return f'<div class="l">{numbers}<code>{line.html}</code></div>\n'


def _changed_html(change: ChangedLines) -> Markup:
    old, new = _side_html("del", change.old), _side_html("ins", change.new)
    return Markup(f'<div class="change">\n{old}{new}</div>\n')


def _side_html(tag: str, lines: Sequence[ShownLine | None]) -> str:
    if not any(lines):
        return ""
    return f"<{tag}>\n{''.join(map(_row, lines))}</{tag}>\n"


def _row(line: ShownLine | None) -> str:
    if line is None:
        return '<div class="l gap"></div>\n'
    return f'<div class="l"><span class="n">{line.number}</span><code>{line.html}</code></div>\n'


def _unchanged_row(line: ShownLine) -> str:
    number, html, other_number = line
    return (
        f'<div class="l"><span class="n">{number}</span><span class="n new">{other_number}</span>'
        f'<code>{html}</code><span class="n twin" aria-hidden="true">{other_number}</span>'
        f'<code class="twin" aria-hidden="true">{html}</code></div>\n'
    )
