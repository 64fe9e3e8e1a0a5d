"""The outcome of a run: what was corrected, and where it was placed, for the reports."""

from __future__ import annotations

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_task_and_outcome import FileOutcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.corrections.files_and_lines_to_fix import FilesToFix
    from hookkit.corrections.fix_files import FixResult
    from hookkit.git.runner import Git
    from hookkit.settings.choice_types import Mode
    from hookkit.settings.definitions import Settings


class Outcome(NamedTuple):
    """The result of one run.

    ``commit`` is the id of the corrected commit, None for a run on the index or on files.
    ``subject`` is its subject, or says what the files are if there is no commit. ``correction`` is
    the id of the correction commit, None if nothing was corrected. ``requested_mode`` is the mode
    of the settings and ``actual_mode`` the mode that was used, None if nothing was placed or kept;
    if they differ, ``mode_reason`` says why. ``branch_commit`` is the id of the new commit on the
    branch (``fixup`` and ``commit``), None without one. ``notes`` are further sentences for the
    report. ``parent_count`` is the number of parents of the corrected commit, on which the squash
    command depends. ``is_last`` says that the corrected commit is HEAD, so that commands need not
    name it. ``is_squashable`` says that the commit changed every corrected file, so that git can
    squash the whole correction. Without a worktree (``has_worktree``) a correction can be kept but
    not accepted. ``is_halfway`` says that a part of the correction is in the files, until
    ``hookkit undo`` takes it back. ``squash_options`` are the options of the rebase that squashes
    the correction. ``whole_files_command`` is the command that corrects all lines of the files.
    ``is_amendable`` says that the commit is the last one, and not pushed. ``path_to_top`` is the
    relative path from the current folder to the top level, with a slash at its end.
    """

    commit: str | None
    subject: str
    requested_mode: Mode
    actual_mode: Mode | None = None
    mode_reason: str | None = None
    correction: str | None = None
    branch_commit: str | None = None
    files: tuple[FileOutcome, ...] = ()
    notes: tuple[str, ...] = ()
    parent_count: int = 1
    is_last: bool = True
    is_squashable: bool = True
    has_worktree: bool = True
    is_halfway: bool = False
    squash_options: tuple[str, ...] = ()
    whole_files_command: str = ""
    is_amendable: bool = True
    path_to_top: str = ""

    @property
    def corrected_fault_count(self) -> int:
        """The number of faults that the correction fixes."""
        return sum(len(each.corrected) for each in self.files)

    @property
    def has_nothing_to_report(self) -> bool:
        """Whether there is nothing to report."""
        return not self.notes and not any(
            each.corrected or each.withheld or each.dropped or each.left_alone_reason
            for each in self.files
        )


def outcome_of(git: Git, settings: Settings, result: FixResult) -> Outcome:
    """Give the outcome of a run that has fixed files and has not placed them yet."""
    commit = result.files_to_fix.commit
    return Outcome(
        commit=commit.id if commit else None,
        subject=commit.decoded_subject if commit else result.files_to_fix.description,
        requested_mode=settings.mode,
        files=result.outcomes,
        parent_count=len(commit.parents) if commit else 1,
        notes=_notes(git, result),
        whole_files_command=_whole_files_command(result.files_to_fix),
    )


def _notes(git: Git, result: FixResult) -> tuple[str, ...]:
    if all(each.left_alone_reason is None for each in result.outcomes):
        return ()
    from hookkit.corrections.left_alone_notes import left_alone_notes

    return left_alone_notes(git, result.files_to_fix, result.outcomes)


def _whole_files_command(files_to_fix: FilesToFix) -> str:
    """Give the command that corrects the same files with all of their lines."""
    if files_to_fix.commit is None:
        return "hookkit run --scope file --staged"
    # The same as ``phrases.short_id``, which is not imported for a clean file.
    short_id = files_to_fix.commit.id[:7]
    if files_to_fix.range_start is not None:
        return f"hookkit run --scope file {files_to_fix.range_start[:7]}..{short_id}"
    # A rebase has rewritten more than its last commit.
    return (
        f"hookkit run --scope file {short_id}"
        if files_to_fix.has_only_commit_files
        else "hookkit run --all-files"
    )
