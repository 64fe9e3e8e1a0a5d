"""A picture as an SVG that needs no script, no font and no network."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from html import escape

from hookkit.graph.build_picture import Picture
from hookkit.graph.commit_positions import CommitPosition
from hookkit.graph.picture_colours import DARK_COLOURS, LANE_COLOUR_COUNT, LIGHT_COLOURS
from hookkit.graph.positioned_rows import PositionedRow, position_rows
from hookkit.graph.text_lines import (
    GraphText,
    PictureColumnWidths,
    cell_width,
    column_widths_of,
    columns_beside_lanes,
)
from hookkit.phrases import short_id
from hookkit.terminal.escaping import escape_invisible
from hookkit.terminal.write_html_or_svg_file import SVG_GENERATOR

LANE_WIDTH = 16
"""The width of a lane in pixels."""

BEND_RADIUS = 8
"""The radius in pixels of the bend of an edge into another lane."""
ROW_HEIGHT = 26
CHAR_WIDTH = 7.8
MAX_COLUMNS = 110
MARGIN = 16
HEADER_HEIGHT = MARGIN + 28
"""The height above the rows, which has the title."""

LEGEND = "● commit  ◆ merge  ○ ◇ on no remote  ◉ HEAD  ✓ rebased  ✗ ! breaks a rule  ▸ folded"


def render_svg(picture: Picture, is_unfolded: bool, arguments: Sequence[str]) -> str:
    """Give all rows of a picture as an SVG; equal pictures give equal SVGs.

    Below the rows are the command that draws older commits, if there are any, and the legend.
    ``arguments`` are the arguments of ``hookkit graph`` that draw this picture.
    """
    rows = position_rows(picture, is_unfolded)
    lanes = max((each.position.lane_count for each in rows), default=1)
    text_x = MARGIN + LANE_WIDTH * lanes + 8
    column_widths = _column_widths(rows)
    lines_below = list(_lines_below(picture, arguments))
    columns = max(cell_width(text) for _, text in lines_below)
    width = round(
        max(text_x + (column_widths.width or 0) * CHAR_WIDTH, MARGIN + columns * CHAR_WIDTH)
        + MARGIN
    )
    height = HEADER_HEIGHT + ROW_HEIGHT * (len(rows) + len(lines_below)) + MARGIN
    title = escape(escape_invisible(f"The history of {picture.main_line_name}"))
    elements = (*_rows(rows, column_widths, text_x), *_last_lines(picture, rows, lines_below))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{title}">\n{SVG_GENERATOR}\n'
        f"<style>{_style()}</style>\n<title>{title}</title>\n"
        f'<rect class="bg" width="{width}" height="{height}" rx="8"/>\n'
        f'<text class="t h" x="{MARGIN}" y="{MARGIN + 14}">{title}</text>\n'
        f"{''.join(elements)}</svg>\n"
    )


def _lines_below(picture: Picture, arguments: Sequence[str]) -> Iterator[GraphText]:
    """Give the lines below the rows: a note on undrawn commits, and the legend."""
    if picture.has_older_commits:
        command = shlex.join(["hookkit", "graph", *arguments, "--limit", "0", "--svg", "FILE"])
        yield "dim", escape_invisible(f"┊ older commits are not drawn: {command}")
    yield "dim", LEGEND


def _last_lines(
    picture: Picture, rows: Sequence[PositionedRow], lines_below: Sequence[GraphText]
) -> Iterator[str]:
    """Draw the dashed end of a main line that continues, then the lines below the rows."""
    y = HEADER_HEIGHT + ROW_HEIGHT * len(rows)
    if picture.has_older_commits and rows:
        x = MARGIN + x_of(0)
        yield f'<path class="l0 on" d="M{x} {y}V{y + ROW_HEIGHT // 2 - 6}"/>\n'
    for index, (style, text) in enumerate(lines_below):
        text_y = y + ROW_HEIGHT * index + ROW_HEIGHT // 2 + 4.5
        yield f'<text class="t {style}" x="{MARGIN}" y="{text_y}">{escape(text)}</text>\n'


def _style() -> str:
    rules = [
        ".t{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre}",
        *(f".{name}{{fill:var(--{name})}}" for name in LIGHT_COLOURS if not name[1:].isdigit()),
        ".folded{font-weight:600;fill:var(--text)}.head,.branch,.tag{font-weight:600}",
        *(
            f".l{n}{{stroke:var(--l{n})}}.n{n}{{fill:var(--l{n})}}"
            for n in range(LANE_COLOUR_COUNT)
        ),
        "path{fill:none;stroke-width:2}.new{fill:var(--bg);stroke-width:2}",
        # The last rule fits the whole picture into a small screen.
        ".on{stroke-dasharray:2 2}.h{font-size:16px;font-weight:600;fill:var(--text)}",
        "svg{max-width:100%;height:auto}",
    ]
    dark = f"@media(prefers-color-scheme:dark){{svg{{{_colours(DARK_COLOURS)}}}}}"
    return f"svg{{{_colours(LIGHT_COLOURS)}}}{dark}{''.join(rules)}"


def _colours(colours: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in colours.items())


def _column_widths(rows: Sequence[PositionedRow]) -> PictureColumnWidths:
    """Give the columns of the longest row, at most MAX_COLUMNS."""
    column_widths = column_widths_of(rows, None, None)._replace(graph_width=0)
    widths = (
        sum(cell_width(text) for _, text in columns_beside_lanes(each, column_widths))
        for each in rows
    )
    return column_widths._replace(width=min(max(widths, default=0), MAX_COLUMNS))


def _rows(
    rows: Sequence[PositionedRow], column_widths: PictureColumnWidths, text_x: int
) -> Iterator[str]:
    for number, each in enumerate(rows):
        y = HEADER_HEIGHT + ROW_HEIGHT * number + ROW_HEIGHT // 2
        title = f"{short_id(each.commit.id)} {each.commit.parsed_commit.message.subject}"
        graph = _edge_paths(each.position, ROW_HEIGHT // 2) + _sign_element(each)
        yield f"<g><title>{escape(escape_invisible(title))}</title>"
        yield f'<g transform="translate({MARGIN} {y})">{graph}</g>\n'
        texts = _text(columns_beside_lanes(each, column_widths), text_x)
        yield f'<text class="t" y="{y + 4.5}">{texts}</text></g>\n'


def _edge_paths(position: CommitPosition, half_height: int) -> str:
    """Give the edges of a row as SVG paths, first the edges that pass it.

    The row goes from y = -``half_height`` to y = ``half_height``.
    """
    edges = [
        (each.lane, f"M{x_of(each.lane)}-{half_height}V{half_height}")
        for each in position.passing_edges
    ]
    edges += [
        (each.lane, _bent_edge(position.lane, each.lane, -half_height))
        for each in position.incoming_edges
    ]
    edges += [
        (each.lane, _bent_edge(position.lane, each.lane, half_height))
        for each in position.outgoing_edges
    ]
    return "".join(
        f'<path class="l{lane % LANE_COLOUR_COUNT}" d="{path}"/>' for lane, path in edges
    )


def x_of(lane: int) -> int:
    """Give the x coordinate of the middle of a lane."""
    return LANE_WIDTH * lane + LANE_WIDTH // 2


def _bent_edge(from_lane: int, lane: int, end_y: int) -> str:
    """Give the path from a commit to the top or bottom of its row (y = ``end_y``) in a lane."""
    if from_lane == lane:
        return f"M{x_of(from_lane)} 0V{end_y}"
    bend_x = BEND_RADIUS if lane > from_lane else -BEND_RADIUS
    bend_y = BEND_RADIUS if end_y > 0 else -BEND_RADIUS
    x = x_of(lane)
    return f"M{x_of(from_lane)} 0H{x - bend_x}Q{x} 0 {x} {bend_y}V{end_y}"


def _sign_element(row: PositionedRow) -> str:
    """Give the sign of a commit: a diamond for a merge, a circle for any other commit."""
    x, colour = x_of(row.position.lane), row.position.lane % LANE_COLOUR_COUNT
    kind = f"l{colour} new" if row.commit.is_unpushed else f"l{colour} n{colour}"
    has_undrawn_parents = row.commit.undrawn_parents and not row.commit.is_on_main_line
    stub = f'<path class="l{colour} on" d="M{x} 6V13"/>' if has_undrawn_parents else ""
    head_ring = f'<circle class="l{colour} new" cx="{x}" r="7.5"/>' if row.is_head else ""
    if row.commit.is_merge:
        return f'{stub}{head_ring}<path class="{kind}" d="M{x}-5l5 5-5 5-5-5z"/>'
    return f'{stub}{head_ring}<circle class="{kind}" cx="{x}" r="4"/>'


def _text(texts: Sequence[GraphText], text_x: int) -> str:
    """Place each text at its column, so that the font's letter widths do not matter."""
    spans, column = [], 0
    for style, text in texts:
        if text.strip():
            inner = text.lstrip(" ")
            x = text_x + CHAR_WIDTH * (column + len(text) - len(inner))
            spans.append(f'<tspan class="{style}" x="{x:.1f}">{escape(inner.rstrip(" "))}</tspan>')
        column += cell_width(text)
    return "".join(spans)
