"""``hookkit graph --html`` and ``--svg``: where the picture goes, and what is left alone."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hookkit.terminal.write_html_or_svg_file import GENERATOR_TAG
from tests.history.checks.scenarios import branch, grow, merge
from tests.repository import Repository
from tests.repository_with_hooks import run_here


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A main with one merge."""
    grow(repo, "base")
    branch(repo, "12-tax", "main", "one")
    merge(repo, "12-tax")
    return repo


@pytest.mark.parametrize("form", ["html", "svg"])
def test_a_picture_is_written_and_one_of_ours_replaced(begun: Repository, form: str) -> None:
    path = begun.path.parent / f"a picture.{form}"
    again = f"hookkit graph --limit 9 --{form} '{path}' --open"
    show = f"show  {again}  or open the file in a browser\n"
    for _ in range(2):
        ended = run_here(begun, "graph", "--limit", "9", f"--{form}", str(path))
        assert (ended.status, ended.err) == (0, "")
        assert ended.out == f"hookkit drew the history: {path} (3 commits)\n{show}"
    assert GENERATOR_TAG in path.read_bytes()[:4096]
    assert [each.name for each in path.parent.glob("*picture*")] == [path.name]


@pytest.mark.parametrize("form", ["html", "svg"])
def test_what_goes_to_stdout_is_what_goes_to_a_file(begun: Repository, form: str) -> None:
    path = begun.path.parent / f"picture.{form}"
    run_here(begun, "graph", f"--{form}", str(path))
    ended = run_here(begun, "graph", f"--{form}", "-")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["html", "svg"])
def test_a_file_of_somebody_else_is_left_alone(begun: Repository, form: str) -> None:
    path = begun.write(f"mine.{form}", "mine")
    ended = run_here(begun, "graph", f"--{form}", f"mine.{form}")
    assert (ended.status, ended.out) == (1, "")
    assert f"hookkit graph --{form} mine-graph.{form}" in ended.err
    assert path.read_text() == "mine"
    folder = run_here(begun, "graph", f"--{form}", ".")
    assert (folder.status, folder.out) == (2, "")
    assert f"hookkit graph --{form} graph.{form}" in folder.err


@pytest.mark.parametrize("form", ["html", "svg"])
def test_a_place_that_cannot_be_written_is_told(begun: Repository, form: str) -> None:
    ended = run_here(begun, "graph", f"--{form}", f"nowhere/x.{form}")
    assert (ended.status, ended.out) == (3, "")
    assert "nowhere/x" in ended.err and f"hookkit graph --{form} graph.{form}" in ended.err


def test_a_browser_is_asked_to_show_it(begun: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def show(url: str) -> bool:
        asked.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", show)
    path = begun.path / ".git" / "hookkit" / "graph.html"
    assert run_here(begun, "graph", "--open").out == (
        f"hookkit drew the history: {path} (3 commits)\n  a browser shows it\n"
    )
    assert asked == [path.as_uri()]
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    assert run_here(begun, "graph", "--svg", "x.svg", "--open").out == (
        "hookkit drew the history: x.svg (3 commits)\n"
        "  no browser could be started: open the file by hand\n"
    )


@pytest.mark.parametrize(
    "args", [("--html", "-", "--svg", "-"), ("--html", "-", "--open"), ("--svg", "-", "--open")]
)
def test_what_excludes_itself_is_wrong_usage(begun: Repository, args: tuple[str, ...]) -> None:
    ended = run_here(begun, "graph", *args)
    assert (ended.status, ended.out) == (2, "")


def test_an_svg_is_well_formed_and_loads_nothing(begun: Repository, tmp_path: Path) -> None:
    begun.commit("</text><script>& \x1b[31m")
    begun.git("branch", "a<b>&'\"")
    text = run_here(begun, "graph", "--svg", "-", "--unfold").out
    root = ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    kinds = {each.tag.removeprefix(space) for each in root.iter()}
    assert kinds == {"svg", "style", "title", "rect", "g", "path", "circle", "text", "tspan"}
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    printed = ["".join(each.itertext()) for each in root.iter(f"{space}text")]
    assert len(printed) == 6 and printed[0] == "The history of main" and "● commit" in printed[-1]
    assert "a<b>&'\"" in printed[1] and "</text><script>& \\x1b[31m" in printed[1]
    titles = [each.text or "" for each in root.iter(f"{space}title")]
    assert titles[0] == printed[0] and titles[1].endswith("</text><script>& \\x1b[31m")


def test_what_was_asked_is_drawn_and_where_it_is_cut_is_marked(begun: Repository) -> None:
    for number in range(3):
        branch(begun, f"{number}-more", "main", "two", "three")
        merge(begun, f"{number}-more")
    whole = run_here(begun, "graph", "--unfold", "--svg", "-").out
    assert whole.count("<g><title>") == 12 and "older commits" not in whole
    cut = run_here(begun, "graph", "--unfold", "--limit", "2", "--svg", "-").out
    assert cut.count("<g><title>") == 6
    assert "┊ older commits are not drawn: hookkit graph --unfold --limit 0 --svg FILE" in cut
    assert 'class="l0 on"' in cut and 'class="l0 on"' not in whole
    page = run_here(begun, "graph", "--unfold", "--limit", "2", "--html", "-").out
    assert '"unfolded":true' in page and "hookkit graph --unfold --limit 0 --open" in page
    assert '"unfolded":false' in run_here(begun, "graph", "--html", "-").out


def test_a_page_has_files_and_links_as_they_are_here(begun: Repository) -> None:
    begun.git("remote", "add", "origin", "https://ann:secret@gitlab.com/shop/till.git")
    begun.git("config", "hookkit.ticketUrl", "https://example.com/{ticket}")
    text = run_here(begun, "graph", "--html", "-").out
    assert '"page":"https://gitlab.com/shop/till/-/commit/"' in text and "secret" not in text
    assert '["#12","https://example.com/12"]' in text
    assert '"files":[["one"' in text


def test_an_svg_is_the_same_each_time(begun: Repository) -> None:
    assert run_here(begun, "graph", "--svg", "-") == run_here(begun, "graph", "--svg", "-")
