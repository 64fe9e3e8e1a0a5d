"""Fix each of many real files by autopep8 and by hookkit in one process: CPU time of both.

    PYTHON benchmarks/fix_each_file.py COUNT SECONDS

PYTHON has the hookkit to measure. COUNT files are spread evenly over its library; after SECONDS no
file is begun. Prints JSON: ``[name, lines, seconds of autopep8, seconds of hookkit]`` for each. It
is run as a file, so that no other hookkit is found, and has no part of the benchmarks.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import autopep8

from hookkit.pep8.fix_file import fix_file
from hookkit.pep8.fix_task_and_outcome import FixTask
from hookkit.settings.autopep8.options import Pep8Options

IGNORE = ["E309", "E501", "W293"]
WORTH_REPEATING = 1.2
"""A ratio from which a file is measured twice more: the smallest of three counts."""


def files(count: int) -> list[Path]:
    """Give the files of the library that are measured, none larger than hookkit's limit."""
    folder = Path(sysconfig.get_path("stdlib"))
    paths = sorted(path for path in folder.rglob("*.py") if "site-packages" not in path.parts)
    usable = [path for path in paths if 1_000 < path.stat().st_size < 500_000 and _parses(path)]
    return usable[:: max(1, len(usable) // count)][:count]


def _parses(path: Path) -> bool:
    try:
        compile(path.read_text("utf-8"), str(path), "exec", dont_inherit=True)
    except (UnicodeDecodeError, SyntaxError, ValueError):
        return False
    return True


def seconds(work: Callable[[], object]) -> float:
    """Give the CPU time of a call in its own process, without caches of earlier calls."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        begin = time.process_time()
        work()
        os.write(writing, repr(time.process_time() - begin).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        printed = answer.read()
    os.waitpid(child, 0)
    return float(printed)


def measured(path: Path) -> tuple[str, int, float, float]:
    """Measure one file."""
    data = path.read_bytes()
    text = data.decode("utf-8")
    task = FixTask(os.fsencode(path.name), data, Pep8Options(ignore=",".join(IGNORE)), "strict")
    by_autopep8 = seconds(lambda: autopep8.fix_code(text, options={"ignore": IGNORE}))
    by_hookkit = seconds(lambda: fix_file(task))
    if by_hookkit > WORTH_REPEATING * by_autopep8:
        for _ in range(2):
            repeated = seconds(lambda: autopep8.fix_code(text, options={"ignore": IGNORE}))
            by_autopep8 = min(by_autopep8, repeated)
            by_hookkit = min(by_hookkit, seconds(lambda: fix_file(task)))
    return path.name, text.count("\n"), by_autopep8, by_hookkit


def main(count: int, budget: float) -> None:
    """Measure the files and print what they took."""
    warnings.simplefilter("ignore")
    # What is imported only by the work itself is no part of it.
    fix_file(FixTask(b"a.py", b"x=1\n", Pep8Options(ignore=",".join(IGNORE)), "strict"))
    begin = time.monotonic()
    found = []
    for path in files(count):
        if time.monotonic() - begin > budget:
            break
        found.append(measured(path))
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
