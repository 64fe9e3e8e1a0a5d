"""Why PEP 8 asks for something: one sentence for each family of pycodestyle's codes."""

from __future__ import annotations

from collections.abc import Iterable

REASONS = {
    "E1": "The same step of indentation everywhere shows at a glance what belongs to which block.",
    "E2": "Blanks in the same places everywhere let the eye find names and operators.",
    "E3": "Blank lines show where a function, a class or a part of it begins.",
    "E4": "An import on a line of its own, at the top, is found by eye and by search.",
    "E5": "Lines that fit into a window can be read beside others.",
    "E7": "One plain statement a line is what a diff can show and a debugger can stop at.",
    "E9": "What cannot be read as Python cannot be run.",
    "W1": "Tabs are as wide as each editor makes them.",
    "W2": "Blanks that nobody sees make noise in every later diff.",
    "W3": "A file that ends with one line end joins cleanly with whatever follows it.",
    "W5": "Breaks on one side of operators make long expressions read alike.",
    "W6": "The old way of writing this goes away, or is an error, in newer Pythons.",
}


def reason_for(codes: Iterable[str]) -> str | None:
    """Give the reason for the first of some codes that has one."""
    return next((REASONS[code[:2]] for code in codes if code[:2] in REASONS), None)
