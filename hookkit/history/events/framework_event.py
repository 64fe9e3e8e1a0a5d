"""The event at which a framework (pre-commit, prek) starts hookkit, and what git's hook gets."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.errors import EnvironmentFailed
from hookkit.git.refs import HEADS, REMOTES
from hookkit.history.events.event_context import EventContext
from hookkit.hook_events import MANUAL_STAGE, WORKTREE_CHECKS, events_with_check, find_event
from hookkit.settings.environment_variables import pre_commit_range
from hookkit.shims.called_by_pre_commit_or_prek import find_pre_commit_or_prek_call
from hookkit.shims.is_event_handled_elsewhere import is_handled_by_shim

MANUAL_EVENT = "range"
"""The name that stands for an event if a range is checked by hand or in CI."""


def find_framework_event(context: EventContext) -> str:
    """Find the event that the framework runs at, MANUAL_EVENT if it runs by hand.

    It runs by hand if its stage is manual, or if its stage is pre-push, post-checkout or
    post-rewrite and the variables of that event are not set, or at a commit if a range or a check
    of other events is named. Raises EnvironmentFailed if pre-commit's stage is unknown and cannot
    be guessed from a single check.
    """
    variables = context.variables
    if "PRE_COMMIT_REMOTE_URL" in variables or "PRE_COMMIT_REMOTE_NAME" in variables:
        return "pre-push"
    if "PRE_COMMIT_CHECKOUT_TYPE" in variables:
        return "post-checkout"
    if "PRE_COMMIT_REWRITE_COMMAND" in variables:
        return "post-rewrite"
    stage = find_pre_commit_or_prek_call(variables).stage
    if "PRE_COMMIT_IS_SQUASH_MERGE" in variables or stage == "post-merge":
        return "post-merge"
    if stage in ("commit-msg", "post-commit"):
        return stage
    if stage is None:
        return _guess_event(context)
    manual_stages = ("pre-push", "post-checkout", "post-rewrite", MANUAL_STAGE)
    return MANUAL_EVENT if stage in manual_stages else _event_of_commit(context)


def _guess_event(context: EventContext) -> str:
    """Guess the event of one check on Windows, where pre-commit's stage is unknown.

    Only commit-msg gets a file as an argument.
    """
    if context.requested_check is None:
        sentence = "at which stage pre-commit runs this hook cannot be found out here"
        raise EnvironmentFailed(f"{sentence}: list the hooks hookkit-… in its place")
    return "commit-msg" if context.hook_arguments else _event_of_commit(context)


def _event_of_commit(context: EventContext) -> str:
    """Give pre-commit or pre-merge-commit; MANUAL_EVENT for a range or a check of other events."""
    check = context.requested_check
    events = events_with_check(check) if check is not None else ("pre-commit",)
    if pre_commit_range() or {"pre-commit", "commit-msg"}.isdisjoint(events):
        return MANUAL_EVENT
    has_merge_head = (context.git.git_dir / "MERGE_HEAD").exists()
    is_merge = any(name.startswith("GITHEAD_") for name in context.variables)
    return "pre-merge-commit" if is_merge and not has_merge_head else "pre-commit"


def manual_checks(context: EventContext) -> tuple[Sequence[str], bool]:
    """Give the checks for a run by hand, and whether the run makes corrections too."""
    if context.requested_check is not None:
        return (context.requested_check,), False
    stage = find_pre_commit_or_prek_call(context.variables).stage
    if stage == MANUAL_STAGE:
        return WORKTREE_CHECKS, True
    event = find_event(stage or "")
    return ((), False) if event is None else (event.checks, event.action == "correct")


def git_hook_context(event: str, context: EventContext) -> EventContext | None:
    """Give the context that git's own hook would get, None if there is nothing left to check.

    If a shim of hookkit runs at the event too, the shim makes the checks: pre-commit and prek show
    their hooks only the first ref of a push. There is also nothing to check if pre-commit or prek
    run by hand or in CI and nothing is going to be committed, or if git writes the message.
    """
    variables = context.variables
    # A shim does not know that the hook hookkit-debt of the framework is listed.
    is_known_to_shim = context.requested_check != "debt" or "debt" in context.settings.checks
    if is_known_to_shim and is_handled_by_shim(
        context.git, event, find_pre_commit_or_prek_call(variables).is_called_by_git
    ):
        return None
    if event == "pre-commit" and not may_commit(context):
        return None
    if event == "commit-msg" and _is_message_by_git(context):
        return None
    if event == "pre-push":
        remote = variables.get("PRE_COMMIT_REMOTE_NAME") or variables.get(
            "PRE_COMMIT_REMOTE_URL", ""
        )
        return context._replace(
            hook_arguments=(remote,), hook_input=_pre_push_line(context, remote)
        )
    return context._replace(hook_arguments=_hook_arguments(event, context))


def may_commit(context: EventContext) -> bool:
    """Whether a commit is made, or may be made: git sets GIT_INDEX_FILE for its own hooks."""
    git = context.git
    if "GIT_INDEX_FILE" in context.variables or (git.git_dir / "MERGE_HEAD").exists():
        return True
    return git.try_run("diff", "--cached", "--quiet").code == 1


def _is_message_by_git(context: EventContext) -> bool:
    """Whether git writes the message: for a merge, or for a commit that is replayed."""
    return context.is_replaying_commits() or (context.git.git_dir / "MERGE_HEAD").exists()


def _hook_arguments(event: str, context: EventContext) -> Sequence[str]:
    variables = context.variables
    if event == "post-checkout":
        commits = (variables.get(f"PRE_COMMIT_{end}_REF", "") for end in ("FROM", "TO"))
        return (*commits, variables["PRE_COMMIT_CHECKOUT_TYPE"])
    if event == "post-merge":
        names = (
            *("PRE_COMMIT_IS_SQUASH_MERGE", "PRE_COMMIT_SQUASH_MERGE"),
            *("PREK_SQUASH_MERGE", "SQUASH_MERGE"),
        )
        return ("1" if any(variables.get(name) == "1" for name in names) else "0",)
    if event == "commit-msg" and not context.hook_arguments:
        sentence = "which file has the message is unknown: its name ends in MSG, as git names it"
        raise EnvironmentFailed(sentence, "git rev-parse --git-path COMMIT_EDITMSG")
    return context.hook_arguments


def _pre_push_line(context: EventContext, remote: str) -> str:
    """Give the line that git writes to pre-push. Raises EnvironmentFailed if a ref is unknown."""
    git, variables = context.git, context.variables
    local_ref = variables.get("PRE_COMMIT_LOCAL_BRANCH", "")
    remote_ref = variables.get("PRE_COMMIT_REMOTE_BRANCH", "")
    new_id = git.resolve(variables.get("PRE_COMMIT_TO_REF") or local_ref)
    if new_id is None or not remote_ref:
        sentence = f"what is pushed is unknown: there is no commit {local_ref!r} here, or no branch"
        raise EnvironmentFailed(f"{sentence} {remote_ref!r} to push it to", "git branch --all")
    # FROM_REF is not always the commit of the remote: prek gives a parent of the new commits.
    old_id = git.resolve(f"{REMOTES}{remote}/{remote_ref.removeprefix(HEADS)}") or git.null_id
    return f"{local_ref} {new_id} {remote_ref} {old_id}\n"
