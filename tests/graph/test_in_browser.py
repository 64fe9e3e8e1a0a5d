"""The page of a picture in a real browser: real keys and clicks, several widths, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hookkit.git.changed_line_counts import FileLineCounts
from hookkit.graph import page_data
from hookkit.graph.build_picture import Picture
from hookkit.graph.page import graph_page
from hookkit.graph.page_data import PageContext
from hookkit.history.forge_links import ForgeLinks, forge_repository_of
from tests.corrections.page.page_in_browser import OpenPage
from tests.graph.scenarios import LONG, hostile, long, pushed, usual
from tests.long_runs import case, some
from tests.page_checks import DESK, PHONE, check_accessible

TABLET = 768
UNFOLD = "document.getElementById('fold').click()"
LINKS = ForgeLinks(
    forge_repository_of("git@github.com:shop/till.git"), "https://example.com/{ticket}"
)
Opener = Callable[..., OpenPage]


def context(picture: Picture) -> PageContext:
    """Links, and two files of the newest commit."""
    files = [
        FileLineCounts("shop/<b>.py", 12, 3),
        FileLineCounts("logo.png", None, None, "old.png"),
    ]
    return PageContext(LINKS, {picture.rows[0].commit.id: files})


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages by name, each written once."""
    written = {}
    for scenario in (usual, pushed, hostile, long):
        name = scenario.__name__
        path = tmp_path_factory.mktemp(name) / "graph.html"
        picture = scenario(tmp_path_factory.mktemp(f"{name}-scenario"))
        path.write_text(graph_page(picture, "", [], context=context(picture)), encoding="utf-8")
        written[name] = path
        if scenario is usual:
            written["unfolded"] = path.with_name("unfolded.html")
            written["unfolded"].write_text(graph_page(picture, "", [], True), encoding="utf-8")
    return written


@pytest.fixture
def show(open_window: Opener, pages: dict[str, Path]) -> Opener:
    """Open a page in a new window."""

    def opener(which: str = "usual", width: int = DESK, at: str = "", **how: Any) -> OpenPage:
        return open_window(pages[which].as_uri() + at, width, **how)

    return opener


def rows(opened: OpenPage) -> list[str]:
    """The subjects of the rows that there are to see."""
    return opened.tab.locator(".row .subject").all_text_contents()


@pytest.mark.parametrize("which", some(["usual", "hostile", "long"], ["usual", "hostile"]))
def test_nothing_is_requested_and_nothing_of_a_stranger_runs(show: Opener, which: str) -> None:
    opened = show(which)
    opened.ask(UNFOLD)
    for subject in opened.tab.locator(".subject").all()[:4]:
        subject.click()
    opened.tab.wait_for_load_state("networkidle")
    assert [url.rpartition("/")[2] for url in opened.requests] == ["graph.html"]
    assert opened.trouble == []
    assert opened.ask("document.querySelectorAll('img, script').length") == 2


DRAWN = "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
"""Ends when the page has been drawn once more, at the size that it has by then."""


@pytest.mark.parametrize("which", some(["usual", "hostile", "pushed"], ["hostile", "pushed"]))
def test_nothing_overlaps_and_nothing_is_wider_than_the_window(show: Opener, which: str) -> None:
    opened = show(which)
    opened.ask(UNFOLD)
    outside = """[...document.querySelectorAll("main *")].filter(each => !each.closest(".sr, svg")
        && each.getBoundingClientRect().right > innerWidth + 1).map(each => each.outerHTML)"""
    over = """[...document.querySelectorAll(".row")].filter(row => {
        const boxes = [...row.children].map(each => each.getBoundingClientRect());
        return boxes.some((a, at) => boxes.slice(at + 1).some(b => a.right > b.left + .5
            && b.right > a.left + .5 && a.bottom > b.top + .5 && b.bottom > a.top + .5));
    }).map(row => row.innerText)"""
    for width in (320, PHONE, TABLET, 1024, DESK):
        opened.tab.set_viewport_size({"width": width, "height": 800})
        opened.ask(DRAWN)
        assert opened.ask("document.documentElement.scrollWidth") == width
        assert (opened.ask(outside), opened.ask(over)) == ([], [])


