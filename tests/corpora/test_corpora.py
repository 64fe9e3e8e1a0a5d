"""Real code is fixed without a crash, stays the same program, and a second run changes nothing."""

from __future__ import annotations

import random
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from benchmarks.fix_corpus import examine
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options
from tests.corpora.__main__ import python_files


def test_a_few_files_of_the_library_stay_the_same_program() -> None:
    paths = python_files(Path(sysconfig.get_path("stdlib")))
    small = [path for path in paths if path.stat().st_size < 20_000]
    for path in random.Random(1).sample(small, 8):
        found = examine(path, Pep8Options(ignore=UNCONFIGURED_IGNORE))
        assert (found.violations, found.second_run) == ((), ()), path


@pytest.mark.long
def test_every_library_and_old_archive_stays_the_same_program() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.corpora"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
