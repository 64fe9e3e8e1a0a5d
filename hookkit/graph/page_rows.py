"""Rows of a picture as HTML. There are too many of them for a template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from hookkit.ages import day_of
from hookkit.graph.drawn_rows import Drawn, Inside, inside_of
from hookkit.graph.lanes import Placed
from hookkit.graph.paths import LANE, paths_of
from hookkit.graph.picture import Shown
from hookkit.graph.svg import sign_of
from hookkit.graph.wording import (
    Tag,
    authors_of,
    brought,
    faults_of,
    headline,
    mark_of,
    names_of,
    notes_of,
    subject_of,
    word_of,
)
from hookkit.phrases import short
from hookkit.terminal.escaping import visible

_FAR = 99
"""Further than half of any row is high: what is outside of a row is not seen."""


class Stop(NamedTuple):
    """A row of the page with all that it can unfold, the texts to find it by, and its lanes.

    The first of the texts is of the row itself, the others are of what it brought in.
    """

    html: Markup
    texts: tuple[str, ...]
    lanes: int


def stop_of(drawn: Drawn) -> Stop:
    """Make a row."""
    texts = tuple(_searched(each) for each in (drawn.shown, *drawn.folded))
    if not drawn.folded:
        row = _row(drawn, _graph(_lines(drawn.placed) + sign_of(drawn)))
        html = Markup('<li class="row">{}</li>\n').format(row)
        return Stop(html, texts, drawn.placed.lanes)
    inside = inside_of(drawn)
    html = Markup(
        '<li><details><summary class="row">{}</summary>\n<ol>\n{}</ol></details></li>\n'
    ).format(_row(drawn, _graph(_both(drawn, inside))), _inside(inside))
    lanes = (each.lanes for each in (drawn.placed, inside.opening, *_places(inside)))
    return Stop(html, texts, max(lanes))


def _searched(shown: Shown) -> str:
    """Give the text that a commit is found by."""
    names = (ref.name for ref in shown.refs)
    words = (each.word for each in shown.verdicts)
    told = shown.told
    text = (shown.id[:12], told.message.subject, told.commit.author, *shown.tickets, *names, *words)
    return visible(" ".join(text)).lower()


def _places(inside: Inside) -> Iterator[Placed]:
    return (each.placed for each in inside.rows)


def _inside(inside: Inside) -> Markup:
    rows = (
        Markup('<li class="row">{}</li>\n').format(
            _row(each, _graph(_lines(each.placed) + sign_of(each)))
        )
        for each in inside.rows
    )
    closing = Markup('<li class="end" aria-hidden="true">{}</li>\n')
    return Markup("").join((*rows, closing.format(_graph(_lines(inside.closing)))))


def _graph(inner: str) -> Markup:
    return Markup(
        f'<svg class="g" aria-hidden="true"><svg y="50%" overflow="visible">{inner}</svg></svg>'
    )


def _lines(placed: Placed, kind: str = "") -> str:
    return "".join(
        f'<path class="l{each.colour}{kind}" d="{each.path}"/>' for each in paths_of(placed, _FAR)
    )


def _both(drawn: Drawn, inside: Inside) -> str:
    """Draw a merge as it is and, where that differs, as it is when what it brought in is seen."""
    open_only = inside.opening._replace(
        ends=(), passing=(), begins=tuple(each for each in inside.opening.begins if each.lane)
    )
    return _lines(drawn.placed) + _lines(open_only, " o") + sign_of(drawn)


def _row(drawn: Drawn, graph: Markup) -> Markup:
    shown = drawn.shown
    return Markup(
        '{}<code class="id">{}</code>{}<span class="what">{}{}</span><span class="who">{}</span>{}'
    ).format(
        graph,
        short(shown.id),
        _mark(shown),
        _names(shown),
        _told(drawn),
        visible(", ".join(authors_of(drawn.folded or [shown]))),
        _time(shown.told.commit.written),
    )


def _mark(shown: Shown) -> Markup:
    mark, word = mark_of(shown.verdicts), word_of(shown.verdicts)
    if not word:
        return Markup('<span class="mark"></span>')
    return Markup(
        '<span class="mark {}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="sr">{}</span></span>'
    ).format(mark.style, word, mark.text, word)


def _names(shown: Shown) -> Markup:
    html = Markup('<span class="ref {}">{}</span> ')
    names = names_of(shown.refs)
    return Markup("").join(html.format(kind.lower(), visible(text)) for kind, text in names)


def _told(drawn: Drawn) -> Markup:
    shown = drawn.shown
    text = headline(shown, True) if drawn.folded else subject_of(shown)
    fixup = Markup('<b class="warn">fixup!</b> ') if drawn.is_fixup else ""
    subject = Markup('{}<span class="subject">{}</span>').format(fixup, visible(text))
    if drawn.folded:
        count = Markup(' <span class="brought">{}</span>')
        subject += count.format(brought(drawn.folded))
    return subject + _tags(shown, text)


def _tags(shown: Shown, text: str) -> Markup:
    tags: Sequence[Tag] = (*faults_of(shown.verdicts), *notes_of(shown, text))
    html = Markup(' <span class="tag {}">{}</span>')
    return Markup("").join(html.format(each.style, visible(each.text)) for each in tags)


def _time(seconds: int) -> Markup:
    return Markup('<time datetime="{0}" data-at="{1}">{0}</time>').format(day_of(seconds), seconds)


def style_of(lanes: int) -> str:
    """Give the style that says how wide the lanes are together."""
    return f":root {{ --g: {LANE * lanes}px }}\n"
