"""``hookkit hook EVENT``: what the shims start. No command line library is imported for it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from hookkit.doors import config, log
from hookkit.doors.git import Git
from hookkit.facts.state import is_replay, operation
from hookkit.report.progress import Progress
from hookkit.story.jobs import Job, of_commit, of_rewritten
from hookkit.story.runner import fix, place
from hookkit.values.errors import WrongUsage
from hookkit.values.outcome import Outcome

EVENTS = ("post-commit", "post-rewrite")


def run_hook(args: Sequence[str]) -> int:
    """Do the work of an event (its name, then the arguments that git gives to the hook).

    Raises WrongUsage for an event that hookkit does not know.
    """
    event, *rest = args or [""]
    if event not in EVENTS:
        raise WrongUsage(f"{event!r} is none of the events {', '.join(EVENTS)}", "hookkit install")
    git = Git.discover()
    log.configure(git)
    settings = config.load(git)
    if not settings.enabled:
        return 0
    logging.getLogger(__name__).info("%s in %s", event, git.git_dir)
    if event == "post-commit":
        _after_commit(git, settings)
    elif rest[:1] == ["rebase"]:
        _after_rebase(git, settings, sys.stdin.read())
    return 0


def _after_commit(git: Git, settings: config.Settings) -> None:
    under_way = operation(git)
    if is_replay(under_way):
        # One pass at its end, by post-rewrite: an edit now would break the next pick.
        logging.getLogger(__name__).info("left alone: %s is under way", under_way)
        return
    because = f"{under_way} is under way" if under_way else _framework()
    _correct(git, settings, of_commit(git, settings, "HEAD"), because)


def _after_rebase(git: Git, settings: config.Settings, pairs: str) -> None:
    rewritten = list(dict.fromkeys(line.split()[1] for line in pairs.splitlines() if line.strip()))
    job = of_rewritten(git, settings, rewritten)
    _correct(git, settings, job, "a rebase has just ended")


def _framework() -> str | None:
    if config.runs_under_pre_commit():
        return "pre-commit hides your other edits while it runs its hooks"
    return None


def _correct(git: Git, settings: config.Settings, job: Job, because: str | None) -> None:
    if not job.changes:
        return
    with Progress(len(job.changes)) as progress:
        result = fix(git, settings, job, progress)
    outcome = place(git, settings, result, because)
    _tell(outcome)


def _tell(outcome: Outcome) -> None:
    logging.getLogger(__name__).info(
        "%s: %d corrected, %s", outcome.commit, outcome.corrected, outcome.done
    )
    if outcome.is_silent:
        return
    from hookkit.report.told import tell
    from hookkit.report.voice import say

    say(tell(outcome))
