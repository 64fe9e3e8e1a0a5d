"""The baseline of HEAD as it shrinks with the commits of a payment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hookkit.corrections.branch_placement import tree_after_placement
from hookkit.corrections.fixed_file import FixedFile
from hookkit.debt.baseline import Baseline, format_baseline
from hookkit.debt.check import check_debt
from hookkit.debt.finding import FindingKey, line_digest
from hookkit.debt.lint_contents import Flake8Run
from hookkit.debt.lint_worktree_index_or_range import LintedFiles
from hookkit.debt.tracked_files import python_paths
from hookkit.debt_payment.commit_groups import PartGroup
from hookkit.debt_payment.placeable_corrections_without_new_findings import PlaceableCorrections
from hookkit.git.commits import Commit
from hookkit.git.runner import Git
from hookkit.git.trees import tree_entries
from hookkit.pep8.line_ends import split_lines
from hookkit.phrases import path_text
from hookkit.settings.definitions import BASELINE_FILE


class ShrinkingBaseline(NamedTuple):
    """The baseline of HEAD with its file, and the keys that each group takes out.

    A key of a baseline is an accepted finding by path, rule and digest of its line.
    """

    file: FixedFile
    baseline: Baseline
    repaid_keys_by_group: Sequence[Counter[FindingKey]]

    def data_after(self, index: int) -> bytes:
        """Give the text of the baseline after the commit of the group with this index."""
        removed_keys = sum(self.repaid_keys_by_group[: index + 1], Counter[FindingKey]())
        return format_baseline(self.baseline.keys - removed_keys, self.file.original)


def shrinking_baseline(
    git: Git,
    head: Commit,
    baseline: Baseline,
    placeable_corrections: PlaceableCorrections,
    groups: Sequence[PartGroup],
) -> ShrinkingBaseline | None:
    """Give the shrinking baseline, None if other edits or a conflict in it prevent that."""
    entry = tree_entries(git, head.id, [BASELINE_FILE.encode()])[BASELINE_FILE.encode()]
    data = git.object_contents([entry.blob])[entry.blob]
    repaid = _repaid_keys(
        git, baseline, placeable_corrections.files, placeable_corrections.linted.corrected_run
    )
    keys_by_group = _repaid_keys_by_group(groups, placeable_corrections.files, repaid)
    file = FixedFile(entry.path, entry.mode, data, data)
    shrinking = ShrinkingBaseline(file, baseline, keys_by_group)
    file = file._replace(fixed=shrinking.data_after(len(groups) - 1))
    tree, dropped = tree_after_placement(git, head.id, [file])
    is_whole = tree is not None and not dropped[file.path] and not baseline.has_conflict
    return shrinking._replace(file=file) if is_whole else None


def _repaid_keys(
    git: Git, baseline: Baseline, paths: Iterable[bytes], flake8_run: Flake8Run
) -> Counter[FindingKey]:
    """Give the keys of some files in the baseline whose findings flake8 no longer reports.

    Keys that cannot be checked (a file that does not parse, a missing plugin) are left out.
    """
    path_names = frozenset(map(path_text, paths))
    files = LintedFiles("HEAD", path_names, python_paths(git, "HEAD"), flake8_run, baseline)
    uncheckable_keys = sum(check_debt(files).uncheckable_keys.values(), Counter[FindingKey]())
    checked_keys = Counter({key: n for key, n in baseline.keys.items() if key.path in path_names})
    return checked_keys - uncheckable_keys - Counter(each.key for each in flake8_run.findings)


def _repaid_keys_by_group(
    groups: Sequence[PartGroup], files: Mapping[bytes, FixedFile], repaid: Counter[FindingKey]
) -> list[Counter[FindingKey]]:
    """Give the keys that each group removes; a key only once all its findings are corrected.

    A key without a known part is removed by the last commit that changes its file.
    """
    group_of_key: dict[FindingKey, int] = {}
    group_of_path: dict[str, int] = {}
    for index, group in enumerate(groups):
        for part in group.parts:
            name, lines = path_text(part.path), split_lines(files[part.path].original)
            group_of_path[name] = index
            for fault in part.faults:
                line = lines[fault.line - 1] if 0 < fault.line <= len(lines) else b""
                group_of_key[FindingKey(name, fault.code, line_digest(line))] = index
    keys_by_group = [Counter[FindingKey]() for _ in groups]
    for key, count in repaid.items():
        keys_by_group[group_of_key.get(key, group_of_path.get(key.path, len(groups) - 1))][key] += (
            count
        )
    return keys_by_group
