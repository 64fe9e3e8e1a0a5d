"""The remaining part of a correction, once the branch has some of it."""

from __future__ import annotations

from hookkit.corrections.correction import Correction, fixed_files, write_partial_correction
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.fixed_file import FixedFile
from hookkit.git.commits import Commit, read_commit
from hookkit.git.runner import Git
from hookkit.git.trees import file_contents
from hookkit.operation_log.entry import RefChange


def remaining_files(git: Git, correction: Correction) -> list[FixedFile]:
    """Give the files of a correction with the part that HEAD lacks.

    The base of each file is its content in the corrected commit; files whose correction is
    completely in HEAD are left out. If the corrected commit is not on the branch, the whole
    correction remains.
    """
    files = fixed_files(git, correction)
    head = read_commit(git, "HEAD")
    if head.id == correction.corrected.id or not _is_in_branch_or_amended(
        git, correction.corrected, head
    ):
        return files
    versions = file_contents(git, head.id, [each.path for each in files])
    found = (
        each.remaining_for(versions[each.path]) if each.path in versions else each for each in files
    )
    return [each for each in found if each.fixed != each.original]


def _is_in_branch_or_amended(git: Git, corrected: Commit, head: Commit) -> bool:
    """Whether HEAD descends from a commit, or is that commit after an amend."""
    is_amended = (head.parents, head.author) == (corrected.parents, corrected.author)
    return is_amended or bool(git.is_ancestor(corrected.id, head.id))


def make_remaining_for_amended_commit(
    git: Git, whole_correction: Correction, amended_id: str
) -> RefChange | None:
    """Make the remaining correction of a commit that is amended with a part of a correction.

    ``whole_correction`` is that correction. ``amended_id`` is the id of the new commit, which need
    not be on a branch yet. Gives the change of the ref that will keep the remaining correction,
    None if nothing remains.
    """
    # Imported here: a hook does not amend.
    from hookkit.corrections.apply_to_versions import apply_where_it_fits
    from hookkit.corrections.find_corrected_faults import outcomes_of_fixed_files

    files = fixed_files(git, whole_correction)
    versions = file_contents(git, amended_id, [each.path for each in files])
    remaining = [
        each._replace(original=data, fixed=apply_where_it_fits(each.original, each.fixed, data))
        for each in files
        if (data := versions.get(each.path)) is not None
    ]
    remaining = [each for each in remaining if each.fixed != each.original]
    if not remaining:
        return None
    amended_whole = whole_correction._replace(corrected=read_commit(git, amended_id))
    remaining_correction = write_partial_correction(
        git, amended_whole, remaining, outcomes_of_fixed_files(git, remaining), amended_id
    )
    ref = CORRECTION_REFS + amended_id
    return RefChange(ref, git.resolve(ref) or git.null_id, remaining_correction.commit.id)
