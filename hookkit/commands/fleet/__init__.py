"""``hookkit fleet``: inspect and change many repositories, each by itself."""

from __future__ import annotations

import rich_click as click

from hookkit.commands.fleet import check, debt, page, run, status
from hookkit.commands.fleet.install_upgrade_uninstall import install, uninstall, upgrade
from hookkit.errors import WrongUsage


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> int:
    """Look at many repositories: clones and bare ones, each by itself.

    LIST is a folder with repositories below it, a file with a path a line, or the list of
    repositories that GitHub, GitLab or Forgejo gives as JSON. Nothing that a repository configures
    is run; one that cannot be read is listed with its reason, and the others go on.

    With --store FILE what is found is kept: the next run looks only at repositories that have
    changed, and after an interruption it goes on.
    """
    if context.invoked_subcommand is None:
        names = ", ".join(command.commands)
        raise WrongUsage(f"fleet needs to be told what to do: {names}", "hookkit fleet --help")
    return 0


command.add_command(status.command)
command.add_command(check.command)
command.add_command(debt.command)
command.add_command(page.command)
command.add_command(run.command)
for each in (install, upgrade, uninstall):
    command.add_command(each)
