"""The table of rules, the findings in the code, and docs/rules.md agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hookkit.history.checks.rules import RULES, rule_by_id
from hookkit.hook_events import CHECKS
from scripts.render_rules import PAGE, render

ROOT = Path(__file__).parents[3]


def test_every_rule_that_the_code_gives_is_in_the_catalogue_and_no_other() -> None:
    files = (ROOT / "hookkit" / "history").rglob("*.py")
    given = {
        found
        for path in files
        if path.name != "rules.py"
        for found in re.findall(r'"(HK[0-9]{3})"', path.read_text(encoding="utf-8"))
    }
    assert given == {each.id for each in RULES}


def test_the_ids_are_in_order_and_the_names_are_one_each() -> None:
    ids = [each.id for each in RULES]
    assert ids == sorted(set(ids))
    assert len({each.name for each in RULES}) == len(RULES)


def test_each_check_of_the_settings_has_rules() -> None:
    assert list(dict.fromkeys(each.check for each in RULES)) == list(CHECKS)


def test_a_rule_is_found_by_its_id() -> None:
    assert rule_by_id("HK601").name == "commit to squash"
    with pytest.raises(KeyError):
        rule_by_id("HK999")


def test_the_page_is_what_the_catalogue_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run: python -m scripts.render_rules"


def test_each_link_of_the_page_leads_to_a_title() -> None:
    page = PAGE.read_text(encoding="utf-8")
    titles = re.findall(r"^## (.*)$", page, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}
    links = re.findall(r"\]\(#([^)]+)\)", page)
    assert len(links) == len(RULES)
    assert set(links) <= anchors
