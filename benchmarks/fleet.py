"""What ``hookkit fleet`` costs: a first run, a second one, and one after some have changed.

    python -m benchmarks.fleet [--repositories 100] [--folder FOLDER] [--jobs 2] [--work check ...]

The repositories are made once, from real source archives (``benchmarks.fleet_repositories``).
Prints CPU seconds, including those of git and flake8, and the most memory of a single process;
wall-clock seconds would depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.environments import default_cache
from benchmarks.fleet_repositories import BEGIN, DAY, git, make_fleet

CHANGED = 10
"""How many repositories get a commit before the third run."""

WORKS = ("status", "check", "debt")


class Cost(NamedTuple):
    """Seconds of the processor, and the most memory of one process in MB."""

    seconds: float
    memory: float


def cost_of(*words: str) -> Cost:
    """Run ``hookkit fleet`` and give its cost, its children included."""
    command = [sys.executable, "-m", "hookkit", "fleet", *words]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def change_some(folder: Path) -> None:
    """Give some repositories another commit."""
    places = [each.parent for each in sorted(folder.glob("*/*/.git"))]
    clones = [each for each in places if "[core\n" != (each / ".git" / "config").read_text()]
    settings = ("user.name=A", "user.email=a@hookkit.invalid", f"core.hooksPath={os.devnull}")
    identity = [word for each in settings for word in ("-c", each)]
    message = ("-q", "--allow-empty", "--no-verify", "-m", "Go on")
    for each in clones[:CHANGED]:
        git(each, *identity, "commit", *message, f"--date={BEGIN + 700 * DAY} +0000")


def main() -> None:
    """Make the repositories, run all kinds of work, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repositories", type=int, default=100)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--work", choices=WORKS, nargs="+", default=WORKS, help="only some of it")
    parsed = parser.parse_args()
    folder = parsed.folder or default_cache() / f"fleet-{parsed.repositories}"
    make_fleet(folder, parsed.repositories)
    store, page = folder / "fleet.sqlite", folder / "fleet.html"
    store.unlink(missing_ok=True)
    options = ("--store", str(store), "--jobs", str(parsed.jobs))
    first = {each: cost_of(each, str(folder), *options) for each in parsed.work}
    second = {each: cost_of(each, str(folder), *options) for each in parsed.work}
    change_some(folder)
    third = {each: cost_of(each, str(folder), *options) for each in parsed.work}
    drawn = cost_of("page", str(page), "--store", str(store))
    columns = f"first run | second run | {CHANGED} changed | memory"
    print(f"| {parsed.repositories:,} repositories | {columns} |")
    print("|---|---|---|---|---|")
    for each in parsed.work:
        seconds = [f"{some[each].seconds:.1f} s" for some in (first, second, third)]
        most = max(some[each].memory for some in (first, second, third))
        print(f"| `fleet {each}` | {' | '.join(seconds)} | {most:.0f} MB |")
    print(f"| `fleet page` | {drawn.seconds:.1f} s | | | {drawn.memory:.0f} MB |")
    size = store.stat().st_size / 1e6, page.stat().st_size / 1e6
    print(f"\nThe store has {size[0]:.1f} MB, the page {size[1]:.1f} MB.")


if __name__ == "__main__":
    main()
