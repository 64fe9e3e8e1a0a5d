"""The command line: a group that imports a command only when it is called."""

from __future__ import annotations

import importlib

import click
import rich_click

from hookkit import __version__

COMMANDS = (
    "install",
    "uninstall",
    "doctor",
    "demo",
    "run",
    "review",
    "accept",
    "undo",
    "corrections",
    "config",
    "log",
)


class LazyGroup(rich_click.RichGroup):
    """A group whose commands are the modules of ``hookkit.commands``, in the order of COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command and give its ``command``."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"hookkit.commands.{cmd_name}")
        command: click.Command = module.command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="hookkit")
def group() -> None:
    """Each commit gets its PEP 8 correction, to review, accept or throw away."""
