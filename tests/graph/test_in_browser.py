"""The page of a picture in a real browser: real keys and clicks, several widths, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hookkit.graph.page import FIRST, graph_page
from tests.corrections.page.opened import Opened
from tests.graph.scenarios import LONG, hostile, long, pushed, usual

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PHONE, TABLET, DESK = 390, 768, 1280
UNFOLD = "for (const each of document.querySelectorAll('details')) each.open = true"
Opener = Callable[..., Opened]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages by name, each written once."""
    written = {}
    for scenario in (usual, pushed, hostile, long):
        name = scenario.__name__
        path = tmp_path_factory.mktemp(name) / "graph.html"
        picture = scenario(tmp_path_factory.mktemp(f"{name}-scenario"))
        path.write_text(graph_page(picture, "", []), encoding="utf-8")
        written[name] = path
    return written


@pytest.fixture
def show(browser: Browser, pages: dict[str, Path]) -> Iterator[Opener]:
    """Open a page in a new window."""
    contexts = []

    def opener(which: str = "usual", width: int = DESK, **how: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 800}, **how)
        contexts.append(context)
        context.set_default_timeout(5000)
        opened = Opened(context.new_page())
        opened.tab.goto(pages[which].as_uri())
        return opened

    yield opener
    for context in contexts:
        context.close()


def rows(opened: Opened) -> list[str]:
    """The subjects of the rows that there are to see."""
    # Not the inner texts: a row out of view (content-visibility) has none until it is drawn.
    return opened.tab.locator(".row:visible .subject").all_text_contents()


@pytest.mark.parametrize("which", ["usual", "hostile", "long"])
def test_nothing_is_requested_and_nothing_of_a_stranger_runs(show: Opener, which: str) -> None:
    opened = show(which)
    opened.tab.wait_for_load_state("networkidle")
    assert [url.rpartition("/")[2] for url in opened.requests] == ["graph.html"]
    assert opened.trouble == []
    assert opened.ask("document.querySelectorAll('img, script').length") == 2


@pytest.mark.parametrize("which", ["usual", "hostile", "pushed"])
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
        assert opened.ask("document.documentElement.scrollWidth") == width
        assert (opened.ask(outside), opened.ask(over)) == ([], [])


@pytest.mark.parametrize(
    ("which", "width", "scheme"),
    [
        ("usual", PHONE, "light"),
        ("usual", DESK, "dark"),
        ("pushed", PHONE, "dark"),
        ("pushed", DESK, "light"),
    ],
)
def test_axe_finds_nothing(show: Opener, axe: str, which: str, width: int, scheme: str) -> None:
    opened = show(which, width, color_scheme=scheme)
    opened.ask(UNFOLD)
    opened.ask(axe)
    found = opened.ask("axe.run()")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert "color-contrast" in {each["id"] for each in found["passes"]}


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_each_sign_stands_on_a_line_that_goes_on_in_the_next_row(show: Opener, width: int) -> None:
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


def test_everything_is_read_without_script(show: Opener) -> None:
    opened = show(java_script_enabled=False)
    assert opened.tab.locator(".bar:visible, .more button:visible").count() == 0
    assert "Put less tax on food" not in rows(opened)
    opened.tab.get_by_text("13-tax").click()
    at = rows(opened).index("13-tax")
    assert rows(opened)[at : at + 3] == ["13-tax", "Put less tax on food", "Put tax on books"]
    assert opened.tab.locator("time").first.inner_text() == "2026-01-11"
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
    assert opened.tab.get_by_text("No commit has that in its text.").is_visible()
    opened.tab.keyboard.press("Escape")
    assert len(rows(opened)) > 5 and "Put less tax on food" not in rows(opened)
    assert opened.tab.locator(".found").inner_text() == ""
    assert opened.focused != "find"


def test_what_is_far_down_is_found_and_is_reached_by_scrolling(show: Opener) -> None:
    opened = show("long")
    assert opened.tab.locator(".line > li").count() == FIRST
    opened.tab.locator("#find").fill("change 003")
    assert rows(opened) == ["003-topic", "Change 003"]
    opened.tab.locator("#find").fill("")
    items = opened.tab.locator(".line > li")
    while (count := items.count()) < LONG:
        opened.ask("scrollTo(0, document.documentElement.scrollHeight)")
        opened.tab.wait_for_function(
            "count => document.querySelectorAll('.line > li').length > count", arg=count
        )
    subjects = opened.tab.locator("summary .subject").all_text_contents()
    assert subjects == [f"{number:03}-topic" for number in reversed(range(LONG))]
    assert opened.tab.locator(".more").is_hidden()


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


def test_everything_is_unfolded_and_folded_again(show: Opener) -> None:
    opened = show()
    folded = rows(opened)
    opened.tab.get_by_role("button", name="Unfold all").click()
    assert len(rows(opened)) == opened.tab.locator(".row").count() > len(folded)
    opened.tab.keyboard.press("x")
    assert rows(opened) == folded
    assert opened.tab.get_by_role("button", name="Unfold all").is_visible()


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


@pytest.mark.parametrize("has_script", [True, False])
def test_what_is_folded_is_printed(show: Opener, has_script: bool) -> None:
    opened = show(java_script_enabled=has_script)
    inside = opened.tab.get_by_text("Put less tax on food")
    assert inside.is_hidden()
    opened.tab.emulate_media(media="print")
    assert inside.is_visible()
    assert opened.tab.locator("button:visible, .bar:visible").count() == 0
    assert opened.tab.pdf(format="A4").startswith(b"%PDF-")
