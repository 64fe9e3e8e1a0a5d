"""What the environment costs that pre-commit builds for hookkit at the first commit.

    python -m benchmarks.first_environment [--runs N]

Builds it as pre-commit does (virtualenv, then pip install of this tree), beside one with the
packages alone that hookkit is made of in any case, and an empty one. Prints packages, megabytes and
seconds of the processor, the least of the runs. It needs PyPI. Where uv is on PATH, as prek uses
it, the same is built by uv too.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
FLOOR = ("pre-commit", "autopep8", "flake8", "GitPython", "rich")
"""The packages that hookkit is made of, whatever else it needs."""

WANTED: dict[str, Sequence[str]] = {
    "nothing but pip": (),
    f"{', '.join(FLOOR)}": FLOOR,
    "hookkit": (str(ROOT),),
}


class Built(NamedTuple):
    """The size of an environment: distributions, files and bytes; and the cost to build it."""

    packages: int
    files: int
    size: int
    seconds: float


def run(*command: str | Path) -> str:
    """Run a command that must end with 0, and give what it printed."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def build(folder: Path, wanted: Sequence[str], has_uv: bool) -> Built:
    """Build an environment in a folder that is not there yet."""
    before = _processor()
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if has_uv:
        run("uv", "venv", "--quiet", "--python", sys.executable, folder)
        if wanted:
            run("uv", "pip", "install", "--quiet", "--python", python, *wanted)
    else:
        run(sys.executable, "-m", "virtualenv", "--quiet", folder)
        if wanted:
            quiet = ("--quiet", "--disable-pip-version-check")
            run(python, "-m", "pip", "install", *quiet, *wanted)
    seconds = _processor() - before
    return Built(*_contents(python), seconds)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _contents(python: Path) -> tuple[int, int, int]:
    """Count the distributions, the files and the bytes of site-packages."""
    parsed = "import json, sysconfig; print(json.dumps(sysconfig.get_path('purelib')))"
    folder = Path(json.loads(run(python, "-c", parsed)))
    sizes = [each.stat().st_size for each in folder.rglob("*") if each.is_file()]
    return len(list(folder.glob("*.dist-info"))), len(sizes), sum(sizes)


def measure(runs: int, has_uv: bool) -> dict[str, Built]:
    """Build each environment in turn, as often as asked, and give the least of each."""
    found: dict[str, list[Built]] = {name: [] for name in WANTED}
    for _ in range(runs):
        for name, wanted in WANTED.items():
            with tempfile.TemporaryDirectory() as scratch:
                found[name].append(build(Path(scratch, "env"), wanted, has_uv))
    return {name: min(built, key=lambda each: each.seconds) for name, built in found.items()}


def rows(found: dict[str, Built], by: str) -> list[str]:
    """Give the rows of a table in Markdown."""
    return [
        f"| {name}, by {by} | {each.packages} | {each.files:,} | {each.size / 1e6:.1f}"
        f" | {each.seconds:.1f} |"
        for name, each in found.items()
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_environment")
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    runs = parser.parse_args(argv).runs
    print("| environment | packages | files | MB | seconds of the processor |")
    print("|---|---:|---:|---:|---:|")
    ways = {"pip": False} | ({"uv": True} if shutil.which("uv") else {})
    for by, has_uv in ways.items():
        print("\n".join(rows(measure(runs, has_uv), by)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
