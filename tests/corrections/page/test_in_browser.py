"""The page in a real browser: real keys and clicks, at several widths, light, dark and printed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hookkit.corrections.page.review_page import review_page
from hookkit.corrections.review.review import Review
from tests.corrections.page.example_reviews import hostile, ranged, usual
from tests.corrections.page.page_in_browser import OpenPage
from tests.long_runs import case, some
from tests.page_checks import check_accessible

PHONE, TABLET, DESK = 360, 768, 1440
SHOWN: dict[str, Callable[[], Review]] = {"usual": usual, "ranged": ranged, "hostile": hostile}


Opener = Callable[..., OpenPage]


@cache
def written(which: str) -> str:
    """The page of a review."""
    return review_page(SHOWN[which]())


@pytest.fixture
def show(open_window: Opener, tmp_path: Path) -> Opener:
    """Open a review in a window."""

    def opener(which: str = "usual", width: int = DESK, anchor: str = "", **how: Any) -> OpenPage:
        path = tmp_path / "review.html"
        path.write_text(written(which), encoding="utf-8")
        return open_window(path.as_uri() + anchor, width, **how)

    return opener


def is_beside(opened: OpenPage) -> bool:
    """Whether what is replaced is seen beside what replaces it."""
    old, new = (opened.tab.locator(f".change {name} .l").first for name in ("del", "ins"))
    left, right = old.bounding_box(), new.bounding_box()
    assert left is not None and right is not None
    return left["x"] + left["width"] <= right["x"]


@pytest.mark.parametrize("which", SHOWN)
def test_nothing_is_requested_and_nothing_of_a_stranger_runs(show: Opener, which: str) -> None:
    opened = show(which)
    opened.tab.wait_for_load_state("networkidle")
    assert [url.rpartition("/")[2] for url in opened.requests] == ["review.html"]
    assert opened.trouble == []
    assert opened.ask("document.querySelectorAll('img, script').length") == 1


def test_the_policy_stops_a_script_that_gets_in(show: Opener) -> None:
    opened = show()
    opened.ask("""() => new Promise(stopped => {
        document.addEventListener("securitypolicyviolation", stopped);
        const other = document.createElement("script");
        other.textContent = "document.title = 'taken'";
        document.body.append(other);
        document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=\\"alert(1)\\">");
    })""")
    assert opened.tab.title() != "taken"
    assert opened.stopped == ["csp"]
    assert len([each for each in opened.trouble if "Content Security Policy" in each]) >= 2


@pytest.mark.parametrize("which", SHOWN)
def test_a_page_never_scrolls_sideways(show: Opener, which: str) -> None:
    opened = show(which)
    inside = """[...document.querySelectorAll("main *")].filter(each => !each.closest(".sr, .copy")
        && each.getBoundingClientRect().right > innerWidth + 1).map(each => each.outerHTML)"""
    for width in (320, PHONE, TABLET, 1024, DESK):
        opened.tab.set_viewport_size({"width": width, "height": 800})
        widths = "[document.documentElement.scrollWidth, innerWidth]"
        assert opened.ask(widths) == [width, width]
        assert opened.ask(inside) == []


@pytest.mark.parametrize(
    ("which", "width", "scheme"),
    [
        case("usual", PHONE, "light", stays=True),
        case("ranged", DESK, "dark", stays=False),
        case("usual", DESK, "dark", stays=False),
        case("ranged", PHONE, "light", stays=False),
    ],
)
def test_axe_finds_nothing(show: Opener, axe: str, which: str, width: int, scheme: str) -> None:
    opened = show(which, width, color_scheme=scheme)
    opened.ask("for (const each of document.querySelectorAll('details')) each.open = true")
    check_accessible(opened, axe)


def test_the_layout_goes_by_the_width_and_by_a_click(show: Opener) -> None:
    assert not is_beside(show(width=PHONE))
    assert not is_beside(show(width=TABLET))
    opened = show(width=DESK, java_script_enabled=False)
    assert is_beside(opened)
    opened.tab.get_by_label("Inline").click()
    assert not is_beside(opened)
    opened.tab.get_by_label("Side by side").click()
    assert is_beside(opened)


def test_everything_is_read_without_script(show: Opener) -> None:
    opened = show(java_script_enabled=False)
    tab = opened.tab
    assert tab.locator(".copy:visible, .filter:visible, .keys-hint:visible").count() == 0
    assert tab.locator(".command code").all_inner_texts()[2] == "hookkit accept 1a2b3c4"
    assert tab.locator("del code:visible").count() == tab.locator("del code").count() > 5
    tab.get_by_role("link", name="far.py").click()
    assert "#f-" in tab.url
    section = tab.locator(tab.url[tab.url.index("#") :])
    box = section.bounding_box()
    assert box is not None and 0 <= box["y"] < 400
    section.locator("summary").first.click()
    assert section.locator(".hunk").is_hidden()


@pytest.mark.parametrize("has_script", some([True, False], [False]))
def test_commands_and_files_are_folded_on_a_phone_alone(show: Opener, has_script: bool) -> None:
    for width, is_seen in ((PHONE, False), (TABLET, True), (DESK, True)):
        tab = show(width=width, java_script_enabled=has_script).tab
        command, link = tab.locator(".command").first, tab.locator(".file-link a").first
        assert (command.is_visible(), link.is_visible()) == (is_seen, is_seen)
        if not is_seen:
            tab.get_by_text("What to do with it").click()
            assert command.is_visible()


def test_the_first_file_is_on_the_first_screen_of_a_phone(show: Opener) -> None:
    box = show("ranged", PHONE).tab.locator(".file").first.bounding_box()
    assert box is not None and box["y"] < 800


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_unchanged_lines_are_unfolded_without_script(show: Opener, width: int) -> None:
    tab = show(width=width, java_script_enabled=False).tab
    hidden = tab.locator(".hidden", has_text="27 unchanged lines")
    line = hidden.locator("code", has_text="a26 = 26")
    assert line.is_hidden()
    hidden.locator("summary").click()
    first, number = hidden.locator(".l").last.bounding_box(), hidden.locator(".n.new").last
    below = tab.locator(".same .l", has_text="a27 = 27").bounding_box()
    assert line.is_visible() and number.inner_text() == "27"
    assert first is not None and below is not None
    assert abs(first["y"] + first["height"] - below["y"]) < 2


def test_u_unfolds_the_lines_around_the_hunk_and_keeps_its_place(show: Opener) -> None:
    opened = show(anchor=f"#h-{usual().hunks[5].id}")
    hunk = opened.tab.locator(".current")
    lines = opened.tab.locator(".excerpt:has(.current) > .hidden .l")
    before = hunk.bounding_box()
    for is_seen in (True, False):
        opened.tab.keyboard.press("u")
        assert lines.first.is_visible() == is_seen
        after = hunk.bounding_box()
        assert before is not None and after is not None and abs(before["y"] - after["y"]) < 2


def test_j_and_k_go_from_hunk_to_hunk(show: Opener) -> None:
    opened, ids = show(), [f"h-{hunk.id}" for hunk in usual().hunks]
    seen = []
    for key in "jjjkj":
        opened.tab.keyboard.press(key)
        seen.append(opened.focused)
    assert seen == [ids[0], ids[1], ids[2], ids[1], ids[2]]
    for _ in ids:
        opened.tab.keyboard.press("j")
    assert opened.focused == ids[-1]
    assert opened.ask("document.querySelectorAll('.current').length") == 1
    box = opened.tab.locator(".current").bounding_box()
    assert box is not None and 0 <= box["y"] < 800


def test_n_and_p_go_from_file_to_file_and_unfold_it(show: Opener) -> None:
    opened = show()
    names = opened.ask("[...document.querySelectorAll('.file h2')].map(each => each.id)")
    opened.ask("document.querySelectorAll('.file > details')[1].open = false")
    seen = []
    for key in "nnnpn":
        opened.tab.keyboard.press(key)
        seen.append(opened.focused)
    assert seen == [names[0], names[1], names[2], names[1], names[2]]
    assert opened.ask("document.querySelectorAll('.file > details:not([open])').length") == 0


def test_t_changes_the_layout_and_keeps_the_place(show: Opener) -> None:
    opened = show()
    for _ in range(3):
        opened.tab.keyboard.press("j")
    where = opened.tab.locator(".current").bounding_box()
    opened.tab.keyboard.press("t")
    assert not is_beside(opened)
    there = opened.tab.locator(".current").bounding_box()
    assert where is not None and there is not None and abs(where["y"] - there["y"]) < 2
    opened.tab.keyboard.press("t")
    assert is_beside(opened)


def test_c_and_the_buttons_copy_and_say_so(show: Opener) -> None:
    opened, first = show(), usual().hunks[0].id
    opened.tab.keyboard.press("j")
    opened.tab.keyboard.press("c")
    status = opened.tab.get_by_role("status")
    status.get_by_text(f"Copied: {first}").wait_for()
    opened.tab.get_by_role("button", name="Copy hookkit accept 1a2b3c4 --as amend").click()
    status.get_by_text("Copied: hookkit accept 1a2b3c4 --as amend").wait_for()
    opened.tab.keyboard.press("/")
    opened.tab.keyboard.press("ControlOrMeta+v")
    assert opened.tab.locator("#filter").input_value() == "hookkit accept 1a2b3c4 --as amend"


def test_the_filter_shows_the_files_with_that_name(show: Opener) -> None:
    opened = show()
    opened.tab.keyboard.press("/")
    assert opened.focused == "filter"
    opened.tab.keyboard.type("TEXT/t")
    names = opened.tab.locator(".file-link:visible .name")
    assert names.all_inner_texts() == ["tabs.py"]
    opened.tab.keyboard.type("zzz")
    assert names.all_inner_texts() == []
    assert opened.tab.get_by_text("No file has that in its name.").is_visible()
    opened.tab.keyboard.press("Escape")
    assert len(names.all_inner_texts()) == 4
    assert opened.focused != "filter"


def test_the_question_mark_shows_the_keys(show: Opener) -> None:
    opened = show()
    opened.tab.keyboard.press("?")
    assert opened.tab.get_by_role("dialog", name="Keys").is_visible()
    opened.tab.keyboard.press("j")
    assert opened.ask("document.querySelector('.current')") is None
    opened.tab.keyboard.press("Escape")
    assert opened.tab.locator("dialog").is_hidden()
    opened.tab.get_by_role("button", name="Keys").click()
    opened.tab.get_by_role("button", name="Close").click()
    assert opened.tab.locator("dialog").is_hidden()


def test_a_link_to_a_hunk_shows_it(show: Opener) -> None:
    last = usual().hunks[-1].id
    opened = show(anchor=f"#h-{last}")
    box = opened.tab.locator(f"#h-{last}").bounding_box()
    assert box is not None and 0 <= box["y"] < 800 - 50
    opened.tab.keyboard.press("k")
    assert opened.focused == f"h-{usual().hunks[-2].id}"


def test_the_first_key_leads_past_the_files(show: Opener) -> None:
    opened = show()
    opened.tab.keyboard.press("Tab")
    link = opened.tab.get_by_role("link", name="Skip to the hunks")
    box = link.bounding_box()
    assert box is not None and box["y"] >= 0
    opened.tab.keyboard.press("Enter")
    assert opened.focused == "content"
    opened.tab.keyboard.press("Tab")
    ring = opened.ask("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"


def test_only_the_code_is_copied_from_a_line(show: Opener) -> None:
    opened = show(width=TABLET)
    hunk = opened.tab.locator(f"#h-{usual().hunks[0].id} ins")
    opened.ask("each => getSelection().selectAllChildren(each)", hunk.element_handle())
    assert opened.ask("getSelection().toString()").split("\n") == ["import os", "import sys"]


@pytest.mark.parametrize("has_script", some([True, False], [True]))
def test_what_is_folded_is_printed(show: Opener, has_script: bool) -> None:
    opened = show("ranged", java_script_enabled=has_script)
    first = opened.tab.locator(".file > details:has(del)").first
    first.locator("summary").click()
    assert first.locator("del").first.is_hidden()
    opened.tab.emulate_media(media="print")
    assert first.locator("del").first.is_visible()
    assert opened.tab.locator(".commits details li").first.is_visible()
    assert opened.tab.locator(".hidden .l:visible").count() == 0
    assert opened.tab.locator("nav:visible, button:visible").count() == 0
    assert not is_beside(opened)
    assert opened.tab.pdf(format="A4").startswith(b"%PDF-")
