"""The page of a fleet as it is written: its table, its data, and nothing that could act."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.fleet.repositories import clone
from tests.fleet.stored_fleet import HOSTILE, page_data, page_of, stored_fleet
from tests.repository import Repository
from tests.repository_with_hooks import run_here


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a fleet."""
    return page_of(stored_fleet(tmp_path_factory.mktemp("fleet")))


def test_the_table_is_there_without_a_script(page: str) -> None:
    body = page[page.index("<tbody") : page.index("</tbody>")]
    rows = [re.sub("<[^>]*>", " ", each).split() for each in body.split("</tr>")[:-1]]
    assert [row[0] for row in rows][1:] == ["cart", "shop", "shop.git", "till"]
    assert rows[1][1:4] == ["alive", "0.1.0", "B"]
    assert rows[0][-2:] == ["not", "read"]
    assert 'class="spark"' in rows_of_html(body, "cart")


def rows_of_html(body: str, name: str) -> str:
    """The row of a repository."""
    return next(each for each in body.split("</tr>") if f">{name}<" in each)


def test_nothing_in_it_is_from_elsewhere_or_becomes_markup(page: str) -> None:
    assert HOSTILE not in page and "<b>x" not in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    policy = re.search('Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None and unescape(policy[1]).startswith("default-src 'none'; style-src")
    assert " style=" not in page


def test_a_repository_and_a_ticket_can_be_looked_into(page: str) -> None:
    found = {each["name"]: each for each in page_data(page)["repositories"]}
    steps = [(each[3], each[5], each[6]) for each in found["shop"]["history"]["steps"]]
    assert ("semi-linear", "SHOP-1-part", ["SHOP-1"]) in steps
    assert found["cart"]["debt"]["findings"] == 5
    assert "cannot read its configuration" in found["<-script><b>x"]["problems"][0]


def test_it_is_written_in_place_of_a_page_alone(tmp_path: Path) -> None:
    clone(tmp_path / "git" / "shop")
    here = Repository(tmp_path)
    missing = run_here(here, "fleet", "page", "p.html", "--store", "s")
    assert missing.status == 2 and "there is no store 's' yet" in missing.err
    run_here(here, "fleet", "status", "git", "--store", "s")
    for _ in range(2):
        written = run_here(here, "fleet", "page", "p.html", "--store", "s")
        assert "hookkit wrote the page: p.html (1 repository)" in written.out
    here.write("other.html", "mine")
    refused = run_here(here, "fleet", "page", "other.html", "--store", "s")
    assert "hookkit fleet page other-fleet-page.html" in refused.err
    assert here.read("other.html") == b"mine"
    shown = run_here(here, "fleet", "page", "-", "--store", "s", "--title", "Till & Co")
    assert "<title>Till &amp; Co</title>" in shown.out
