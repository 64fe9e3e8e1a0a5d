"""The page as HTML: sealed, whole, and with everything that a review has to tell."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hookkit.corrections.page import file_sections
from hookkit.corrections.page.commits import CommitLinks
from hookkit.corrections.page.review_page import review_page
from hookkit.corrections.review.review import Review
from hookkit.history.documentation_links import GLOSSARY_URL, PYCODESTYLE_CODES_URL
from tests.corrections.page.example_reviews import (
    BAD,
    FAR,
    TURNED,
    hostile,
    ranged,
    reviewed,
    usual,
)
from tests.corrections.report.example_outcomes import COMMIT, outcome

VOID = {"meta", "input", "link", "br", "img"}


class PageReader(HTMLParser):
    """A page taken apart: its elements with their attributes, and the text of each kind of them.

    It fails where an element is not closed in its order.
    """

    def __init__(self, html: str) -> None:
        """Read a page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Add text to the elements that are open."""
        for tag in self._open:
            self.texts[tag][-1] += data

    def values(self, name: str) -> list[str]:
        """Give the values of an attribute."""
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]


REVIEWS: dict[str, Callable[[], Review]] = {
    "usual": usual,
    "ranged": ranged,
    "hostile": hostile,
    "empty": lambda: Review(outcome(), ()),
}


@pytest.fixture(params=list(REVIEWS))
def review(request: pytest.FixtureRequest) -> Review:
    """One review after the other."""
    name: str = request.param
    return REVIEWS[name]()


def test_the_same_review_gives_the_same_page(review: Review) -> None:
    assert review_page(review) == review_page(review)


def test_a_page_is_well_formed_and_each_link_within_it_leads_somewhere(review: Review) -> None:
    read = PageReader(review_page(review))
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    inside = [href[1:] for href in read.values("href") if href.startswith("#")]
    assert set(inside) | set(read.values("aria-labelledby")) <= set(ids)
    assert {f"h-{hunk.id}" for hunk in review.hunks} <= set(ids)


def test_a_page_asks_for_nothing_but_the_documentation(review: Review) -> None:
    read = PageReader(review_page(review))
    outside = {href for href in read.values("href") if not href.startswith("#")}
    assert all(href.startswith((PYCODESTYLE_CODES_URL, GLOSSARY_URL)) for href in outside)
    assert not [tag for tag, _ in read.elements if tag in ("img", "link", "iframe", "object")]
    assert not {name for _, attrs in read.elements for name in attrs if name[:2] == "on"}
    assert read.values("src") == read.values("style") == []


def test_its_words_are_explained_in_the_glossary() -> None:
    glossary = (Path(__file__).parents[3] / "docs" / "glossary.md").read_text(encoding="utf-8")
    titles = re.findall(r"^### (.*)$", glossary, re.MULTILINE)
    links = [
        href
        for href in PageReader(review_page(usual())).values("href")
        if href.startswith(f"{GLOSSARY_URL}#")
    ]
    anchors = {link.rpartition("#")[2] for link in links}
    assert anchors == {title.lower().replace(" ", "-") for title in titles}


def test_the_policy_allows_the_style_and_the_script_of_the_page_alone(review: Review) -> None:
    read = PageReader(review_page(review))
    (style,), (script,) = read.texts["style"], read.texts["script"]
    hashes = [b64encode(sha256(each.encode()).digest()).decode() for each in (style, script)]
    (policy,) = [
        attrs["content"]
        for _, attrs in read.elements
        if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_what_a_stranger_wrote_is_text() -> None:
    html = review_page(hostile())
    assert html.encode("utf-8").count(b"<script>") == 1
    assert BAD not in html and TURNED not in html
    read = PageReader(html)
    assert read.texts["title"] == [f"Review of main..{BAD}"]
    assert any(BAD in text and "\\u202e" in text for text in read.texts["h2"])
    assert any("not\\xffutf8.py" in text for text in read.texts["h2"])


def test_a_page_tells_what_is_mended_by_which_rule() -> None:
    review = reviewed({b"shop/a.py": b"import os,sys\nx=1\n"})
    read = PageReader(review_page(review))
    links = [href for href in read.values("href") if href.startswith(PYCODESTYLE_CODES_URL)]
    assert {link.rpartition("=")[2] for link in links if "=" in link} == {"E225", "E231", "E401"}
    assert read.texts["del"] == ["\n1import os,sys\n\n2x=1\n"]
    assert read.texts["ins"] == ["\n1import os\n2import sys\n3x = 1\n"]


def test_a_page_tells_what_is_not_corrected_and_why() -> None:
    html = review_page(usual())
    text = " ".join(re.sub(r"<[^>]*>", "", html[html.index("<main") :]).split())
    for phrase in (
        "Withheld E731 line 10: a def is not the lambda that was assigned 10 check = lambda x: x*2",
        "Dropped lines 1-2: you have other edits there",
        "Refused 2 places: left as it is",
        "Does not parse: line 1: invalid syntax tests/broken.py",
    ):
        assert phrase in text, text


def test_a_range_has_its_commits() -> None:
    html = review_page(ranged())
    read = PageReader(html)
    assert "Review of main..topic" in read.texts["title"]
    commits = html[html.index('<section class="commits"') :].split("</section>")[0]
    text = " ".join(re.sub(r"<[^>]*>", "", commits).split())
    assert "Add prices Ada Lovelace, 2023-11-14" in text
    assert "Follow up Grace Hopper, 2023-11-15" in text
    assert "older lines 1 hunk" in text


PAGES = {
    COMMIT: CommitLinks(
        "https://forge.example/commit/1", (("SHOP-27", "https://t.example/SHOP-27"), ("#3", ""))
    )
}


@pytest.mark.parametrize("review", [usual(), ranged()])
def test_a_commit_and_its_tickets_are_linked(review: Review) -> None:
    html = review_page(review, PAGES)
    assert html.count('<a href="https://forge.example/commit/1" rel="noreferrer"><code>') == 1
    assert 'for <a href="https://t.example/SHOP-27" rel="noreferrer">SHOP-27</a>, #3' in html
    assert "forge.example" not in review_page(review)


def test_the_diff_comes_before_the_lists_and_the_ids_are_explained() -> None:
    html = review_page(ranged())
    places = [html.index(f'id="{name}"') for name in ("steps", "commits", "rules", "ids")]
    hunks = [html.index(f'id="h-{hunk.id}"') for hunk in ranged().hunks]
    assert places == sorted(places)
    assert places[0] < min(hunks) and max(hunks) < places[1]
    assert html.count('<a href="#ids">id</a>') == len(hunks)
    assert "The correction itself" not in html
    assert "The correction itself is the commit <code>5c4d3e2</code>" in review_page(usual())


def test_lines_of_a_page_can_be_unfolded_up_to_some_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {f"{n}.py".encode(): FAR for n in range(3)}
    monkeypatch.setattr(file_sections, "MAX_UNFOLDED", 50)
    html = review_page(reviewed(files))
    assert html.count('<details class="hidden">') == 2
    assert html.count('<p class="hidden">27 unchanged lines</p>') == 1


def test_a_review_without_hunks_says_so() -> None:
    review = Review(outcome()._replace(correction=None, actual_mode=None), ())
    text = re.sub(r"<[^>]*>", "", review_page(review))
    assert "There is nothing to correct." in text
    assert "What to do with it" not in text
