"""A list read, its repositories looked at with a progress bar, and what an interruption leaves."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence

from hookkit.boundary import Stopped
from hookkit.ci.output_files import write_file
from hookkit.commands.fleet.options import FleetOptions, typed_again
from hookkit.commands.report_option import Report, read_report
from hookkit.errors import WrongUsage
from hookkit.fleet.documents import FORMATS, document_of
from hookkit.fleet.entry import Entry
from hookkit.fleet.listing import read_listing
from hookkit.fleet.looking import Look
from hookkit.fleet.pool import local_processes
from hookkit.fleet.store import Store, opened_store
from hookkit.fleet.sweep import Swept, Watch, due_entries, known_of, look_at_due
from hookkit.fleet.wording import repositories
from hookkit.pep8.workers import process_count
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
    named = _named_reports(options, again)
    with opened_store(options.store) as store:
        entries = entries_of(options, store, again[0])
        swept = _swept(store, entries, options, look, _interrupted_look(options, again))
        report = rows(swept, store)
    _show(options, look, named, swept, report)
    return swept


def change_and_report(
    options: FleetOptions,
    look: Look,
    again: Sequence[str],
    rows: Callable[[Swept], list[Row]],
) -> Swept:
    """Do something in the repositories of a list, or plan it, and report on it.

    The store has the list; what was done is found out from the repositories themselves the next
    time. ``again`` and ``rows`` are those of ``look_and_report``.
    """
    named = _named_reports(options, again)
    with opened_store(options.store) as store, opened_store(None) as results:
        entries = entries_of(options, store, again[0])
        interrupted = _how_to_go_on(options, again, "what was done is done; to go on: ")
        swept = _swept(results, entries, options, look, interrupted)
    _show(options, look, named, swept, rows(swept))
    return swept


def _named_reports(options: FleetOptions, again: Sequence[str]) -> list[Report]:
    return [read_report(each, FORMATS, f"hookkit fleet {again[0]}") for each in options.outputs]


def _show(
    options: FleetOptions,
    look: Look,
    named: Sequence[Report],
    swept: Swept,
    report: Sequence[Row],
) -> None:
    for each in named:
        write_file(each.path, document_of(each.form, look.work, swept))
    if options.form is not None and options.form in FORMATS:
        write_raw(document_of(options.form, look.work, swept))
    else:
        say_as(options.form, report)


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
        sentence = f"{repositories(listing.archived, 'archived')} left out: --archived takes them"
        say([row(("dim", sentence))], sys.stderr)
    if not listing.entries and not listing.has_patterns:
        raise WrongUsage(f"there is no repository in {options.place}", "hookkit fleet --help")
    store.set_entries(listing.entries)
    return list(listing.entries)


def _swept(
    store: Store, entries: Sequence[Entry], options: FleetOptions, look: Look, interrupted: Row
) -> Swept:
    """Look at repositories with a bar; ``interrupted`` is shown where that is stopped."""
    names = {each.path: os.fsencode(each.name) for each in entries}
    try:
        due = due_entries(store, entries, look)
        jobs = process_count(options.jobs, len(due))
        with Progress(len(due)) as bar:
            watch = Watch(
                tick=lambda entry: bar.tick(names[entry.path]),
                step=lambda found: bar.step(names[found.path]),
            )
            look_at_due(store, due, look, jobs, local_processes(jobs), watch)
        return known_of(store, entries, look.work, len(due))
    except (KeyboardInterrupt, Stopped):
        say([interrupted], sys.stderr)
        raise


def _how_to_go_on(options: FleetOptions, again: Sequence[str], sentence: str) -> Row:
    return row(sentence, ("command", shlex.join(typed_again(options, again))))


def _interrupted_look(options: FleetOptions, again: Sequence[str]) -> Row:
    if options.store is not None:
        sentence = f"what was found is in {options.store}; to go on: "
        return _how_to_go_on(options, again, sentence)
    sentence = "nothing was kept; to keep what is found: "
    return _how_to_go_on(options, [*again, "--store", "fleet.sqlite"], sentence)
