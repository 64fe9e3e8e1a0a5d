"""Whether a protected branch gets commits directly (HK201); the finding for lost ones (HK501)."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from hookkit.git.compare_histories import has_merges
from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.checks.merge_repairs import unused_branch_name
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import join_commands, rebase_command
from hookkit.history.finding import Finding, Level
from hookkit.history.refs.branch_names import is_protected
from hookkit.history.refs.pushed_refs import PushedRef
from hookkit.phrases import short_id


def check_direct_commits(
    git: Git,
    branch_or_push: str | PushedRef | None,
    *,
    protected: Sequence[str],
    level: Level,
    topic: str = "topic",
) -> list[Finding]:
    """Check a commit on a branch, or one pushed ref.

    ``branch_or_push`` is the name of the current branch, None for a detached HEAD, or the pushed
    ref. ``topic`` is the branch name that a repair uses in place of the protected one. There is no
    finding for a merge commit, for the first commit of a repository, or for a deletion (HK502).
    """
    name = branch_or_push.branch if isinstance(branch_or_push, PushedRef) else branch_or_push
    if level == "off" or name is None or not is_protected(name, protected):
        return []
    if isinstance(branch_or_push, PushedRef):
        return (
            []
            if branch_or_push.is_deletion
            else [_push_finding(branch_or_push, name, level, topic)]
        )
    operation = operation_in_progress(git)
    if operation == "a merge" or git.resolve("HEAD") is None:
        return []
    topic = unused_branch_name(git, topic)
    repair = f"git switch -c {shlex.quote(topic)}"
    if operation is not None:
        # In a cherry-pick or a revert, `git switch` refuses and `git checkout` ends the operation.
        ref = shlex.quote(f"{HEADS}{topic}")
        repair = join_commands(f"git branch {shlex.quote(topic)}", f"git symbolic-ref HEAD {ref}")
    sentence = f"{name} is protected: a commit would go to it directly"
    return [Finding("HK201", "no", level, name, sentence, repair)]


def _push_finding(pushed_ref: PushedRef, name: str, level: Level, topic: str) -> Finding:
    sentence = f"{name} on {pushed_ref.remote} is protected: a push would go to it directly"
    refspec = f"{shlex.quote(pushed_ref.local_ref)}:refs/heads/{shlex.quote(topic)}"
    repair = f"git push {shlex.quote(pushed_ref.remote)} {refspec}"
    return Finding("HK201", "no", level, name, sentence, repair)


def lost_commits_finding(git: Git, branch: str, old_id: str, new_id: str, level: Level) -> Finding:
    """Make the finding that ``new_id`` lacks commits of ``old_id``, the old tip of the branch."""
    sentence = f"{branch} is protected: {short_id(new_id)} does not descend from {short_id(old_id)}"
    options = ["--rebase-merges"] if has_merges(git, old_id, new_id) else []
    dry_run = try_rebase(git, [new_id], old_id, *options)
    repair = rebase_command(*options, short_id(old_id), shlex.quote(branch))
    if not dry_run.is_exact:
        # Keep the commits on a new branch, and reset this one to its old tip, which others have.
        reset_command = f"git reset --keep {short_id(old_id)}"
        repair = join_commands(
            f"git switch {shlex.quote(branch)}", "git branch NEW-BRANCH", reset_command
        )
        sentence = f"{sentence}; a rebase would {dry_run.problem}"
    return Finding("HK501", "no", level, branch, sentence, repair)
