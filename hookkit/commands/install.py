"""``hookkit install``."""

from __future__ import annotations

import rich_click as click

from hookkit.doors.config import own_command
from hookkit.doors.git import Git


@click.command("install")
def command() -> int:
    """Have git run hookkit in this repository.

    A hook that is there already is kept and runs first. Where .pre-commit-config.yaml lists a
    hook of hookkit, pre-commit is installed instead.
    """
    from hookkit.report.installed import install_rows
    from hookkit.report.voice import say
    from hookkit.story.install import install

    say(install_rows(install(Git.discover()), own_command()))
    return 0
