"""A plugin for pytest while mutmut finds out which tests call what: it counts in pytest's process.

Those that a test starts would count as well, in vain, and fail for want of mutmut's settings.
"""

from __future__ import annotations

import os


def pytest_configure() -> None:
    """Leave what is asked for in pytest's process alone, where mutmut keeps it as well."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        del os.environ["MUTANT_UNDER_TEST"]
