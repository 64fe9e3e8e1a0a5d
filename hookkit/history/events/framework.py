"""What pre-commit and prek give to their hooks, read as what git gives to its own."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.errors import EnvironmentFailed
from hookkit.history.events.event_context import EventContext
from hookkit.history.refs.branch import HEADS
from hookkit.history.refs.targets import REMOTES
from hookkit.settings.environment import pre_commit_range
from hookkit.settings.events import events_of
from hookkit.shims.hooks_folder import HookFiles, folder_in_force

MANUAL_RUN = "range"
"""What stands in the place of an event where somebody asks about a range, by hand or in CI."""


def event_of(context: EventContext) -> str:
    """Find out which event it is: the stage of a hook is not told by pre-commit.

    A file is given to commit-msg alone. A range that neither comes with a checkout nor with a push
    is one that somebody asks about, and so is a check that no commit has. What is nothing of this
    is a commit, or the merge whose heads git names.
    """
    known = context.variables
    if "PRE_COMMIT_REMOTE_URL" in known or "PRE_COMMIT_REMOTE_NAME" in known:
        return "pre-push"
    if "PRE_COMMIT_CHECKOUT_TYPE" in known:
        return "post-checkout"
    stage = known.get("PREK_HOOK_STAGE")
    if "PRE_COMMIT_IS_SQUASH_MERGE" in known or stage == "post-merge":
        return "post-merge"
    if context.args:
        return "commit-msg"
    if pre_commit_range() or stage == "pre-push" or not _is_asked_at_a_commit(context.only):
        return MANUAL_RUN
    is_concluded = (context.git.git_dir / "MERGE_HEAD").exists()
    is_merge = any(name.startswith("GITHEAD_") for name in known)
    return "pre-merge-commit" if is_merge and not is_concluded else "pre-commit"


def _is_asked_at_a_commit(check: str | None) -> bool:
    return check is None or not {"pre-commit", "commit-msg"}.isdisjoint(events_of(check))


def as_git_hook_context(event: str, context: EventContext) -> EventContext | None:
    """Give the context as git's own hook has it; None where there is nothing to check (any more).

    pre-commit and prek show their hooks only the first ref of a push. Where hookkit's own hook is
    installed, that one has seen all of them. They can also be run by hand, or by CI, where nothing
    is going to be committed.
    """
    known = context.variables
    if event == "pre-commit" and not _is_committing(context):
        return None
    if event == "pre-push":
        is_pushing = "GIT_PREFIX" in known  # git names it to its own hooks
        if is_pushing and HookFiles(event, folder_in_force(context.git)).shim is not None:
            return None
        remote = known.get("PRE_COMMIT_REMOTE_NAME") or known.get("PRE_COMMIT_REMOTE_URL", "")
        return context._replace(args=(remote,), stdin_lines=_line(context, remote))
    return context._replace(args=_args(event, context))


def _is_committing(context: EventContext) -> bool:
    """Whether a commit is being made, or could be: git names the index to its own hooks."""
    git = context.git
    if "GIT_INDEX_FILE" in context.variables or (git.git_dir / "MERGE_HEAD").exists():
        return True
    return git.ask("diff", "--cached", "--quiet").code == 1


def _args(event: str, context: EventContext) -> Sequence[str]:
    known = context.variables
    if event == "post-checkout":
        ends = (known.get(f"PRE_COMMIT_{end}_REF", "") for end in ("FROM", "TO"))
        return (*ends, known["PRE_COMMIT_CHECKOUT_TYPE"])
    if event == "post-merge":
        is_squash = known.get("PRE_COMMIT_IS_SQUASH_MERGE") == "1" or _squashes(context)
        return ("1" if is_squash else "0",)
    return context.args


def _squashes(context: EventContext) -> bool:
    return any(
        context.variables.get(name) == "1"
        for name in ("PRE_COMMIT_SQUASH_MERGE", "PREK_SQUASH_MERGE", "SQUASH_MERGE")
    )


def _line(context: EventContext, remote: str) -> str:
    """Write the line that git writes to pre-push, as far as it is told."""
    git, known = context.git, context.variables
    local_ref = known.get("PRE_COMMIT_LOCAL_BRANCH", "")
    remote_ref = known.get("PRE_COMMIT_REMOTE_BRANCH", "")
    new = git.resolve(known.get("PRE_COMMIT_TO_REF") or local_ref)
    if new is None or not remote_ref:
        sentence = f"what is pushed is unknown: there is no commit {local_ref!r} here, or no branch"
        raise EnvironmentFailed(f"{sentence} {remote_ref!r} to push it to", "git branch --all")
    # FROM_REF is not always what the remote has: prek gives a parent of what is new.
    old = git.resolve(f"{REMOTES}{remote}/{remote_ref.removeprefix(HEADS)}") or git.null
    return f"{local_ref} {new} {remote_ref} {old}\n"
