"""Uncommitted work that goes along when the worktree moves from one commit to another."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import Refused
from hookkit.git.changes import REGULAR_MODES
from hookkit.git.differences import Difference, differences, uncommitted, unmerged
from hookkit.git.index import IndexEntry, read_index
from hookkit.git.merge_file import merge_contents
from hookkit.git.objects import write_blob
from hookkit.git.rewrite import Rewrite
from hookkit.git.runner import WITH_FETCH, Git
from hookkit.git.tree import TreeEntry
from hookkit.git.worktree import require_worktree
from hookkit.git.worktree_read import FileUnavailable, read_file
from hookkit.phrases import name_list

_MAX_NAMES_SHOWN = 3


class CarriedFile(NamedTuple):
    """A path of which the worktree has edits, or already has what is to come.

    ``coming`` is what the index has once the worktree has moved, ``staged`` what is staged on top
    of it, and ``rewrite`` the file with the edits of both, None where no file is to be written.
    ``before`` is what the index has now.
    """

    coming: IndexEntry
    staged: IndexEntry
    rewrite: Rewrite | None = None
    before: TreeEntry | None = None


class MovePlan(NamedTuple):
    """What differs between the two commits, and the files of which edits are carried along."""

    differences: tuple[Difference, ...]
    carried: tuple[CarriedFile, ...]

    @property
    def free(self) -> list[Difference]:
        """What git itself moves, because nobody has edited it."""
        paths = {each.coming.entry.path for each in self.carried}
        return [each for each in self.differences if each.path not in paths]


EditHandler = Callable[[Git, Path, Difference, IndexEntry | None], CarriedFile | None]
"""Says what becomes of a path with edits in the worktree at a folder; None: they are in the way."""


def plan_move(
    git: Git, old: str, new: str, carry: EditHandler, also: Collection[bytes] = ()
) -> MovePlan:
    """Look how index and worktree, which are at ``old``, come to ``new`` with their edits.

    ``carry`` is asked about each path with edits, and about those of ``also``. Raises Refused
    where uncommitted or untracked work is in the way: nothing has moved then.
    """
    top = require_worktree(git).top
    assert top is not None
    in_conflict = unmerged(git)
    if in_conflict:
        raise Refused(f"{_names(in_conflict)} is in conflict: resolve it first", "git status")
    found = tuple(differences(git, old, new))
    in_the_way = _blocking_files(git, top, found)
    edited = (uncommitted(git, old) if found else set()) | in_the_way.keys()
    met = [each for each in found if each.path in edited or each.path in also]
    staged = read_index(git, [each.path for each in met])
    carried = {each.path: carry(git, top, each, staged.get(each.path)) for each in met}
    stuck = [path for path, file in carried.items() if file is None]
    _raise_if_blocked(git, stuck, in_the_way, new)
    return MovePlan(found, tuple(file for file in carried.values() if file is not None))


def _raise_if_blocked(
    git: Git, stuck: Sequence[bytes], in_the_way: Mapping[bytes, list[bytes]], new: str
) -> None:
    lost = {name for path in stuck for name in in_the_way.get(path, [])}
    if lost:
        sentence = f"{_names(lost)} is in no commit here, and would be overwritten"
        raise Refused(f"{sentence}: move it away first", "git status --ignored")
    if stuck:
        sentence = f"your uncommitted edits of {_names(stuck)} are where {new[:10]} changes it too"
        # With -a what is staged would be lost where the file was edited again.
        is_staged = git.ask("diff", "--cached", "--quiet").code == 1
        repair = "git commit" if is_staged else "git commit -a"
        raise Refused(f"{sentence}: commit them first", repair)


def _names(paths: Iterable[bytes]) -> str:
    return name_list([os.fsdecode(path) for path in sorted(paths)], _MAX_NAMES_SHOWN)


def carry_along(
    git: Git, top: Path, difference: Difference, staged: IndexEntry | None
) -> CarriedFile | None:
    """Put the edits of a file and what comes together; None where they meet."""
    _, old, new = difference
    if old is None or new is None or staged is None or old.mode != new.mode:
        return None
    if {old.mode, staged.entry.mode} - set(REGULAR_MODES):
        return None
    try:
        snapshot = read_file(top, new.path)
    except FileUnavailable:
        return None
    before, after, mine = (_content(git, each) for each in (old, new, staged.entry))
    into_index = merge_contents(git, mine, before, after)
    before, after = (_content(git, each, "--filters") for each in (old, new))
    into_file = merge_contents(git, snapshot.data, before, after)
    if into_index is None or into_file is None:
        return None
    entry = TreeEntry(new.path, staged.entry.mode, write_blob(git, into_index))
    coming = IndexEntry(new, staged.is_skipped, staged.is_assumed)
    rewrite = Rewrite(snapshot, into_file)
    return CarriedFile(coming, coming._replace(entry=entry), rewrite, staged.entry)


def _content(git: Git, entry: TreeEntry, kind: str = "blob") -> bytes:
    """Give a content; with ``--filters`` as git writes it into the worktree."""
    place = [f"--path={os.fsdecode(entry.path)}"] if kind == "--filters" else []
    return git.run("cat-file", kind, *place, entry.blob, env=WITH_FETCH)


def _blocking_files(git: Git, top: Path, found: Sequence[Difference]) -> dict[bytes, list[bytes]]:
    """Give the paths where a file comes, each with the files of no commit that stand in its way.

    Ignored ones count, which git itself would overwrite.
    """
    coming = [each.path for each in found if each.old is None]
    tracked = set(git.fields("ls-files", "-z")) if coming else set()
    staying = tracked - {each.path for each in found if each.new is None}
    below = {above: path for path in staying for above in _parents(path)}
    found_at: dict[bytes, Collection[bytes]] = {}
    found_at |= {path: [below[path]] for path in coming if path in below}
    found_at |= {path: above for path in coming if (above := staying & set(_parents(path)))}
    near = [path for path in coming if path not in tracked and _is_occupied(top, path)]
    found_at |= {path: names for path in near if (names := _untracked_at(git, top, path, tracked))}
    return {path: sorted(names) for path, names in found_at.items()}


def _parents(path: bytes) -> list[bytes]:
    names = path.split(b"/")[:-1]
    return [b"/".join(names[: end + 1]) for end in range(len(names))]


def _is_occupied(top: Path, path: bytes) -> bool:
    """Whether something is where a file is to come, or where one of its folders is."""
    # A link to a folder is no folder of the repository.
    is_there = os.path.lexists(top / os.fsdecode(path))
    return is_there or any(_is_file(top, each) for each in _parents(path))


def _untracked_at(git: Git, top: Path, path: bytes, tracked: Collection[bytes]) -> list[bytes]:
    """Give the untracked files in the place of one that is to come."""
    files = [each for each in _parents(path) if _is_file(top, each)]
    if files:
        return [each for each in files if each not in tracked]
    if _is_file(top, path):
        return [path]
    return git.fields_of([path], "ls-files", "-z", "--others")


def _is_file(top: Path, path: bytes) -> bool:
    place = top / os.fsdecode(path)
    return os.path.lexists(place) and (place.is_symlink() or not place.is_dir())
