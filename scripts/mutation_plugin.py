"""A plugin for pytest, for the many runs that mutmut makes: in its own process, and in forks."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import pytest

_FIRST_PROCESS = os.getpid()


@pytest.hookimpl(tryfirst=True)  # before the temporary folder is made
def pytest_configure(config: pytest.Config) -> None:
    """Give each run a temporary folder of its own: of numbered ones all but a few are deleted.

    While mutmut finds out which tests call what, it counts in pytest's process alone. Those that a
    test starts would count as well, in vain, and fail for want of mutmut's settings.
    """
    folder = os.environ.get("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    config.option.basetemp = tempfile.mkdtemp(prefix="mutation-", dir=folder)
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        del os.environ["MUTANT_UNDER_TEST"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the temporary folder; the forks need what the first process has in its folders."""
    if os.getpid() == _FIRST_PROCESS:
        atexit.register(shutil.rmtree, config.option.basetemp, ignore_errors=True)
    else:
        shutil.rmtree(config.option.basetemp, ignore_errors=True)
