"""Corrections kept for rewritten commits as well."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from hookkit.corrections.correction import (
    CORRECTION_REFS,
    Correction,
    find_correction,
    fixed_files,
    write_fixed_tree,
)
from hookkit.corrections.outcome import FixedFile
from hookkit.errors import HookkitError
from hookkit.git.objects import write_commit
from hookkit.git.refs import update_ref
from hookkit.git.runner import Git
from hookkit.git.tree import tree_entries


def keep_for_rewritten(git: Git, renamed: Mapping[str, str]) -> None:
    """Keep each correction for the new commit too, where its corrected files are the same.

    ``renamed`` maps the ids of the old commits to those of the new ones. The correction of a range
    is kept for the old commit alone. ``hookkit run`` makes what could not be kept.
    """
    refs = git.lines("for-each-ref", "--format=%(refname)", CORRECTION_REFS)
    for old in (ref.removeprefix(CORRECTION_REFS) for ref in refs):
        if old in renamed and git.resolve(CORRECTION_REFS + renamed[old]) is None:
            with suppress(HookkitError):
                _copy(git, find_correction(git, old), renamed[old])


def _copy(git: Git, correction: Correction, new: str) -> None:
    kept, files = correction.commit, fixed_files(git, correction)
    if kept.since or not all(_is_there(git, new, file) for file in files):
        return
    tree = write_fixed_tree(git, new, files)
    # The trailer names the corrected commit, and so may the subject.
    message = kept.message.replace(correction.corrected.id.encode(), new.encode())
    made = write_commit(git, tree, [new], message, kept.encoding)
    update_ref(git, CORRECTION_REFS + new, made, git.null, f"correct {new[:10]}")


def _is_there(git: Git, commit: str, file: FixedFile) -> bool:
    """Whether a commit has a file as it was corrected."""
    entry = tree_entries(git, commit, [file.path]).get(file.path)
    if entry is None or entry.mode != file.mode:
        return False
    return git.objects([entry.blob]).get(entry.blob) == file.base
