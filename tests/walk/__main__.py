"""``python -m tests.walk``: random steps of a person and of hookkit, in walks of fifty.

A walk that has come to its end is kept in ``--results`` and is not gone again, so that a run can be
stopped and gone on with. ``--seed`` goes one walk again and tells its steps.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import count, islice
from pathlib import Path

from tests.faults.scenarios import begin
from tests.walk.random_walk import Walk, walk

LENGTH = 50


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.walk", description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000, help="how many at least")
    parser.add_argument("--first", type=int, help="the first seed; drawn and printed without")
    parser.add_argument("--seed", type=int, help="go this walk alone, and print its steps")
    parser.add_argument("--results", type=Path, default=Path(".walks"), help="a folder")
    parser.add_argument("--jobs", type=int, default=2, help="processes at work")
    parser.add_argument("--table", action="store_true", help="only print what is kept")
    return parser.parse_args(arguments)


def go(base_of_all: str, folder: str, seed: int, results: Path) -> Walk:
    """Go one walk and keep it; where something is wrong its repository stays."""
    base = begin(Path(base_of_all) / f"base-{seed}")
    made = walk(base, Path(folder) / str(seed), seed, LENGTH)
    base.remove()
    save(made, results)
    return made


def save(made: Walk, folder: Path) -> None:
    """Keep a walk."""
    kept = {**vars(made), "counts": dict(made.counts)}
    (folder / f"{made.seed}.json").write_text(json.dumps(kept, indent=1))


def saved(folder: Path) -> list[Walk]:
    """The walks that are kept."""
    found = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    return [Walk(**{**each, "counts": Counter(each["counts"])}) for each in found]


def table(walks: Iterable[Walk]) -> str:
    """The walks as Markdown: how often each step was done, and what was wrong."""
    counts: Counter[str] = Counter()
    for each in walks:
        counts.update(each.counts)
    rows = [f"| {name} | {number} |" for name, number in sorted(counts.items())]
    total = f"| all steps | {sum(counts.values())} |"
    return "\n".join(["| step | times |", "|---|---|", *rows, total, ""])


def main(arguments: list[str]) -> int:
    """Go as many walks as are asked for; print the table and what is wrong; 1 if anything is."""
    asked = parsed(arguments)
    asked.results.mkdir(parents=True, exist_ok=True)
    if asked.seed is not None:
        return again(asked.seed)
    if not asked.table:
        go_all(asked)
    walks = saved(asked.results)
    print(table(walks))
    wrong = [each for each in walks if each.wrong]
    for each in wrong:
        print(f"seed {each.seed}, step {each.steps}: {'; '.join(each.wrong)}")
    return 1 if wrong else 0


def again(seed: int) -> int:
    """Go one walk again and print its steps."""
    folder = tempfile.mkdtemp(prefix="hookkit-walk-")
    made = walk(begin(Path(folder) / "base"), Path(folder) / "walk", seed, LENGTH)
    print("\n".join([*made.journal, *made.wrong, folder]))
    return 1 if made.wrong else 0


def go_all(asked: argparse.Namespace) -> None:
    """Go walks until there are enough steps, with those that are kept."""
    first = asked.first if asked.first is not None else random.SystemRandom().randrange(2**31)
    print(f"the first seed is {first}", flush=True)
    kept = saved(asked.results)
    known = {each.seed for each in kept}
    missing = max(asked.steps - sum(each.steps for each in kept), 0)
    wanted = islice((seed for seed in count(first) if seed not in known), -(-missing // LENGTH))
    folder = tempfile.mkdtemp(prefix="hookkit-walk-")
    with ProcessPoolExecutor(asked.jobs, multiprocessing.get_context("fork")) as pool:
        running = [pool.submit(go, folder, folder, seed, asked.results) for seed in wanted]
        for each in as_completed(running):
            made = each.result()
            ending = made.wrong or "nothing lost"
            print(f"seed {made.seed}: {made.steps} steps, {ending}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
