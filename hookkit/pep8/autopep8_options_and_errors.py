"""The options that autopep8 and pycodestyle take, and their errors as Pep8Failed."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain
from types import SimpleNamespace

from hookkit.pep8.check_text import CheckOptions
from hookkit.pep8.installed_checks_and_fixers import has_known_versions
from hookkit.settings.autopep8.options import (
    DEFAULT_IGNORE,
    NO_CODES,
    Pep8Options,
    prefixes_without,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

_LIBRARIES = ("pycodestyle", "autopep8")


class Pep8Failed(Exception):
    """autopep8 or pycodestyle fails on a text; the message has the library and its error."""


@contextmanager
def convert_library_errors() -> Iterator[None]:
    r"""Raise Pep8Failed for any error of the two libraries in the body, and ignore warnings.

    Both compile the text, and Python warns of an escape such as ``\d`` or of ``1 is 2``; such
    warnings are for the author of the text. RecursionError and MemoryError are not caught: their
    cause is the text.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except (RecursionError, MemoryError):
            raise
        except (Exception, SystemExit) as error:
            message = f"{type(error).__name__}: {error}"
            raise Pep8Failed(f"makes {_failing_library(error)} fail: {message}") from error


def _failing_library(error: BaseException) -> str:
    """Give the library in which an error was raised; autopep8 may have called pycodestyle."""
    failing = "autopep8"
    trace = error.__traceback__
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__"))
        failing = name if name in _LIBRARIES else failing
        trace = trace.tb_next
    return failing


@cache
def _parsed_options(options: Pep8Options) -> Namespace:
    """Give the options as autopep8 parses them from its command line."""
    import autopep8

    with warnings.catch_warnings():  # autopep8 warns that `experimental` will be removed
        warnings.simplefilter("ignore", DeprecationWarning)
        parsed: Namespace = autopep8.parse_args([*options.arguments(), "file.py"])
    return parsed


@cache
def _fixer_options(options: Pep8Options) -> Namespace | SimpleNamespace:
    """Give the options that the fixers use, if possible without parsing a command line (slow)."""
    if not has_known_versions():
        return _parsed_options(options)
    check_options = make_check_options(options)
    return SimpleNamespace(
        ignore=set(check_options.ignore),
        select=set(check_options.select),
        max_line_length=options.max_line_length,
        hang_closing=options.hang_closing,
        indent_size=options.indent_size,
        aggressive=options.aggressive,
        experimental=options.experimental,
        pep8_passes=options.pep8_passes,
        line_range=None,
        verbose=0,
    )


def make_autopep8_options(options: Pep8Options, without: Collection[str] = ()) -> Any:
    """Give autopep8's options for one call, with the codes ``without`` left out."""
    # autopep8 changes the options that are passed to it, so each call gets its own copy.
    original = _fixer_options(options)
    copied = type(original)(
        **{
            name: set(value) if isinstance(value, (set, frozenset)) else value
            for name, value in vars(original).items()
        }
    )
    for code in without:
        if copied.select:  # pycodestyle then does not use the ignored codes
            selected = (prefixes_without(prefix, code) for prefix in copied.select)
            copied.select = set(chain.from_iterable(selected)) or {NO_CODES}
        else:
            copied.ignore = {*copied.ignore, code}
    copied.keeps_comments = "E262" in without
    copied.reads_noqa = True
    return copied


@cache
def make_check_options(options: Pep8Options) -> CheckOptions:
    """Give the options that autopep8 passes to pycodestyle for ``options``."""
    if options.select or options.ignore.strip(", ") != options.ignore:
        return CheckOptions.from_autopep8(_parsed_options(options))
    ignore = {each.strip() for each in options.ignore.split(",")} - {""}
    select = set[str]()
    if ignore:
        # W503 and W504 exclude each other: at least one of them is always ignored.
        if not any(each.startswith(tuple(ignore)) for each in _CONFLICTING_CODES):
            ignore |= _CONFLICTING_CODES
    elif options.aggressive:
        select = {"E", "W1", "W2", "W3", "W6"}
    else:
        ignore = set(DEFAULT_IGNORE.split(","))
    codes = tuple(sorted(ignore)), tuple(sorted(select))
    return CheckOptions(*codes, options.max_line_length, options.hang_closing)


_CONFLICTING_CODES = {"W503", "W504"}


@convert_library_errors()
def is_excluded(filename: str, options: Pep8Options) -> bool:
    """Whether autopep8's own ``exclude`` leaves the file out."""
    if not options.exclude:
        return False
    import autopep8

    excluded = _parsed_options(options).exclude
    return bool(excluded) and not autopep8.match_file(filename, excluded)
