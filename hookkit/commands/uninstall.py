"""``hookkit uninstall``."""

from __future__ import annotations

import rich_click as click

from hookkit.git.runner import Git


@click.command("uninstall")
@click.option("--global", "is_global", is_flag=True, help="What is installed for all your clones.")
def command(is_global: bool) -> int:
    """Remove hookkit's hooks and restore the ones that were there before."""
    from hookkit.terminal.output import say

    if is_global:
        from hookkit.install.all_clones import uninstall_for_all_clones
        from hookkit.install.all_clones_report import all_clones_removed_rows

        say(all_clones_removed_rows(uninstall_for_all_clones(Git.without_repository())))
        return 0
    from hookkit.install.install import uninstall
    from hookkit.install.report import uninstall_rows

    say(uninstall_rows(uninstall(Git.discover())))
    return 0
