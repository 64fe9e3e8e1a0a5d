"""Which repositories a folder, a file and a forge's list mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hookkit.errors import WrongUsage
from hookkit.fleet.parse_forge_repository_list import (
    ExportedRepository,
    parse_forge_repository_list,
)
from hookkit.fleet.read_repository_list import read_repository_list
from hookkit.fleet.repository_search import matches_pattern
from tests.fleet.repositories import clone, mirror
from tests.repository import Repository
from tests.repository_with_hooks import run_here

GITHUB = {
    "full_name": "shop/cart",
    "default_branch": "trunk",
    "html_url": "https://github.com/shop/cart",
    "archived": False,
}
GH = {
    "nameWithOwner": "shop/cart",
    "defaultBranchRef": {"name": "trunk"},
    "url": "https://github.com/shop/cart",
    "isArchived": False,
}
GITLAB = {
    "path_with_namespace": "shop/cart",
    "default_branch": "trunk",
    "web_url": "https://github.com/shop/cart",
    "archived": False,
}
CART = ExportedRepository("shop/cart", "trunk", "https://github.com/shop/cart", False)


@pytest.mark.parametrize("given", [GITHUB, GH, GITLAB], ids=["GitHub", "gh", "GitLab"])
def test_each_forge_names_its_repositories_in_its_own_fields(given: dict[str, object]) -> None:
    assert parse_forge_repository_list(json.dumps([given]), "list") == [CART]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([GITHUB]) + json.dumps([GITHUB]),
        json.dumps([[GITHUB], [GITHUB]]),
        f"{json.dumps(GITHUB)}\n{json.dumps(GITHUB)}\n",
    ],
    ids=["pages", "slurped", "lines"],
)
def test_pages_of_a_list_are_read_as_one(text: str) -> None:
    assert parse_forge_repository_list(text, "list") == [CART, CART]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("[\n{]", "list, line 2: this is not JSON"),
        ("[" * 100_000, "list, line 1: this is not JSON"),
        ("[1]", "list has an entry without a name"),
        ('[{"id": 1}]', "list has an entry without a name"),
    ],
)
def test_what_is_no_list_is_refused(text: str, printed: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        parse_forge_repository_list(text, "list")
    assert printed in refused.value.message


def test_a_link_that_is_no_page_is_not_taken() -> None:
    [project] = parse_forge_repository_list(
        json.dumps({**GITHUB, "html_url": "javascript:alert(1)"}), "list"
    )
    assert project.page_url == ""


def test_half_of_a_surrogate_pair_is_text(tmp_path: Path) -> None:
    halves = {"full_name": "\ud800", "default_branch": "\udfff", "html_url": "https://\ud83d"}
    (tmp_path / "list").write_text(json.dumps([{**GITHUB, **halves}]))
    [found] = read_repository_list(str(tmp_path / "list"), None, with_archived=False).repositories
    assert (found.name, found.default_branch, found.page_url) == (
        "\\ud800",
        "\\udfff",
        "https://\\ud83d",
    )
    assert found.problem == f"there is no clone of it below {tmp_path}"


def test_a_folder_is_searched_for_clones_and_bare_ones(tmp_path: Path) -> None:
    cart = clone(tmp_path / "shop" / "cart")
    mirror(cart, tmp_path / "shop" / "cart.git")
    Repository.init(cart.path / "inner")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(cart.path)
    found = read_repository_list(str(tmp_path), None, with_archived=False).repositories
    assert [each.name for each in found] == ["shop/cart", "shop/cart.git"]


def test_a_file_has_a_path_a_line_seen_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("# ours\n\nshop/cart\n./shop/cart\n/elsewhere\n")
    found = read_repository_list(str(tmp_path / "list"), None, with_archived=False).repositories
    assert [(each.name, each.path) for each in found] == [
        ("shop/cart", str(tmp_path / "shop" / "cart")),
        ("/elsewhere", "/elsewhere"),
    ]


def test_the_clones_of_a_forge_are_below_a_folder(tmp_path: Path) -> None:
    cart = clone(tmp_path / "git" / "cart")
    mirror(cart, tmp_path / "git" / "shop" / "pay.git")
    names = ("shop/cart", "shop/pay", "shop/gone", "../up", "/top", "shop//x")
    listed = [{**GITHUB, "full_name": each} for each in names]
    listed.append({**GITHUB, "full_name": "shop/old", "archived": True})
    (tmp_path / "github.json").write_text(json.dumps(listed))
    repository_list = read_repository_list(
        str(tmp_path / "github.json"), str(tmp_path / "git"), False
    )
    found = {each.name: (each.path, each.problem) for each in repository_list.repositories}
    gone = f"there is no clone of it below {tmp_path}/git"
    odd = "its name is no path below a folder"
    assert repository_list.archived_count == 1
    assert found == {
        "shop/cart": (str(cart.path), ""),
        "shop/pay": (str(tmp_path / "git" / "shop" / "pay.git"), ""),
        "shop/gone": (str(tmp_path / "git" / "shop" / "gone"), gone),
        **{each: (each, odd) for each in ("../up", "/top", "shop//x")},
    }


def test_patterns_mean_repositories_and_leave_some_out(tmp_path: Path) -> None:
    cart = clone(tmp_path / "shop" / "cart")
    for each in ("shop/cart.git", "shop/deep/pay.git", "old/till.git"):
        mirror(cart, tmp_path / each)
    (tmp_path / "list").write_text("**/*.git\nshop/*\n!old\n")
    repository_list = read_repository_list(str(tmp_path / "list"), None, with_archived=False)
    names = [each.name for each in repository_list.repositories]
    assert names == ["shop/cart.git", "shop/deep/pay.git", "shop/cart"]
    assert repository_list.has_patterns


@pytest.mark.parametrize(
    ("pattern", "means"),
    [
        ("/g/*.git", ["/g/a.git"]),
        ("/g/**/*.git", ["/g/a.git", "/g/b/a.git", "/g/b/c/a.git"]),
        ("/g/**", ["/g/a.git", "/g/b/a.git", "/g/b/c/a.git"]),
        ("/g/?/*", ["/g/b/a.git"]),
        ("/g/a.gi?", ["/g/a.git"]),
        ("/g/a(git", []),
    ],
)
def test_a_star_is_in_one_folder_and_two_are_in_any(pattern: str, means: list[str]) -> None:
    paths = ["/g/a.git", "/g/b/a.git", "/g/b/c/a.git", "/other/a.git"]
    assert [each for each in paths if matches_pattern(each, pattern)] == means


def test_a_pattern_may_mean_nothing_yet(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("/nowhere/*.git\n")
    here = Repository(tmp_path)
    ended = run_here(here, "fleet", "install", "list", "--server", "--format", "json")
    assert (ended.status, json.loads(ended.out)["repositories"]) == (0, [])
