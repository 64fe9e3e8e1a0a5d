"""``python -m scripts.mutation [MODULE…] [TEST…]``: which changes of a module no test notices.

Works in a copy of the repository with mutmut, which makes the changes, finds
out which tests call the function that is changed, and runs those in a fork for each change, until
one fails. A module or folder is checked by the tests that mirror it; what they do not notice is
checked by the tests that are named as well.

Instead of a module one of its changes can be named, to check that alone. What is unknown among the
options goes to pytest, such as ``--deselect``, and stands at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mutmut.__main__ import create_mutants_for_file
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parents[1]
COPY = ROOT / "build" / "mutation"
MUTMUT = str(Path(sys.executable).with_name("mutmut"))

ON_WHICH_ALL_HANGS = (
    "hookkit/pep8/program_difference.py",
    "hookkit/pep8/safe_hunks.py",
    "hookkit/corrections/apply_to_versions.py",
    "hookkit/pep8/correction_parts.py",
)
"""The modules that keep the program the same; docs/mutation.md lists their survivors."""

PYTEST_OPTIONS = ("-p", "no:cacheprovider", "-p", "scripts.mutation_plugin")
_CHANGE = "__mutmut_"
NOTICED = ("killed", "timeout", "segfault")


class Drawn(NamedTuple):
    """The changes of a module: how many there are, and the names of those to be checked."""

    module: str
    total: int
    names: tuple[str, ...]


def main() -> int:
    """Check the modules of the command line, and print a table and each surviving change."""
    parser = argparse.ArgumentParser(prog="python -m scripts.mutation", description=__doc__)
    parser.add_argument("named", nargs="*", metavar="MODULE|CHANGE|TEST")
    parser.add_argument("--sample", type=int, help="check so many changes of each module")
    parser.add_argument("--seed", type=int, default=0, help="draw others (default: 0)")
    parser.add_argument("--copy", type=Path, default=COPY, help="where (default: %(default)s)")
    given, pytest_options = parser.parse_known_args()
    changes = [each for each in given.named if _CHANGE in each]
    tests = [each for each in given.named if each.startswith("tests/")]
    named = [each for each in given.named if each not in (*changes, *tests)]
    modules = [*_modules([*named, *map(_module_of, changes)] or ON_WHICH_ALL_HANGS)]
    copy_tracked(given.copy)
    os.chdir(given.copy)
    drawn = [draw(each, changes, given.sample, given.seed) for each in modules]
    status = {name: "no tests" for each in drawn for name in each.names}
    own = sorted({test for each in modules for test in mirrors(each)})
    for some in filter(None, (own, tests)):
        left = [name for name, what in status.items() if what not in NOTICED]
        if left:
            configure(modules, some, pytest_options)
            found = check(left)
            status |= {name: what for name, what in found.items() if what != "no tests"}
    report(drawn, status)
    return 0


def _modules(named: Iterable[str]) -> Iterator[str]:
    """Give the modules that are named, and those of the folders that are."""
    for each in dict.fromkeys(named):
        path = ROOT / each
        found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        yield from (file.relative_to(ROOT).as_posix() for file in found)


def _module_of(change: str) -> str:
    return change.rpartition(".")[0].replace(".", "/") + ".py"


def mirrors(module: str) -> list[str]:
    """Give the tests of a module: ``hookkit/a/b.py`` has ``tests/a/test_b.py`` and ``test_b_*``."""
    path = Path("tests", *Path(module).with_suffix("").parts[1:])
    found = (path.parent.glob(f"test_{path.name}{end}.py") for end in ("", "_*"))
    return sorted(each.as_posix() for some in found for each in some)


def copy_tracked(to: Path) -> None:
    """Copy the files of the repository as they are in the worktree."""
    shutil.rmtree(to, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in os.fsdecode(listed.stdout).split("\0"):
        if name and (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    # It must be there when Python starts: a folder that is missing then is never looked at again.
    (to / "mutants").mkdir()


def draw(module: str, changes: Sequence[str], sample: int | None, seed: int) -> Drawn:
    """Make the changes of a module, and draw some: the same as long as the module is the same.

    Where some of ``changes`` are of the module, it is those.
    """
    made = Path("mutants", module)
    made.parent.mkdir(parents=True, exist_ok=True)
    create_mutants_for_file(Path(module), made)
    names = [*_codes(made.with_name(f"{made.name}.meta"))]
    chosen = [each for each in names if each in changes]
    if chosen:
        return Drawn(module, len(names), tuple(chosen))
    if sample is None or sample >= len(names):
        return Drawn(module, len(names), tuple(names))
    return Drawn(module, len(names), tuple(random.Random(seed).sample(names, sample)))


def _codes(meta: Path) -> dict[str, int | None]:
    """Read mutmut's results for a module: each change with the exit status of its tests."""
    codes: dict[str, int | None] = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    return codes


def configure(modules: Sequence[str], tests: Sequence[str], pytest_options: Sequence[str]) -> None:
    """Configure mutmut: the modules to change, the tests to run, and other options of pytest."""
    lines = {
        "only_mutate": modules,
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": [*PYTEST_OPTIONS, *pytest_options],
    }
    said = "".join(f"{key} = {json.dumps(value)}\n" for key, value in lines.items())
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    text = text.replace("[tool.mutmut]\n", f"[tool.mutmut]\n{said}", 1)
    Path("pyproject.toml").write_text(text, encoding="utf-8")


def check(names: Sequence[str]) -> dict[str, str]:
    """Run the tests with each change and give the results. Ends if they fail without one."""
    # Also the processes that a test starts have the changed modules.
    env = {**os.environ, "PYTHONPATH": str(Path("mutants").absolute())}
    log = Path("mutmut.log")
    with log.open("wb") as out:
        ended = subprocess.run([MUTMUT, "run", *names], env=env, stdout=out, stderr=out)
    if ended.returncode:
        sys.exit(log.read_text(encoding="utf-8", errors="replace")[-10_000:])
    codes: dict[str, int | None] = {}
    for file in Path("mutants").rglob("*.meta"):
        codes |= _codes(file)
    return {name: status_by_exit_code[codes[name]] for name in names}


def report(drawn: Sequence[Drawn], status: Mapping[str, str]) -> None:
    """Print how many changes of each module were noticed, and those that were not."""
    print("| module | changes | drawn | noticed | survived |\n|---|---|---|---|---|")
    for each in drawn:
        noticed = sum(status[name] in NOTICED for name in each.names)
        counts = (each.total, len(each.names), noticed, len(each.names) - noticed)
        print(f"| `{each.module}` |", " | ".join(map(str, counts)), "|")
    for name, what in status.items():
        if what == "timeout":
            print(f"\n{name}: noticed by running into the limit of time")
        elif what not in NOTICED:
            shown = subprocess.run([MUTMUT, "show", name], capture_output=True, text=True).stdout
            print(f"\n{name}: {what}\n{shown}")


if __name__ == "__main__":
    sys.exit(main())
