"""``hookkit review``: look at a correction."""

from __future__ import annotations

from dataclasses import replace

import rich_click as click

from hookkit.craft.patch import patch_between
from hookkit.doors import config, log
from hookkit.doors.git import Git
from hookkit.judgement.correction import find_correction
from hookkit.report.progress import Progress
from hookkit.report.reviewed import say_review
from hookkit.story.jobs import of_correction
from hookkit.story.runner import check, fix


@click.command()
@click.argument("commit", required=False)
def command(commit: str | None) -> int:
    """Show the correction of COMMIT (HEAD by default): the patch, its rules, what was withheld."""
    git = Git.discover()
    log.configure(git)
    settings = config.load(git)
    correction = find_correction(git, commit)
    job = of_correction(git, settings, correction)
    with Progress(len(job.changes)) as progress:
        outcome = check(settings, fix(git, settings, job, progress))
    patch = patch_between(git, correction.corrected.id, correction.commit.id)
    say_review(replace(outcome, done="propose", correction=correction.commit.id), patch)
    return 0
