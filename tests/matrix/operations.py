"""Run the operations of a user in a repository, and give the outcome of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.matrix.workspace import EDITED, NOTES, SLOPPY, UNTRACKED, Workspace, check_kept, state
from tests.matrix.workspace import summary as summed_up


class Outcome(NamedTuple):
    """What an operation came to, in a line."""

    operation: str
    text: str


def begin(workspace: Workspace, mode: str) -> None:
    """Install hookkit, and leave uncommitted work beside what is to be committed."""
    assert workspace.hookkit("install").returncode == 0
    workspace.git("config", "hookkit.mode", mode)
    (workspace.repo.path / "mine.tmp").write_bytes(UNTRACKED)


def commit_sloppily(workspace: Workspace) -> bytes:
    """Commit a fault, with an unstaged edit of the same file; give the file's bytes before."""
    workspace.write(SLOPPY)
    workspace.git("add", "--", workspace.name)
    workspace.write(SLOPPY, EDITED)
    (workspace.repo.path / "notes.txt").write_bytes(NOTES)
    before = workspace.file.read_bytes()
    workspace.git(*workspace.identity, "commit", "-q", "-m", "Add a name")
    return before


def place(workspace: Workspace, mode: str) -> Iterator[Outcome]:
    """Commit in a mode, and take the correction back."""
    begin(workspace, mode)
    workspace.git("switch", "-q", "-c", workspace.topic)
    before = commit_sloppily(workspace)
    check_kept(workspace)
    yield Outcome(mode, summed_up(workspace))
    if mode == "propose":
        kept = workspace.git("for-each-ref", "refs/hookkit/corrections/").count("refs/hookkit/")
        yield Outcome("kept", f"proposals: {kept}")
        yield from accept(workspace)
        return
    ended = workspace.hookkit("undo")
    assert workspace.file.read_bytes() == before
    check_kept(workspace)
    yield Outcome(f"undo of {mode}", f"{ended.returncode}; {summed_up(workspace)}")


def accept(workspace: Workspace) -> Iterator[Outcome]:
    """Review a proposal, take it beside staged work, and take that back."""
    (workspace.repo.path / "staged.txt").write_bytes(b"staged\n")
    workspace.git("add", "staged.txt")
    before = state(workspace)
    yield Outcome("review", f"{workspace.hookkit('review').returncode}; {summed_up(workspace)}")
    assert state(workspace) == before
    for how in ("fixup", "amend"):
        ended = workspace.hookkit("accept", "--as", how)
        check_kept(workspace)
        assert workspace.git("diff", "--cached", "--name-only") == "staged.txt"
        yield Outcome(f"accept --as {how}", f"{ended.returncode}; {summed_up(workspace)}")
        undone = workspace.hookkit("undo")
        assert state(workspace) == before, undone.stderr
        yield Outcome(f"undo of accept --as {how}", str(undone.returncode))


def round_of_a_branch(workspace: Workspace) -> Iterator[Outcome]:
    """Start a branch, commit on it, tidy it, bring it up to date and merge it."""
    begin(workspace, "fixup")
    yield Outcome(
        "start", f"{workspace.hookkit('start', '7', 'topic').returncode}; {_where(workspace)}"
    )
    if _where(workspace) != workspace.topic:
        workspace.git("switch", "-q", "-c", workspace.topic)
    commit_sloppily(workspace)
    for command in ("tidy", "sync", "merge"):
        if command == "sync":
            _go_on(workspace)
        ended = workspace.hookkit(command)
        check_kept(workspace)
        yield Outcome(command, f"{ended.returncode}; {_where(workspace)}; {summed_up(workspace)}")


def _go_on(workspace: Workspace) -> None:
    """The colleague pushes."""
    workspace.colleague.git("pull", "-q")
    workspace.colleague.commit("Go on", {"theirs.txt": "theirs\n"})
    workspace.colleague.git("push", "-q")


def _where(workspace: Workspace) -> str:
    return workspace.git("symbolic-ref", "--short", "HEAD")


def placing(mode: str) -> Callable[[Workspace], Iterator[Outcome]]:
    """Give the round of one mode."""
    return lambda workspace: place(workspace, mode)


ROUNDS: dict[str, Callable[[Workspace], Iterator[Outcome]]] = {
    **{mode: placing(mode) for mode in ("propose", "worktree", "fixup", "commit")},
    "branch": round_of_a_branch,
}
