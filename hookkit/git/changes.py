"""What a commit, a range, the index or a tree holds for us to look at."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hookkit.errors import Refused
from hookkit.git.commits import read_commit, shallow_boundary
from hookkit.git.runner import Git
from hookkit.git.tree import REGULAR_MODES, changed_entries

_RAW = ("--raw", "-z", "-r", "--no-renames", "--no-ext-diff", "--no-abbrev")


class Change(NamedTuple):
    """One changed file, as the commit holds it.

    ``path`` is relative to the top level, in the bytes that git has. ``mode`` is the octal tree
    mode and ``blob`` the id of the content. ``before`` holds the ids of the file's content in
    each parent, all zeros where a parent does not have it.
    """

    path: bytes
    mode: str
    blob: str
    before: tuple[str, ...] = ()


def pathspecs(include: Sequence[str], exclude: Sequence[str]) -> list[str]:
    """Turn the settings into git's own pathspecs (gitglossary, "pathspec")."""
    return ["--", *(include or ["*.py"]), *(f":(exclude){pattern}" for pattern in exclude)]


def of_commit(git: Git, commit: str, specs: Sequence[str]) -> list[Change]:
    """Give what ``commit`` changed: in a merge only the files that differ from all parents.

    Raises Refused for a commit whose parents a shallow clone does not have.
    """
    if commit in shallow_boundary(git):
        raise Refused(
            f"the parent of {commit[:10]} is not in this shallow clone: what changed is unknown",
            "git fetch --deepen=1",
        )
    # Only git knows what a pattern of the settings means.
    changed = _all_of_commit(git, commit) if specs in ([], pathspecs((), ())) else None
    if changed is not None:
        return changed
    out = git.fields("diff-tree", "--root", "-c", "--no-commit-id", *_RAW, commit, *specs)
    return parse_raw(out)


def _all_of_commit(git: Git, name: str) -> list[Change] | None:
    """Give all that a commit changed, or None where not all trees can be read so."""
    with git.one_run():
        commit = read_commit(git, name)
        parents = [f"{each}^{{tree}}" for each in commit.parents]
        found = changed_entries(git, commit.tree, parents)
    if found is None:
        return None
    # Beside a first commit git shows a tree with nothing in it.
    nothing = () if commit.parents else (git.null,)
    return [
        Change(path, mode, blob, before or nothing)
        for (path, mode, blob), before in found
        if mode in REGULAR_MODES and path.endswith(b".py")
    ]


def of_range(git: Git, old: str, new: str, specs: Sequence[str]) -> list[Change]:
    """Give what differs between two trees or commits, seen from ``new``."""
    return parse_raw(git.fields("diff-tree", *_RAW, old, new, *specs))


def of_commits(git: Git, commits: Iterable[str], specs: Sequence[str]) -> set[bytes]:
    """Give the paths that any of ``commits`` changed, in one process."""
    listing = os.fsencode("".join(f"{commit}\n" for commit in commits))
    command = ("diff-tree", "--stdin", "--root", "-c", "--no-commit-id", *_RAW, *specs)
    return {change.path for change in parse_raw(git.fields(*command, data=listing))}


def of_index(git: Git, specs: Sequence[str]) -> list[Change]:
    """Give what is staged, compared with HEAD (with nothing, on an unborn branch)."""
    base = git.resolve("HEAD") or empty_tree(git)
    return parse_raw(git.fields("diff-index", "--cached", *_RAW[:2], *_RAW[3:], base, *specs))


def of_tree(git: Git, commit: str, specs: Sequence[str]) -> list[Change]:
    """Give every file of ``commit``."""
    return of_range(git, empty_tree(git), commit, specs)


def empty_tree(git: Git) -> str:
    """Give the id of the tree without entries, which git knows without having it."""
    return git.line("hash-object", "-t", "tree", "--stdin")


def parse_raw(fields: Sequence[bytes]) -> list[Change]:
    """Read git's raw diff format (git-diff-tree(1), RAW OUTPUT FORMAT), combined or not.

    Keeps regular ``.py`` files that exist afterwards. In a combined entry there is a colon, a
    mode and a blob for each parent before those of the result.
    """
    changes = []
    for header, path in zip(fields[::2], fields[1::2], strict=True):
        parents = len(header) - len(header.lstrip(b":"))
        words = header.lstrip(b":").decode().split(" ")
        mode, blobs = words[parents], words[parents + 1 : 2 * parents + 2]
        if mode in REGULAR_MODES and path.endswith(b".py"):
            changes.append(Change(path, mode, blobs[-1], tuple(blobs[:-1])))
    return changes


def attributes(git: Git, paths: Sequence[bytes]) -> dict[bytes, str]:
    """Give, for each path that its attributes put out of reach, the reason."""
    names = ("binary", "filter", "working-tree-encoding", "linguist-generated")
    listing = b"".join(path + b"\0" for path in paths)
    fields = git.fields("check-attr", "--stdin", "-z", *names, data=listing)
    reasons: dict[bytes, str] = {}
    for path, name, value in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
        if value not in (b"unspecified", b"unset", b"false"):
            reasons.setdefault(path, _reason(name.decode(), os.fsdecode(value)))
    return reasons


def _reason(attribute: str, value: str) -> str:
    if attribute == "binary":
        return "is binary (.gitattributes)"
    if attribute == "linguist-generated":
        return "is generated (.gitattributes)"
    return f"goes through {attribute}={value} (.gitattributes)"
