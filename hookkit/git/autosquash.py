"""``git rebase --autosquash``: what is a fixup, what it is squashed into, and the command."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from hookkit.errors import GitFailed
from hookkit.git.runner import Git

# git's skip_fixupish; after each prefix todo_list_rearrange_squash skips blanks (git's isspace).
_PREFIXES = ("fixup! ", "squash! ", "amend! ")
_BLANKS = " \t\r\n"
_ID_PATTERN = r"[0-9a-f]{4,64}"
# git accepts any revision without a space. These forms mean the same in every repository that has
# the same refs.
_REVISION_PATTERN = r"(?:HEAD|@)(?:[~^][0-9]*)*|[\w./#+=,%-]+"


def is_fixup(subject: str) -> bool:
    """Whether ``git rebase --autosquash`` tries to squash a commit with this subject."""
    return subject.startswith(_PREFIXES)


def bare_subject(subject: str) -> str:
    """Give the subject without the prefix ``fixup! ``, ``squash! `` or ``amend! ``."""
    while subject.startswith(_PREFIXES):
        subject = subject.partition(" ")[2].lstrip(_BLANKS)
    return subject


def revisions_of_fixups(git: Git, subjects: Iterable[str]) -> dict[str, str]:
    """Give the revisions that fixups name (``fixup! v1``, ``fixup! HEAD~2``), each with its id.

    This runs one process, or none if no fixup names a single word.
    """
    words = dict.fromkeys(bare_subject(each) for each in subjects if is_fixup(each))
    revisions = [
        each
        for each in words
        if re.fullmatch(_REVISION_PATTERN, each) and not re.fullmatch(_ID_PATTERN, each)
    ]
    if not revisions:
        return {}
    data = os.fsencode("".join(f"{each}^{{commit}}\n" for each in revisions))
    lines = os.fsdecode(git.run("cat-file", "--batch-check", data=data)).splitlines()
    pairs = zip(revisions, (line.split(" ") for line in lines), strict=True)
    return {revision: fields[0] for revision, fields in pairs if fields[1:2] == ["commit"]}


def squash_targets(
    commits: Sequence[tuple[str, str]], revisions: Mapping[str, str] = MappingProxyType({})
) -> list[int]:
    """Give for each commit (id and subject, the oldest first) the index of its squash target.

    A commit without a target, such as one that is no fixup, is its own target. As git does, this
    searches for an equal subject, then for an id or one of the ``revisions``
    (``revisions_of_fixups``), then for a subject that begins in the same way
    (todo_list_rearrange_squash).
    """
    targets: list[int] = []
    index_by_subject: dict[str, int] = {}
    for index, (_, subject) in enumerate(commits):
        target_name = bare_subject(subject)
        target = None
        if is_fixup(subject):
            target = _find_target(
                target_name, commits[:index], index_by_subject, revisions.get(target_name)
            )
        targets.append(index if target is None else targets[target])
        if target is None:
            index_by_subject.setdefault(subject, index)
    return targets


def _find_target(
    target_name: str,
    older_commits: Sequence[tuple[str, str]],
    index_by_subject: Mapping[str, int],
    revision: str | None,
) -> int | None:
    if target_name in index_by_subject:
        return index_by_subject[target_name]
    id_prefix = revision or (target_name if re.fullmatch(_ID_PATTERN, target_name) else None)
    by_id = (
        n
        for n, (commit, _) in enumerate(older_commits)
        if id_prefix and commit.startswith(id_prefix)
    )
    by_prefix = (
        n for n, (_, subject) in enumerate(older_commits) if subject.startswith(target_name)
    )
    return next(by_id, next(by_prefix, None))


def is_unique_subject(git: Git, subject: str, tip: str, limit: int = 1000) -> bool:
    """Whether at most one unpushed commit has this bare subject, and autosquash can find it.

    git would squash ``fixup! <subject>`` into the oldest of several commits of this subject, and
    into none if the subject begins with a space or is not in its declared encoding. The unpushed
    commits that ``tip`` has are searched, at most ``limit``.
    """
    wanted = subject.encode()
    if not wanted or wanted[:1].isspace() or "\ufffd".encode() in wanted:
        return False
    # log.showSignature would mix the output of gpg into the subjects.
    command = ("log", "-z", "--format=%s", "--encoding=UTF-8", "--no-show-signature")
    # HEAD of a bare repository may name a branch that nobody pushed.
    unpushed = ("--ignore-missing", f"--max-count={limit}", tip, "--not", "--remotes")
    result = git.try_run_cached(*command, *unpushed)
    if result.code != 0:
        raise GitFailed((*command, *unpushed), result.code, result.err)
    subjects = result.out.split(b"\0")
    return sum(each == wanted for each in subjects) <= 1


def autosquash_command(commit: str, parent_count: int, options: Sequence[str] = ()) -> str:
    """Give the command that squashes the fixups of ``commit`` and of the commits on top of it.

    ``parent_count`` is the number of parents of the commit; ``options`` are further options that
    the repository requires.
    """
    from hookkit.phrases import short_id  # for reports alone

    base = f"{short_id(commit)}^" if parent_count else "--root"
    # Without this option the rebase would flatten the merged branch.
    merge_options = ["--rebase-merges"] if parent_count > 1 else []
    all_options = dict.fromkeys([*merge_options, *options])
    return " ".join(["git rebase -i --autosquash", *all_options, base])
