"""``hookkit graph`` on a terminal: its width, its colours."""

from __future__ import annotations

import time

import pytest
from rich.cells import cell_len

from tests.history.checks.scenarios import branch, grow, merge
from tests.repository import Repository
from tests.repository_with_hooks import run_here, short_ids
from tests.terminal.terminal import without_colours

NOON = 1_700_000_000


@pytest.fixture
def busy(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Long subjects, long names, letters of two columns, and branches that were not rebased."""
    monkeypatch.setattr(time, "time", lambda: NOON + 86400.0 * 3)
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"@{NOON} +0000")
    monkeypatch.setenv("GIT_AUTHOR_DATE", f"@{NOON} +0000")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    grow(repo, "base")
    for number in range(6):
        branch(repo, f"{number}-late", "main", f"ABC-{number} Change what is much too long to tell")
        repo.git("checkout", "-q", "main")
    for number in range(6):
        merge(repo, f"{number}-late")
    branch(repo, "77-a-name-that-takes-all-of-the-room-there-is", "main")
    repo.commit("計算を直す " * 9, None, "--author=プログラマーの山田太郎さん <y@hookkit.invalid>")
    return repo


def shown(repo: Repository, width: int, monkeypatch: pytest.MonkeyPatch, *args: str) -> list[str]:
    """The lines that a terminal of a width shows, without colours, and without the legend."""
    monkeypatch.setenv("COLUMNS", str(width))
    ended = run_here(repo, "graph", *args)
    assert (ended.status, ended.err) == (0, "")
    return without_colours(ended.out).splitlines()[:-1]


@pytest.mark.parametrize("args", [(), ("--unfold",), ("--all",)])
@pytest.mark.parametrize("width", [200, 100, 80, 60, 45])
def test_no_line_is_wider_than_the_terminal(
    busy: Repository, width: int, args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = shown(busy, width, monkeypatch, *args)
    assert len(lines) in (8, 14)
    assert {cell_len(line) for line in lines} == {width}


def test_what_matters_most_is_cut_last(busy: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [short_ids(busy, line) for line in shown(busy, 80, monkeypatch)]
    assert lines[0].endswith(
        ">   [HEAD → 77-a-name-t…] 計算を直す 計算…  #77   プログラマー…    2 d"
    )
    assert lines[1:3] == [
        "◆─╯ <Merge 5-late> ✗ [main] Merge 5-late  not rebased HK403  ▸ 1…  hookkit tests    2 d",
        "◆   <Merge 4-late> ✗ Merge 4-late  not rebased HK403  ▸ 1 commit   hookkit tests    2 d",
    ]
    busy.git("checkout", "-q", "-b", "many", "main")
    grow(busy, *map(str, range(12)))
    merge(busy, "many", title="Merge many")
    many = [short_ids(busy, shown(busy, width, monkeypatch)[0]) for width in (57, 56, 49)]
    assert many == [
        "◉ <Merge many> ✓ [HEAD → main] Merge many  ▸ 12 commits    2 d",
        "◉ <Merge many> ✓ [HEAD → main] Merge many  ▸ 12…          2 d",
        "◉ <Merge many> ✓ [HEAD → main] Merge many          2 d",
    ]
    narrow = [short_ids(busy, line) for line in shown(busy, 45, monkeypatch)]
    assert narrow[3] == "◆ <Merge 3-late> ✗ Merge 3-late  not rebased…    2 d"


def test_lanes_for_which_there_is_no_room_are_not_drawn(
    busy: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = shown(busy, 45, monkeypatch, "--unfold")
    assert [line[:10].rstrip() for line in lines[7:14]] == [
        *("◆─┼─┼─┼─╮", "│ │ │ │ ●", "◆─┼─┼─┼─…", "│ │ │ │ ●", "◆─┼─┼─┼─…", "│ │ │ │ ●"),
        "●─┴─┴─┴─…",
    ]


def test_each_lane_has_its_colour(busy: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    merge_row = run_here(busy, "graph", "--unfold").out.splitlines()[1]
    blue, green, magenta = "\x1b[1;34m", "\x1b[32m", "\x1b[35m"
    assert merge_row.startswith(f"{blue}◆\x1b[0m{green}─┴\x1b[0m{magenta}─╮\x1b[0m  ")


def test_colours_can_be_done_without(busy: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in run_here(busy, "graph").out
