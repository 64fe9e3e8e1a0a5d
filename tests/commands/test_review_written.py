"""``hookkit review --html``, ``--open`` and ``--format``: a review for others to read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, repository_content, run_here

PAGE = '<meta name="generator" content="hookkit">'


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with a proposed correction of its last commit."""
    repo.commit("begin", {"README": "x\n"})
    repo.commit("Add a", {"a.py": SLOPPY})
    assert run_here(repo, "run", "--mode", "propose").status == 0
    return repo


def browser(folder: Path) -> str:
    """A browser that only notes what it is shown; gives the environment's word for it."""
    program = folder / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > "{folder}/shown"\n')
    program.chmod(0o755)
    return f"{program} %s"


def test_a_page_is_written_where_a_person_says(begun: Repository) -> None:
    before = repository_content(begun)
    ended = run_here(begun, "review", "--html", "../review.html")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == (
        "hookkit wrote the review: ../review.html (1 hunk in 1 file)\n"
        "show  hookkit review --open  or open the file in a browser\n"
    )
    text = (begun.path.parent / "review.html").read_text(encoding="utf-8")
    assert PAGE in text and "Add a" in text and "E401" in text
    assert repository_content(begun) == before
    assert not list(begun.path.parent.glob(".hookkit-*"))


def test_the_command_that_shows_a_page_names_what_was_asked_for(begun: Repository) -> None:
    ended = run_here(begun, "review", "HEAD", "--only", "E4", "--html", "../part.html")
    assert "show  hookkit review HEAD --only E4 --open  or " in ended.out
    assert run_here(begun, "review", "HEAD", "--only", "E4", "--html", "-").status == 0


def test_a_page_of_ours_is_written_anew_and_nothing_else(begun: Repository) -> None:
    mine = begun.write("mine.html", "<p>mine")
    assert run_here(begun, "review", "--html", "ours.html").status == 0
    assert run_here(begun, "review", "HEAD~1..HEAD", "--html", "ours.html").status == 0
    assert "HEAD~1..HEAD" in (begun.path / "ours.html").read_text(encoding="utf-8")
    ended = run_here(begun, "review", "--html", "mine.html")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        "hookkit: mine.html is there already, and is no page of hookkit's: it was left alone\n"
        "  repair: hookkit review --html mine-review.html\n"
    )
    assert mine.read_text() == "<p>mine"
    assert run_here(begun, "review", "--html", "mine-review.html").status == 0


@pytest.mark.parametrize("name", ["nowhere/review.html", "README/review.html"])
def test_a_page_that_cannot_be_written_is_named(begun: Repository, name: str) -> None:
    ended = run_here(begun, "review", "--html", name)
    assert (ended.status, ended.out) == (3, "")
    assert ended.err.startswith(f"hookkit: {name} cannot be written: ")


def test_a_page_goes_to_stdout(begun: Repository) -> None:
    ended = begun.hookkit("review", "--html", "-")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("<!doctype html>") and PAGE in ended.stdout


@pytest.mark.skipif(os.name == "nt", reason="the browser is a shell script")
def test_a_browser_is_shown_the_page(begun: Repository, tmp_path: Path) -> None:
    ended = begun.hookkit("review", "--open", BROWSER=browser(tmp_path))
    page = begun.path / ".git" / "hookkit" / "review.html"
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == (
        f"hookkit wrote the review: {page} (1 hunk in 1 file)\n  a browser shows it\n"
    )
    assert (tmp_path / "shown").read_text() == f"{page.as_uri()}\n"
    assert begun.status == ""


def test_a_page_says_that_there_is_nothing(begun: Repository) -> None:
    begun.commit("clean", {"b.py": FIXED})
    ended = run_here(begun, "review", "--html", "page.html")
    assert ended.out.startswith("hookkit wrote the review: page.html (0 hunks in 0 files)\n")
    text = (begun.path / "page.html").read_text(encoding="utf-8")
    assert "There is nothing to correct." in text


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
@pytest.mark.parametrize("what", ["HEAD", "HEAD~1..HEAD"])
def test_the_hunks_are_written_for_other_programs(begun: Repository, form: str, what: str) -> None:
    ended = begun.hookkit("review", what, "--format", form)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert isinstance(json.loads(ended.stdout), dict)
    (hunk,) = json.loads(begun.hookkit("review", what, "--format", "json").stdout)["hunks"]
    assert hunk["id"] in ended.stdout
    assert (hunk["before"], hunk["after"]) == (SLOPPY, FIXED)


@pytest.mark.parametrize(
    ("args", "sentence", "repair"),
    [
        pytest.param(
            ["--html", "a.html", "--format", "json"],
            "-i, --tui, --html and --format exclude each other",
            "hookkit review --help",
            id="a page in a format",
        ),
        pytest.param(
            ["-i", "--open"],
            "-i, --tui, --html and --format exclude each other",
            "hookkit review --help",
            id="a page to walk through",
        ),
        pytest.param(
            ["--html", "-", "--open"],
            "what goes to stdout cannot be opened",
            "hookkit review --open",
            id="stdout in a browser",
        ),
    ],
)
def test_what_cannot_be_both(
    begun: Repository, args: list[str], sentence: str, repair: str
) -> None:
    ended = run_here(begun, "review", *args)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == f"hookkit: {sentence}\n  repair: {repair}\n"