@pytest.mark.parametrize(
    ("which", "width", "scheme"),
    [
        case("usual", PHONE, "light", stays=False),
        case("pushed", DESK, "dark", stays=True),
        case("usual", DESK, "dark", stays=False),
        case("pushed", PHONE, "light", stays=False),
    ],
)
def test_axe_finds_nothing(show: Opener, axe: str, which: str, width: int, scheme: str) -> None:
    opened = show(which, width, color_scheme=scheme)
    opened.ask(UNFOLD)
    opened.tab.locator(".subject").first.click()
    opened.tab.get_by_role("complementary").wait_for()
    check_accessible(opened, axe)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_rows_touch_and_each_sign_is_beside_its_title(show: Opener, width: int) -> None:
    opened = show("pushed", width)
    opened.ask(UNFOLD)
    # A line is cut at the edges of its row: there the rows must touch, and the lanes be the same.
    gaps = """(() => {
        const graphs = [...document.querySelectorAll(".line .g")];
        const boxes = graphs.map(each => each.getBoundingClientRect());
        return boxes.slice(1).map((each, at) => Math.abs(each.top - boxes[at].bottom))
            .filter(gap => gap > .5);
    })()"""
    assert opened.ask(gaps) == []
    lefts = "[...document.querySelectorAll('.line .g')].map(g => g.getBoundingClientRect().left)"
    assert len(set(opened.ask(lefts))) == 1
    apart = """[...document.querySelectorAll(".row")].map(row => {
        const sign = row.querySelector(".sign").getBoundingClientRect();
        const title = row.querySelector(".subject").getClientRects()[0];
        const middle = title.top + Math.min(title.height, 24) / 2;
        return Math.abs(sign.top + sign.height / 2 - middle) > 4 || sign.right > title.left
            ? row.innerText : "";
    }).filter(Boolean)"""
    assert opened.ask(apart) == []


def test_the_newest_rows_are_read_without_script(show: Opener) -> None:
    opened = show(java_script_enabled=False)
    assert opened.tab.locator(".bar:visible, ol:visible").count() == 0
    lines = opened.tab.locator(".plain").inner_text().splitlines()
    assert len(lines) == 9 and "13-tax" in lines[6] and "2026-01-11" in lines[0]
    unfolded = show("unfolded", java_script_enabled=False)
    assert "Put less tax on food" in unfolded.tab.locator(".plain").inner_text()
    assert show("long", java_script_enabled=False).tab.get_by_text("need a script").is_visible()


def test_what_is_found_is_unfolded_without_the_rest(show: Opener) -> None:
    opened = show()
    opened.tab.keyboard.press("/")
    assert opened.focused == "find"
    opened.tab.keyboard.type("BOB tax")
    assert rows(opened) == ["13-tax", "Put less tax on food"]
    assert opened.tab.locator(".found").inner_text() == "2 commits found"
    opened.tab.keyboard.type("zzz")
    assert rows(opened) == []
    assert opened.tab.get_by_text("No commit has that.").is_visible()
    opened.tab.keyboard.press("Escape")
    assert len(rows(opened)) > 5 and "Put less tax on food" not in rows(opened)
    assert opened.tab.locator(".found").inner_text() == ""
    assert opened.focused != "find"
    for words, title in (("HK405", "16-a, 18-whole"), ("merge 'search'", ""), ("v1.0", "Begin")):
        opened.tab.locator("#find").fill(words.replace("merge 'search'", "branch '14-search'"))
        assert rows(opened)[0].startswith(title or "14-search")


