"""``hookkit review``: look at a correction."""

from __future__ import annotations

from dataclasses import replace

import rich_click as click

from hookkit.craft.patch import patch_between
from hookkit.doors import config, log
from hookkit.doors.git import Git
from hookkit.judgement.correction import find_correction, fixed_files
from hookkit.report.progress import Progress
from hookkit.report.reviewed import say_review
from hookkit.story.begun import check_begun
from hookkit.story.beside import look_beside
from hookkit.story.jobs import of_corrected
from hookkit.story.runner import check, fix
from hookkit.values.words import Mode


@click.command()
@click.argument("commit", required=False)
def command(commit: str | None) -> int:
    """Show the correction of COMMIT (HEAD by default): the patch, its rules, what was withheld."""
    git = Git.discover()
    log.configure(git)
    settings = config.load(git)
    check_begun(git)
    correction = find_correction(git, commit)
    paths = [file.path for file in fixed_files(git, correction)]
    job = of_corrected(git, settings, correction.corrected, paths)
    with Progress(len(job.changes)) as progress:
        outcome = check(settings, fix(git, settings, job, progress))
    patch = patch_between(git, correction.corrected.id, correction.commit.id)
    done: Mode = "propose" if look_beside(git, correction).holds == "base" else "worktree"
    say_review(replace(outcome, done=done, correction=correction.commit.id), patch)
    return 0
