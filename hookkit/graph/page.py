"""A picture of the history as one HTML page that needs no network and no script."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from hookkit import __version__
from hookkit.graph.commit_layout import PlacedCommit
from hookkit.graph.drawn_rows import DrawnRow, UnfoldedMerge, draw_rows, unfold_merge
from hookkit.graph.lines import LANES
from hookkit.graph.picture import GraphCommit, Picture
from hookkit.graph.svg import DARK, LANE, LIGHT, edge_paths, sign_of
from hookkit.graph.wording import (
    Remark,
    authors_of,
    mark_of,
    merged_summary,
    merged_title,
    ref_names,
    remarks_of,
    rule_remarks,
    subject_of,
    verdict_words,
)
from hookkit.phrases import date_of, short
from hookkit.terminal.escaping import visible
from hookkit.terminal.page_templates import filled, policy, source_of

FIRST = 200
"""Rows in the page itself; a script adds the others as a person scrolls to them."""

_FAR = 99
"""More than half the height of any row: what is outside of a row is not seen."""


class Heading(NamedTuple):
    """The top of the page: what is drawn, and numbers, each with its noun."""

    what: str
    branch: str
    counts: tuple[tuple[str, str], ...]


def graph_page(picture: Picture, what: str, again: Sequence[str]) -> str:
    """Give a picture as a page: HTML to be written in UTF-8, the same for the same picture.

    ``what`` is the range or branch that was asked for, "" for HEAD, and ``again`` are the arguments
    that draw it, without the limit.
    """
    rows = [page_row(each) for each in draw_rows(picture, is_unfolded=False)]
    lanes = max((each.lanes for each in rows), default=1)
    style, script = _style(lanes), source_of("graph.js")
    return filled(
        "graph.html",
        policy=policy(style, script),
        style=Markup(style),
        script=Markup(script),
        heading=Heading(what, picture.branch, tuple(_counts(picture))),
        first=Markup("").join(each.html for each in rows[:FIRST]),
        rest=max(len(rows) - FIRST, 0),
        island=_island(rows),
        older=shlex.join(["hookkit", "graph", *again, "--limit", "0", "--open"]),
        is_older=picture.is_older,
        version=__version__,
    )


def _style(lanes: int) -> str:
    """Give the style, of which the page of a review shares the top and the colours."""
    shared = source_of("page.css").partition("/* the files */")[0]
    light, dark = (
        "".join(f"--l{lane}: {colours[f'l{lane}']}; " for lane in range(LANES))
        for colours in (LIGHT, DARK)
    )
    colours = f":root {{ {light}}}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"
    width = f":root {{ --g: {LANE * lanes}px }}\n"
    return shared + colours + width + source_of("graph.css")


def _island(rows: Sequence[PageRow]) -> Markup:
    """Give the texts of all rows, and the rows that a script adds, as JSON."""
    data = {
        "texts": [each.texts for each in rows],
        "rest": [str(each.html) for each in rows[FIRST:]],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Nothing in it may end the element that it is in.
    return Markup(text.replace("<", "\\u003c"))


def _counts(picture: Picture) -> list[tuple[str, str]]:
    main_line = [row.commit for row in picture.rows]
    merges = [each for each in main_line if each.is_main_line and each.is_merge and each.verdicts]
    good = sum(1 for each in merges if not any(verdict.rule for verdict in each.verdicts))
    commits = [commit for row in picture.rows for commit in (row.commit, *row.merged)]
    authors = {each.texts.commit.author for each in commits}
    counts = [(len(commits), "commit"), (len(authors), "author")]
    shown = [(f"{n:,}", noun if n == 1 else f"{noun}s") for n, noun in counts]
    return [*shown, (f"{good:,}/{len(merges):,}", "merges semi-linear")] if merges else shown


class PageRow(NamedTuple):
    """A row of the page with all that it can unfold, the texts to find it by, and its lanes.

    The first of the texts is of the row itself, the others are of the commits that it merged.
    """

    html: Markup
    texts: tuple[str, ...]
    lanes: int


def page_row(drawn: DrawnRow) -> PageRow:
    """Give a row as HTML, with the rows that it can unfold."""
    texts = tuple(_searched(each) for each in (drawn.commit, *drawn.folded))
    if not drawn.folded:
        row = _row(drawn, _graph(_edges(drawn.place) + sign_of(drawn)))
        html = Markup('<li class="row">{}</li>\n').format(row)
        return PageRow(html, texts, drawn.place.lanes)
    unfolded = unfold_merge(drawn)
    html = Markup(
        '<li><details><summary class="row">{}</summary>\n<ol>\n{}</ol></details></li>\n'
    ).format(_row(drawn, _graph(_both(drawn, unfolded))), _rows(unfolded))
    places = (drawn.place, unfolded.opening, *(each.place for each in unfolded.rows))
    return PageRow(html, texts, max(each.lanes for each in places))


def _searched(commit: GraphCommit) -> str:
    """Give the text that a commit is found by."""
    names = (ref.name for ref in commit.refs)
    words = (each.word for each in commit.verdicts)
    searched = (commit.texts.message.subject, commit.texts.commit.author)
    text = " ".join((commit.id[:12], *searched, *commit.tickets, *names, *words))
    return visible(text).lower()


def _rows(unfolded: UnfoldedMerge) -> Markup:
    rows = (
        Markup('<li class="row">{}</li>\n').format(
            _row(each, _graph(_edges(each.place) + sign_of(each)))
        )
        for each in unfolded.rows
    )
    closing = Markup('<li class="end" aria-hidden="true">{}</li>\n')
    return Markup("").join((*rows, closing.format(_graph(_edges(unfolded.closing)))))


def _graph(inner: str) -> Markup:
    return Markup(
        f'<svg class="g" aria-hidden="true"><svg y="50%" overflow="visible">{inner}</svg></svg>'
    )


def _edges(place: PlacedCommit, kind: str = "") -> str:
    return edge_paths(place, _FAR, kind)


def _both(drawn: DrawnRow, unfolded: UnfoldedMerge) -> str:
    """Draw a merge as it is and, where that differs, as it is when it is unfolded."""
    open_only = unfolded.opening._replace(
        ends=(), passing=(), begins=tuple(each for each in unfolded.opening.begins if each.lane)
    )
    return _edges(drawn.place) + _edges(open_only, " o") + sign_of(drawn)


def _row(drawn: DrawnRow, graph: Markup) -> Markup:
    commit = drawn.commit
    return Markup(
        '{}<code class="id">{}</code>{}<span class="what">{}{}</span><span class="who">{}</span>{}'
    ).format(
        graph,
        short(commit.id),
        _mark(commit),
        _names(commit),
        _description(drawn),
        visible(", ".join(authors_of(drawn.folded or [commit]))),
        _time(commit.texts.commit.written),
    )


def _mark(commit: GraphCommit) -> Markup:
    mark, word = mark_of(commit.verdicts), verdict_words(commit.verdicts)
    if not word:
        return Markup('<span class="mark"></span>')
    return Markup(
        '<span class="mark {}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="sr">{}</span></span>'
    ).format(mark.style, word, mark.text, word)


def _names(commit: GraphCommit) -> Markup:
    html = Markup('<span class="ref {}">{}</span> ')
    names = ref_names(commit.refs)
    return Markup("").join(html.format(kind.lower(), visible(text)) for kind, text in names)


def _description(drawn: DrawnRow) -> Markup:
    commit = drawn.commit
    text = merged_title(commit) if drawn.folded else subject_of(commit)
    fixup = Markup('<b class="warn">fixup!</b> ') if drawn.is_fixup else ""
    subject = Markup('{}<span class="subject">{}</span>').format(fixup, visible(text))
    if drawn.folded:
        count = Markup(' <span class="merged">{}</span>')
        subject += count.format(merged_summary(drawn.folded))
    return subject + _remarks(commit, text)


def _remarks(commit: GraphCommit, text: str) -> Markup:
    remarks: Sequence[Remark] = (*rule_remarks(commit.verdicts), *remarks_of(commit, text))
    html = Markup(' <span class="tag {}">{}</span>')
    return Markup("").join(html.format(each.style, visible(each.text)) for each in remarks)


def _time(seconds: int) -> Markup:
    return Markup('<time datetime="{0}" data-at="{1}">{0}</time>').format(date_of(seconds), seconds)
