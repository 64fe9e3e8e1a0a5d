"""``hookkit history-report``: the command with all that it prints."""

from __future__ import annotations

import json
import webbrowser

import pytest

from hookkit.formats.registry import HISTORY_FORMATS
from hookkit.terminal.write_html_or_svg_file import GENERATOR_TAG
from tests.history.checks.scenarios import branch, grow, merge
from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here, short_ids


@pytest.fixture
def team(repo: Repository) -> Repository:
    """A main with a rebased branch, one that was not, and a fixup that slipped through."""
    grow(repo, "begin")
    branch(repo, "12-add", "main", "add", "fixup! add")
    branch(repo, "13-mend", "main", "mend")
    merge(repo, "12-add", title="Merge branch '12-add'")
    merge(repo, "13-mend", title="Merge branch '13-mend'")
    return repo


def report(repo: Repository, *args: str) -> str:
    """Run the command, which must end well, and give what it prints, with subjects for ids."""
    ended = run_here(repo, "history-report", *args)
    assert (ended.status, ended.err) == (0, "")
    return short_ids(repo, ended.out)


def test_the_report(team: Repository) -> None:
    team.git("config", "hookkit.ticketPattern", "[0-9]+")
    assert report(team) == (
        """\
hookkit history-report of main, all of it
  6 commits by 1 author: 2023-11-14
  3 on main itself, 3 brought in by merges

50% of 2 merges on main are semi-linear
  semi-linear   1   50%         newest <Merge branch '12-add'>  "Merge branch '12-add'"
  not-rebased   1   50%  HK403  newest <Merge branch '13-mend'>  "Merge branch '13-mend'"
1 other commit on main
  first commit  1

  1 fixup slipped through  newest <fixup! add>  "fixup! add"
  1 of 3 commits that need a ticket has none  newest <begin>  "begin"

2 branches
  first commit to merge  median 2 minutes, 90% within 3 minutes
  size                   median 1.5 commits, 90% at most 2
  longest-lived
     3 minutes    2 commits  12-add   by hookkit tests
     2 minutes     1 commit  13-mend  by hookkit tests

By week     commits  merges  semi-linear  fixups  no ticket
  2023-W46        6       2          50%       1          1
look closer  hookkit graph --unfold <Merge branch '13-mend'>^..<Merge branch '13-mend'>  \
the newest not-rebased
"""
    )


def test_what_it_advises_tells_the_fault(team: Repository) -> None:
    command = report(team).splitlines()[-1]
    assert command.startswith("look closer  hookkit graph --unfold ")
    ended = run_here(team, "graph", "--unfold", "main^..main")
    assert (ended.status, ended.err) == (0, "")
    assert "not rebased HK403" in ended.out.splitlines()[0]


def test_a_range_by_another_period(team: Repository) -> None:
    lines = report(team, "main~1..main", "--by", "quarter").splitlines()
    assert lines[0] == "hookkit history-report of main~1..main"
    assert lines[-4:-1] == [
        "By quarter  commits  merges  semi-linear  fixups",
        "  2023-Q4         2       1           0%       0",
        "note  tickets are not looked for: ticket_pattern is not set",
    ]


def test_an_empty_range_ends_well(team: Repository) -> None:
    assert report(team, "main..main").splitlines()[:2] == [
        "hookkit history-report of main..main",
        "  no commit",
    ]


def test_the_formats_for_others(team: Repository) -> None:
    assert json.loads(report(team, "--format", "json"))["commits"] == 6
    assert report(team, "--format=markdown").startswith("## History of main, all of it\n")
    assert {"json", "markdown"} == HISTORY_FORMATS.keys()


def test_bars_are_for_the_terminal(team: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "█" not in report(team)
    rich = report(team, "--format=rich")
    assert "█" in rich and "\x1b[" in rich
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert report(team) == rich
    assert "█" not in report(team, "--format=plain")


@pytest.mark.parametrize("form", ["html", "svg"])
def test_a_page_and_a_picture_are_written(team: Repository, form: str) -> None:
    path = team.path.parent / f"a report.{form}"
    for _ in range(2):
        assert report(team, "main", "--by", "month", f"--{form}", str(path)) == (
            f"hookkit wrote the history report: {path} (6 commits)\n"
            f"show  hookkit history-report main --by month --{form} '{path}' --open"
            "  or open the file in a browser\n"
        )
    assert GENERATOR_TAG in path.read_bytes()[:4096]
    there = report(team, "main", "--by", "month", f"--{form}", "-")
    assert there == short_ids(team, path.read_text(encoding="utf-8"))


def test_a_page_is_opened_and_links_to_what_a_remote_has(
    team: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_page(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", open_page)
    team.git("remote", "add", "origin", "https://github.com/team/shop.git")
    team.git("update-ref", "refs/remotes/origin/main", "main~1")
    merges = [team.git("rev-parse", name) for name in ("main~1", "main")]
    assert report(team, "main", "--open").splitlines()[-1] == "  a browser shows it"
    path = team.path / ".git" / "hookkit" / "history-report.html"
    assert opened == [path.as_uri()]
    text = path.read_text(encoding="utf-8")
    assert [f"https://github.com/team/shop/commit/{each}" in text for each in merges] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (["nowhere"], 3, "there is no commit 'nowhere' here"),
        (["a..b"], 3, "there is no commit 'a' here"),
        (["a", "b"], 2, "got unexpected extra argument (b)"),
        (["--html=x", "--svg=y"], 2, "--html, --svg and --format exclude each other"),
        (["--open", "--format=json"], 2, "--html, --svg and --format exclude each other"),
        (["--svg=-", "--open"], 2, "what goes to stdout cannot be opened"),
        (["--by", "day"], 2, "invalid value for '--by': 'day' is not one of 'week', 'month', "),
    ],
)
def test_wrong_usage(team: Repository, args: list[str], status: int, message: str) -> None:
    ended = run_here(team, "history-report", *args)
    assert (ended.status, ended.out) == (status, "")
    assert ended.err.startswith(f"hookkit: {message}")


def test_nothing_is_changed_by_looking(team: Repository) -> None:
    before = repository_content(team)
    report(team)
    assert repository_content(team) == before
