"""The picture in README.md shows the current output of the demo."""

from __future__ import annotations

import html
import re

import pytest

from scripts import render_demo

CHAR = 12.0
"""The width of a character in the picture."""
TEXT = r'<text [^>]*x="([\d.]+)" y="([\d.]+)" textLength[^>]*>(.*?)</text>'


def lines_of(picture: str) -> list[str]:
    """The lines of text in a picture, from top to bottom, each text in its column."""
    rows: dict[float, str] = {}
    for x, y, text in re.findall(TEXT, picture):
        before = rows.get(float(y), "").ljust(round(float(x) / CHAR))
        rows[float(y)] = before + html.unescape(text).replace("\xa0", " ")
    return [rows[y].rstrip() for y in sorted(rows)]


@pytest.fixture(scope="module")
def drawn() -> str:
    """The picture of a run of today."""
    return render_demo.draw(render_demo.run_demo())


def test_the_picture_shows_what_the_demo_shows(drawn: str) -> None:
    kept = render_demo.PICTURE.read_text(encoding="utf-8")
    assert lines_of(kept) == lines_of(drawn), "run: python -m scripts.render_demo"
    assert "$ hookkit demo" in lines_of(kept)
    assert "    E401  1×  multiple imports on one line        line 1" in lines_of(kept)


def test_the_picture_is_the_same_each_time(drawn: str) -> None:
    assert render_demo.draw(render_demo.run_demo()) == drawn


def test_the_picture_loads_nothing_from_elsewhere() -> None:
    kept = render_demo.PICTURE.read_text(encoding="utf-8")
    assert re.findall(r"https?://[^\"' )]+", kept) == ["http://www.w3.org/2000/svg"]
