"""The commits of a payment: one for each group, with the baseline that shrinks with each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hookkit.corrections.correction import codes_with_counts
from hookkit.corrections.fixed_file import FixedFile
from hookkit.debt_payment.commit_groups import PartGroup
from hookkit.debt_payment.corrected_parts import CorrectedPart, apply_parts
from hookkit.debt_payment.payment_request import CommitGrouping
from hookkit.debt_payment.shrinking_baseline import ShrinkingBaseline
from hookkit.git.commits import Commit
from hookkit.git.runner import Git
from hookkit.git.trees import TreeEntry
from hookkit.git.write_blob_tree_commit import write_blob, write_commit, write_tree
from hookkit.pep8.fix_task_and_outcome import LAYOUT_CODE
from hookkit.phrases import plural
from hookkit.settings.definitions import BASELINE_FILE


class PaymentCommit(NamedTuple):
    """A new commit and the group of parts that it corrects."""

    id: str
    group: PartGroup


def make_payment_commits(
    git: Git,
    head: Commit,
    files: Mapping[bytes, FixedFile],
    groups: Sequence[PartGroup],
    grouping: CommitGrouping,
    shrinking_baseline: ShrinkingBaseline | None,
    sign: bool,
) -> Iterator[PaymentCommit]:
    """Make a commit on top of HEAD for each of ``groups``; no ref points at them yet."""
    tip = head.id
    parts_so_far: dict[bytes, list[CorrectedPart]] = {path: [] for path in files}
    for index, group in enumerate(groups):
        for part in group.parts:
            parts_so_far[part.path].append(part)
        is_last = index == len(groups) - 1
        paths = files if is_last else group.paths
        entries = [_entry(git, files[path], parts_so_far[path], is_last) for path in paths]
        if shrinking_baseline is not None:
            data = shrinking_baseline.data_after(index)
            mode = shrinking_baseline.file.mode
            entries.append(TreeEntry(BASELINE_FILE.encode(), mode, write_blob(git, data)))
        tree = write_tree(git, tip, entries)
        tip = write_commit(git, tree, [tip], _message_of(group, grouping), sign=sign)
        yield PaymentCommit(tip, group)


def _message_of(group: PartGroup, grouping: CommitGrouping) -> bytes:
    """Give the message of the commit of a group."""
    files = plural(len(group.paths), "file")
    if grouping == "folder":
        subject = f"Correct PEP 8 faults in {group.name}"
    else:
        corrected = "the layout" if group.name == LAYOUT_CODE else group.name
        subject = f"Correct {corrected} in {files}"
    codes = codes_with_counts(fault for each in group.parts for fault in each.faults)
    sentence = f"autopep8 corrected {codes}. " if codes else ""
    return f"{subject}\n\n{sentence}The program is the same.\n".encode("utf-8", "surrogateescape")


def _entry(git: Git, file: FixedFile, parts: Sequence[CorrectedPart], is_last: bool) -> TreeEntry:
    """Give the file with the parts so far; in the last commit, the whole corrected file."""
    chosen = sorted(parts, key=lambda each: each.part)
    data = file.fixed if is_last else apply_parts(file, chosen)
    return TreeEntry(file.path, file.mode, write_blob(git, data))
