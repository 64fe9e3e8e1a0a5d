"""The site of the documentation: ``python -m sphinx -W -n docs build/site``.

Sphinx with MyST and Furo, because all three are maintained, read the pages as the forge shows them
(Markdown, links from file to file), and tell of each link that leads nowhere; Material for MkDocs
is at the end of its maintenance.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from hookkit import __version__  # noqa: E402
from scripts.render_options import with_options  # noqa: E402

project = "hookkit"
version = release = __version__
html_title = f"hookkit {version}"
extensions = ["myst_parser"]
root_doc = "index"
smartquotes = False  # the names of options begin with two dashes
nitpicky = True
myst_heading_anchors = 4  # the forge gives each heading an address as well
html_theme = "furo"
html_static_path = ["_static"]
html_favicon = "_static/icon.svg"
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_copyright = False

DOCS = Path(__file__).parent
FORGE = "https://github.com/hookkit/hookkit/blob/main/"
SECTION = re.compile(r"^## (.+)\n((?:(?!## ).*\n)*)", re.MULTILINE)
ENTRY = re.compile(r"^- \[(.+?)\]\(([\w/-]+)\.md\)", re.MULTILINE)
LINK = re.compile(r"(?<=\]\()(?!https?:)([^)#\s]+)")

# What a program that reads a page aloud needs, and what the theme leaves out.
FOR_READERS = (
    ('class="caption" role="heading"', 'class="caption" role="heading" aria-level="2"'),
    ('<aside class="sidebar-drawer"', '<aside class="sidebar-drawer" aria-label="All pages"'),
    ('<aside class="toc-drawer', '<aside aria-label="This page" class="toc-drawer'),
    ('<th class="head"><p></p></th>', "<td></td>"),
)


def tables_of_contents(page: str) -> Iterator[str]:
    """Give the sections of a list of pages as what Sphinx wants to know of their order."""
    for heading, text in SECTION.findall(page):
        entries = [f"{title} <{name}>" for title, name in ENTRY.findall(text)]
        if entries:
            yield "\n".join(["```{toctree}", ":hidden:", f":caption: {heading}", *entries, "```"])


def with_links_to_the_forge(page: str, folder: Path) -> str:
    """Give a page whose links to files that are not below docs/ lead to the forge."""

    def address(found: re.Match[str]) -> str:
        path = os.path.relpath(folder / found[1], DOCS)
        return FORGE + os.path.normpath(f"docs/{path}") if path.startswith("..") else found[1]

    return LINK.sub(address, page)


def read(app: Any, name: str, source: list[str]) -> None:
    """Change a page between its file and Sphinx."""
    source[0] = with_links_to_the_forge(source[0], (DOCS / name).parent)
    if name == "options":
        source[0] = with_options(source[0])
    if name == root_doc:
        source[0] += "\n" + "\n\n".join(tables_of_contents(source[0]))


def written(app: Any, error: Exception | None) -> None:
    """Change the pages once they are written."""
    for path in () if error else Path(app.outdir).rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        for theirs, ours in FOR_READERS:
            page = page.replace(theirs, ours)
        path.write_text(page, encoding="utf-8", newline="\n")


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx of what changes a page."""
    app.connect("source-read", read)
    app.connect("build-finished", written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
