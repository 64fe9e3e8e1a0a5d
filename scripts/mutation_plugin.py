"""A plugin for pytest, for the many runs that mutmut makes side by side."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest


@pytest.hookimpl(tryfirst=True)  # before the temporary folder is made
def pytest_configure(config: pytest.Config) -> None:
    """Give each run a temporary folder of its own: of numbered ones all but a few are deleted.

    While mutmut finds out which tests call what, it counts in pytest's process alone. Those that a
    test starts would count as well, in vain, and fail for want of mutmut's settings.
    """
    folder = os.environ.get("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    config.option.basetemp = os.path.join(folder, f"mutation-{os.getpid()}")
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        del os.environ["MUTANT_UNDER_TEST"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the temporary folder."""
    shutil.rmtree(config.option.basetemp, ignore_errors=True)
