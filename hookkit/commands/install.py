"""``hookkit install``."""

from __future__ import annotations

import rich_click as click

from hookkit.doors.config import own_command
from hookkit.doors.git import Git
from hookkit.values.errors import WrongUsage


@click.command("install")
@click.option("--server", is_flag=True, help="Judge what others push to this repository.")
def command(server: bool) -> int:
    """Have git run hookkit in this repository.

    A hook that is there already is kept and runs first. Where .pre-commit-config.yaml lists a
    hook of hookkit, pre-commit is installed instead.
    """
    from hookkit.doors.shims import SERVER_EVENTS
    from hookkit.report.installed import install_rows
    from hookkit.report.voice import say
    from hookkit.story.install import install

    git = Git.discover()
    if git.top is None and not server:
        sentence = f"{git.git_dir} is a bare repository: nobody commits here, but others push to it"
        raise WrongUsage(sentence, "hookkit install --server")
    say(install_rows(install(git, SERVER_EVENTS if server else None), own_command()))
    return 0
