"""``hookkit doctor``: find what keeps hookkit from working here, and remove leftovers."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from hookkit.git.runner import Git


@click.command("doctor")
@click.option(
    "--clean",
    "is_cleaning",
    is_flag=True,
    help="Remove what a killed hookkit left behind, and what is remembered of fixes.",
)
def command(is_cleaning: bool) -> int:
    """Find what keeps hookkit from working here, with the command that repairs it.

    Ends with 1 where something has to be repaired first.
    """
    from hookkit.fix_cache.records_file import delete_cache_files
    from hookkit.install.doctor import (
        diagnose_repository,
        doctor_rows,
        is_healthy,
        removed_path_rows,
    )
    from hookkit.install.remove_leftovers import remove_leftovers
    from hookkit.terminal.output import print_rows

    git = Git.discover()
    if is_cleaning:
        print_rows(removed_path_rows([*remove_leftovers(git), *map(Path, delete_cache_files(git))]))
    diagnoses = diagnose_repository(git)
    print_rows(doctor_rows(diagnoses))
    return 0 if is_healthy(diagnoses) else 1
