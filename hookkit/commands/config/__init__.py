"""``hookkit config``: show, set and unset settings, and print their schema."""

from __future__ import annotations

import click
import rich_click
from click.shell_completion import CompletionItem

from hookkit.commands.config.set_and_unset import set_command, unset_command
from hookkit.commands.config.show import show
from hookkit.errors import WrongUsage


class _Config(rich_click.RichGroup):
    """A group whose first argument, if it is no command, is a setting or a file to show."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that ``args`` begin with, else ``show``."""
        if args and args[0] not in self.commands:
            return "show", show, args
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the subcommands, and the settings and files that can be shown."""
        from hookkit.argument_completion import add_completions

        add_completions("config show", show)
        argument = show.params[0]
        offered = argument.shell_complete(ctx, incomplete) if not incomplete.startswith("-") else []
        # click's script for bash discards the items before one of type file.
        return [*offered, *super().shell_complete(ctx, incomplete)]


@rich_click.group(
    cls=_Config, invoke_without_command=True, subcommand_metavar="[SETTING | FILE | COMMAND]"
)
@rich_click.option("--schema", is_flag=True, help="Print the JSON Schema of the settings.")
@rich_click.pass_context
def command(context: click.Context, schema: bool) -> int:
    """Show every setting with its value and where it is from, or the one called SETTING.

    autopep8 has options of its own, which can differ from folder to folder: FILE is the Python file
    or the folder to show them for (a file at the top level if not given). A .py file need not
    exist.

    --schema is for editors and linters: it describes the table tool.hookkit of pyproject.toml,
    or all of .hookkit.toml.
    """
    if schema and context.invoked_subcommand is not None:
        raise WrongUsage("--schema goes with nothing else", "hookkit config --schema")
    if schema:
        from hookkit.settings.json_schema import schema_text
        from hookkit.terminal.output import write_raw

        write_raw(schema_text().encode())
        return 0
    if context.invoked_subcommand is None:
        status: int = context.invoke(show, name=None, other_arguments=())
        return status
    return 0


command.add_command(set_command)
command.add_command(unset_command)
