"""``hookkit fleet page``: write what a store has of all repositories as one HTML page."""

from __future__ import annotations

import shlex
from pathlib import Path

import rich_click as click

from hookkit.errors import WrongUsage
from hookkit.fleet.page.fleet_page import fleet_page
from hookkit.fleet.page.stored_facts import stored_facts
from hookkit.fleet.report_phrases import repository_count_text
from hookkit.fleet.result_store import open_store
from hookkit.terminal.write_html_or_svg_file import Page, write_and_report_page


@click.command("page")
@click.argument("file")
@click.option(
    "--store", metavar="FILE", required=True, help="The file that --store of fleet status wrote."
)
@click.option("--title", metavar="TEXT", default="the fleet", help="Whose repositories they are.")
@click.option("--open", "open_in_browser", is_flag=True, help="Show it in a browser.")
def command(file: str, store: str, title: str, open_in_browser: bool) -> int:
    """Write a page of all that a store has of the repositories; - is stdout.

    The table sorts and filters; a repository opens with its hooks, its history and its debt, a
    ticket with what came for it to each repository. The page needs no network.
    """
    if not Path(store).is_file():
        sentence = f"there is no store {store!r} yet"
        repair = shlex.join(["hookkit", "fleet", "status", ".", "--store", store])
        raise WrongUsage(sentence, repair)
    with open_store(store) as opened_store:
        stored = stored_facts(opened_store)
    arguments = ["hookkit", "fleet", "page", file, "--store", store, "--title", title, "--open"]
    page = Page(
        text=fleet_page(stored, title),
        title="hookkit wrote the page",
        size_text=repository_count_text(len(stored)),
        show_command=shlex.join(arguments),
        command="fleet page",
        file_option="",
    )
    write_and_report_page(page, file, Path(file), open_in_browser)
    return 0
