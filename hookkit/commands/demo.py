"""``hookkit demo``: the main job, shown in a scratch repository."""

from __future__ import annotations

import rich_click as click

from hookkit.demo import (
    demonstrate,
    hook_environment,
    init_scratch,
    say_end,
    say_step,
    say_title,
    scratch_folder,
)
from hookkit.settings.environment import own_command


@click.command()
@click.option("--keep", "is_kept", is_flag=True, help="Leave the repository there to play with.")
def command(is_kept: bool) -> int:
    """Commit a sloppy file in a scratch repository and show what hookkit makes of it.

    Nothing else is touched, and your git configuration is not read.
    """
    with scratch_folder(is_kept) as folder:
        say_title()
        for step in demonstrate(init_scratch(folder), hook_environment()):
            say_step(step)
    say_end(folder, own_command(), is_kept)
    return 0
