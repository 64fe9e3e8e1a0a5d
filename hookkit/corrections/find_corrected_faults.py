"""Find the faults that fixed files do not have any more, whoever made the fixed contents."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hookkit.corrections.fix_files import FixResult
from hookkit.corrections.fixed_file import FixedFile
from hookkit.git.compute_object_ids import compute_blob_id
from hookkit.git.runner import Git
from hookkit.pep8.compare_faults import fixed_faults
from hookkit.pep8.fix_task_and_outcome import FileOutcome
from hookkit.settings.autopep8.option_finder import OptionFinder


def outcomes_of_fixed_files(git: Git, files: Sequence[FixedFile]) -> tuple[FileOutcome, ...]:
    """Give for each file the faults that its fixed content does not have any more."""
    finder = OptionFinder()
    outcomes = []
    for file in files:
        options = finder.find(os.path.join(git.paths.folder, os.fsdecode(file.path))).options
        corrected = fixed_faults(file.original, file.fixed, options)
        outcomes.append(FileOutcome(file.path, corrected=corrected))
    return tuple(outcomes)


def with_faults_fixed_by(git: Git, result: FixResult, files: Sequence[FixedFile]) -> FixResult:
    """Give the result with the faults that ``files`` fix, and no others.

    A correction that was kept may be less than what a run would correct now.
    """
    by_path = {file.path: file for file in files}

    def is_as_fixed(outcome: FileOutcome) -> bool:
        file = by_path.get(outcome.path)
        fixed_id = result.fixed_blob_ids.get(outcome.path)
        return file is not None and fixed_id == compute_blob_id(git, file.fixed)

    result_files = [by_path[each.path] for each in result.outcomes if each.path in by_path]
    same_paths = {each.path for each in result.outcomes if is_as_fixed(each)}
    fixed = outcomes_of_fixed_files(
        git, [each for each in result_files if each.path not in same_paths]
    )
    faults = {each.path: each.corrected for each in fixed}
    return result._replace(
        outcomes=tuple(
            each if each.path in same_paths else each._replace(corrected=faults.get(each.path, ()))
            for each in result.outcomes
        )
    )
