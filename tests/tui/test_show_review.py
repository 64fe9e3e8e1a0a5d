"""If the interface cannot be shown, one line says why and what to do."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.commands.review_scenario import proposed, sloppy
from tests.repository import Repository
from tests.repository_with_hooks import repository_content

WITHOUT_TEXTUAL = """\
import sys
sys.modules["textual"] = None
from hookkit.__main__ import main
raise SystemExit(main(sys.argv[1:]))
"""


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with a proposed correction."""
    proposed(sloppy(repo))
    return repo


def test_without_textual_the_line_that_installs_it_is_named(begun: Repository) -> None:
    start = repository_content(begun)
    command = [sys.executable, "-c", WITHOUT_TEXTUAL, "review", "--tui"]
    ended = subprocess.run(command, cwd=begun.path, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        "hookkit: --tui needs Textual, which is not installed\n"
        f"  repair: {sys.executable} -m pip install 'textual>=4'\n"
    )
    assert repository_content(begun) == start


def test_without_a_terminal_the_prompt_is_named(begun: Repository) -> None:
    pytest.importorskip("textual")
    start = repository_content(begun)
    ended = begun.hookkit("review", "--tui")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        "hookkit: --tui needs a terminal for its keys and its screen\n"
        "  repair: hookkit review -i\n"
    )
    assert repository_content(begun) == start


@pytest.mark.parametrize("other", [("-i",), ("--take", "fff", "--as", "fixup"), ("--html", "-")])
def test_it_is_one_way_of_several(other: tuple[str, ...], begun: Repository) -> None:
    ended = begun.hookkit("review", "--tui", *other)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "exclude each other\n" in ended.stderr
