"""The colours of a picture: of its lanes and texts, for the terminal, an SVG and a page."""

from __future__ import annotations

LANE_COLOUR_COUNT = 6
"""The number of colours for lanes."""

LANE_STYLE = "lane{}"
"""The style of a lane in a text, with the number of its colour."""

_LANE_COLOURS = ("bold blue", "green", "magenta", "cyan", "yellow", "red")
TERMINAL_COLOURS = {
    **{LANE_STYLE.format(lane): colour for lane, colour in enumerate(_LANE_COLOURS)},
    "head": "bold cyan",
    "branch": "bold green",
    "remote": "green",
    "tag": "bold yellow",
    "folded": "bold",
}
"""The colours on a terminal of the styles that only pictures use."""

LIGHT_COLOURS = {
    **{"bg": "#ffffff", "text": "#1c1e22", "dim": "#5c606a", "code": "#7a4b00"},
    **{"good": "#14632f", "warn": "#8a4300", "bad": "#9b1c1c", "path": "#0b5f7a"},
    **{"head": "#0b5f7a", "branch": "#14632f", "remote": "#14632f", "tag": "#7a4b00"},
    **{"l0": "#2f4fb0", "l1": "#1a7f45", "l2": "#8b1e8d", "l3": "#0b6f88"},
    **{"l4": "#a05a00", "l5": "#b3261e"},
}
DARK_COLOURS = {
    **{"bg": "#191b1f", "text": "#e5e7eb", "dim": "#a3a8b3", "code": "#f0c674"},
    **{"good": "#86dba3", "warn": "#f3bd7c", "bad": "#ffaaa3", "path": "#8fd3ea"},
    **{"head": "#8fd3ea", "branch": "#86dba3", "remote": "#86dba3", "tag": "#f0c674"},
    **{"l0": "#9db8ff", "l1": "#6fce94", "l2": "#e39be6", "l3": "#74cbe0"},
    **{"l4": "#eeb061", "l5": "#ff9088"},
}
"""The colours of an SVG and a page, by style, on a light background and on a dark one."""
