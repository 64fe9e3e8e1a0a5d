"""A call of the library: one at a time, with an OSError raised as one of hookkit's errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from hookkit.error_boundary import environment_error

_lock = Lock()
"""autopep8, Python's warnings and the caches of hookkit.pep8 are shared by all threads."""


@contextmanager
def library_call() -> Iterator[None]:
    """Hold the lock in the body, and raise EnvironmentFailed for an OSError of the body."""
    with _lock:
        try:
            yield
        except OSError as error:
            raise environment_error(error) from error
