"""Keep corrections for rewritten commits too: after a rebase or an amend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from hookkit.corrections.correction import (
    Correction,
    find_correction,
    fixed_files,
    keep_correction,
    write_fixed_tree,
)
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.fixed_file import FixedFile
from hookkit.errors import HookkitError
from hookkit.git.commits import read_commit
from hookkit.git.refs import update_ref
from hookkit.git.runner import Git
from hookkit.git.trees import tree_entries
from hookkit.git.write_blob_tree_commit import write_commit
from hookkit.phrases import short_id


def keep_for_rewritten_commits(git: Git, new_ids: Mapping[str, str]) -> None:
    """Keep each correction for the new commit too, if its corrected files are the same.

    If only a part of the correction was squashed into the new commit, the remaining part is kept.
    ``new_ids`` maps the ids of the old commits to the ids of the new ones. The correction of a
    range is kept for the old commit only. If a correction cannot be kept, ``hookkit run`` makes a
    new one.
    """
    refs = git.lines("for-each-ref", "--format=%(refname)", CORRECTION_REFS)
    for old in (ref.removeprefix(CORRECTION_REFS) for ref in refs):
        if old in new_ids and git.resolve(CORRECTION_REFS + new_ids[old]) is None:
            with suppress(HookkitError):
                _copy_correction(git, find_correction(git, old), new_ids[old])


def _copy_correction(git: Git, correction: Correction, new: str) -> None:
    kept, files = correction.commit, fixed_files(git, correction)
    if correction.range_start:
        return
    if not all(_content(git, new, file) == file.original for file in files):
        _keep_remaining(git, files, new)
        return
    tree = write_fixed_tree(git, new, files)
    # The trailer names the corrected commit, and so may the subject.
    message = kept.message.replace(correction.corrected.id.encode(), new.encode())
    commit_id = write_commit(git, tree, [new], message, kept.encoding)
    update_ref(git, CORRECTION_REFS + new, commit_id, git.null_id, f"correct {short_id(new)}")


def _keep_remaining(git: Git, files: Sequence[FixedFile], new: str) -> None:
    """Keep the rest of a correction for a commit that has a part of it and no other edits."""
    from hookkit.corrections.apply_to_versions import apply_where_it_fits
    from hookkit.corrections.find_corrected_faults import outcomes_of_fixed_files

    remaining = []
    for file in files:
        data = _content(git, new, file)
        if data is None or apply_where_it_fits(file.original, file.fixed, data) != file.fixed:
            return
        remaining.append(file._replace(original=data))
    unfixed = [file for file in remaining if file.original != file.fixed]
    if unfixed:
        keep_correction(git, read_commit(git, new), unfixed, outcomes_of_fixed_files(git, unfixed))


def _content(git: Git, commit: str, file: FixedFile) -> bytes | None:
    """Give the content of a file in a commit, None if it is missing or has another mode."""
    entry = tree_entries(git, commit, [file.path]).get(file.path)
    if entry is None or entry.mode != file.mode:
        return None
    return git.object_contents([entry.blob]).get(entry.blob)
