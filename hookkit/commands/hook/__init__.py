"""``hookkit hook EVENT``: what the shims start. No command line library is imported for it."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.log import configuration
from hookkit.settings import environment, reader

CORRECTED = ("post-commit", "post-rewrite")
"""The events after which commits are corrected."""

ONE_CHECK = "--check"
"""What stands in the place of an event where pre-commit or prek asks for one check alone."""

RECEIVED = "pre-receive"
"""The event of a repository that others push to."""

WITH_LINES = ("post-rewrite", "pre-push")
"""The events that git gives lines on stdin."""


def run_hook(args: Sequence[str]) -> int:
    """Do the work of an event (its name, then the arguments that git gives to the hook).

    Gives 1 where something is refused. Raises WrongUsage for an event that hookkit does not know.
    """
    event, *rest = args or [""]
    _check_known(event)
    if event == RECEIVED:
        from hookkit.commands.hook.receiving import receive

        return receive()
    # Before anything is read, so that it also helps where what is read is broken.
    if environment.is_switched_off():
        return 0
    git = Git.discover()
    configuration.configure(git)
    settings = reader.load(git)
    if not settings.enabled:
        return 0
    logging.getLogger(__name__).info("%s in %s", event, git.git_dir)
    if event in CORRECTED:
        from hookkit.commands.hook.correcting import correct

        correct(git, settings, event, rest, _lines(event))
        return 0
    from hookkit.commands.hook.judging import judge_check, judge_event

    if event == ONE_CHECK:
        return judge_check(git, settings, rest)
    return judge_event(git, settings, event, rest, _lines(event))


def _check_known(event: str) -> None:
    if event in (*CORRECTED, ONE_CHECK, RECEIVED):
        return
    from hookkit.history.events.checks import EVENTS

    if event not in EVENTS:
        known = ", ".join((*CORRECTED, *EVENTS, RECEIVED))
        what = f"there is no event {event!r}" if event else "which event is it"
        raise WrongUsage(f"{what} (events: {known})", f"hookkit hook {CORRECTED[0]}")


def _lines(event: str) -> str:
    """Read what git writes to the hook; nothing where a person sits at the terminal."""
    if event not in WITH_LINES or sys.stdin is None or sys.stdin.isatty():
        return ""
    return os.fsdecode(sys.stdin.buffer.read())
