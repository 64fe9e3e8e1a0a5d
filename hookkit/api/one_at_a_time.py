"""One thread after the other works, and raises no errors but those of hookkit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from hookkit.boundary import environment_error

_at_work = Lock()
"""autopep8, Python's warnings and what is known of lines are shared by all threads."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Do the body while no other thread does one; raise EnvironmentFailed for an OSError in it."""
    with _at_work:
        try:
            yield
        except OSError as error:
            raise environment_error(error) from error
