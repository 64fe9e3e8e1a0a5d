"""Draw the chart of single commits: an SVG, light or dark as the screen is."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from benchmarks.peers import BEFORE, BEFORE_WORKER, NO_HOOK, PEERS
from benchmarks.result_document import Document

CASES = ("text", "clean", "lines", "faults", "twenty")
"""The cases that are drawn, each on its own scale."""

LEFT, BARS, RIGHT = 150, 480, 90
WIDTH = LEFT + BARS + RIGHT
BAR, GAP, TITLE, BETWEEN, EDGE = 14, 6, 28, 16, 16

LIGHT = {"bg": "#ffffff", "text": "#1c1e22", "dim": "#5c606a", "ours": "#2f4fb0", "bar": "#b9bec8"}
DARK = {"bg": "#191b1f", "text": "#e5e7eb", "dim": "#a3a8b3", "ours": "#9db8ff", "bar": "#525865"}


def chart(document: Document) -> str:
    """Give the chart: what each hook adds to a commit, in milliseconds by the clock."""
    parts: list[str] = []
    top = EDGE
    for name in CASES:
        bars = _bars(document, name)
        if bars:
            parts += _panel(document["cases"][name]["title"], bars, top)
            top += TITLE + len(bars) * (BAR + GAP) + BETWEEN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" '
        f'height="{top}" role="img" aria-label="{escape(label(document))}">\n'
    )
    backdrop = f'<rect class="bg" width="{WIDTH}" height="{top}" rx="8"/>\n'
    return f"{head}<style>{_style()}</style>\n{backdrop}{''.join(parts)}</svg>\n"


def label(document: Document) -> str:
    """Say in words what the chart shows."""
    panels = []
    for name in CASES:
        bars = ", ".join(f"{peer} {value:,.0f}" for peer, value in _bars(document, name))
        if bars:
            title = document["cases"][name]["title"].replace("`", "")
            panels.append(f"{title}: {bars}")
    return "Milliseconds that a hook adds to a commit. " + ". ".join(panels)


def _bars(document: Document, case: str) -> list[tuple[str, float]]:
    """Give the peers of a case with their milliseconds, in one order for all cases."""
    peers = document["cases"].get(case, {"peers": {}})["peers"]
    shown = [name for name in PEERS if name not in (NO_HOOK, BEFORE, BEFORE_WORKER)]
    return [(name, max(0.0, peers[name]["wall"])) for name in shown if name in peers]


def _panel(title: str, bars: list[tuple[str, float]], top: float) -> Iterator[str]:
    longest = max(value for _, value in bars) or 1.0
    yield f'<text class="title" x="{EDGE}" y="{top + 14}">{escape(title.replace("`", ""))}</text>\n'
    for at, (name, value) in enumerate(bars):
        y = top + TITLE + at * (BAR + GAP)
        length = max(1.0, BARS * value / longest)
        kind = "ours" if name.startswith("hookkit") else "bar"
        yield (
            f'<text class="name" x="{LEFT - 8}" y="{y + 11}">{escape(name)}</text>'
            f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2"/>'
            f'<text class="value" x="{LEFT + length + 6:.1f}" y="{y + 11}">'
            f"{_milliseconds(value)}</text>\n"
        )


def _milliseconds(value: float) -> str:
    return f"{value:,.1f} ms" if value < 10 else f"{value:,.0f} ms"


def _style() -> str:
    rules = (
        "text{font:12px system-ui,-apple-system,'Segoe UI',sans-serif;fill:var(--text)}"
        ".title{font-weight:600}.name{text-anchor:end;fill:var(--dim)}.value{fill:var(--dim)}"
        ".bg{fill:var(--bg)}.bar{fill:var(--bar)}.ours{fill:var(--ours)}"
    )
    dark = f"@media(prefers-color-scheme:dark){{svg{{{_colours(DARK)}}}}}"
    return f"svg{{{_colours(LIGHT)}}}{dark}{rules}"


def _colours(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())
