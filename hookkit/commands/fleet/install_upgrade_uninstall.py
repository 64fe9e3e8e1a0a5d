"""``hookkit fleet install``, ``upgrade`` and ``uninstall``: the hooks of many repositories."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any

import rich_click as click

from hookkit.commands.fleet.inspect_and_report import change_and_report
from hookkit.commands.fleet.options import FleetOptions, command_to_repeat, fleet_options
from hookkit.fleet.change_hooks import APPLY_PREFIX
from hookkit.fleet.inspection import Inspection
from hookkit.fleet.report.hook_changes import hook_change_rows

_yes_option = click.option("--yes", is_flag=True, help="Do it; without it nothing is changed.")
_downgrade_option = click.option(
    "--downgrade", is_flag=True, help="Also in the place of a newer hookkit's hooks."
)


@click.command("install")
@fleet_options
@click.option("--server", is_flag=True, help="In bare repositories too: check pushes.")
@_downgrade_option
@_yes_option
def install(server: bool, downgrade: bool, yes: bool, **option_values: Any) -> int:
    """Show where hooks would be installed, and with --yes install them.

    In each repository all hooks are installed or none. A hook that is there is kept and runs first.
    Where the hooks folder is not inside of the repository nothing is installed.

    Ends with 1 where --yes could not do it in some.
    """
    flags = [*(["--server"] if server else []), *(["--downgrade"] if downgrade else [])]
    return _change_hooks(FleetOptions(**option_values), ["install", *flags], yes)


@click.command("upgrade")
@fleet_options
@_downgrade_option
@_yes_option
def upgrade(downgrade: bool, yes: bool, **option_values: Any) -> int:
    """Show where hooks of hookkit are older, and with --yes renew them.

    They then run this hookkit, with its Python; an event that has none gets its hook as well.
    Repositories without hooks of hookkit are left alone.

    Ends with 1 where --yes could not do it in some.
    """
    flags = ["--downgrade"] if downgrade else []
    return _change_hooks(FleetOptions(**option_values), ["upgrade", *flags], yes)


@click.command("uninstall")
@fleet_options
@_yes_option
def uninstall(yes: bool, **option_values: Any) -> int:
    """Show which hooks would be removed, and with --yes remove them.

    A hook that was there before comes back. Corrections and settings stay.

    Ends with 1 where --yes could not do it in some.
    """
    return _change_hooks(FleetOptions(**option_values), ["uninstall"], yes)


def _change_hooks(options: FleetOptions, command_words: Sequence[str], is_applied: bool) -> int:
    command_text = " ".join(command_words)
    inspection = Inspection(
        "install", f"{APPLY_PREFIX}{command_text}" if is_applied else command_text, options.timeout
    )
    apply_command = (
        "" if is_applied else shlex.join(command_to_repeat(options, [*command_words, "--yes"]))
    )
    own_arguments = [*command_words, *(["--yes"] if is_applied else [])]
    inspected = change_and_report(
        options,
        inspection,
        own_arguments,
        lambda inspected_fleet: hook_change_rows(inspected_fleet, apply_command),
    )
    return 1 if is_applied and any(each.result.problem for _, each in inspected.results) else 0
