"""Accept a correction: put it on the branch as a fixup!, as its own commit, or by an amend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from hookkit.corrections.branch_placement import moving_head, place_on_branch, tree_after_placement
from hookkit.corrections.correction import (
    Correction,
    fixed_files,
    fixup_subject,
    is_correction_of,
    is_squashable_into,
    shrunk_baseline_files,
)
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.placement_result import PlacementResult
from hookkit.corrections.remaining_correction import (
    make_remaining_for_amended_commit,
    remaining_files,
)
from hookkit.errors import Refused
from hookkit.git.autosquash import is_fixup
from hookkit.git.commits import Commit, is_pushed, read_commit
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import require_worktree
from hookkit.git.write_blob_tree_commit import author_variables, signs_commits, write_commit
from hookkit.operation_log.entry import Entry, ValueChange
from hookkit.phrases import names_phrase, path_text, quote_subject, short_id

AcceptAs = Literal["fixup", "commit", "amend"]


def accept(
    git: Git,
    correction: Correction,
    accept_as: AcceptAs,
    whole_correction: Correction | None = None,
) -> PlacementResult:
    """Put a correction on the branch.

    ``fixup`` and ``commit`` add a commit to HEAD; ``amend`` puts the correction into the corrected
    commit, which must be unpushed and the last one (only its correction may be on top). A dry run
    proves that git can squash a ``fixup``. ``whole_correction`` is the correction that
    ``correction`` is a part of, None if it is not a part; an amend keeps the rest of
    ``whole_correction`` for the amended commit. Raises Refused if one of these conditions is not
    met, IndexLocked, and GitFailed if HEAD moves meanwhile.
    """
    head = read_commit(require_worktree(git), "HEAD")
    if accept_as != "commit":
        _require_squashable(git, correction)
    if accept_as == "amend":
        return _amend(git, correction, whole_correction or correction, head)
    files = fixed_files(git, correction)
    own_subject = own_commit_subject(len(files))
    subject = fixup_subject(git, correction.corrected) if accept_as == "fixup" else own_subject
    message = subject + b"\n\n" + correction.body

    def make_commit(tree: str) -> str:
        kept = correction.commit
        sign = signs_commits(git)
        # If nothing was dropped, the kept correction is this commit already.
        if not sign and (tree, (head.id,), message) == (kept.tree, kept.parents, kept.message):
            return kept.id
        encoding = correction.corrected.encoding
        return write_commit(git, tree, [head.id], message, encoding, sign=sign)

    # A corrected fixup! is squashed together with its correction: `hookkit tidy` proves that.
    if accept_as == "fixup" and not is_fixup(correction.corrected.decoded_subject):
        _require_successful_squash(git, correction, head, files, message)
    files += shrunk_baseline_files(git, correction) if head.id == correction.corrected.id else []
    return place_on_branch(git, head.id, correction.corrected.id, files, accept_as, make_commit)


def _require_successful_squash(
    git: Git, correction: Correction, head: Commit, files: Sequence[FixedFile], message: bytes
) -> None:
    """Refuse a fixup! that git cannot squash into its commit because of the commits on top."""
    corrected = correction.corrected
    is_ancestor = corrected.id != head.id and git.is_ancestor(corrected.id, head.id)
    tree = tree_after_placement(git, head.id, files)[0] if is_ancestor else None
    if tree is None:
        return
    tip = write_commit(git, tree, [head.id], message, corrected.encoding, sign=False)
    subject = message.partition(b"\n")[0]
    # Not needed in a hook, which accepts only the correction of HEAD.
    from hookkit.dry_run.correction_squash import dry_run_correction_squash

    failure = dry_run_correction_squash(git, tip, tree, corrected, [subject])
    if failure is None:
        return
    name = f"{short_id(corrected.id)} {quote_subject(corrected.decoded_subject)}"
    reason = failure.message
    if failure.paths:
        names = names_phrase([path_text(path) for path in sorted(failure.paths)], 3)
        reason = f"the squash would stop at a conflict in {names}"
    sentence = (
        f"git cannot put this correction into {name} below the commits on top of it: {reason}"
    )
    repair = f"hookkit accept {short_id(corrected.id)} --spread"
    raise Refused(f"{sentence}; nothing was changed", repair)


def _require_squashable(git: Git, correction: Correction) -> None:
    """Refuse a correction with files that the commit did not change, or that empties the commit."""
    corrected = correction.corrected.id
    parents = correction.corrected.parents
    if any(read_commit(git, each).tree == correction.commit.tree for each in parents):
        raise Refused(
            f"with its correction {short_id(corrected)} would change nothing: git cannot squash it",
            f"hookkit accept {short_id(corrected)} --as commit",
        )
    if not is_squashable_into(git, corrected, fixed_files(git, correction)):
        raise Refused(
            f"the correction also has files that {short_id(corrected)} did not change",
            f"hookkit accept {short_id(corrected)} --spread",
        )


def own_commit_subject(file_count: int) -> bytes:
    """Give the subject for a correction of ``file_count`` files that is a commit of its own."""
    return f"Correct PEP 8 faults in {file_count} file{'s' if file_count > 1 else ''}".encode()


def _amend(
    git: Git, correction: Correction, whole_correction: Correction, head: Commit
) -> PlacementResult:
    """Amend the commit with its correction; a commit with a part of it may already be on top."""
    corrected = correction.corrected
    _require_amendable(git, corrected)
    is_head_correction = is_correction_of(head, corrected)
    if head.id != corrected.id and not is_head_correction:
        raise Refused(
            f"other commits lie on top of {short_id(corrected.id)}: it cannot be amended",
            f"hookkit accept {short_id(corrected.id)} --as fixup",
        )
    make_commit = _amended_commit_maker(git, corrected)
    remaining_ref_change = partial(make_remaining_for_amended_commit, git, whole_correction)
    files = remaining_files(git, correction)
    files += shrunk_baseline_files(git, correction) if head.id == corrected.id else []
    if files or not is_head_correction:
        return place_on_branch(
            git, head.id, corrected.id, files, "amend", make_commit, remaining_ref_change
        )
    new = make_commit(head.tree)
    entry = Entry(
        "amend",
        corrected.id,
        (),
        ValueChange(head.id, new),
        remaining_correction=remaining_ref_change(new),
    )
    with moving_head(git, entry) as move_head:
        move_head()
    return PlacementResult(new, {}, is_empty=False)


def can_amend(git: Git, corrected: Commit) -> bool:
    """Whether a commit may be amended with its correction: it is the last one, and not pushed."""
    head = read_commit(git, "HEAD")
    is_last = head.id == corrected.id or is_correction_of(head, corrected)
    return is_last and not corrected.has_mergetag and not is_pushed(git, corrected.id)


def _require_amendable(git: Git, commit: Commit) -> None:
    if is_pushed(git, commit.id):
        raise Refused(
            f"{short_id(commit.id)} is pushed: to amend it would change what others have",
            f"hookkit accept {short_id(commit.id)} --as fixup",
        )
    if commit.has_mergetag:
        raise Refused(
            f"{short_id(commit.id)} merges a signed tag, which an amended commit would lose",
            f"hookkit accept {short_id(commit.id)} --as fixup",
        )


def _amended_commit_maker(git: Git, commit: Commit) -> Callable[[str], str]:
    """Give a function that recreates the commit with another tree, like ``git commit --amend``."""

    def make_commit(tree: str) -> str:
        author, sign = author_variables(commit.author), signs_commits(git)
        return write_commit(
            git, tree, commit.parents, commit.message, commit.encoding, author, sign
        )

    return make_commit
