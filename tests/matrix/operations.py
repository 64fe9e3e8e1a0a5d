"""Run the operations of a user in a repository, and give the outcome of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.matrix.workspace import EDITED, NOTES, SLOPPY, UNTRACKED, Site, check_kept, state
from tests.matrix.workspace import summary as summed_up


class Outcome(NamedTuple):
    """What an operation came to, in a line."""

    operation: str
    text: str


def begin(site: Site, mode: str) -> None:
    """Install hookkit, and leave uncommitted work beside what is to be committed."""
    assert site.hookkit("install").returncode == 0
    site.git("config", "hookkit.mode", mode)
    (site.repo.path / "mine.tmp").write_bytes(UNTRACKED)


def commit_sloppily(site: Site) -> bytes:
    """Commit a fault, with an unstaged edit of the same file; give the file's bytes before."""
    site.write(SLOPPY)
    site.git("add", "--", site.name)
    site.write(SLOPPY, EDITED)
    (site.repo.path / "notes.txt").write_bytes(NOTES)
    before = site.file.read_bytes()
    site.git(*site.identity, "commit", "-q", "-m", "Add a name")
    return before


def place(site: Site, mode: str) -> Iterator[Outcome]:
    """Commit in a mode, and take the correction back."""
    begin(site, mode)
    site.git("switch", "-q", "-c", site.topic)
    before = commit_sloppily(site)
    check_kept(site)
    yield Outcome(mode, summed_up(site))
    if mode == "propose":
        kept = site.git("for-each-ref", "refs/hookkit/corrections/").count("refs/hookkit/")
        yield Outcome("kept", f"proposals: {kept}")
        yield from accept(site)
        return
    ended = site.hookkit("undo")
    assert site.file.read_bytes() == before
    check_kept(site)
    yield Outcome(f"undo of {mode}", f"{ended.returncode}; {summed_up(site)}")


def accept(site: Site) -> Iterator[Outcome]:
    """Review a proposal, take it beside staged work, and take that back."""
    (site.repo.path / "staged.txt").write_bytes(b"staged\n")
    site.git("add", "staged.txt")
    before = state(site)
    yield Outcome("review", f"{site.hookkit('review').returncode}; {summed_up(site)}")
    assert state(site) == before
    for how in ("fixup", "amend"):
        ended = site.hookkit("accept", "--as", how)
        check_kept(site)
        assert site.git("diff", "--cached", "--name-only") == "staged.txt"
        yield Outcome(f"accept --as {how}", f"{ended.returncode}; {summed_up(site)}")
        undone = site.hookkit("undo")
        assert state(site) == before, undone.stderr
        yield Outcome(f"undo of accept --as {how}", str(undone.returncode))


def round_of_a_branch(site: Site) -> Iterator[Outcome]:
    """Start a branch, commit on it, tidy it, bring it up to date and merge it."""
    begin(site, "fixup")
    yield Outcome("start", f"{site.hookkit('start', '7', 'topic').returncode}; {_where(site)}")
    if _where(site) != site.topic:
        site.git("switch", "-q", "-c", site.topic)
    commit_sloppily(site)
    for command in ("tidy", "sync", "merge"):
        if command == "sync":
            _go_on(site)
        ended = site.hookkit(command)
        check_kept(site)
        yield Outcome(command, f"{ended.returncode}; {_where(site)}; {summed_up(site)}")


def _go_on(site: Site) -> None:
    """The colleague pushes."""
    site.colleague.git("pull", "-q")
    site.colleague.commit("Go on", {"theirs.txt": "theirs\n"})
    site.colleague.git("push", "-q")


def _where(site: Site) -> str:
    return site.git("symbolic-ref", "--short", "HEAD")


def placing(mode: str) -> Callable[[Site], Iterator[Outcome]]:
    """Give the round of one mode."""
    return lambda site: place(site, mode)


ROUNDS: dict[str, Callable[[Site], Iterator[Outcome]]] = {
    **{mode: placing(mode) for mode in ("propose", "worktree", "fixup", "commit")},
    "branch": round_of_a_branch,
}
