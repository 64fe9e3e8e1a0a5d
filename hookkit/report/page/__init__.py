"""A review as one HTML page, to be read anywhere: no network, and no script needed."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from hookkit import __version__
from hookkit.report.page.commits import commits_of
from hookkit.report.page.heading import heading_of
from hookkit.report.page.rules import DOCUMENTATION, rules_of
from hookkit.report.page.sealed import policy, safe
from hookkit.report.page.sections import Section, left_alone, sections_of
from hookkit.report.page.steps import steps_of
from hookkit.report.page.tree import Leaf, tree_of
from hookkit.story.review.reviewing import Review
from hookkit.text.phrases import counted

BESIDE = (
    "screen and (min-width: 80rem) { :root:not(:has(#inline:checked))",
    "screen and (min-width: 40rem) { :root:has(#beside:checked)",
)
"""When both versions are shown side by side: where there is room, or where a person wants it."""

LINE = 1.375
"""The height of a line of code in the style, in rem."""


def page(review: Review) -> str:
    """Give a review as a page: HTML to be written in UTF-8, the same for the same review.

    Raises NotSource where a corrected file is no Python source, which none is.
    """
    sections = sections_of(review)
    style, script = _style(sections), _source("page.js")
    return _template().render(
        policy=policy(style, script),
        style=Markup(style),
        script=Markup(script),
        heading=heading_of(review),
        steps=steps_of(review),
        commits=commits_of(review),
        rules=rules_of(fault for each in review.outcome.files for fault in each.corrected),
        tree=tree_of([_leaf(each) for each in sections]),
        sections=sections,
        left_alone=left_alone(review.outcome),
        documentation=DOCUMENTATION,
        version=__version__,
    )


def _leaf(section: Section) -> Leaf:
    path = section.folder + section.name
    return Leaf(section.name, path, section.anchor, section.hunks, len(section.withheld))


def _source(name: str) -> str:
    return (files(__name__) / "templates" / name).read_text(encoding="utf-8")


def _template() -> Template:
    environment = Environment(
        autoescape=True,
        finalize=safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(counted=counted, sentence=_sentence)
    return environment.from_string(_source("page.html"))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _style(sections: list[Section]) -> str:
    """Give the style. It tells a browser how high things are that it has not yet drawn."""
    beside = "".join(f"@media {each} {{\n{_source('beside.css')}}}}}\n" for each in BESIDE)
    heights = "".join(
        f"#{each.anchor} {{ contain-intrinsic-size: auto {LINE * each.rows:.2f}rem }}\n"
        for each in sections
    )
    return _source("page.css").replace("/* beside.css */", beside) + heights