def test_only_what_is_in_view_is_drawn(show: Opener) -> None:
    opened = show("long")
    assert opened.tab.locator(".row").count() < 60
    opened.tab.locator("#find").fill("change 003")
    assert rows(opened) == ["003-topic", "Change 003"]
    opened.tab.locator("#find").fill("")
    opened.ask("scrollTo(0, document.documentElement.scrollHeight)")
    opened.tab.get_by_text("000-topic").wait_for()
    assert opened.tab.locator(".row").count() < 60
    places = opened.ask("[...document.querySelectorAll('.row')].map(row => row.ariaPosInSet)")
    assert [int(each) for each in places] == sorted(int(each) for each in places)
    height = opened.ask("document.querySelector('.line').offsetHeight")
    assert height == 36 * LONG
    # The row that has the focus stays, wherever the others are.
    opened.tab.locator(".subject").last.focus()
    opened.ask("scrollTo(0, 0)")
    opened.tab.get_by_text("419-topic").wait_for()
    assert opened.ask("document.activeElement.textContent") == "000-topic"


def test_keys_go_from_row_to_row_and_unfold(show: Opener) -> None:
    opened = show()
    current = opened.tab.locator(".current .subject")
    seen = []
    for key in "jjjk":
        opened.tab.keyboard.press(key)
        seen.append(current.inner_text())
    shown = rows(opened)
    assert seen == [shown[0], shown[1], shown[2], shown[1]]
    merge = shown.index("14-search")
    for _ in range(merge - 1):
        opened.tab.keyboard.press("j")
    opened.tab.keyboard.press("o")
    opened.tab.keyboard.press("j")
    assert current.inner_text() == "Find things by their price"
    opened.tab.keyboard.press("o")
    assert (current.inner_text(), rows(opened)) == ("14-search", shown)
    opened.tab.keyboard.press("c")
    id = opened.tab.locator(".current .id").inner_text()
    opened.tab.get_by_role("status").get_by_text(f"Copied: {id}").wait_for()
    opened.tab.keyboard.press("/")
    opened.tab.keyboard.press("ControlOrMeta+v")
    assert rows(opened) == ["14-search"]


def test_a_merge_is_unfolded_by_its_button(show: Opener) -> None:
    opened = show()
    folded = rows(opened)
    button = opened.tab.get_by_role("button", name="2 commits over 1 day, 1 fixup")
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    assert len(rows(opened)) == len(folded) + 2
    assert opened.ask("document.activeElement.className") == "merged"
    opened.tab.keyboard.press("Enter")
    assert rows(opened) == folded


def test_everything_is_unfolded_and_folded_again(show: Opener) -> None:
    opened = show()
    folded = rows(opened)
    opened.tab.get_by_role("button", name="Unfold all").click()
    assert len(rows(opened)) == 21 > len(folded)
    opened.tab.keyboard.press("x")
    assert rows(opened) == folded
    assert opened.tab.get_by_role("button", name="Unfold all").is_visible()
    assert len(rows(show("unfolded"))) == 21


def test_enter_and_a_click_show_a_commit(show: Opener) -> None:
    opened = show("usual")
    opened.tab.keyboard.press("j")
    opened.tab.keyboard.press("Enter")
    commit = opened.tab.get_by_role("complementary")
    commit.wait_for()
    assert opened.focused == "details-title"
    printed = commit.inner_text()
    for words in ("2 files +12 −3", "shop/<b>.py", "old.png → logo.png", "binary", "#19", "Bo\n"):
        assert words in printed
    links = {each.inner_text(): each.get_attribute("href") for each in commit.locator("a").all()}
    id = opened.ask("location.hash").removeprefix("#")
    assert links == {
        "Link": f"#{id}",
        "on GitHub": f"https://github.com/shop/till/commit/{id}",
        "#19": "https://example.com/19",
    }
    opened.tab.keyboard.press("j")
    assert "octopus (HK405)" in commit.inner_text() and "16-a, 18-whole" in commit.inner_text()
    assert "git show --stat --first-parent" in commit.inner_text()
    opened.tab.keyboard.press("Escape")
    assert commit.is_hidden() and "#" not in opened.tab.url
    assert opened.ask("document.activeElement.textContent") == "16-a, 18-whole"
    opened.tab.locator(".row").nth(2).locator(".who").click()
    assert commit.get_by_role("heading", name="Mend it on main").is_visible()
    opened.tab.get_by_role("button", name="Close the commit").click()
    assert commit.is_hidden()
    opened.tab.locator(".subject").nth(3).click()
    opened.tab.go_back()
    commit.wait_for(state="hidden")


