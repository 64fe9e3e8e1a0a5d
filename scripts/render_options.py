"""Render the options of every command for docs/options.md, from the text that ``--help`` shows.

The site alone has it (docs/conf.py): the file says where else it is to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from hookkit.help_groups_and_examples import EXAMPLES
from scripts.render_man import commands, context_of, help_of, metavar_of

MARKER = "<!-- every command -->"
"""The marker in the page that they replace."""


def with_options(page: str) -> str:
    """Give a page with the options of each command."""
    return page.replace(MARKER, "\n".join(map(_section, commands().items())))


def _section(named: tuple[str, click.Command]) -> str:
    name, command = named
    path = f"hookkit {name}"
    usage = " ".join([path, *command.collect_usage_pieces(context_of(command, path))])
    lines = [f"## {path}", "", _plain(help_of(command)), "", "```text", usage, "```", ""]
    rows = list(_rows(command))
    if rows:
        lines += ["| option | does |", "|---|---|", *rows, ""]
    return "\n".join([*lines, "```sh", *EXAMPLES[name], "```", ""])


def _rows(command: click.Command) -> Iterator[str]:
    context = context_of(command)
    for each in command.get_params(context):
        record = each.get_help_record(context)
        if isinstance(each, click.Option) and record is not None:
            names = [f"`{option}`" for option in (*each.opts, *each.secondary_opts)]
            value = "" if each.is_flag else f" {_plain(metavar_of(each, context))}"
            yield f"| {', '.join(names)}{value} | {_plain(' '.join((each.help or '').split()))} |"


def _plain(text: str) -> str:
    """Write a text so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_\[\]<>|#~$])", r"\\\1", text)
