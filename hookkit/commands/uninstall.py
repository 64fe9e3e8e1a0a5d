"""``hookkit uninstall``."""

from __future__ import annotations

import rich_click as click

from hookkit.git.runner import Git


@click.command("uninstall")
def command() -> int:
    """Remove hookkit's hooks and restore the ones that were there before."""
    from hookkit.install.install import uninstall
    from hookkit.install.report import uninstall_rows
    from hookkit.terminal.output import say

    say(uninstall_rows(uninstall(Git.discover())))
    return 0
