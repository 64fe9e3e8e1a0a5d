"""The stack: the unpushed commits on top of the branch, without merges, and what they changed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hookkit.git.autosquash import squash_targets
from hookkit.git.commits import Commit, parse_commit, shallow_boundary
from hookkit.git.runner import Git

MAX_COMMITS = 200
"""How many commits a stack has at most."""


class Edit(NamedTuple):
    """Lines ``start`` to ``end`` became ``new_start`` to ``new_end`` (0-based, end excluded)."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def growth(self) -> int:
        """The number of lines by which the file grew, negative if it shrank."""
        return (self.new_end - self.new_start) - (self.end - self.start)


class Stack(NamedTuple):
    """Commits from the oldest to HEAD, each the only parent of the next.

    ``edits`` has, for each commit, the ranges of lines that it replaced, by path; files that the
    commit did not touch are left out. ``squash_targets`` has, for each commit, the index of the
    commit into which ``git rebase --autosquash`` squashes it, or its own index if it is not
    squashed.
    """

    commits: tuple[Commit, ...]
    edits: tuple[Mapping[bytes, tuple[Edit, ...]], ...]
    squash_targets: tuple[int, ...]

    def edits_of_file(self, path: bytes) -> list[tuple[Edit, ...]]:
        """Give the edits of each commit in a file, the newest commit first."""
        return [each.get(path, ()) for each in reversed(self.edits)]


def read_stack(git: Git, range_start: str | None, paths: Sequence[bytes]) -> Stack:
    """Give the commits that only this branch has, and their edits of ``paths``.

    Commits of a remote-tracking branch or of another local branch do not count. The stack ends
    above the commit ``range_start``, above the newest merge (a rebase would drop it), where a
    shallow clone ends, and after MAX_COMMITS.
    """
    commits = list(reversed(list(_read_commits(git, range_start))))
    return Stack(
        tuple(commits),
        tuple(_read_edits(git, [commit.id for commit in commits], paths)),
        tuple(squash_targets([(each.id, each.decoded_subject) for each in commits])),
    )


def _read_commits(git: Git, range_start: str | None) -> Iterator[Commit]:
    format_option = ("--format=%(objectname)", "--no-contains=HEAD", "refs/heads/")
    branch_tips = git.line("for-each-ref", *format_option).split()
    limits = ("--stdin", "HEAD", "--not", "--remotes", *([range_start] if range_start else []))
    command = ("rev-list", "--first-parent", f"--max-count={MAX_COMMITS}", *limits)
    ids = git.line(*command, data="".join(f"^{each}\n" for each in branch_tips).encode()).split()
    boundary = shallow_boundary(git)
    objects = git.object_contents(ids)
    for commit_id in ids:
        commit = parse_commit(commit_id, objects[commit_id])
        if len(commit.parents) > 1 or commit_id in boundary:
            return
        yield commit


WHOLE_FILE_EDITS = (Edit(0, 0, 0, sys.maxsize),)
"""An edit of all lines, for a file whose old and new contents git does not compare."""

_DIFF_TREE = ("diff-tree", "--stdin", "-r", "--root", "--no-renames", "--no-ext-diff", "--no-color")
# git's merges compare like this: without the user's heuristics, drivers and binary attributes.
_MERGE_DIFF_OPTIONS = (
    *("-p", "-U0", "--full-index", "--text", "--no-textconv"),
    *("--histogram", "--no-indent-heuristic", "--inter-hunk-context=0"),
)
_PATCH_LINE = re.compile(
    rb"^index ([0-9a-f]+)\.\.([0-9a-f]+)|^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.M
)

BlobPair = tuple[str, str]
"""The blob ids of a file before and after a commit."""


def _read_edits(
    git: Git, commits: Sequence[str], paths: Sequence[bytes]
) -> Iterator[dict[bytes, tuple[Edit, ...]]]:
    """Give, for each of ``commits`` (ids), its edits of those ``paths`` that it touched."""
    pairs: dict[str, dict[bytes, BlobPair]] = {commit_id: {} for commit_id in commits}
    edits: dict[BlobPair, tuple[Edit, ...]] = {}
    listing = "".join(f"{commit_id}\n" for commit_id in commits).encode()
    for start in range(0, len(paths) if commits else 0, 200):
        pathspecs = ["--", *map(os.fsdecode, paths[start : start + 200])]
        command = ("--literal-pathspecs", *_DIFF_TREE)
        raw = git.fields(*command, "--raw", "-z", "--no-abbrev", *pathspecs, data=listing)
        for commit_id, path, pair in _read_raw(raw):
            pairs[commit_id][path] = pair
        edits |= _read_patch(git.run(*command, *_MERGE_DIFF_OPTIONS, *pathspecs, data=listing))
    for commit_id in commits:
        yield {
            path: edits.get(pair, WHOLE_FILE_EDITS)
            for path, pair in pairs[commit_id].items()
            if len(set(pair)) > 1
        }


def _read_raw(fields: Iterable[bytes]) -> Iterator[tuple[str, bytes, BlobPair]]:
    """Read the raw format: the id of a commit, then a header and a path for each file."""
    commit, remaining_fields = "", iter(fields)
    for field in remaining_fields:
        if field.startswith(b":"):
            old, new = field.decode().split(" ")[2:4]
            yield commit, next(remaining_fields), (old, new)
        else:
            commit = field.decode().strip()


def _read_patch(patch: bytes) -> dict[BlobPair, tuple[Edit, ...]]:
    """Read the edits between each pair of blobs; the paths in the patch do not matter."""
    found: dict[BlobPair, list[Edit]] = {}
    pair = ("", "")
    for match in _PATCH_LINE.finditer(patch):
        if match[1]:
            pair = (match[1].decode(), match[2].decode())
            found[pair] = []
        else:
            found[pair].append(
                Edit(*_header_range(match[3], match[4]), *_header_range(match[5], match[6]))
            )
    return {each: tuple(edits) for each, edits in found.items()}


def _header_range(first: bytes, count: bytes | None) -> tuple[int, int]:
    """Give the lines of a hunk header; for no lines, the header has the number of the line above.

    The result is 0-based, with the end excluded.
    """
    size = 1 if count is None else int(count)
    start = int(first) - (size > 0)
    return start, start + size
