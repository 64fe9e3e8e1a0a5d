"""Links to the documentation of rules: pycodestyle's for its codes, docs/rules.md for hookkit's."""

from __future__ import annotations

import re

from hookkit.history.checks.rules import Rule

REPOSITORY_URL = "https://github.com/hookkit/hookkit"
DOCS_URL = f"{REPOSITORY_URL}/blob/main/docs"
"""The URL of docs/ for readers without a checkout."""

GLOSSARY_URL = f"{DOCS_URL}/glossary.md"
"""The URL of the explanations of the words in reports."""

PYCODESTYLE_CODES_URL = "https://pycodestyle.pycqa.org/en/latest/intro.html#error-codes"
"""The URL of the explanations of pycodestyle's codes."""


def pycodestyle_url(code: str) -> str | None:
    """Give the URL that explains a code of pycodestyle, None if ``code`` is none of its codes."""
    # The table has no anchors of its own; a browser finds the text.
    return f"{PYCODESTYLE_CODES_URL}:~:text={code}" if re.fullmatch(r"[EWC][0-9]+", code) else None


def anchor_of(rule: Rule) -> str:
    """Give the anchor of a rule on the page of rules, as GitHub makes it of the title."""
    return f"{rule.id} {rule.name}".lower().replace(" ", "-")


def rule_url(rule: Rule) -> str:
    """Give the URL that explains a rule of hookkit."""
    return f"{DOCS_URL}/rules.md#{anchor_of(rule)}"
