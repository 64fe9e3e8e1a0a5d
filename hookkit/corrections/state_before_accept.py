"""The state of HEAD, the index and the worktree before a correction is accepted.

Reports use this state to name the plain git command that does the same as hookkit.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from hookkit.corrections.correction import Correction, fixed_files, is_correction_of
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.fixed_file import FixedFile
from hookkit.git.commits import read_commit
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_current_folder
from hookkit.phrases import path_text

FilesState = Literal["original", "fixed", "other"]
"""The files are as the commit has them, as the correction has them, or neither."""


class StateBeforeAccept(NamedTuple):
    """The id of HEAD, whether HEAD is the correction already, and what the files have.

    ``paths`` are the files of the correction, relative to the folder where hookkit was started.
    ``is_kept`` says that the ref of the correction points to it; no ref points to a part of a
    correction.
    """

    head: str
    is_head_correction: bool
    files_state: FilesState
    is_index_clean: bool
    paths: tuple[str, ...]
    is_kept: bool = True


def read_state_before_accept(git: Git, correction: Correction) -> StateBeforeAccept:
    """Read HEAD, the index and the files of a correction."""
    head = read_commit(git, "HEAD")
    files = fixed_files(git, correction)
    states = {_file_state(git, file) for file in files}
    return StateBeforeAccept(
        head=head.id,
        is_head_correction=is_correction_of(head, correction.corrected),
        files_state=states.pop() if len(states) == 1 else "other",
        is_index_clean=git.try_run("diff-index", "--cached", "--quiet", head.id).code == 0,
        paths=tuple(path_from_current_folder(git, path_text(file.path)) for file in files),
        is_kept=git.resolve(CORRECTION_REFS + correction.corrected.id) == correction.commit.id,
    )


def _file_state(git: Git, file: FixedFile) -> FilesState:
    if git.top is None:
        return "other"
    try:
        data = read_file(git.top, file.path).data
    except FileUnavailable:
        return "other"
    return "original" if data == file.original else "fixed" if data == file.fixed else "other"
