"""HEAD, the index and the files that a correction changes, as they are before it is accepted.

Which command of plain git does the same follows from them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from hookkit.corrections.correction import Correction, fixed_files, is_correction_of
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.outcome import FixedFile
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git
from hookkit.git.worktree import typed_path
from hookkit.git.worktree_read import FileUnavailable, read_file
from hookkit.phrases import path_text

Holds = Literal["base", "fixed", "other"]
"""The files are as the commit has them, as the correction has them, or neither."""


class CheckoutState(NamedTuple):
    """The id of HEAD, whether HEAD is already the correction, what the files hold.

    ``paths`` are those of the correction, as a person types them in the folder where hookkit was
    started. ``is_kept`` says that it is at its ref: a part of one,
    which is made when it is taken, git knows by no name.
    """

    head: str
    is_on_top: bool
    holds: Holds
    is_index_clean: bool
    paths: tuple[str, ...]
    is_kept: bool = True


def read_checkout_state(git: Git, correction: Correction) -> CheckoutState:
    """Read HEAD, the index and the files of a correction."""
    head = read_commit(git, "HEAD")
    files = fixed_files(git, correction)
    found = {_holds(git, file) for file in files}
    return CheckoutState(
        head=head.id,
        is_on_top=is_correction_of(head, correction.corrected),
        holds=found.pop() if len(found) == 1 else "other",
        is_index_clean=git.ask("diff-index", "--cached", "--quiet", head.id).code == 0,
        paths=tuple(typed_path(git, path_text(file.path)) for file in files),
        is_kept=git.resolve(CORRECTION_REFS + correction.corrected.id) == correction.commit.id,
    )


def _holds(git: Git, file: FixedFile) -> Holds:
    if git.top is None:
        return "other"
    try:
        data = read_file(git.top, file.path).data
    except FileUnavailable:
        return "other"
    return "base" if data == file.base else "fixed" if data == file.fixed else "other"
