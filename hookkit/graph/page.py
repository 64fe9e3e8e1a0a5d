"""A picture of the history as one HTML page that needs no network and no script."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from hookkit import __version__
from hookkit.graph.drawn_rows import draw_rows
from hookkit.graph.lines import LANES
from hookkit.graph.page_rows import PageRow, page_row, style_of
from hookkit.graph.picture import Picture
from hookkit.graph.svg import DARK, LIGHT
from hookkit.terminal.page_templates import filled, policy, source_of

FIRST = 200
"""Rows in the page itself; a script adds the others as a person scrolls to them."""


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
    return shared + colours + style_of(lanes) + source_of("graph.css")


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
