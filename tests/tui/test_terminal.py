"""``hookkit review --tui`` as a person uses it: in a terminal, key by key."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

if find_spec("textual") is None:
    pytest.skip("there is no Textual", allow_module_level=True)
if sys.platform == "win32":
    pytest.skip("there is no tmux", allow_module_level=True)

from tests.commands.review_scenario import A, B, better, proposed, sloppy
from tests.interruption.placement_scenario import in_worktree
from tests.repository import Repository
from tests.repository_with_hooks import CORRECTIONS, repository_content
from tests.tui.tmux_session import TIMEOUT, Tmux, hookkit_in_tmux

SIZES = [(40, 10), (120, 40)]


@pytest.fixture
def socket() -> Iterator[Path]:
    """A place for a socket, whose name must be short."""
    with TemporaryDirectory(prefix="hookkit-tui-") as folder:
        yield Path(folder, "tmux")


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository whose last commit has four hunks to choose from, as a proposal."""
    proposed(sloppy(repo))
    return repo


def tui(
    repo: Repository, socket: Path, *args: str, size: tuple[int, int] = (100, 30), **env: str
) -> AbstractContextManager[Tmux]:
    """The interface in a terminal."""
    return hookkit_in_tmux(repo.path, socket, "review", "--tui", *args, size=size, env=env)


def child_of(tmux: Tmux) -> int:
    """The id of the process that the shell of a terminal has started."""
    shell = tmux.run("display-message", "-p", "#{pane_pid}").strip()
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", shell], capture_output=True, text=True)
    return int(listed.stdout.split()[0])


def take_one(tmux: Tmux) -> None:
    """Take the first of four hunks."""
    tmux.expect("0 of 4 taken")
    tmux.press("Space")
    tmux.expect("1 of 4 taken")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1", "COLUMNS": "80", "LINES": "24"}])
def test_hunks_are_chosen_and_placed(
    size: tuple[int, int], env: dict[str, str], begun: Repository, socket: Path
) -> None:
    with tui(begun, socket, size=size, **env) as tmux:
        tmux.expect("0 of 4 taken")
        tmux.expect("[ ] a.py:2 E225")
        tmux.press("Space", "j", "j", "Space")
        screen = tmux.expect("2 of 4 taken")
        assert "[x] a.py:6-7 E225" in screen and "space take  c place" in screen
        colours = [str(number) for number in (*range(30, 38), *range(90, 98))]
        codes = [part.split("m")[0].split(";") for part in tmux.screen("-e").split("\x1b[")[1:]]
        has_colours = any(code in colours for some in codes for code in some)
        assert has_colours == (not env)
        assert any("7" in some for some in codes), "the cursor is to be seen"
        tmux.press("c")
        assert "put it into the files" in tmux.expect("where to")
        tmux.press("w")
        tmux.expect("status 0")
        assert "hookkit kept 2 of 4 hunks" in tmux.screen("-J", "-S", "-200")
    assert (in_worktree(begun), in_worktree(begun, "b.py")) == (better(A, "aef"), B)
    assert begun.blob(f"{CORRECTIONS}{begun.head}:a.py") == better(A, "aef")


@pytest.mark.parametrize(
    ("keys", "status"), [(["q"], 0), (["Space", "q", "q"], 0), (["Space", "C-c"], 130)]
)
def test_quitting_changes_nothing(
    keys: list[str], status: int, begun: Repository, socket: Path
) -> None:
    start = repository_content(begun)
    with tui(begun, socket) as tmux:
        tmux.expect("0 of 4 taken")
        tmux.press(*keys)
        assert "hookkit changed nothing\n" in tmux.expect(f"status {status}\n")
    assert repository_content(begun) == start


def test_a_terminal_that_shrinks_and_grows(begun: Repository, socket: Path) -> None:
    with tui(begun, socket, size=(120, 40)) as tmux:
        tmux.expect("0 of 4 taken")
        tmux.press("G", "Space")
        tmux.expect("1 of 4 taken")
        tmux.run("resize-window", "-x", "40", "-y", "10")
        tmux.expect("? help\n")
        assert "[x] b.py:1 E225" in tmux.screen() and "all hunks" not in tmux.screen()
        tmux.run("resize-window", "-x", "120", "-y", "40")
        assert "[x] b.py:1 E225" in tmux.expect("all hunks")
        tmux.press("c", "f")
        tmux.expect("status 0")
    assert begun.blob("HEAD:b.py") == better(B, "z")
    assert begun.git("log", "-1", "--format=%s") == "fixup! Add a and b"


def test_a_branch_that_moves_meanwhile_costs_nothing(begun: Repository, socket: Path) -> None:
    old = begun.head
    with tui(begun, socket, "--as", "fixup") as tmux:
        take_one(tmux)
        begun.git("commit", "-q", "--allow-empty", "-m", "More")
        start = repository_content(begun)
        tmux.press("c")
        tmux.expect("where to")
        tmux.press("Enter")
        said = tmux.expect("status 1")
        assert "HEAD has moved during the review: nothing was changed\n" in said
        assert repository_content(begun) == start
        again = said.split("repair: ")[1].split("\n")[0]
    assert again == f"hookkit review {old[:7]} --take d42d7a0 --as fixup"
    assert begun.hookkit(*again.split()[1:]).returncode == 0
    assert begun.blob("HEAD:a.py") == better(A, "a")


def test_the_mouse_is_switched_off_and_the_choice_stays(begun: Repository, socket: Path) -> None:
    with tui(begun, socket) as tmux:
        tmux.expect("0 of 4 taken")
        assert tmux.run("display-message", "-p", "#{mouse_any_flag}") == "1\n"
        tmux.press("Space", "m")
        assert "1 of 4 taken" in tmux.expect("the mouse is off")
        assert tmux.run("display-message", "-p", "#{mouse_any_flag}") == "0\n"
        tmux.press("q", "q")
        tmux.expect("status 0")


def test_a_kill_leaves_the_terminal_in_order(begun: Repository, socket: Path) -> None:
    start = repository_content(begun)
    with tui(begun, socket) as tmux:
        take_one(tmux)
        os.kill(child_of(tmux), signal.SIGTERM)
        tmux.expect("status 143")
        assert tmux.run("display-message", "-p", "#{alternate_on}#{mouse_any_flag}") == "00\n"
    assert repository_content(begun) == start


def test_a_terminal_that_is_closed_leaves_nothing_behind(begun: Repository, socket: Path) -> None:
    start = repository_content(begun)
    with tui(begun, socket) as tmux:
        take_one(tmux)
        pid = child_of(tmux)
    until = time.monotonic() + TIMEOUT
    while subprocess.run(["ps", "-p", str(pid)], capture_output=True).returncode == 0:
        assert time.monotonic() < until, "it is still there"
        time.sleep(0.05)
    assert repository_content(begun) == start
