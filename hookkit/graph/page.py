"""A picture of the history as one HTML page that needs no network.

A script draws the visible rows from the data of all rows (``page_data``), so that a page of 30,000
commits opens as fast as a page of 30. Without the script the page has the newest rows as text, like
a terminal.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from hookkit.graph.build_picture import Picture
from hookkit.graph.page_data import PageContext, page_data
from hookkit.graph.picture_colours import DARK_COLOURS, LANE_COLOUR_COUNT, LIGHT_COLOURS
from hookkit.graph.positioned_rows import position_rows
from hookkit.graph.text_lines import column_widths_of, row_line
from hookkit.phrases import number_and_noun
from hookkit.terminal.page_templates import render_page, shared_style, template_text

STATIC_ROWS = 200
"""The number of rows that a page without its script has at most."""

STATIC_WIDTH = 110
"""The width of these rows in characters."""


class Heading(NamedTuple):
    """The top of the page: the range or branch, the main line, and counts with their nouns."""

    revisions: str
    branch: str
    counts: tuple[tuple[str, str], ...]


def graph_page(
    picture: Picture,
    revisions: str,
    arguments: Sequence[str],
    is_unfolded: bool = False,
    context: PageContext = PageContext(),
) -> str:
    """Give a picture as an HTML page, to be written in UTF-8; equal pictures give equal pages.

    ``revisions`` is the range or branch that was asked for, "" for HEAD. ``arguments`` are the
    arguments of ``hookkit graph`` that draw this picture, without the limit. If ``is_unfolded``,
    the page opens with all rows unfolded.
    """
    rows = position_rows(picture, is_unfolded=False)
    all_static_rows = position_rows(picture, is_unfolded=True) if is_unfolded else rows
    static_rows = all_static_rows[:STATIC_ROWS]
    column_widths = column_widths_of(static_rows, STATIC_WIDTH, None)
    return render_page(
        "graph.html",
        _style(),
        template_text("graph.js"),
        heading=Heading(revisions, picture.main_line_name, tuple(_counts(picture))),
        lines=[
            "".join(text for _, text in row_line(each, column_widths)).rstrip()
            for each in static_rows
        ],
        hidden_rows=len(all_static_rows) - len(static_rows),
        data=_embedded_json(page_data(rows, context, is_unfolded)),
        older_command=shlex.join(["hookkit", "graph", *arguments, "--limit", "0", "--open"]),
        has_older_commits=picture.has_older_commits,
    )


def _style() -> str:
    """Give the style sheet, with the colours of the lanes."""
    light, dark = (
        "".join(f"--l{lane}: {colours[f'l{lane}']}; " for lane in range(LANE_COLOUR_COUNT))
        for colours in (LIGHT_COLOURS, DARK_COLOURS)
    )
    colours = f":root {{ {light}}}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"
    return shared_style() + colours + template_text("graph.css")


def _embedded_json(data: object) -> Markup:
    """Give the data as JSON in ASCII, in which no text can end the script element around it."""
    text = json.dumps(data, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def _counts(picture: Picture) -> list[tuple[str, str]]:
    commits = [commit for row in picture.rows for commit in (row.commit, *row.merged_commits)]
    authors = {each.parsed_commit.detailed_commit.author for each in commits}
    counts = [number_and_noun(len(commits), "commit"), number_and_noun(len(authors), "author")]
    shown = [row.commit for row in picture.rows]
    merges = [each for each in shown if each.is_on_main_line and each.is_merge and each.verdicts]
    if merges:
        semi_linear = sum(not any(verdict.rule for verdict in each.verdicts) for each in merges)
        counts.append((f"{semi_linear:,}/{len(merges):,}", "merges semi-linear"))
    return counts
