"""The page of a picture, as text."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hookkit.graph.page import FIRST, graph_page
from tests.graph.scenarios import LONG, hostile, long, usual


def island_of(text: str) -> dict[str, list[str]]:
    """What the script of a page reads."""
    found = re.search(r'<script type="application/json" id="island">(.*?)</script>', text)
    assert found
    island: dict[str, list[str]] = json.loads(found[1])
    return island


def test_the_page_has_every_commit_and_is_the_same_each_time(tmp_path: Path) -> None:
    picture = usual(tmp_path)
    text = graph_page(picture, "", [])
    assert graph_page(picture, "", []) == text
    ids = [each.id[:7] for row in picture.rows for each in (row.commit, *row.merged)]
    assert re.findall(r'<code class="id">(\w+)</code>', text) == ids
    assert re.findall(r"<li><b>([\d,/]+)</b> ([a-z -]+)</li>", text) == [
        (str(len(ids)), "commits"),
        ("4", "authors"),
        ("3/5", "merges semi-linear"),
    ]
    for word in ("octopus HK405", "not rebased HK403", "direct HK401"):
        assert f">{word}<" in text


def test_nothing_of_a_stranger_becomes_markup(tmp_path: Path) -> None:
    text = graph_page(hostile(tmp_path), "<b>", ["<b>"])
    assert "<img" not in text and "<b>&lt;" not in text
    assert text.count("</script>") == 2 and text.count("</style>") == 1
    assert "\u202e" not in text and "\\u202e" in text


def test_a_long_page_has_its_first_rows_and_keeps_the_others(tmp_path: Path) -> None:
    picture = long(tmp_path)
    assert picture.is_older
    text = graph_page(picture, "a b", ["a b"])
    island = island_of(text)
    assert text.partition("<script")[0].count("<summary class") == FIRST
    assert len(island["rest"]) == LONG - FIRST and len(island["texts"]) == LONG
    assert f"{LONG - FIRST} more rows need a script." in text
    assert "<code>hookkit graph &#39;a b&#39; --limit 0 --open</code>" in text
