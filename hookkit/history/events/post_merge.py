"""After a merge: whether a protected branch still shows what was merged into it."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.history.checks.protected_history import check_history
from hookkit.history.events.event import Moment
from hookkit.history.finding import Finding
from hookkit.history.refs.already_judged import begins_above, judged_for


def judge(moment: Moment) -> Iterator[Finding]:
    """Warn of what a protected branch has got that no protected branch of a remote has yet.

    No other hook sees a fast-forward. Nothing for a squash, which has merged nothing.
    """
    git, name = moment.git, moment.branch()
    if moment.argument(0) == "1" or name is None or not moment.is_protected(name):
        return
    new, old = git.resolve("HEAD"), git.resolve("ORIG_HEAD")
    if new is None or old is None:
        return
    base = begins_above(git, new, [old, *judged_for(git, moment.settings, name)])
    if base:
        level = moment.warning("history")
        yield from check_history(
            git,
            base,
            new,
            branch=name,
            level=level,
            direct=level,
            inner=level,
            protected=moment.settings.protected,
        )
