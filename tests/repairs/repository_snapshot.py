"""Everything in a repository that a repair must not lose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tests.repository import Repository

MARKER = re.compile(rb"^(?:<{7}|>{7}|\|{7}) ", re.MULTILINE)


class RepositorySnapshot(NamedTuple):
    """The blobs that can be reached, the files of the worktree, and the lines of uncommitted edits.

    ``edits`` has for each version of a file that is in no commit the lines that HEAD has not: of
    those that go along to another commit the lines are kept, in another file.
    """

    blobs: frozenset[str]
    files: Mapping[str, bytes]
    edits: Mapping[str, frozenset[bytes]]
    lines: frozenset[bytes]


def look(repo: Repository) -> RepositorySnapshot:
    """Look what there is: in refs, reflogs and the index, and in the files."""
    every = ("rev-list", "--objects", "--no-object-names", "--all", "--reflog", "--indexed-objects")
    names = repo.git(*every, "HEAD").split()
    listed = repo.git("ls-files", "-z", "--cached", "--others").split("\0")
    files = {name: repo.read(name) for name in listed if name and (repo.path / name).is_file()}
    staged = {
        name: repo.blob(f":{name}")
        for name in repo.git("diff", "--cached", "--name-only", "--diff-filter=AM").splitlines()
    }
    edits = {}
    for name, data in [*files.items(), *staged.items()]:
        old = repo.attempt("cat-file", "blob", f"HEAD:{name}").stdout
        if data != old:
            edits[repo.git("hash-object", "--stdin", data=data)] = _lines([data]) - _lines([old])
    every_line = _lines([*files.values(), *staged.values()])
    return RepositorySnapshot(frozenset([*names, *edits]), files, edits, every_line)


def _lines(texts: Iterable[bytes]) -> frozenset[bytes]:
    return frozenset(line for text in texts for line in text.splitlines())


def lost(before: RepositorySnapshot, after: RepositorySnapshot) -> list[str]:
    """Give what was there and cannot be found any more."""
    gone = before.blobs - after.blobs
    moved = {each for each in gone if before.edits.get(each, {b""}) <= after.lines}
    return sorted(gone - moved)


def in_conflict(kept: RepositorySnapshot) -> list[str]:
    """Give the files with conflict markers."""
    return sorted(name for name, data in kept.files.items() if MARKER.search(data))
