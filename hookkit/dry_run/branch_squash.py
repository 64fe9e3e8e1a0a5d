"""Dry run of ``git rebase --autosquash`` for a branch, and the commits that it would leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from hookkit.dry_run.correction_squash import SquashFailure
from hookkit.dry_run.scratch_repository import (
    DRY_RUN_ENVIRONMENT,
    dry_run_options,
    pack_new_objects,
    scratch_repository,
)
from hookkit.git.commit_message import unused_comment_character
from hookkit.git.commits import Commit, read_commits
from hookkit.git.index import unmerged_paths
from hookkit.git.runner import Git
from hookkit.git.write_blob_tree_commit import describe_missing_author_name

_MESSAGE_SETTINGS = {
    "i18n.commitEncoding": "UTF-8",
    "i18n.logOutputEncoding": "UTF-8",
    "log.showSignature": "false",
    "commit.verbose": "false",
    # Any other value could keep git's own comments, although the sequencer warns about this value.
    "commit.cleanup": "default",
}


class SquashResult(NamedTuple):
    """The result of a squash.

    ``commits`` are the new commits, the oldest first, one for each commit that stays;
    ``branches.rewritten_commits`` uses their trees. ``pack`` has the trees and files that
    the repository lacks. ``range_diff`` is git's ``range-diff`` from the old commits to the new
    ones.
    """

    commits: tuple[Commit, ...]
    range_diff: tuple[str, ...]
    pack: bytes


def dry_run_branch_squash(
    git: Git,
    commits: Sequence[Commit],
    squash_targets: Sequence[int],
    revisions: Mapping[str, str] = MappingProxyType({}),
) -> SquashResult | SquashFailure:
    """Squash consecutive commits, the last of which is the tip, as ``git rebase`` does.

    ``squash_targets`` has for each commit the index of the commit into which it is squashed,
    ``revisions`` the commits that fixups name by a revision (``git.autosquash``). Gives
    SquashFailure if the rebase has a conflict, if its result is not the tree of the tip or has
    another number of commits, or if an author has no name. Nothing in the repository changes; no
    hook, no editor and no signing program runs.
    """
    oldest, tip = commits[0], commits[-1]
    missing_name = describe_missing_author_name(commits)
    if missing_name is not None:
        return SquashFailure(frozenset(), missing_name)
    git_options = [*dry_run_options(git), *_message_options(commits)]
    upstream = oldest.parents[0] if oldest.parents else "--root"
    with scratch_repository(git, tip.id) as scratch:
        scratch.run(*git_options, "read-tree", "-m", "-u", "HEAD")
        for word, commit in revisions.items():
            scratch.try_run("update-ref", f"refs/tags/{word}", commit)  # git refuses a tag HEAD~1
        command = ("rebase", "--quiet", "-i", "--autosquash", upstream)
        git_result = scratch.try_run(*git_options, *command, env=DRY_RUN_ENVIRONMENT)
        if git_result.code != 0:
            return SquashFailure(
                unmerged_paths(scratch), git_result.err.strip().rpartition("\n")[2]
            )
        below = [f"^{parent}" for parent in oldest.parents]
        ids = scratch.line("rev-list", "--reverse", "HEAD", *below).split()
        new_commits = read_commits(scratch, ids)
        if not new_commits or new_commits[-1].tree != tip.tree:
            return SquashFailure(frozenset(), "it would end in other files")
        if len(new_commits) != len(set(squash_targets)):
            return SquashFailure(frozenset(), f"it would end in {len(new_commits)} commits")
        range_diff = scratch.run(*git_options, "range-diff", "--no-color", f"{tip.id}...HEAD")
        lines = range_diff.decode("utf-8", "surrogateescape").splitlines()
        return SquashResult(
            tuple(new_commits), tuple(lines), pack_new_objects(scratch, new_commits, [tip.id])
        )


def _message_options(commits: Sequence[Commit]) -> list[str]:
    """Give the options with which git keeps each line of a message, whatever it begins with."""
    # All candidates are ASCII in every encoding, and latin-1 keeps all other bytes.
    lines = (line for each in commits for line in each.message.decode("latin-1").split("\n"))
    options = {**_MESSAGE_SETTINGS, "core.commentChar": unused_comment_character(lines)}
    return [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
