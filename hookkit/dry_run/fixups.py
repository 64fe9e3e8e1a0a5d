"""The ``fixup!`` commits of a correction squashed in a dry run of ``git rebase``."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from typing import NamedTuple

from hookkit.dry_run.borrowed_repository import borrowed_repository
from hookkit.git.commits import Commit
from hookkit.git.differences import unmerged
from hookkit.git.runner import Git

_OFF = {
    "core.hooksPath": os.devnull,
    "core.editor": ":",
    "sequence.editor": ":",
    "core.autocrlf": "false",
    "commit.gpgSign": "false",
    "rerere.enabled": "false",
    "rebase.autoStash": "false",
    "rebase.updateRefs": "false",
    "rebase.rebaseMerges": "false",
    "rebase.missingCommitsCheck": "ignore",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "submodule.recurse": "false",
}
DRY_RUN_IDENTITY = {  # nobody commits in a dry run, and no editor is opened
    "GIT_COMMITTER_NAME": "hookkit",
    "GIT_COMMITTER_EMAIL": "hookkit@localhost",
    "GIT_EDITOR": ":",
    "GIT_SEQUENCE_EDITOR": ":",
}
_MERGING = r"^(merge\..*|diff\.[a-z]*)$"


class SquashFailure(NamedTuple):
    """Why commits do not squash: the files in conflict, and the last line that git printed."""

    paths: frozenset[bytes]
    message: str


def dry_run_squash(
    git: Git, tip: str, tree: str, oldest: Commit, subjects: Collection[bytes]
) -> SquashFailure | None:
    """Squash what lies between the parent of ``oldest`` and ``tip``, as ``git rebase`` does it.

    Gives None where that ends without a conflict in ``tree`` and none of ``subjects`` is left.
    Nothing in the repository changes; no hook, no editor and no signing program runs.
    """
    settings = merge_settings(git)
    below = [f"{oldest.id}^"] if oldest.parents else ["--root"]
    with borrowed_repository(git, tip) as scratch:
        scratch.run(*settings, "read-tree", "-m", "-u", "HEAD")
        # Without it the rebase would linearize the merged branches.
        inner_merge = scratch.line("rev-list", "-1", "--merges", tip, f"^{oldest.id}")
        merges = ["--rebase-merges"] if len(oldest.parents) > 1 or inner_merge else []
        command = ("rebase", "--quiet", "-i", "--autosquash", *merges, *below)
        answer = scratch.ask(*settings, *command, env=DRY_RUN_IDENTITY)
        if answer.code != 0:
            return SquashFailure(unmerged(scratch), answer.err.strip().rpartition("\n")[2])
        range_ = ["HEAD", *(f"^{parent}" for parent in oldest.parents)]
        listed = ("log", "-z", "--no-show-signature", "--encoding=UTF-8", "--format=%s", *range_)
        remaining_subjects = scratch.run(*listed).split(b"\0")
        if scratch.line("rev-parse", "HEAD^{tree}") != tree:
            return SquashFailure(frozenset(), "it would end in other files")
        if any(subject in remaining_subjects for subject in subjects):
            return SquashFailure(frozenset(), "a fixup! commit would be left")
    return None


def merge_settings(git: Git) -> Sequence[str]:
    """Give ``-c`` options: the repository's settings of merges, and those that interfere, off."""
    answer = git.ask("config", "--local", "-z", "--get-regexp", _MERGING)
    own = (os.fsdecode(field).partition("\n") for field in answer.out.split(b"\0")[:-1])
    options = [f"{key}{mark and '='}{value}" for key, mark, value in own]
    options += [f"{key}={value}" for key, value in _OFF.items()]
    return [word for each in options for word in ("-c", each)]
