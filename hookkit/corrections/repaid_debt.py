"""The debt that a correction repays: the baseline without the findings that it fixes."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.corrections.fix_files import FixResult
from hookkit.corrections.fixed_file import FixedFile
from hookkit.debt.next_baseline import shrunk_baseline
from hookkit.diagnostic_log.write_log import Logger
from hookkit.errors import HookkitError
from hookkit.git.runner import Git
from hookkit.git.trees import TreeEntry
from hookkit.pep8.time_limit import wall_limit
from hookkit.phrases import path_text, plural
from hookkit.settings.definitions import Settings


class RepaidDebt(NamedTuple):
    """The baseline in a correction, and how many findings are removed from it."""

    file: FixedFile
    repaid_count: int

    @property
    def note(self) -> str:
        """The note of a report, if the baseline is placed."""
        change = (
            f"takes {plural(self.repaid_count, 'repaid finding')} out of"
            if self.repaid_count
            else "changes"
        )
        return f"the correction also {change} {path_text(self.file.path)}"

    @property
    def note_if_not_placed(self) -> str:
        """The note of a report, if the baseline is not placed."""
        path = path_text(self.file.path)
        return f"{path} is as it was: hookkit debt accept takes out what is repaid"


def repaid_debt(
    git: Git, settings: Settings, result: FixResult, entry: TreeEntry
) -> RepaidDebt | None:
    """Give the baseline of the corrected commit, ``entry``, without the fixed findings.

    Gives None if the baseline does not change, or if this is unknown: the diagnostic log has the
    reason.
    """
    commit = result.files_to_fix.commit
    assert commit is not None
    fixed = {each.path: each.fixed for each in result.files}
    blobs = {each.path: each.blob for each in result.files_to_fix.changes}
    contents = {
        path: fixed.get(path) or result.files_to_fix.contents[blob]
        for path, blob in blobs.items()
        if blob in result.files_to_fix.contents
    }
    data = git.object_contents([entry.blob]).get(entry.blob, b"")
    seconds = wall_limit(settings.hook_time_limit)
    try:
        shrunk = shrunk_baseline(git, commit.id, data, contents, seconds)
    except HookkitError as error:
        Logger(__name__).warning("%s: the baseline is as it was: %s", commit.id, error.message)
        return None
    if shrunk is None:
        return None
    # A finding is not repaid if its correction is dropped.
    file = FixedFile(entry.path, entry.mode, data, shrunk.data, is_all_or_nothing=True)
    return RepaidDebt(file, shrunk.repaid_count)
