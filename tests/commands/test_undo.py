"""``hookkit undo``: what it says, and that everything is as before."""

from __future__ import annotations

import pytest

from tests.commands.repository_copies import state
from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY, repository_content, run_here, short_ids


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with a sloppy commit on top of a clean one."""
    repo.commit("begin", {"README": "x\n"})
    repo.commit("Add a", {"a.py": SLOPPY})
    return repo


WORKTREE = """\
hookkit took back the uncommitted edits in 1 file
  a.py
again  hookkit redo
"""
FIXUP = """\
hookkit took back the fixup! commit <new>: the branch is at <Add a> again
  a.py
again  hookkit redo
"""
COMMIT = """\
hookkit took back the commit of the correction <new>: the branch is at <Add a> again
  a.py
again  hookkit redo
"""
AMEND = """\
hookkit took back the amended commit <new>: the branch is at <Add a> again
  a.py
again  hookkit redo
"""


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["run"], WORKTREE),
        (["run", "--mode", "fixup"], FIXUP),
        (["run", "--mode", "commit"], COMMIT),
        (["accept", "--as", "amend"], AMEND),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_taking_back_and_again(begun: Repository, words: list[str], text: str) -> None:
    run_here(begun, "run", "--mode", "propose")
    before = state(begun)
    assert run_here(begun, *words).status == 0
    after, new = state(begun), begun.head[:7]
    ended = begun.hookkit("undo")
    printed = ended.stdout if new == begun.head[:7] else ended.stdout.replace(new, "<new>")
    assert short_ids(begun, printed) == text
    assert (ended.returncode, ended.stderr) == (0, "")
    assert state(begun) == before
    again = ended.stdout.splitlines()[-1].split()[2:]
    assert run_here(begun, *again).status == 0
    assert state(begun) == after


def test_there_is_nothing_to_take_back(begun: Repository) -> None:
    before = repository_content(begun)
    ended = begun.hookkit("undo")
    assert ended.stderr == (
        "hookkit: there is nothing to take back here\n  repair: hookkit corrections\n"
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert repository_content(begun) == before


def test_what_was_edited_since_stays(begun: Repository) -> None:
    run_here(begun, "run")
    begun.write("a.py", "import os\nimport sys\nx = 100\n")
    ended = run_here(begun, "undo")
    assert begun.read("a.py").endswith(b"x = 100\n")
    assert ": you have edited it since\n" in ended.out
    assert ended.status == 1


def test_commits_on_top_are_not_taken_back(begun: Repository) -> None:
    run_here(begun, "run", "--mode", "fixup")
    new = begun.head
    begun.commit("more", {"c.txt": "c\n"})
    before = repository_content(begun)
    ended = run_here(begun, "undo")
    assert ended.err.endswith(f"  repair: git revert {new[:7]}\n")
    assert ended.status == 1
    assert repository_content(begun) == before


def test_in_another_worktree_there_is_nothing(begun: Repository) -> None:
    run_here(begun, "run")
    begun.git("worktree", "add", "-q", "--detach", "../linked")
    linked = Repository(begun.path.parent / "linked")
    assert run_here(linked, "undo").err.startswith("hookkit: there is nothing")
    assert run_here(begun, "undo").status == 0
