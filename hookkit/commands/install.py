"""``hookkit install``."""

from __future__ import annotations

import rich_click as click

from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.settings.environment import own_command


@click.command("install")
@click.option("--server", is_flag=True, help="Check what others push to this repository.")
def command(server: bool) -> int:
    """Have git run hookkit in this repository.

    A hook that is there already is kept and runs first. Where .pre-commit-config.yaml lists a
    hook of hookkit, pre-commit or prek is installed instead. What the files of lefthook or husky
    run is left to them.
    """
    from hookkit.install.install import install
    from hookkit.install.report import install_rows
    from hookkit.settings.events import SERVER_EVENTS
    from hookkit.terminal.output import say

    git = Git.discover()
    if git.top is None and not server:
        sentence = f"{git.git_dir} is a bare repository: nobody commits here, but others push to it"
        raise WrongUsage(sentence, "hookkit install --server")
    say(install_rows(install(git, SERVER_EVENTS if server else None), own_command()))
    return 0
