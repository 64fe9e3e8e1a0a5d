"""The links of rules lead to what explains them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hookkit.history.checks.rules import RULES, Rule
from hookkit.history.documentation_links import anchor_of, pycodestyle_url, rule_url

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_has_its_title_on_the_page_of_rules(rule: Rule) -> None:
    assert f"](#{anchor_of(rule)})" in PAGE
    titles = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert anchor_of(rule) in {re.sub(r"\W+", "-", title.lower()) for title in titles}
    home = "https://github.com/hookkit/hookkit/blob/main/docs/rules.md"
    assert rule_url(rule) == f"{home}#{anchor_of(rule)}"


@pytest.mark.parametrize("code", ["E225", "W605", "C901"])
def test_a_code_of_pycodestyle_is_found_on_its_page(code: str) -> None:
    page = "https://pycodestyle.pycqa.org/en/latest/intro.html#error-codes"
    assert pycodestyle_url(code) == f"{page}:~:text={code}"


@pytest.mark.parametrize("code", ["layout", "HK101", "E", "E225x"])
def test_what_pycodestyle_does_not_explain_has_no_link(code: str) -> None:
    assert pycodestyle_url(code) is None
