"""The commits of a payment, one for each group, and the baseline that shrinks with each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hookkit.corrections.outcome import FixedFile
from hookkit.debt.baseline import Baseline, format_baseline
from hookkit.debt.check import check_debt
from hookkit.debt.checked_files import CheckedFiles
from hookkit.debt.finding import FindingKey, line_digest
from hookkit.debt.linting import Flake8Run
from hookkit.debt.tracked_files import python_paths
from hookkit.debt_payment.groups import By, Group, message_of
from hookkit.debt_payment.pieces import Piece, with_pieces
from hookkit.git.commits import Commit
from hookkit.git.objects import write_blob, write_commit, write_tree
from hookkit.git.runner import Git
from hookkit.git.tree import TreeEntry
from hookkit.pep8.line_ends import split_lines
from hookkit.phrases import path_text
from hookkit.settings.schema import BASELINE_FILE


class ShrinkingBaseline(NamedTuple):
    """The baseline of HEAD with its file, and the keys that each group takes out of it."""

    file: FixedFile
    baseline: Baseline
    gone: Sequence[Counter[FindingKey]]

    def after(self, number: int) -> bytes:
        """Give the text of the baseline after the commit of the group with this number."""
        gone = sum(self.gone[: number + 1], Counter[FindingKey]())
        return format_baseline(self.baseline.keys - gone, self.file.base)


def repaid_keys(
    git: Git, baseline: Baseline, paths: Iterable[bytes], found: Flake8Run
) -> Counter[FindingKey]:
    """Give the keys of some files in the baseline whose findings flake8 no longer reports.

    Keys that cannot be checked (a file that does not parse, a missing plugin) are left out.
    """
    names = frozenset(map(path_text, paths))
    files = CheckedFiles("HEAD", names, python_paths(git, "HEAD"), found, baseline)
    unknown = sum(check_debt(files).unknown_keys.values(), Counter[FindingKey]())
    looked_at = Counter({key: n for key, n in baseline.keys.items() if key.path in names})
    return looked_at - unknown - Counter(each.key for each in found.findings)


def repaid_by(
    groups: Sequence[Group], files: Mapping[bytes, FixedFile], repaid: Counter[FindingKey]
) -> list[Counter[FindingKey]]:
    """Give the keys that each group removes; a key only once all its findings are corrected.

    A key without a known piece is removed by the last commit that changes its file.
    """
    group_of_key: dict[FindingKey, int] = {}
    group_of_path: dict[str, int] = {}
    for number, group in enumerate(groups):
        for piece in group.pieces:
            name, lines = path_text(piece.path), split_lines(files[piece.path].base)
            group_of_path[name] = number
            for fault in piece.faults:
                line = lines[fault.line - 1] if 0 < fault.line <= len(lines) else b""
                group_of_key[FindingKey(name, fault.code, line_digest(line))] = number
    found = [Counter[FindingKey]() for _ in groups]
    for key, count in repaid.items():
        found[group_of_key.get(key, group_of_path.get(key.path, len(groups) - 1))][key] += count
    return found


class PaidCommit(NamedTuple):
    """A new commit and the group of pieces that it corrects."""

    id: str
    group: Group


def make_commits(
    git: Git,
    head: Commit,
    files: Mapping[bytes, FixedFile],
    groups: Sequence[Group],
    by: By,
    shrinking: ShrinkingBaseline | None,
    sign: bool,
) -> Iterator[PaidCommit]:
    """Make the commits of proven groups on top of HEAD; no ref points at them yet."""
    tip = head.id
    pieces_so_far: dict[bytes, list[Piece]] = {path: [] for path in files}
    for number, group in enumerate(groups):
        for piece in group.pieces:
            pieces_so_far[piece.path].append(piece)
        is_last = number == len(groups) - 1
        paths = files if is_last else group.paths
        entries = [_entry(git, files[path], pieces_so_far[path], is_last) for path in paths]
        if shrinking is not None:
            data = shrinking.after(number)
            entries.append(
                TreeEntry(BASELINE_FILE.encode(), shrinking.file.mode, write_blob(git, data))
            )
        tree = write_tree(git, tip, entries)
        tip = write_commit(git, tree, [tip], message_of(group, by), sign=sign)
        yield PaidCommit(tip, group)


def _entry(git: Git, file: FixedFile, pieces: Sequence[Piece], is_last: bool) -> TreeEntry:
    """Give the file with the pieces so far; in the last commit, the whole corrected file."""
    chosen = sorted(pieces, key=lambda each: each.part)
    data = file.fixed if is_last else with_pieces(file, chosen)
    return TreeEntry(file.path, file.mode, write_blob(git, data))
