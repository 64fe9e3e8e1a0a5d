"""``hookkit status``: the state of the work, and the next command."""

from __future__ import annotations

import rich_click as click

from hookkit.commands.shared.output_options_and_files import plain_or_json_option
from hookkit.status.show_status import show_status


@click.command()
@click.option("--short", "is_short", is_flag=True, help="For a prompt: the faults that wait.")
@plain_or_json_option
def command(is_short: bool, output_format: str) -> int:
    """Show what waits, what undo would take back, and how the branch stands.

    The screen ends with the command that comes next. Nothing is fetched and nothing is written, not
    even git's index, so that it never waits for a lock.
    """
    return show_status(is_short, output_format)
