"""The modules that the worker imports before the first request: all that a correction can need.

A module imported later could come from another installation, if it was changed in the meantime.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

PACKAGES = (
    *("git", "settings", "diagnostic_log", "operation_log", "terminal", "pep8", "fix_cache"),
    *("corrections", "undo"),
)
"""The packages of hookkit whose modules are all imported."""

MODULES = (
    "hookkit.commands.hook.correct_commits",
    "hookkit.history.checks.repair_commands",
    *("autopep8", "pycodestyle", "msgspec", "rich.console", "rich.progress", "rich.table"),
    *("rich.text", "rich.cells", "rich.control", "rich.styled", "rich.syntax", "rich.pretty"),
    *("atexit", "concurrent.futures.process", "difflib", "encodings.idna", "locale", "lzma"),
    *("bz2", "logging.handlers", "multiprocessing.popen_fork", "multiprocessing.queues", "pwd"),
    *("multiprocessing.synchronize", "traceback", "unicodedata", "zlib"),
)
"""The entry point, and modules that hookkit imports only when it needs them."""

TOML_MODULE = "tomllib" if sys.version_info >= (3, 11) else "tomli"


def preload() -> None:
    """Import all these modules. Raises ImportError if the installation is broken."""
    for name in PACKAGES:
        package = importlib.import_module(f"hookkit.{name}")
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(each.name)
    for name in (*MODULES, TOML_MODULE):
        importlib.import_module(name)
