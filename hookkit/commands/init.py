"""``hookkit init``: write the first settings of the team."""

from __future__ import annotations

import rich_click as click

from hookkit.git.runner import Git


@click.command()
@click.option("--dry-run", "is_dry", is_flag=True, help="Write nothing; show what would be.")
def command(is_dry: bool) -> int:
    """Write settings that fit how the repository was worked on so far, and ask nothing.

    They go into pyproject.toml if there is one, else into .hookkit.toml, each with what it does. A
    team that merges has direct commits to its main branch refused; one person is only told of them.
    Ends with 1 where there are settings already.
    """
    from hookkit.install.write_initial_settings import (
        initial_settings_rows,
        write_initial_settings,
    )
    from hookkit.terminal.output import print_rows

    git = Git.discover()
    print_rows(initial_settings_rows(write_initial_settings(git, is_dry), is_dry))
    return 0
