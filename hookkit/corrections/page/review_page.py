"""A review as one HTML page, to be read anywhere: no network, and no script needed."""

from __future__ import annotations

from markupsafe import Markup

from hookkit import __version__
from hookkit.corrections.page.commits import commits_of
from hookkit.corrections.page.heading import TreeFile, heading_of, steps_of, tree_of
from hookkit.corrections.page.sections import Section, left_alone, linked_rules, sections_of
from hookkit.corrections.review.review import Review
from hookkit.history.report.rule_links import DOCUMENTATION, GLOSSARY
from hookkit.terminal.page_templates import filled, policy, source_of

SIDE_BY_SIDE = (
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
    style, script = _style(sections), source_of("page.js")
    return filled(
        "page.html",
        policy=policy(style, script),
        style=Markup(style),
        script=Markup(script),
        heading=heading_of(review),
        steps=steps_of(review),
        commits=commits_of(review),
        rules=linked_rules(fault for each in review.outcome.files for fault in each.corrected),
        tree=tree_of([_leaf(each) for each in sections]),
        sections=sections,
        left_alone=left_alone(review.outcome),
        documentation=DOCUMENTATION,
        glossary=GLOSSARY,
        version=__version__,
    )


def _leaf(section: Section) -> TreeFile:
    path = section.folder + section.name
    return TreeFile(section.name, path, section.anchor, section.hunks, len(section.withheld))


def _style(sections: list[Section]) -> str:
    """Give the style, with the heights of sections that a browser has not drawn yet."""
    media = (f"@media {each} {{\n{source_of('beside.css')}}}}}\n" for each in SIDE_BY_SIDE)
    side_by_side = "".join(media)
    heights = "".join(
        f"#{each.anchor} {{ contain-intrinsic-size: auto {LINE * each.rows:.2f}rem }}\n"
        for each in sections
    )
    return source_of("page.css").replace("/* beside.css */", side_by_side) + heights
