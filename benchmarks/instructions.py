"""The instructions of a command and of all that it starts, counted by valgrind's cachegrind."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.measure_in_turn import Command

COUNTED = re.compile(r"I +refs: +([\d,]+)")


def is_counted_here() -> bool:
    """Whether valgrind is installed."""
    return shutil.which("valgrind") is not None


def count(command: Command) -> int | None:
    """Run a command once more under valgrind; None where nothing was counted.

    A process that becomes another program by ``exec`` counts from there on.
    """
    command.prepare()
    with tempfile.TemporaryDirectory() as name:
        logs = Path(name)
        options = ["--tool=cachegrind", "--cache-sim=no", "--trace-children=yes"]
        files = [f"--log-file={logs}/%p.log", f"--cachegrind-out-file={logs}/%p.out"]
        subprocess.run(
            ["valgrind", *options, *files, *command.words],
            cwd=command.folder,
            env={**command.environment, "PYTHONHASHSEED": "0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        found = [COUNTED.search(path.read_text("utf-8", "replace")) for path in logs.glob("*.log")]
    counts = [int(each[1].replace(",", "")) for each in found if each]
    return sum(counts) or None
