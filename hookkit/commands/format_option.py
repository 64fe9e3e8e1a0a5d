"""The option ``--format`` of commands that print rows or JSON."""

from __future__ import annotations

import rich_click as click

plain_or_json = click.option(
    "--format",
    "output_format",
    type=click.Choice(["plain", "json"]),
    default="plain",
    help="json for programs.",
)
