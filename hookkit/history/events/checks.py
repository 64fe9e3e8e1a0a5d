"""What is judged at each event of git: which checks have something to say there, and what."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from hookkit.history.events.event import Moment
from hookkit.history.judging.judgement import Checked, gather, here
from hookkit.history.judging.subject import with_target

EVENTS: Mapping[str, tuple[str, ...]] = {
    "pre-commit": ("branch-name", "protected-branch", "rebase-before-merge", "fixups"),
    "pre-merge-commit": ("rebase-before-merge", "fixups"),
    "commit-msg": ("ticket",),
    "post-checkout": ("branch-name",),
    "post-merge": ("history",),
    "pre-push": (
        "branch-name",
        "protected-branch",
        "rebase-before-merge",
        "history",
        "force-push",
        "fixups",
        "topic",
    ),
}
"""The events at which something is judged, each with its checks; a module here has the order."""


def judge(event: str, moment: Moment) -> Checked:
    """Judge an event, by the checks that ``moment`` asks for.

    Raises WrongUsage for arguments and lines that git does not give to this event.
    """
    # One at a time: each event is paid for by whoever works, and needs few of the checks.
    module = import_module(f"{__name__}.{event.replace('-', '_')}")
    settings = with_target(moment.git, moment.settings)
    said = module.judge(moment._replace(settings=settings))
    return here(moment.git, gather(event, said))
