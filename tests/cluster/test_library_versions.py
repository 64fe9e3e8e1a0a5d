"""What workers must have: the same versions, and the same code."""

from __future__ import annotations

import sys
from importlib.metadata import version

import pytest

import hookkit
from hookkit.cluster.library_versions import (
    CODE,
    PYTHON,
    VersionDifference,
    fixing_versions,
    python_version,
    version_differences,
)
from hookkit.cluster.require_same_worker_versions import require_same_versions_on_worker
from hookkit.errors import EnvironmentFailed

HERE = {PYTHON: "3.11.7", "hookkit": "1.2", "autopep8": "2.3.2", CODE: "abc"}


def test_the_versions_of_this_process() -> None:
    versions = fixing_versions()
    assert versions["hookkit"] == hookkit.__version__
    assert versions["autopep8"] == version("autopep8")
    assert versions[PYTHON].startswith(".".join(map(str, sys.version_info[:3])))
    assert len(versions[CODE]) == 12


@pytest.mark.parametrize(
    ("info", "shown"),
    [("3.11.7.final.0", "3.11.7"), ("3.15.0.alpha.2", "3.15.0.alpha.2"), ("", "")],
)
def test_how_a_python_is_written(info: str, shown: str) -> None:
    assert python_version(info) == shown


@pytest.mark.parametrize(
    ("there", "found"),
    [
        (HERE, []),
        ({**HERE, "numpy": "2"}, []),
        ({**HERE, "autopep8": "2.3.1"}, [VersionDifference("autopep8", "2.3.2", "2.3.1")]),
        ({**HERE, "autopep8": "2", CODE: "x"}, [VersionDifference("autopep8", "2.3.2", "2")]),
        ({**HERE, CODE: "x"}, [VersionDifference(CODE, "abc", "x")]),
    ],
)
def test_differences(there: dict[str, str], found: list[VersionDifference]) -> None:
    assert version_differences(HERE, there) == found


@pytest.mark.parametrize(
    ("there", "sentence", "repair"),
    [
        (
            {**HERE, PYTHON: "3.12.1"},
            "the worker w has Python 3.12.1, and here it is 3.11.7; nothing was placed",
            "python3.11 -m distributed.cli.dask_worker host:1",
        ),
        (
            {**HERE, "hookkit": ""},
            "the worker w has no hookkit, and here it is 1.2; nothing was placed",
            "python -m pip install hookkit==1.2 autopep8==2.3.2",
        ),
        (
            {**HERE, CODE: "x"},
            "the worker w has other code of hookkit, autopep8, pycodestyle under the same"
            " versions; nothing was placed",
            "python -m pip install --force-reinstall hookkit==1.2 autopep8==2.3.2",
        ),
    ],
)
def test_how_a_difference_is_told(there: dict[str, str], sentence: str, repair: str) -> None:
    with pytest.raises(EnvironmentFailed) as caught:
        require_same_versions_on_worker("host:1", "w", HERE, there)
    assert (caught.value.message, caught.value.repair) == (sentence, repair)
