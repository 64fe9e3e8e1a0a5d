"""The links to rules: pycodestyle's codes in its documentation, hookkit's in docs/rules.md."""

from __future__ import annotations

import re

from hookkit.history.checks.rules import Rule

HOME = "https://github.com/hookkit/hookkit"
DOCS = f"{HOME}/blob/main/docs"
"""The URL of docs/ for readers without a checkout."""

GLOSSARY = f"{DOCS}/glossary.md"
"""The URL of the explanations of the words in reports."""

DOCUMENTATION = "https://pycodestyle.pycqa.org/en/latest/intro.html#error-codes"
"""The URL of the explanations of pycodestyle's codes."""


def link_of(code: str) -> str | None:
    """Give the URL that explains a code of pycodestyle, None if ``code`` is none of its codes."""
    # The table has no anchors of its own; a browser finds the text.
    return f"{DOCUMENTATION}:~:text={code}" if re.fullmatch(r"[EWC][0-9]+", code) else None


def anchor_of(rule: Rule) -> str:
    """Give the anchor of a rule on the page of rules, as GitHub makes it of the title."""
    return f"{rule.id} {rule.name}".lower().replace(" ", "-")


def link_to(rule: Rule) -> str:
    """Give the URL that explains a rule of hookkit."""
    return f"{DOCS}/rules.md#{anchor_of(rule)}"
