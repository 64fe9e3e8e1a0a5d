"""docs/graph.svg shows the current output of ``hookkit graph``."""

from __future__ import annotations

from pathlib import Path

from hookkit.graph.svg import render_svg
from scripts import render_graph


def test_the_picture_is_what_hookkit_draws(tmp_path: Path) -> None:
    kept = render_graph.PICTURE.read_text(encoding="utf-8")
    drawn = render_svg(render_graph.draw(tmp_path), True, [])
    assert kept == drawn, "run: python -m scripts.render_graph"


def test_the_picture_loads_nothing_from_elsewhere() -> None:
    kept = render_graph.PICTURE.read_text(encoding="utf-8")
    assert kept.count("http") == kept.count('xmlns="http://www.w3.org/2000/svg"') == 1
