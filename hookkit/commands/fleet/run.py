"""``hookkit fleet run``: make corrections for many repositories, without placing them."""

from __future__ import annotations

import shlex
from typing import Any

import rich_click as click

from hookkit.commands.fleet.inspect_and_report import change_and_report
from hookkit.commands.fleet.options import FleetOptions, command_to_repeat, fleet_options
from hookkit.fleet.inspection import Inspection
from hookkit.fleet.report.corrections import correction_rows


@click.command("run")
@fleet_options
@click.option("--mode", type=click.Choice(["propose"]), help="Keep each correction, as a ref.")
def command(mode: str | None, **option_values: Any) -> int:
    """Correct all files of each default branch, and show what that would correct.

    LIST is a folder, a file with a path a line, or a forge's list of repositories; without it it is
    the one that --store FILE has.

    With --mode propose each correction is kept for the newest commit of the branch, where `hookkit
    review` and `hookkit accept` find it. No file and no branch changes. Without it nothing is
    written. What is kept is not done again.
    """
    options = FleetOptions(**option_values)
    inspection = Inspection("run", mode or "", options.timeout)
    arguments = ["run", *(["--mode", mode] if mode else [])]
    keep_command = (
        "" if mode else shlex.join(command_to_repeat(options, ["run", "--mode", "propose"]))
    )
    change_and_report(
        options, inspection, arguments, lambda inspected: correction_rows(inspected, keep_command)
    )
    return 0
