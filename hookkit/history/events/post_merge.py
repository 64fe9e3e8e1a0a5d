"""The event post-merge: whether the history of a protected branch is still readable."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.history.checks.history_of_protected_branch import check_history
from hookkit.history.events.event_context import EventContext
from hookkit.history.finding import Finding
from hookkit.history.refs.checked_commits import base_of_new_commits, checked_commits_of


def check_post_merge(context: EventContext) -> Iterator[Finding]:
    """Check the new commits of a protected branch, except those that were checked at a push.

    No other hook of hookkit runs at a fast-forward. A squash merges nothing and is not checked.
    """
    git, name = context.git, context.head_branch()
    if context.hook_argument(0) == "1" or name is None or not context.is_protected(name):
        return
    new_id, old_id = git.resolve("HEAD"), git.resolve("ORIG_HEAD")
    if new_id is None or old_id is None:
        return
    base = base_of_new_commits(
        git, new_id, [old_id, *checked_commits_of(git, context.settings, name)]
    )
    if base:
        level = context.warning_level("history")
        yield from check_history(
            git,
            base,
            new_id,
            branch=name,
            level=level,
            direct_level=level,
            inner_level=level,
            protected=context.settings.protected,
        )
