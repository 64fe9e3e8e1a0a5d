"""``hookkit why``: find the merge that brought a commit in, its branch and its ticket."""

from __future__ import annotations

import os

import rich_click as click

from hookkit.commands.shared.open_repository import open_repository
from hookkit.commands.shared.output_options_and_files import plain_or_json_option
from hookkit.history.why.commit_origin import find_commit_origin
from hookkit.history.why.report import origin_json, origin_rows
from hookkit.settings import environment_variables
from hookkit.terminal.load_settings_with_warnings import load_settings_with_warnings
from hookkit.terminal.output import print_rows, write_raw


@click.command()
@click.argument("name", metavar="COMMIT | FILE:LINE")
@plain_or_json_option
def command(name: str, output_format: str) -> int:
    """Say which merges brought a commit into the target, from which branches, and for which ticket.

    For FILE:LINE it is the commit that touched the line last; the commits of blame.ignoreRevsFile
    are passed over. Nothing is fetched: what this clone cannot tell is said to be unknown.
    """
    git = open_repository()
    settings = load_settings_with_warnings(git)
    origin = find_commit_origin(git, settings, environment_variables.copy_environment(), name)
    if output_format == "json":
        write_raw(os.fsencode(origin_json(origin)))
    else:
        print_rows(origin_rows(origin))
    return 0
