"""Whether a protected branch gets commits directly (HK201)."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.finding import Finding, Level
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.pushed_refs import PushedRef
from hookkit.history.suggest_branch_name import DEFAULT_TOPIC_NAME, unused_branch_name


def check_direct_commits(
    git: Git,
    branch_or_push: str | PushedRef | None,
    *,
    protected: Sequence[str],
    level: Level,
    topic_name: str = DEFAULT_TOPIC_NAME,
) -> list[Finding]:
    """Check a commit on a branch, or one pushed ref.

    ``branch_or_push`` is the name of the current branch, None for a detached HEAD, or the pushed
    ref. ``topic_name`` is the branch name that a repair uses in place of the protected one. There
    is no finding for a merge commit, for the first commit of a repository, or for a deletion
    (HK502).
    """
    name = branch_or_push.branch if isinstance(branch_or_push, PushedRef) else branch_or_push
    if level == "off" or name is None or not is_protected(name, protected):
        return []
    if isinstance(branch_or_push, PushedRef):
        return (
            []
            if branch_or_push.is_deletion
            else [_push_finding(branch_or_push, name, level, topic_name)]
        )
    operation = operation_in_progress(git)
    if operation == "a merge" or git.resolve("HEAD") is None:
        return []
    topic_name = unused_branch_name(git, topic_name)
    repair = f"git switch -c {shlex.quote(topic_name)}"
    if operation is not None:
        # In a cherry-pick or a revert, `git switch` refuses and `git checkout` ends the operation.
        ref = shlex.quote(f"{HEADS}{topic_name}")
        repair = join_commands(
            f"git branch {shlex.quote(topic_name)}", f"git symbolic-ref HEAD {ref}"
        )
    sentence = f"{name} is protected: a commit would go to it directly"
    return [Finding("HK201", "no", level, name, sentence, repair)]


def _push_finding(pushed_ref: PushedRef, name: str, level: Level, topic_name: str) -> Finding:
    sentence = f"{name} on {pushed_ref.remote} is protected: a push would go to it directly"
    refspec = f"{shlex.quote(pushed_ref.local_ref)}:refs/heads/{shlex.quote(topic_name)}"
    repair = f"git push {shlex.quote(pushed_ref.remote)} {refspec}"
    return Finding("HK201", "no", level, name, sentence, repair)
