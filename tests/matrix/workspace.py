"""A repository of some kind in which a user works, with a remote and a colleague's clone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.repository import Repository

LINES = tuple(b"name_%d = %d\n" % (number, number) for number in range(1, 31))
SLOPPY, FIXED, EDITED = b"name_2=-2\n", b"name_2 = -2\n", b"name_25 = 'edited'\n"
NOTES, UNTRACKED = b"notes\nmore of them\n", b"nobody has this but me\n"


def same(data: bytes) -> bytes:
    """Give the bytes back."""
    return data


@dataclass(frozen=True)
class Workspace:
    """Where a person works.

    ``env`` is the environment of git and of hookkit. ``name`` is the Python file, ``written`` turns
    its content as git keeps it into the bytes of the worktree. ``identity`` are options of git
    with which the person commits.
    """

    repo: Repository
    colleague: Repository
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    name: str = "mod.py"
    written: Callable[[bytes], bytes] = same
    identity: tuple[str, ...] = ()
    topic: str = "7-topic"

    def attempt(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command where the person works."""
        folder, env = self.repo.path, self.env
        return subprocess.run(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True
        )

    def git(self, *args: str) -> str:
        """Run git, which must end with 0."""
        ended = self.attempt("git", *args)
        assert ended.returncode == 0, (args, ended.stderr)
        return os.fsdecode(ended.stdout).rstrip("\n")

    def hookkit(self, *args: str) -> subprocess.CompletedProcess[bytes]:
        """Run hookkit."""
        return self.attempt(sys.executable, "-m", "hookkit", *args)

    @property
    def file(self) -> Path:
        """The Python file in the worktree."""
        return self.repo.path / self.name

    def write(self, second: bytes, last: bytes = b"") -> None:
        """Write the Python file with another second line, and another one far below."""
        lines = list(LINES)
        lines[1], lines[24] = second, last or lines[24]
        self.file.write_bytes(self.written(b"".join(lines)))


@dataclass(frozen=True)
class State:
    """HEAD, branches, index and every file of the worktree, byte for byte."""

    head: str
    branches: str
    index: str
    files: dict[str, bytes]


def state(workspace: Workspace) -> State:
    """Look at all that a person can lose."""
    files = {}
    for path in sorted(workspace.repo.path.rglob("*")):
        inside = path.relative_to(workspace.repo.path)
        if ".git" not in inside.parts and path.is_file():
            files[str(inside)] = path.read_bytes()
    branches = workspace.git("for-each-ref", "refs/heads/")
    head = workspace.git("rev-parse", "HEAD")
    return State(head, branches, workspace.git("ls-files", "-s", "-v"), files)


def summary(workspace: Workspace) -> str:
    """Tell in a line what the branch has above the remote, and where the fault is mended."""
    subjects = workspace.git("log", "--format=%s", "origin/main..HEAD").split("\n")
    places = {
        "HEAD": workspace.attempt("git", "cat-file", "blob", f"HEAD:{workspace.name}").stdout,
        "index": workspace.attempt("git", "cat-file", "blob", f":{workspace.name}").stdout,
        "worktree": workspace.file.read_bytes(),
    }
    wanted = {"worktree": workspace.written(FIXED)}
    mended = [name for name, data in places.items() if wanted.get(name, FIXED) in data]
    where = ", ".join(mended) or "nowhere"
    return f"commits: {', '.join(each for each in subjects if each) or 'none'}; mended: {where}"


def check_kept(workspace: Workspace) -> None:
    """Hold that the uncommitted work of the person is there."""
    top = workspace.repo.path
    assert (top / "notes.txt").read_bytes() == NOTES
    assert (top / "mine.tmp").read_bytes() == UNTRACKED
    assert workspace.written(EDITED) in workspace.file.read_bytes()
