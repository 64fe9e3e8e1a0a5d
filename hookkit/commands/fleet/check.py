"""``hookkit fleet check``: check the history of each repository since a date."""

from __future__ import annotations

from typing import Any

import rich_click as click

from hookkit.commands.fleet.inspect_and_report import inspect_and_report
from hookkit.commands.fleet.options import FleetOptions, fleet_options
from hookkit.commands.shared.parse_day import parse_day_as_seconds
from hookkit.fleet.inspection import Inspection
from hookkit.fleet.report.check import check_rows


@click.command("check")
@fleet_options
@click.option("--since", metavar="DATE", help="From this day on, such as 2026-01-31.")
def command(since: str | None, **option_values: Any) -> int:
    """Check the history of each default branch: the checks of `hookkit check`, counted by rule.

    LIST is a folder, a file with a path a line, or a forge's list of repositories; without it it is
    the one that --store FILE has. Without --since it is the year up to the last commit of each.

    Ends with 1 where something is refused. Warnings, and what is unknown, end with 0.
    """
    options = FleetOptions(**option_values)
    since_seconds = "" if since is None else str(parse_day_as_seconds(since, "hookkit fleet check"))
    inspection = Inspection("check", since_seconds, options.timeout)
    arguments = ["check", *(["--since", since] if since else [])]
    is_store_named = options.store is not None
    inspected = inspect_and_report(
        options,
        inspection,
        arguments,
        lambda inspected_fleet, _: check_rows(inspected_fleet, is_store_named),
    )
    return 1 if any(result.result.facts.get("refused") for _, result in inspected.results) else 0
