"""``hookkit uninstall``: remove hookkit's hooks, and restore the ones that were there before."""

from __future__ import annotations

import rich_click as click

from hookkit.commands.shared.output_options_and_files import plain_or_json_option
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git


@click.command("uninstall")
@click.option("--global", "is_global", is_flag=True, help="What is installed for all your clones.")
@click.option("--dry-run", "is_dry", is_flag=True, help="With --global: change nothing, show it.")
@plain_or_json_option
def command(is_global: bool, is_dry: bool, output_format: str) -> int:
    """Remove hookkit's hooks and restore the ones that were there before.

    --dry-run and --format json go with --global; for repositories hookkit fleet uninstall has them.
    """
    from hookkit.terminal.output import print_rows

    if is_global:
        return _uninstall_for_all_clones(is_dry, output_format)
    if is_dry or output_format == "json":
        sentence = "--dry-run and --format json go with --global"
        raise WrongUsage(f"{sentence}; of a repository this shows it", "hookkit fleet uninstall .")
    from hookkit.install.install_and_uninstall_report import uninstall_rows
    from hookkit.install.uninstall import uninstall

    print_rows(uninstall_rows(uninstall(Git.discover())))
    return 0


def _uninstall_for_all_clones(is_dry: bool, output_format: str) -> int:
    from hookkit.install.global_install_and_uninstall import (
        plan_uninstall_for_all_clones,
        uninstall_for_all_clones,
    )
    from hookkit.install.global_install_and_uninstall_report import (
        planned_removal_rows,
        removed_json,
        removed_rows,
    )
    from hookkit.terminal.output import print_rows, write_raw

    git = Git.without_repository()
    outcome = plan_uninstall_for_all_clones(git) if is_dry else uninstall_for_all_clones(git)
    if output_format == "json":
        write_raw(removed_json(outcome))
    elif is_dry:
        print_rows(planned_removal_rows(outcome))
    else:
        print_rows(removed_rows(outcome))
    return 0
