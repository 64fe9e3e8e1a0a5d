"""``hookkit fleet status``: the state of hookkit in each repository."""

from __future__ import annotations

import time
from typing import Any

import rich_click as click

from hookkit.commands.fleet.inspect_and_report import inspect_and_report
from hookkit.commands.fleet.options import FleetOptions, fleet_options
from hookkit.fleet.inspection import Inspection
from hookkit.fleet.report.status import status_rows


@click.command("status")
@fleet_options
def command(**option_values: Any) -> int:
    """Show whether hooks are installed, which version they run, the settings, the last correction.

    LIST is a folder, a file with a path a line, or a forge's list of repositories; without it it is
    the one that --store FILE has.

    The column policy has the settings of the team's file on the default branch, and of the
    repository's own configuration.
    """
    options = FleetOptions(**option_values)
    now = int(time.time())
    inspection = Inspection("status", "", options.timeout)
    is_store_named = options.store is not None
    inspect_and_report(
        options,
        inspection,
        ["status"],
        lambda inspected, _: status_rows(inspected, now, is_store_named),
    )
    return 0
