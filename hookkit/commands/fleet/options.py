"""The options of all commands of ``hookkit fleet``: the repositories, and the work on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import rich_click as click

from hookkit.commands.shared.output_options_and_files import output_option
from hookkit.fleet.json_and_csv import FLEET_FORMATS
from hookkit.terminal.output import TERMINAL_FORMATS

Command = TypeVar("Command", bound=Callable[..., int])

DEFAULT_TIMEOUT = 600.0

_OPTIONS = (
    click.argument("list_source", required=False, metavar="[LIST]"),
    click.option("--store", metavar="FILE", help="Keep what is found in a SQLite file."),
    click.option("--root", metavar="FOLDER", help="Where the clones of a forge's list are."),
    click.option("--archived", is_flag=True, help="With those that a forge has archived."),
    click.option("--jobs", type=click.IntRange(0), default=0, help="Processes; 0 for all."),
    click.option(
        "--timeout",
        type=click.FloatRange(0, min_open=True),
        default=DEFAULT_TIMEOUT,
        metavar="SECONDS",
        help="For one repository, by the clock.",
    ),
    click.option(
        "--format",
        "output_format",
        type=click.Choice([*TERMINAL_FORMATS, *FLEET_FORMATS]),
        help="rich or plain for people, the others for programs.",
    ),
    output_option,
)


class FleetOptions(NamedTuple):
    """The options for the repositories and for the work on them, as ``_OPTIONS`` has them."""

    list_source: str | None
    store: str | None
    root: str | None
    archived: bool
    jobs: int
    timeout: float
    output_format: str | None
    outputs: tuple[str, ...]


def fleet_options(command: Command) -> Command:
    """Add to a command the argument LIST and the options, with the names of FleetOptions."""
    for each in reversed(_OPTIONS):
        command = each(command)
    return command


def command_to_repeat(options: FleetOptions, words: Sequence[str]) -> list[str]:
    """Give the command line of ``words`` for the same list, from the store if there is one."""
    arguments = ["hookkit", "fleet", *words]
    if options.store is not None:
        return [*arguments, "--store", options.store]
    arguments += ["--root", options.root] if options.root is not None else []
    arguments += ["--archived"] if options.archived else []
    return [*arguments, *([options.list_source] if options.list_source else [])]
