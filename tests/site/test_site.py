"""The site of the documentation is built without a warning, and every page has a link to it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.documentation_pages import ROOT

DOCS = ROOT / "docs"
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#{1,4} (.+)$", re.MULTILINE)
ENTRY = re.compile(r"^- \[.+?\]\(([\w/-]+\.md)\): [a-z0-9]", re.MULTILINE)


class Links(HTMLParser):
    """Collects what a page links to, and the places in it that can be linked to."""

    def __init__(self, page: Path) -> None:
        """Read a page."""
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the addresses of an element."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in ("href", "src") and value:
                self.targets.append(value)


def test_every_page_is_in_the_index_once() -> None:
    listed = ENTRY.findall((DOCS / "index.md").read_text(encoding="utf-8"))
    pages = [path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")]
    assert sorted([*listed, "index.md"]) == sorted(pages)


def address(heading: str) -> str:
    """What the forge and the site have a heading named by in a link."""
    text = re.sub(r"\[(.+?)\]\(.*?\)", r"\1", heading)
    return re.sub(r"[^\w -]", "", text).strip().lower().replace(" ", "-")


def test_every_link_of_a_page_leads_to_a_file_and_a_heading() -> None:
    texts = {path: FENCED.sub("", path.read_text("utf-8")) for path in DOCS.rglob("*.md")}
    places = {path: {*map(address, HEADING.findall(text))} for path, text in texts.items()}
    lost = []
    for page, text in texts.items():
        for target, place in LINK.findall(text):
            path = (page.parent / unquote(target)).resolve() if target else page
            if not path.exists() or (place and place not in places.get(path, {place})):
                lost.append((page.name, target, place))
    assert lost == []


@pytest.mark.long
def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    pages = {path: Links(path) for path in site.rglob("*.html")}
    assert len(pages) > len(list(DOCS.rglob("*.md")))
    lost = []
    for page, links in pages.items():
        for target in map(urlsplit, links.targets):
            if target.scheme or target.netloc:
                continue
            path = (page.parent / unquote(target.path)).resolve() if target.path else page
            there = path in pages and (target.fragment or None) in {None, *pages[path].ids}
            # "#" alone is the top of a page; what is no page has no places in it.
            if not there and not (path not in pages and path.exists()):
                lost.append((page.name, target.geturl()))
    assert lost == []


@pytest.mark.long
def test_what_is_not_in_docs_is_linked_at_the_forge(site: Path) -> None:
    page = (site / "safety.html").read_text(encoding="utf-8")
    assert "https://github.com/hookkit/hookkit/blob/main/SECURITY.md#the-server" in page
    assert "SECURITY.md" not in {path.name for path in site.rglob("*")}


@pytest.mark.long
def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        fetched = re.findall(r"<(?:script|img|link|iframe|source)[^>]+(?:src|href)=\"(.+?)\"", text)
        assert [url for url in fetched if url.startswith(("http", "//"))] == [], page.name
