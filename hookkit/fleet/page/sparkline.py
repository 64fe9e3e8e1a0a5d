"""Sparklines: small charts of values over time, as SVG without text."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT = 72, 18
"""Size of the view box in pixels."""

_SVG_TEMPLATE = Markup(
    '<svg class="spark" width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true">{2}</svg>'
)
_BAR_TEMPLATE = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
_LINE_TEMPLATE = Markup('<polyline points="{}"/><circle cx="{:.1f}" cy="{:.1f}" r="1.75"/>')


def draw_bars(values: Sequence[int]) -> Markup:
    """Draw values as columns, scaled to the highest; the text is empty if there are none."""
    highest = max(values, default=0)
    if not highest:
        return Markup()
    step = WIDTH / len(values)
    drawn = [
        _BAR_TEMPLATE.format("all", index * step, HEIGHT - height, step - 1, height)
        for index, value in enumerate(values)
        if value
        for height in [max(value / highest * HEIGHT, 1)]
    ]
    return _SVG_TEMPLATE.format(WIDTH, HEIGHT, Markup("").join(drawn))


def draw_line(points: Sequence[tuple[int, int]]) -> Markup:
    """Draw values over time as a line, from zero up; the text is empty for fewer than two."""
    if len(points) < 2:
        return Markup()
    start, end = points[0][0], points[-1][0]
    highest = max(value for _, value in points) or 1
    max_height = HEIGHT - 4
    positions = [
        (
            (seconds - start) / max(end - start, 1) * (WIDTH - 4) + 2,
            HEIGHT - 2 - value / highest * max_height,
        )
        for seconds, value in points
    ]
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in positions)
    return _SVG_TEMPLATE.format(WIDTH, HEIGHT, _LINE_TEMPLATE.format(text, *positions[-1]))
