"""The commits of a payment: one for each group, with the baseline that shrinks with each.

A file of ignored revisions lists them for ``git blame``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hookkit.corrections.fixed_file import FixedFile
from hookkit.debt.baseline import Baseline, format_baseline
from hookkit.debt.check import check_debt
from hookkit.debt.finding import FindingKey, line_digest
from hookkit.debt.lint_contents import Flake8Run
from hookkit.debt.linted_files import LintedFiles
from hookkit.debt.tracked_files import python_paths
from hookkit.debt_payment.commit_grouping import CommitGrouping
from hookkit.debt_payment.commit_groups import PartGroup, commit_message
from hookkit.debt_payment.corrected_parts import CorrectedPart, apply_parts
from hookkit.errors import Refused
from hookkit.git.commits import Commit
from hookkit.git.runner import Git
from hookkit.git.tree_entries import REGULAR_MODES, TreeEntry, tree_entries
from hookkit.git.write_blob_tree_commit import write_blob, write_commit, write_tree
from hookkit.pep8.line_ends import split_lines
from hookkit.phrases import path_text
from hookkit.settings.definitions import BASELINE_FILE

IGNORE_REVS_FILE = ".git-blame-ignore-revs"


class ShrinkingBaseline(NamedTuple):
    """The baseline of HEAD with its file, and the keys that each group takes out.

    A key of a baseline is an accepted finding by path, rule and digest of its line.
    """

    file: FixedFile
    baseline: Baseline
    repaid_by_group: Sequence[Counter[FindingKey]]

    def data_after(self, number: int) -> bytes:
        """Give the text of the baseline after the commit of the group with this number."""
        removed_keys = sum(self.repaid_by_group[: number + 1], Counter[FindingKey]())
        return format_baseline(self.baseline.keys - removed_keys, self.file.original)


def repaid_keys(
    git: Git, baseline: Baseline, paths: Iterable[bytes], flake8_run: Flake8Run
) -> Counter[FindingKey]:
    """Give the keys of some files in the baseline whose findings flake8 no longer reports.

    Keys that cannot be checked (a file that does not parse, a missing plugin) are left out.
    """
    path_names = frozenset(map(path_text, paths))
    files = LintedFiles("HEAD", path_names, python_paths(git, "HEAD"), flake8_run, baseline)
    unknown = sum(check_debt(files).uncheckable_keys.values(), Counter[FindingKey]())
    checked_keys = Counter({key: n for key, n in baseline.keys.items() if key.path in path_names})
    return checked_keys - unknown - Counter(each.key for each in flake8_run.findings)


def repaid_keys_by_group(
    groups: Sequence[PartGroup], files: Mapping[bytes, FixedFile], repaid: Counter[FindingKey]
) -> list[Counter[FindingKey]]:
    """Give the keys that each group removes; a key only once all its findings are corrected.

    A key without a known part is removed by the last commit that changes its file.
    """
    group_of_key: dict[FindingKey, int] = {}
    group_of_path: dict[str, int] = {}
    for number, group in enumerate(groups):
        for part in group.parts:
            name, lines = path_text(part.path), split_lines(files[part.path].original)
            group_of_path[name] = number
            for fault in part.faults:
                line = lines[fault.line - 1] if 0 < fault.line <= len(lines) else b""
                group_of_key[FindingKey(name, fault.code, line_digest(line))] = number
    keys_by_group = [Counter[FindingKey]() for _ in groups]
    for key, count in repaid.items():
        keys_by_group[group_of_key.get(key, group_of_path.get(key.path, len(groups) - 1))][key] += (
            count
        )
    return keys_by_group


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
    for number, group in enumerate(groups):
        for part in group.parts:
            parts_so_far[part.path].append(part)
        is_last = number == len(groups) - 1
        paths = files if is_last else group.paths
        entries = [_entry(git, files[path], parts_so_far[path], is_last) for path in paths]
        if shrinking_baseline is not None:
            data = shrinking_baseline.data_after(number)
            mode = shrinking_baseline.file.mode
            entries.append(TreeEntry(BASELINE_FILE.encode(), mode, write_blob(git, data)))
        tree = write_tree(git, tip, entries)
        tip = write_commit(git, tree, [tip], commit_message(group, grouping), sign=sign)
        yield PaymentCommit(tip, group)


def _entry(git: Git, file: FixedFile, parts: Sequence[CorrectedPart], is_last: bool) -> TreeEntry:
    """Give the file with the parts so far; in the last commit, the whole corrected file."""
    chosen = sorted(parts, key=lambda each: each.part)
    data = file.fixed if is_last else apply_parts(file, chosen)
    return TreeEntry(file.path, file.mode, write_blob(git, data))


def read_ignore_revs(git: Git, head: Commit) -> FixedFile:
    """Read the file from HEAD as a FixedFile without a fix. Raises Refused if HEAD has none."""
    entry = tree_entries(git, head.id, [IGNORE_REVS_FILE.encode()]).get(IGNORE_REVS_FILE.encode())
    if entry is None or entry.mode not in REGULAR_MODES:
        name = IGNORE_REVS_FILE
        command = f"touch {name} && git add {name} && git commit -m 'Begin {name}'"
        raise Refused(f"{IGNORE_REVS_FILE} is not in the last commit: nothing was changed", command)
    data = git.object_contents([entry.blob])[entry.blob]
    return FixedFile(entry.path, entry.mode, data, data)


def with_commits_appended(file: FixedFile, commits: Sequence[PaymentCommit]) -> FixedFile:
    """Give the file with the commits appended: a comment with the group, then the id."""
    line_end = b"\r\n" if b"\r\n" in file.original else b"\n"
    separator = line_end if file.original and not file.original.endswith(b"\n") else b""
    lines = [f"# hookkit debt pay: {each.group.name}\n{each.id}\n" for each in commits]
    text = "".join(lines).encode("utf-8", "surrogateescape").replace(b"\n", line_end)
    return file._replace(fixed=file.original + separator + text)
