"""Choose corrections of the files of HEAD: those that cost most first, within a budget of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from hookkit.corrections.files_and_lines_to_fix import FilesToFix
from hookkit.corrections.fix_files import fix_files
from hookkit.corrections.hunk_selection import HunkSelection
from hookkit.debt.baseline import Baseline
from hookkit.debt.file_costs import cost_sort_key, count_commits_of_last_year
from hookkit.debt.finding import CORRECTABLE_PREFIXES
from hookkit.debt_payment.corrected_parts import CorrectedPart, FileCorrection, corrected_parts
from hookkit.git.changed_python_files import Change
from hookkit.git.runner import Git
from hookkit.phrases import path_text
from hookkit.settings.definitions import Settings

if TYPE_CHECKING:
    from hookkit.corrections.fix_files import ProgressListener

_FILES_AT_ONCE = 50
"""How many files are fixed before checking whether more are needed."""


def files_by_cost(
    git: Git, files_to_fix: FilesToFix, selection: HunkSelection, baseline: Baseline | None
) -> FilesToFix:
    """Give, of all files of HEAD, only the requested files, the most costly first.

    Of the findings of a file, those count that are in the baseline and that autopep8 can correct.
    """
    keys = () if baseline is None else baseline.keys.elements()
    counts = Counter(each.path for each in keys if each.code.startswith(CORRECTABLE_PREFIXES))
    commits = count_commits_of_last_year(git)

    def sort_key(each: Change) -> tuple[tuple[int, int, int], bytes]:
        name = path_text(each.path)
        return cost_sort_key(counts[name], commits[name]), each.path

    selected = (each for each in files_to_fix.changes if selection.has_path(each.path))
    return files_to_fix._replace(changes=tuple(sorted(selected, key=sort_key)))


class CorrectionFinder(NamedTuple):
    """Finds corrections of the selected rules, and reports to ``progress``."""

    git: Git
    settings: Settings
    selection: HunkSelection
    progress: ProgressListener

    def corrections(self, files_to_fix: FilesToFix) -> Iterator[FileCorrection]:
        """Yield the corrections of files, in order; files are fixed as needed."""
        for start in range(0, len(files_to_fix.changes), _FILES_AT_ONCE):
            batch = files_to_fix._replace(
                changes=files_to_fix.changes[start : start + _FILES_AT_ONCE]
            )
            result = fix_files(self.git, self.settings, batch, self.progress)
            faults = {each.path: each.corrected for each in result.outcomes}
            for file in result.files:
                corrected = corrected_parts(file, faults[file.path])
                selected = (each for each in corrected if self.selection.has_all_codes(each.codes))
                yield FileCorrection(file, tuple(selected))


class BudgetedCorrections(NamedTuple):
    """The corrections, each with only its parts within the budget.

    ``has_no_more`` is True if no more corrections follow. ``smallest_line_count_over_budget`` is
    the number of lines of the smallest part that alone exceeds the budget, 0 if there is none.
    """

    corrections: tuple[FileCorrection, ...]
    has_no_more: bool
    smallest_line_count_over_budget: int


def take_within_budget(corrections: Iterable[FileCorrection], budget: int) -> BudgetedCorrections:
    """Take parts in their order until the next part would exceed ``budget`` lines.

    ``corrections`` are read only as far as needed.
    """
    remaining = budget
    chosen: list[FileCorrection] = []
    large: list[int] = []
    for each in corrections:
        taken: list[CorrectedPart] = []
        is_full = False
        for part in each.parts:
            if part.line_count > budget:
                large.append(part.line_count)
            elif part.line_count > remaining:
                is_full = True
                break
            else:
                taken.append(part)
                remaining -= part.line_count
        if taken:
            chosen.append(each._replace(parts=tuple(taken)))
        if is_full:
            return BudgetedCorrections(tuple(chosen), False, min(large, default=0))
    return BudgetedCorrections(tuple(chosen), True, min(large, default=0))
