"""The commits of a payment, one for each group, each with a proven tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hookkit.corrections.outcome import FixedFile
from hookkit.debt.baseline import NAME, Baseline, format_baseline
from hookkit.debt.finding import Key
from hookkit.debt_payment.groups import By, Group, message_of
from hookkit.debt_payment.pieces import Piece, with_pieces
from hookkit.git.commits import Commit
from hookkit.git.objects import write_blob, write_commit, write_tree
from hookkit.git.runner import Git
from hookkit.git.tree import TreeEntry


class Shrinking(NamedTuple):
    """The baseline of HEAD with its file, and the keys that each group takes out of it."""

    file: FixedFile
    baseline: Baseline
    gone: Sequence[Counter[Key]]

    def after(self, number: int) -> bytes:
        """Give its text behind the commit of the group with this number."""
        gone = sum(self.gone[: number + 1], Counter[Key]())
        return format_baseline(self.baseline.keys - gone, self.file.base)


class PaidCommit(NamedTuple):
    """A new commit and what it corrects."""

    id: str
    group: Group


def chain(
    git: Git,
    head: Commit,
    files: Mapping[bytes, FixedFile],
    groups: Sequence[Group],
    by: By,
    shrinking: Shrinking | None,
    sign: bool,
) -> Iterator[PaidCommit]:
    """Make the commits on top of HEAD, of groups that are proven; nothing points at them yet."""
    last = head.id
    done: dict[bytes, list[Piece]] = {path: [] for path in files}
    for number, group in enumerate(groups):
        for piece in group.pieces:
            done[piece.path].append(piece)
        is_last = number == len(groups) - 1
        paths = files if is_last else group.paths
        entries = [_entry(git, files[path], done[path], is_last) for path in paths]
        if shrinking is not None:
            data = shrinking.after(number)
            entries.append(TreeEntry(NAME.encode(), shrinking.file.mode, write_blob(git, data)))
        tree = write_tree(git, last, entries)
        last = write_commit(git, tree, [last], message_of(group, by), sign=sign)
        yield PaidCommit(last, group)


def _entry(git: Git, file: FixedFile, pieces: Sequence[Piece], is_last: bool) -> TreeEntry:
    """Give the file with its pieces so far; the last commit has all of it."""
    some = sorted(pieces, key=lambda each: each.part)
    data = file.fixed if is_last else with_pieces(file, some)
    return TreeEntry(file.path, file.mode, write_blob(git, data))
