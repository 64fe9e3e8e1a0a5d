"""Inspect the repositories of a list with a progress bar; say how to go on if interrupted."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence

from hookkit.commands.fleet.options import FleetOptions, command_to_repeat
from hookkit.commands.shared.output_options_and_files import (
    ReportFile,
    parse_output_option,
    write_output_file,
)
from hookkit.error_boundary import Terminated
from hookkit.errors import WrongUsage
from hookkit.fleet.incremental_inspection import (
    InspectedFleet,
    ProgressCallbacks,
    inspect_and_store,
    repositories_to_inspect,
    stored_results,
)
from hookkit.fleet.inspection import Inspection
from hookkit.fleet.json_and_csv import FLEET_FORMATS, render_results
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.parallel_inspection import local_executor_factory
from hookkit.fleet.read_repository_list import read_repository_list
from hookkit.fleet.report_phrases import repository_count_text
from hookkit.fleet.result_store import ResultStore, open_store
from hookkit.pep8.fix_processes import process_count
from hookkit.terminal.output import print_rows, print_rows_in_format, write_raw
from hookkit.terminal.progress import Progress
from hookkit.terminal.rows import Row, row


def inspect_and_report(
    options: FleetOptions,
    inspection: Inspection,
    arguments: Sequence[str],
    rows: Callable[[InspectedFleet, ResultStore], list[Row]],
) -> InspectedFleet:
    """Inspect the repositories of a list and report on them, as the options say.

    ``arguments`` are the arguments of ``hookkit fleet`` that repeat the command, ``rows`` gives the
    report for a person.
    """
    report_files = _read_report_options(options, arguments)
    with open_store(options.store) as store:
        repositories = _read_repositories(options, store, arguments[0])
        inspected = _inspect_with_progress(
            store, repositories, options, inspection, _interruption_row(options, arguments)
        )
        report = rows(inspected, store)
    _write_reports(options, inspection, report_files, inspected, report)
    return inspected


def change_and_report(
    options: FleetOptions,
    inspection: Inspection,
    arguments: Sequence[str],
    rows: Callable[[InspectedFleet], list[Row]],
) -> InspectedFleet:
    """Change the repositories of a list, or plan it, and report the changes.

    The store gets the list, but no results: the next run reads from the repositories themselves
    what was done. ``arguments`` and ``rows`` are as in ``inspect_and_report``.
    """
    report_files = _read_report_options(options, arguments)
    with open_store(options.store) as store, open_store(None) as temporary_store:
        repositories = _read_repositories(options, store, arguments[0])
        interruption_row = _command_to_go_on_row(
            options, arguments, "what was done is done; to go on: "
        )
        inspected = _inspect_with_progress(
            temporary_store, repositories, options, inspection, interruption_row
        )
    _write_reports(options, inspection, report_files, inspected, rows(inspected))
    return inspected


def _read_report_options(options: FleetOptions, arguments: Sequence[str]) -> list[ReportFile]:
    return [
        parse_output_option(each, FLEET_FORMATS, f"hookkit fleet {arguments[0]}")
        for each in options.outputs
    ]


def _write_reports(
    options: FleetOptions,
    inspection: Inspection,
    report_files: Sequence[ReportFile],
    inspected: InspectedFleet,
    report: Sequence[Row],
) -> None:
    for each in report_files:
        write_output_file(each.path, render_results(each.output_format, inspection.name, inspected))
    if options.output_format is not None and options.output_format in FLEET_FORMATS:
        write_raw(render_results(options.output_format, inspection.name, inspected))
    else:
        print_rows_in_format(options.output_format, report)


def _read_repositories(
    options: FleetOptions, store: ResultStore, command: str
) -> list[ListedRepository]:
    """Give the repositories of the named list, which the store gets, else of the store's list.

    Raises WrongUsage if there is neither, or the list is empty.
    """
    if options.list_source is None:
        known = store.repositories()
        if not known:
            sentence = "no repositories are named: give a folder, a file with a path a line"
            repair = " ".join(["hookkit", "fleet", command, ".", "--store", "fleet.sqlite"])
            raise WrongUsage(f"{sentence}, or the list of a forge", repair)
        return known
    repository_list = read_repository_list(options.list_source, options.root, options.archived)
    if repository_list.archived_count:
        count_text = repository_count_text(repository_list.archived_count, "archived")
        sentence = f"{count_text} left out: --archived takes them"
        print_rows([row(("dim", sentence))], sys.stderr)
    if not repository_list.repositories and not repository_list.has_patterns:
        raise WrongUsage(f"there is no repository in {options.list_source}", "hookkit fleet --help")
    store.set_repositories(repository_list.repositories)
    return list(repository_list.repositories)


def _inspect_with_progress(
    store: ResultStore,
    repositories: Sequence[ListedRepository],
    options: FleetOptions,
    inspection: Inspection,
    interruption_row: Row,
) -> InspectedFleet:
    """Inspect repositories with a progress bar; ``interruption_row`` is for an interruption."""
    names = {each.path: os.fsencode(each.name) for each in repositories}
    try:
        to_inspect = repositories_to_inspect(store, repositories, inspection)
        jobs = process_count(options.jobs, len(to_inspect))
        with Progress(len(to_inspect)) as bar:
            callbacks = ProgressCallbacks(
                on_wait=lambda repository: bar.redraw(names[repository.path]),
                on_result=lambda found: bar.count_finished(names[found.path]),
            )
            inspect_and_store(
                store, to_inspect, inspection, jobs, local_executor_factory(jobs), callbacks
            )
        return stored_results(store, repositories, inspection.name, len(to_inspect))
    except (KeyboardInterrupt, Terminated):
        print_rows([interruption_row], sys.stderr)
        raise


def _command_to_go_on_row(options: FleetOptions, arguments: Sequence[str], sentence: str) -> Row:
    return row(sentence, ("command", shlex.join(command_to_repeat(options, arguments))))


def _interruption_row(options: FleetOptions, arguments: Sequence[str]) -> Row:
    if options.store is not None:
        sentence = f"what was found is in {options.store}; to go on: "
        return _command_to_go_on_row(options, arguments, sentence)
    sentence = "nothing was kept; to keep what is found: "
    return _command_to_go_on_row(options, [*arguments, "--store", "fleet.sqlite"], sentence)
