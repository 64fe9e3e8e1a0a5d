"""What hookkit costs beside its peers, all measured in turn in one run.

    python -m benchmarks [--rows CASE,…] [--quick | --runs N] [--compare CHECKOUT]

Sets up each peer at a pinned version below a cache folder (by pip, and lefthook by npm), builds the
repositories, runs every case with all peers in turn, and prints medians, spread and ratios. A ratio
that is too noisy is refused. --json and --svg write the document and the chart. Nothing else should
run on the machine meanwhile. Ends with 1 where a ratio was refused.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import command_cases, commit_cases, instructions, result_document
from benchmarks.cases import Case, Place
from benchmarks.commit_chart import chart
from benchmarks.environments import Programs, already_here, default_cache, pinned
from benchmarks.markdown_tables import everything
from benchmarks.measure_in_turn import Command, first_runs, measure
from benchmarks.peers import BEFORE, HOOKKIT, NO_HOOK, SCRIPT, stop_workers
from benchmarks.repeated_commit import environment
from benchmarks.result_document import Document, Measured

CASES = (*commit_cases.CASES, *command_cases.CASES)
EACH = "each"
NAMES = (*(case.name for case in CASES), EACH)
SINGLE = ("text", "configured", "clean", "lines", "faults")
"""The cases of single commits, as --rows single names them."""

ROOT = Path(__file__).parents[1]
QUICK = 3


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    about = __doc__.partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=about)
    add = parser.add_argument
    add("--rows", metavar="CASE,…", help=f"single, or of {', '.join(NAMES)}")
    add("--peers", metavar="PEER,…", help="these alone, with what is subtracted from them")
    add("--quick", action="store_true", help=f"{QUICK} rounds of each, to look around")
    add("--runs", type=int, metavar="N", help="rounds of each case")
    add("--compare", type=Path, metavar="CHECKOUT", help="another hookkit beside this one")
    add("--files", type=int, default=1_000, metavar="N", help="of the case 'each' (1000)")
    add("--here", action="store_true", help="take what is beside this Python, without pins")
    add("--no-instructions", action="store_true", help="even where valgrind is")
    add("--cache", type=Path, default=default_cache(), metavar="FOLDER")
    add("--json", type=Path, metavar="FILE", help="write the document")
    add("--svg", type=Path, metavar="FILE", help="write the chart")
    return parser.parse_args(argv)


def chosen(rows: str | None) -> list[str]:
    """Give the cases that are asked for. Raises SystemExit for one that is not there."""
    named = list(NAMES) if rows is None else [each.strip() for each in rows.split(",")]
    names = [one for each in named for one in (SINGLE if each == "single" else (each,))]
    for name in names:
        if name not in NAMES:
            raise SystemExit(f"there is no case {name!r} (cases: single, {', '.join(NAMES)})")
    return names


def say(text: str) -> None:
    """Tell how far it is."""
    print(text, file=sys.stderr, flush=True)


def set_up(parsed: argparse.Namespace) -> Programs:
    """Set up the programs, hookkit from this checkout and from the one that it is compared with."""
    checkouts = {HOOKKIT: ROOT}
    if parsed.compare:
        if not (parsed.compare / "pyproject.toml").exists():
            raise SystemExit(f"{parsed.compare} is no checkout of hookkit")
        checkouts[BEFORE] = parsed.compare.resolve()
    if parsed.here:
        return already_here({HOOKKIT: ROOT})
    say(f"setting up the peers below {parsed.cache}")
    parsed.cache.mkdir(parents=True, exist_ok=True)
    return pinned(parsed.cache.resolve(), checkouts)


def run_case(case: Case, place: Place, parsed: argparse.Namespace) -> Measured:
    """Build a case and measure it."""
    begin = time.monotonic()
    built = case.build(place)
    commands = {name: each for name, each in built.items() if isinstance(each, Command)}
    if parsed.peers:
        commands = wanted(commands, parsed.peers.split(","))
    failed = first_runs(commands)
    commands = {name: each for name, each in commands.items() if name not in failed}
    runs = parsed.runs or (min(QUICK, case.runs) if parsed.quick else case.runs)
    taken = measure(commands, runs, case.budget)
    counted = count_all(commands) if case.is_single and not parsed.no_instructions else {}
    say(f"{case.name}: {time.monotonic() - begin:.0f} s")
    skipped = {name: each for name, each in built.items() if isinstance(each, str)}
    absent = {name: why for name, why in skipped.items() if BEFORE not in name or parsed.compare}
    baselines = result_document.baselines_of(commands)
    return Measured(case.title, taken, baselines, {**absent, **failed}, counted)


def count_all(commands: dict[str, Command]) -> dict[str, int]:
    """Count the instructions of hookkit and of what it is compared with; none without valgrind."""
    if not instructions.is_counted_here():
        return {}
    parsed = (name for name in (NO_HOOK, SCRIPT, HOOKKIT, BEFORE) if name in commands)
    found = {name: instructions.count(commands[name]) for name in parsed}
    return {name: each for name, each in found.items() if each is not None}


def wanted(commands: dict[str, Command], peers: Sequence[str]) -> dict[str, Command]:
    """Give the commands of these peers, and what is subtracted from them."""
    names = {name for name in commands if any(name.startswith(peer.strip()) for peer in peers)}
    names |= {each.baseline for name, each in commands.items() if name in names and each.baseline}
    return {name: each for name, each in commands.items() if name in names}


def each_file(programs: Programs, parsed: argparse.Namespace) -> Document:
    """Measure each of many files by itself."""
    command = [str(programs.paths[HOOKKIT]), str(ROOT / "benchmarks" / "each_file.py")]
    seconds = "60" if parsed.quick else "420"
    begin = time.monotonic()
    printed = subprocess.run(
        [*command, str(parsed.files), seconds], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    say(f"{EACH}: {time.monotonic() - begin:.0f} s")
    return result_document.worst_document(json.loads(printed))


def run(parsed: argparse.Namespace, root: Path) -> Document:
    """Measure all that is asked for, below a scratch folder."""
    programs = set_up(parsed)
    names = chosen(parsed.rows)
    results: Document = {
        "machine": result_document.machine(),
        "versions": result_document.versions(),
    }
    outside = environment(root / "home")
    cases: dict[str, Measured] = {}
    try:
        for case in (case for case in CASES if case.name in names):
            cases[case.name] = run_case(case, Place(root / case.name, outside, programs), parsed)
    finally:
        stop_workers(programs, outside, root)
    results["cases"] = {name: result_document.case_document(each) for name, each in cases.items()}
    results["rows"] = list(result_document.row_documents(cases))
    results["worst"] = each_file(programs, parsed) if EACH in names else None
    return {
        **results,
        "ended": f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC",
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write; 1 where a ratio was refused."""
    parsed = arguments(argv)
    chosen(parsed.rows)
    with tempfile.TemporaryDirectory(prefix="hookkit-benchmarks-") as name:
        results = run(parsed, Path(name))
    print("\n".join(everything(results)))
    if parsed.json:
        parsed.json.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    if parsed.svg:
        parsed.svg.write_text(chart(results), "utf-8")
    return int(any(row["verdict"] == "refused" for row in results["rows"]))


if __name__ == "__main__":
    raise SystemExit(main())
