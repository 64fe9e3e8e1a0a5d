"""``hookkit why``: which merge brought a commit in, from which branch, for which ticket."""

from __future__ import annotations

import os

import rich_click as click

from hookkit.doors import config, log
from hookkit.doors.git import Git
from hookkit.report.raw import write_raw
from hookkit.report.rejected_settings import readable_settings
from hookkit.report.voice import say
from hookkit.report.why import why_json, why_rows
from hookkit.story.why import why


@click.command()
@click.argument("name", metavar="COMMIT | FILE:LINE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "json"]),
    default="plain",
    help="json for programs.",
)
def command(name: str, form: str) -> int:
    """Say which merges brought a commit into the target, from which branches, and for which ticket.

    For FILE:LINE it is the commit that touched the line last; the commits of blame.ignoreRevsFile
    are passed over. Nothing is fetched: what this clone cannot tell is said to be unknown.
    """
    git = Git.discover()
    log.configure(git)
    found = why(git, readable_settings(git), config.variables(), name)
    if form == "json":
        write_raw(os.fsencode(why_json(found)))
    else:
        say(why_rows(found))
    return 0
