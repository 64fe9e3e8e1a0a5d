"""A list read, its repositories looked at with a progress bar, and what an interruption leaves."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from hookkit.boundary import Stopped
from hookkit.ci.output_files import write_file
from hookkit.commands.fleet.options import FleetOptions, typed_again
from hookkit.commands.report_option import read_report
from hookkit.errors import WrongUsage
from hookkit.fleet.documents import FORMATS, document_of
from hookkit.fleet.entry import Entry
from hookkit.fleet.listing import read_listing
from hookkit.fleet.looking import Look
from hookkit.fleet.pool import local_processes
from hookkit.fleet.store import Store, opened_store
from hookkit.fleet.sweep import Swept, Watch, sweep
from hookkit.fleet.wording import repositories
from hookkit.pep8.workers import MOST_PROCESSES
from hookkit.terminal.output import say, say_as
from hookkit.terminal.progress import Progress
from hookkit.terminal.raw_output import write_raw
from hookkit.terminal.rows import Row, row


def look_and_report(
    options: FleetOptions,
    look: Look,
    again: Sequence[str],
    rows: Callable[[Swept, Store], list[Row]],
) -> Swept:
    """Look at the repositories of a list and report on them, as the options say.

    ``again`` are the words behind ``hookkit fleet`` that do the same. ``rows`` gives the report for
    a person.
    """
    named = [read_report(each, FORMATS, f"hookkit fleet {look.work}") for each in options.outputs]
    with opened_store(options.store) as store:
        entries = entries_of(options, store, again[0])
        swept = _swept(store, entries, options, look, again)
        report = rows(swept, store)
    for each in named:
        write_file(each.path, document_of(each.form, look.work, swept))
    if options.form is not None and options.form in FORMATS:
        write_raw(document_of(options.form, look.work, swept))
    else:
        say_as(options.form, report)
    return swept


def entries_of(options: FleetOptions, store: Store, command: str) -> list[Entry]:
    """Give the repositories of the list, else those of the list that the store has.

    Raises WrongUsage where there is neither, or a list is empty.
    """
    if options.place is None:
        known = store.entries()
        if not known:
            sentence = "no repositories are named: give a folder, a file with a path a line"
            repair = " ".join(["hookkit", "fleet", command, ".", "--store", "fleet.sqlite"])
            raise WrongUsage(f"{sentence}, or the list of a forge", repair)
        return known
    listing = read_listing(options.place, options.root, options.archived)
    if listing.archived:
        told = f"{repositories(listing.archived, 'archived')} left out: --archived takes them"
        say([row(("dim", told))], sys.stderr)
    if not listing.entries:
        raise WrongUsage(f"there is no repository in {options.place}", "hookkit fleet --help")
    store.set_entries(listing.entries)
    return list(listing.entries)


def _swept(
    store: Store, entries: Sequence[Entry], options: FleetOptions, look: Look, again: Sequence[str]
) -> Swept:
    jobs = min(options.jobs or os.cpu_count() or 1, MOST_PROCESSES)
    names = {each.path: os.fsencode(each.name) for each in entries}
    bar: list[Progress] = []
    with _told_where_interrupted(options, again, bar):
        return sweep(
            *(store, entries, look, jobs, local_processes(jobs)),
            Watch(
                begin=lambda total: bar.append(Progress(total).__enter__()),
                tick=lambda entry: bar[0].tick(names[entry.path]),
                step=lambda found: bar[0].step(names[found.path]),
            ),
        )


@contextmanager
def _told_where_interrupted(
    options: FleetOptions, again: Sequence[str], bar: list[Progress]
) -> Iterator[None]:
    """Take the bar away at the end; where it is interrupted say how to go on."""
    try:
        yield
    except (KeyboardInterrupt, Stopped):
        for each in bar:
            each.__exit__(None, None, None)
        is_kept = options.store is not None
        told = f"what was found is in {options.store}; to go on: " if is_kept else "to keep it: "
        command = shlex.join(typed_again(options, again))
        say([row(told, ("command", command))], sys.stderr)
        raise
    for each in bar:
        each.__exit__(None, None, None)
