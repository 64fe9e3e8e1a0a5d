"""After a merge: whether a protected branch still shows what was merged into it."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.checks.history import check_history
from hookkit.facts.history import read_log
from hookkit.story.events.moment import Moment
from hookkit.values.finding import Finding


def judge(moment: Moment) -> Iterator[Finding]:
    """Warn of what a protected branch has got that is on no remote yet.

    No other hook sees a fast-forward. Nothing for a squash, which has merged nothing.
    """
    git, name = moment.git, moment.branch()
    if moment.argument(0) == "1" or name is None or not moment.is_protected(name):
        return
    new, old = git.resolve("HEAD"), git.resolve("ORIG_HEAD")
    if new is None or old is None:
        return
    line = read_log(git, "--first-parent", new, "--not", old, "--remotes")
    if line and line[-1].parents:
        level = moment.warning("history")
        base = line[-1].parents[0]
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
