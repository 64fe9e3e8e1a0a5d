"""The command line: a group that imports a command only when it is called."""

from __future__ import annotations

import importlib
import os
import shlex
from collections.abc import Sequence

import click
import rich_click

from hookkit import __version__
from hookkit.errors import WrongUsage
from hookkit.help_groups_and_examples import add_examples, group_commands
from hookkit.phrases import close_match, did_you_mean
from hookkit.settings.environment_variables import COMPLETION_VARIABLE

COMMANDS = (
    "install",
    "uninstall",
    "doctor",
    "worker",
    "demo",
    "init",
    "status",
    "run",
    "check",
    "ci",
    "why",
    "history-report",
    "graph",
    "debt",
    "trust",
    "fleet",
    "server",
    "review",
    "why-not",
    "refused",
    "accept",
    "drop",
    "start",
    "sync",
    "tidy",
    "ticket",
    "merge",
    "push",
    "undo",
    "redo",
    "corrections",
    "config",
    "log",
    "completion",
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
        module = importlib.import_module(f"hookkit.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        command.name = cmd_name  # click 8.2 derives another one from the function's name
        add_examples(cmd_name, command)
        if COMPLETION_VARIABLE in os.environ:
            from hookkit.argument_completion import add_completions

            add_completions(cmd_name, command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command with which ``args`` begin. Raises WrongUsage if there is none."""
        if not ctx.resilient_parsing and args[0] not in COMMANDS:
            closest = close_match(args[0], COMMANDS)
            repair = shlex.join(["hookkit", closest, *args[1:]]) if closest else "hookkit --help"
            sentence = f"there is no command {args[0]!r}{did_you_mean(args[0], COMMANDS)}"
            raise WrongUsage(sentence, repair)
        return super().resolve_command(ctx, args)


def _from_click_error(error: click.ClickException, arguments: Sequence[str]) -> WrongUsage:
    if isinstance(error, click.NoSuchOption):
        name = error.option_name
        message = f"there is no option {name!r}{did_you_mean(name, error.possibilities or [])}"
    else:
        # click puts the choices of an argument on lines of their own.
        message = " ".join(error.format_message().rstrip(".").split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    # click gives no context for an option without its value.
    typed_command = "hookkit " + arguments[0] if arguments[0] in COMMANDS else "hookkit"
    command_path = context.command_path if context else typed_command
    return WrongUsage(message[:1].lower() + message[1:], f"{command_path} --help")


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="hookkit")
def group() -> None:
    """Each commit gets its PEP 8 correction, to review, accept or throw away."""


def run(args: Sequence[str]) -> int:
    """Run the command that ``args`` name and give its exit status; show the help if empty.

    Raises WrongUsage for wrong arguments, KeyboardInterrupt for Ctrl-C.
    """
    arguments = list(args) or ["--help"]
    if arguments[0] in ("-h", "--help"):
        group_commands()
    try:
        status = group.main(args=arguments, prog_name="hookkit", standalone_mode=False)
    except click.ClickException as error:
        raise _from_click_error(error, arguments) from error
    except click.Abort as abort:
        raise KeyboardInterrupt from abort
    except SystemExit as system_exit:
        if COMPLETION_VARIABLE in os.environ and isinstance(system_exit.code, int):
            return system_exit.code
        # click exits in this way if the pipe of a help page was closed (`hookkit -h | head -1`).
        if isinstance(system_exit.__context__, BrokenPipeError):
            return 0
        raise
    return status if isinstance(status, int) else 0
