"""A picture of the history as one HTML page, to be read anywhere: no network, no script needed."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from hookkit import __version__
from hookkit.graph.drawn_rows import drawn_of
from hookkit.graph.lines import LANES
from hookkit.graph.page_rows import Stop, stop_of, style_of
from hookkit.graph.picture import Picture
from hookkit.graph.svg import DARK, LIGHT
from hookkit.terminal.page_templates import filled, policy, source_of

FIRST = 200
"""How many rows are in the page itself; a script adds the others as a person comes to them."""


class Heading(NamedTuple):
    """The top of the page: what is drawn, and numbers, each with its noun."""

    what: str
    branch: str
    counts: tuple[tuple[str, str], ...]


def graph_page(picture: Picture, what: str, again: Sequence[str]) -> str:
    """Give a picture as a page: HTML to be written in UTF-8, the same for the same picture.

    ``what`` is what was asked for, "" for the usual, and ``again`` are the arguments that ask for
    it, without the limit.
    """
    stops = [stop_of(each) for each in drawn_of(picture, is_unfolded=False)]
    lanes = max((each.lanes for each in stops), default=1)
    style, script = _style(lanes), source_of("graph.js")
    return filled(
        "graph.html",
        policy=policy(style, script),
        style=Markup(style),
        script=Markup(script),
        heading=Heading(what, picture.branch, tuple(_counts(picture))),
        first=Markup("").join(each.html for each in stops[:FIRST]),
        rest=max(len(stops) - FIRST, 0),
        island=_island(stops),
        older=shlex.join(["hookkit", "graph", *again, "--limit", "0", "--open"]),
        is_older=picture.is_older,
        version=__version__,
    )


def _style(lanes: int) -> str:
    """Give the style: the top and the colours are those of the page of a review."""
    shared = source_of("page.css").partition("/* the files */")[0]
    light, dark = (
        "".join(f"--l{lane}: {colours[f'l{lane}']}; " for lane in range(LANES))
        for colours in (LIGHT, DARK)
    )
    colours = f":root {{ {light}}}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"
    return shared + colours + style_of(lanes) + source_of("graph.css")


def _island(stops: Sequence[Stop]) -> Markup:
    """Give the texts of all rows, and the rows that are not in the page yet, as JSON."""
    data = {
        "texts": [each.texts for each in stops],
        "rest": [str(each.html) for each in stops[FIRST:]],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Nothing in it may end the element that it is in.
    return Markup(text.replace("<", "\\u003c"))


def _counts(picture: Picture) -> list[tuple[str, str]]:
    stops = [stop.commit for stop in picture.stops]
    merges = [each for each in stops if each.is_spine and each.is_merge and each.verdicts]
    good = sum(1 for each in merges if not any(verdict.rule for verdict in each.verdicts))
    commits = [commit for stop in picture.stops for commit in (stop.commit, *stop.inside)]
    people = {each.told.commit.author for each in commits}
    counts = [(len(commits), "commit"), (len(people), "author")]
    told = [(f"{n:,}", noun if n == 1 else f"{noun}s") for n, noun in counts]
    return [*told, (f"{good:,}/{len(merges):,}", "merges semi-linear")] if merges else told
