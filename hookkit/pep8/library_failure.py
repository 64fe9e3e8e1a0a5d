"""What autopep8 and pycodestyle do wrong: errors become one of ours, warnings are dropped."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_THEIRS = ("pycodestyle", "autopep8")


class Pep8Failed(Exception):
    """autopep8 or pycodestyle fails on a text; the message says which and how."""


@contextmanager
def contained() -> Iterator[None]:
    r"""Raise Pep8Failed for any error of the two in the body, and let nothing be warned of.

    They compile what they read, and Python warns of an escape such as ``\d`` or of ``1 is 2``:
    that is the author's business. RecursionError and MemoryError come through, as they say more of
    the text than of the two.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except (RecursionError, MemoryError):
            raise
        except (Exception, SystemExit) as error:
            said = f"{type(error).__name__}: {error}"
            raise Pep8Failed(f"makes {_blamed(error)} fail: {said}") from error


def _blamed(error: BaseException) -> str:
    """Give the one of the two in which an error was raised; autopep8 calls pycodestyle."""
    blamed = "autopep8"
    trace = error.__traceback__
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__"))
        blamed = name if name in _THEIRS else blamed
        trace = trace.tb_next
    return blamed
