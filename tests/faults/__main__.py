"""``python -m tests.faults``: every fault at every change of every operation, as a table.

What is kept in ``--results`` is not tried again, so that a run can be stopped and gone on with.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.faults.inject_fault import FAULTS
from tests.faults.run_operation import DebtLogOptions, base_of, saved, table, try_operation
from tests.faults.scenarios import OPERATIONS


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--results", type=Path, default=Path(".faults"), help="a folder")
    parser.add_argument("--sample", type=int, default=0, help="try so many points of each alone")
    parser.add_argument("--jobs", type=int, default=2, help="processes at work")
    parser.add_argument("--operation", action="append", help="only those whose names have this")
    parser.add_argument("--exactly", help="only the operation of this name")
    parser.add_argument("--fault", action="append", help="only those whose names have this")
    parser.add_argument("--at", type=int, help="try one point, and say what is wrong there")
    parser.add_argument("--table", action="store_true", help="only print what is kept")
    return parser.parse_args(arguments)


def is_wanted(name: str, wanted: list[str] | None) -> bool:
    """Whether a name has one of the words, or no word is asked for."""
    return wanted is None or any(each in name for each in wanted)


def is_wanted_operation(name: str, asked: argparse.Namespace) -> bool:
    """Whether an operation is to be tried."""
    return asked.exactly in (None, name) and is_wanted(name, asked.operation)


def main(arguments: list[str]) -> int:
    """Try what is asked for, print the table and the violations; 1 where there is one."""
    asked = parsed(arguments)
    asked.results.mkdir(parents=True, exist_ok=True)
    if not asked.table:
        try_wanted(asked)
    outcomes = saved(asked.results)
    print(table(outcomes))
    for each in outcomes:
        for violation in each.violations:
            print(f"{each.operation}, {each.fault}, {violation}")
    return 1 if any(each.violations for each in outcomes) else 0


def try_wanted(asked: argparse.Namespace) -> None:
    """Try the operations and faults that are asked for and not kept yet."""
    known = {(each.operation, each.fault) for each in saved(asked.results)}
    with tempfile.TemporaryDirectory(prefix="hookkit-faults-") as name:
        base = base_of(Path(name))
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(asked.jobs, context) as pool:
            running = []
            for operation in OPERATIONS:
                faults = [
                    fault
                    for fault in FAULTS
                    if is_wanted(fault, asked.fault)
                    and (asked.at or (operation.name, fault) not in known)
                ]
                if faults and is_wanted_operation(operation.name, asked):
                    wanted = DebtLogOptions(tuple(faults), asked.sample, asked.at, asked.results)
                    running.append(pool.submit(try_operation, base, operation, wanted))
            for each in as_completed(running):
                each.result()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
