"""``hookkit fleet debt``: the findings of flake8 in each repository, and their trend."""

from __future__ import annotations

from typing import Any

import rich_click as click

from hookkit.commands.fleet.inspect_and_report import inspect_and_report
from hookkit.commands.fleet.options import FleetOptions, fleet_options
from hookkit.debt_log.tool_versions import installed_tool_versions
from hookkit.fleet.debt_trend import METRIC_NAME, store_debt_points
from hookkit.fleet.incremental_inspection import InspectedFleet
from hookkit.fleet.inspection import Inspection
from hookkit.fleet.report.debt import debt_rows
from hookkit.fleet.result_store import ResultStore
from hookkit.terminal.rows import Row


@click.command("debt")
@fleet_options
def command(**option_values: Any) -> int:
    """Count what flake8 finds in each default branch, beside its baseline and its trend.

    LIST is a folder, a file with a path a line, or a forge's list of repositories; without it it is
    the one that --store FILE has.

    The configuration is that of the branch. The trend is from runs with the same store, or from the
    baseline in the history. Plugins that a repository itself defines are not run.
    """
    options = FleetOptions(**option_values)
    inspection = Inspection("debt", installed_tool_versions().versions_text, options.timeout)
    is_store_named = options.store is not None

    def rows(inspected: InspectedFleet, store: ResultStore) -> list[Row]:
        store_debt_points(store, inspected)
        return debt_rows(inspected, store.points(METRIC_NAME), is_store_named)

    inspect_and_report(options, inspection, ["debt"], rows)
    return 0
