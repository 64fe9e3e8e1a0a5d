"""Read everything that a repository holds, by git and from the disk, without hookkit's code."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, fields
from pathlib import Path

OWN = "refs/hookkit/"
"""The refs that are hookkit's own, of which the person has nothing."""


def git(folder: Path, env: dict[str, str], *args: str) -> bytes:
    """What a git command prints in a folder; it must not fail."""
    quiet = {**env, "HOOKKIT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    return subprocess.run(
        ["git", *args], cwd=folder, env=quiet, check=True, capture_output=True
    ).stdout


@dataclass(frozen=True)
class RepositoryContent:
    """What there is: files with modes, index with flags, HEAD, refs by what they lead to, stashes,
    what git is in the middle of, lines of the configuration, and the branches of the remote."""

    files: dict[str, tuple[int, bytes]]
    index: bytes
    head: str
    refs: dict[str, bytes]
    stashes: bytes
    underway: frozenset[str]
    config: frozenset[bytes]
    remote: dict[str, bytes]

    def differences(self, other: RepositoryContent) -> list[str]:
        """What differs from another, in a word for each."""
        found = []
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(other, each.name)
            if each.name == "config":
                if not theirs <= mine:
                    found.append("config")
            elif isinstance(mine, dict):
                names = sorted(mine.keys() | theirs.keys())
                found += [
                    f"{each.name} {name}" for name in names if mine.get(name) != theirs.get(name)
                ]
            elif mine != theirs:
                found.append(each.name)
        return found


UNDERWAY = (
    *("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"),
    *("rebase-merge", "rebase-apply", "sequencer"),
)


def repository_content(repo: Path, remote: Path, env: dict[str, str]) -> RepositoryContent:
    """Look at everything in a repository and its remote."""
    folder = repo / ".git"
    return RepositoryContent(
        files_of(repo),
        git(repo, env, "ls-files", "--stage", "-v", "-z"),
        (folder / "HEAD").read_text().strip(),
        refs_of(repo, env, "refs/heads", "refs/tags", "refs/stash", "refs/notes"),
        git(repo, env, "stash", "list", "--format=%H"),
        frozenset(name for name in UNDERWAY if (folder / name).exists()),
        frozenset(git(repo, env, "config", "--local", "--list", "-z").split(b"\0")),
        refs_of(remote, env, "refs"),
    )


def files_of(repo: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of the worktree, ignored ones too, with its mode and its bytes."""
    found = {}
    for folder, folders, names in os.walk(repo):
        folders[:] = [each for each in folders if each != ".git"]
        for name in names + [each for each in folders if os.path.islink(Path(folder, each))]:
            path = Path(folder, name)
            data = os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()
            found[str(path.relative_to(repo))] = (path.lstat().st_mode, data)
    return found


def refs_of(repo: Path, env: dict[str, str], *prefixes: str) -> dict[str, bytes]:
    """Each ref with trees, authors and messages of all that it leads to.

    Not by ids: a commit that is made again a second later is as good.
    """
    lines = git(repo, env, "for-each-ref", "--format=%(refname) %(objectname)", *prefixes)
    found = {}
    known: dict[str, bytes] = {}
    for line in lines.decode().splitlines():
        name, _, target = line.partition(" ")
        if not name.startswith(OWN):
            if target not in known:
                known[target] = git(repo, env, "log", "--format=%T %an %ae %at%n%B%x00", target)
            found[name] = known[target]
    return found
