"""``python -m tests.corpora [--sample N] [--jobs N]``: real code fixed, and proved, as a table.

Each file is fixed in memory and checked by ``benchmarks.fix_corpus``, which shares no code of
hookkit.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.fix_corpus import Examined, examine
from benchmarks.real_packages import download
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options

ARCHIVES = (
    *("pyparsing==2.4.7", "bottle==0.12.25", "Markdown==2.6.11", "pexpect==4.8.0", "six==1.10.0"),
    *("python-dateutil==2.6.0", "Pygments==2.2.0", "httplib2==0.10.3", "SQLAlchemy==1.1.18"),
    *("Django==1.11.29", "paramiko==1.18.5", "ply==3.11", "simplejson==3.19.2", "tabulate==0.9.0"),
)
"""Of 2015 and later, from before type hints and f-strings were everywhere."""

PYTHONS = ("python2.7", *(f"python3.{minor}" for minor in range(6, 16)))
LIBRARY = "import sysconfig; print(sysconfig.get_path('stdlib'))"


def libraries() -> dict[str, Path]:
    """The standard library of each Python that is there, by a name."""
    found: dict[Path, str] = {}
    pyenv = Path.home() / ".pyenv/versions"
    programs = [*filter(None, map(shutil.which, PYTHONS)), *sorted(pyenv.glob("*/bin/python"))]
    for program in [sys.executable, *map(str, programs)]:
        ended = subprocess.run([program, "-c", LIBRARY], capture_output=True, text=True)
        if ended.returncode == 0:
            path = Path(ended.stdout.strip()).resolve()
            found.setdefault(path, f"library of {path.name.replace('python', 'Python ')}")
    return {f"{name} ({path.parents[1].name})": path for path, name in found.items()}


def python_files(folder: Path) -> list[Path]:
    """The Python files of a folder, without what was installed into it."""
    found = sorted(folder.rglob("*.py"))
    return [path for path in found if path.is_file() and "site-packages" not in path.parts]


def corpora(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Each corpus with its files; archives are fetched by pip below a folder."""
    for name, library in libraries().items():
        yield name, python_files(library)
    for archive in ARCHIVES:
        place = folder / archive
        place.mkdir()
        yield archive, python_files(download(archive, place))


def row(name: str, found: list[Examined]) -> str:
    """One corpus as a row of the table."""
    cells = (
        len(found),
        sum(each.lines for each in found),
        sum(each.changed for each in found),
        sum(each.corrected for each in found),
        sum(each.skipped is not None for each in found),
        sum(bool(each.violations) for each in found),
        sum(bool(each.second_run) for each in found),
    )
    return f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} |"


def main(arguments: list[str]) -> int:
    """Fix everything, print the table and every violation; 1 if there is one."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpora", description=__doc__)
    parser.add_argument("--sample", type=int, help="so many files of each, always the same")
    parser.add_argument("--jobs", type=int, default=2, help="processes at work")
    asked = parser.parse_args(arguments)
    print("| corpus | files | lines | changed | mended | left alone | wrong | again |")
    print("|---|---|---|---|---|---|---|---|")
    every: list[Examined] = []
    options = Pep8Options(ignore=UNCONFIGURED_IGNORE)
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor(asked.jobs) as pool:
        for corpus, paths in corpora(Path(name)):
            if asked.sample:
                paths = random.Random(1).sample(paths, min(asked.sample, len(paths)))
            found = list(pool.map(partial(examine, options=options), paths))
            print(row(corpus, found), flush=True)
            every += found
    print(row("all", every))
    wrong = [f"{each.path}: {each.violations}" for each in every if each.violations]
    wrong += [f"{each.path}: again {each.second_run}" for each in every if each.second_run]
    print("", *wrong, sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
