"""``hookkit server``: the policy of a server, and reports on its journal."""

from __future__ import annotations

import rich_click as click

from hookkit.commands.server import hook, policy, report
from hookkit.errors import WrongUsage


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> int:
    """Look after a server whose repositories check what is pushed to them.

    Its policy is one file with settings for many repositories, by patterns of their names. It can
    have a journal, in which each push is a line.
    """
    if context.invoked_subcommand is None:
        names = ", ".join(command.commands)
        raise WrongUsage(f"server needs to be told what to do: {names}", "hookkit server --help")
    return 0


command.add_command(hook.command)
command.add_command(policy.command)
command.add_command(report.command)
