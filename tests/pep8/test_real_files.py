"""Files of the standard library: a corrected file is corrected again without a change."""

from __future__ import annotations

import random
import sysconfig
from pathlib import Path

import pytest

from hookkit.pep8.decode_source import decode_source
from hookkit.pep8.fix_file import fix_within_limits
from hookkit.pep8.fix_task_and_outcome import FixTask
from hookkit.pep8.program_difference import program_difference
from hookkit.pep8.time_limit import Limits
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options
from tests.random_examples import seeds

LIBRARY = Path(sysconfig.get_path("stdlib"))
OPTIONS = Pep8Options(ignore=UNCONFIGURED_IGNORE)


def libraries() -> list[Path]:
    """The library of the Python that runs, and those of the others that pyenv has beside it."""
    versions = LIBRARY.parents[2]
    others = versions.glob("*/lib/python3*") if versions.name == "versions" else []
    return [LIBRARY, *(each for each in sorted(others) if each.is_dir() and each != LIBRARY)]


def sources(library: Path) -> list[Path]:
    """The files of a library, without what was installed beside it."""
    found = sorted(library.rglob("*.py"))
    return [path for path in found if "site-packages" not in path.parts]


def assert_settled(path: Path) -> None:
    """Fix a file twice: the second time nothing changes."""
    task = FixTask(bytes(path), path.read_bytes(), OPTIONS, "strict")
    fixed = fix_within_limits(task, Limits(600))
    again = fix_within_limits(task._replace(data=fixed.data), Limits(600))
    assert again.data == fixed.data, path
    if fixed.data != task.data:
        assert (
            program_difference(decode_source(task.data).text, decode_source(fixed.data).text)
            is None
        ), path


@pytest.mark.parametrize("seed", seeds(1))
def test_a_few_files_of_the_library(seed: int) -> None:
    small = [path for path in sources(LIBRARY) if path.stat().st_size < 6_000]
    for path in random.Random(seed).sample(small, 8):
        assert_settled(path)


@pytest.mark.long
@pytest.mark.parametrize("library", libraries(), ids=lambda path: path.name)
def test_all_files_of_each_library(library: Path) -> None:
    for path in sources(library):
        assert_settled(path)


@pytest.mark.long
@pytest.mark.parametrize("library", libraries(), ids=lambda path: path.name)
def test_the_fstrings_that_once_came_out_otherwise_in_a_second_run(library: Path) -> None:
    path = library / "test" / "test_fstring.py"
    if path.is_file():
        assert_settled(path)
