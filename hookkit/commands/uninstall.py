"""``hookkit uninstall``."""

from __future__ import annotations

import rich_click as click

from hookkit.doors.git import Git


@click.command("uninstall")
def command() -> int:
    """Take hookkit's hooks away and restore the ones that were there before."""
    from hookkit.report.installed import uninstall_rows
    from hookkit.report.voice import say
    from hookkit.story.install import uninstall

    say(uninstall_rows(uninstall(Git.discover())))
    return 0