def test_a_message_that_is_not_on_the_page_is_named_by_its_command(
    show: Opener, pages: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(page_data, "MAX_PAGE_CHARACTERS", 0)
    picture = usual(tmp_path)
    row = picture.rows[0]
    parsed_commit = row.commit.parsed_commit
    long_text = parsed_commit._replace(
        detailed_commit=parsed_commit.detailed_commit._replace(message="Subject\n\nBody\n")
    )
    row = row._replace(commit=row.commit._replace(parsed_commit=long_text))
    path = pages["usual"].with_name("short.html")
    path.write_text(graph_page(picture._replace(rows=(row,)), "", []), encoding="utf-8")
    pages["short"] = path
    opened = show("short")
    opened.tab.locator(".subject").first.click()
    command = f"git show --no-patch {row.commit.id[:10]}"
    assert opened.tab.get_by_text(command).is_visible()


def test_what_no_remote_has_is_linked_to_none(show: Opener) -> None:
    opened = show("pushed")
    opened.tab.locator(".subject").first.click()
    assert opened.tab.get_by_text("on GitHub").count() == 0
    assert opened.tab.get_by_text("none has it").is_visible()


def test_an_address_leads_to_a_commit_wherever_it_is(show: Opener, pages: dict[str, Path]) -> None:
    text = pages["long"].read_text(encoding="utf-8")
    found = re.search(r'"([0-9a-f]{40})",0,\d+,"Change 017"', text)
    assert found
    opened = show("long", at=f"#{found[1][:10]}")
    row = opened.tab.locator(".row.current")
    assert row.locator(".subject").inner_text() == "Change 017"
    box = row.bounding_box()
    assert box and 0 < box["y"] < 800
    assert opened.tab.get_by_role("heading", name="Change 017").is_visible()
    assert opened.tab.url.endswith(f"#{found[1]}")
    opened.tab.get_by_role("complementary").get_by_role("link", name="017-topic").click()
    assert opened.tab.get_by_role("heading", name="Merge branch '017-topic'").is_visible()
    missing = show("usual", at="#0123456789")
    assert missing.tab.get_by_role("status").get_by_text("0123456789 is not on this page").count()


def test_signs_and_keys_are_explained(show: Opener) -> None:
    opened = show()
    opened.tab.get_by_text("Signs").click()
    assert opened.tab.get_by_text("a merge of a rebased branch").is_visible()
    opened.tab.keyboard.press("?")
    assert opened.tab.get_by_role("dialog", name="Keys").is_visible()
    opened.tab.keyboard.press("Escape")
    assert opened.tab.locator("dialog").is_hidden()


def test_an_age_is_told_with_its_day(show: Opener) -> None:
    time = show().tab.locator("time").first
    assert time.get_attribute("title") == "2026-01-11"
    assert " ago" in time.inner_text()


def test_what_is_folded_or_out_of_view_is_printed(show: Opener) -> None:
    opened = show("long")
    opened.tab.emulate_media(media="print")
    opened.tab.get_by_text("Change 000").wait_for()
    assert len(rows(opened)) == 2 * LONG
    assert opened.tab.locator("time").first.inner_text() == "2023-11-15"
    assert opened.tab.locator("button:visible, .bar:visible").count() == LONG
    assert opened.tab.pdf(format="A4").startswith(b"%PDF-")
    opened.tab.emulate_media(media="screen")
    opened.tab.wait_for_function("() => document.querySelectorAll('.row').length < 60")
