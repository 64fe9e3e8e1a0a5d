"""Fix a text by autopep8: the same result in fewer passes.

Pep8Failed is raised if autopep8 or pycodestyle fails on the text.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain
from types import SimpleNamespace

from hookkit.pep8.check_logical_lines import PycodestyleResult
from hookkit.pep8.check_text import CheckOptions, check_text
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.fixable_results import fixable_results
from hookkit.pep8.noqa import is_indentation_silenced, unsilenced_results
from hookkit.pep8.pycodestyle_check_functions import codes_with_fixer, has_known_versions
from hookkit.pep8.reindent import REINDENT_CODES, is_well_indented, reindent
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
    check_options = _check_options(options)
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
    values = {name: _copied_value(value) for name, value in vars(original).items()}
    copied = type(original)(**values)
    for code in without:
        if copied.select:  # pycodestyle then does not use the ignored codes
            selected = (prefixes_without(prefix, code) for prefix in copied.select)
            copied.select = set(chain.from_iterable(selected)) or {NO_CODES}
        else:
            copied.ignore = {*copied.ignore, code}
    copied.keeps_comments = "E262" in without
    copied.reads_noqa = True
    return copied


def _copied_value(value: Any) -> Any:
    return set(value) if isinstance(value, (set, frozenset)) else value


@convert_library_errors()
def is_excluded(filename: str, options: Pep8Options) -> bool:
    """Whether autopep8's own ``exclude`` leaves the file out."""
    if not options.exclude:
        return False
    import autopep8

    excluded = _parsed_options(options).exclude
    return bool(excluded) and not autopep8.match_file(filename, excluded)


def _readlines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()


@convert_library_errors()
def fix(text: str, options: Pep8Options) -> str:
    """Give ``text`` as ``autopep8 --in-place`` would write it, line ends included."""
    import autopep8

    from hookkit.pep8.autopep8_passes import fix_until_unchanged

    lines = _readlines(text)
    text_with_line_feeds = "".join(autopep8.normalize_line_endings(lines, "\n"))
    copied = make_autopep8_options(options)
    copied.reads_noqa = False  # as autopep8 itself
    fixed_lines = io.StringIO(fix_until_unchanged(text_with_line_feeds, copied)).readlines()
    newline = autopep8.find_newline(lines)
    fixed = "".join(autopep8.normalize_line_endings(fixed_lines, newline))
    return fixed if _is_written(lines, fixed) else text


def _is_written(lines: list[str], fixed: str) -> bool:
    # autopep8 does not write a file in which only line ends would change.
    last_line = lines[-1].split("\n")[-1] if lines else ""
    return "".join(lines).splitlines() != fixed.splitlines() or last_line != fixed.split("\n")[-1]


@convert_library_errors()
def fix_without(codes: Collection[str], text: str, options: Pep8Options) -> str:
    r"""Give ``text`` fixed by autopep8, without the fixes of ``codes``.

    Lines must end with ``\n``.
    """
    from hookkit.pep8.autopep8_passes import fix_until_unchanged

    return fix_until_unchanged(text, make_autopep8_options(options, codes))


_CONTINUATION_NAMES = {
    "E121": "continuation line under-indented for hanging indent",
    "E122": "continuation line missing indentation or outdented",
    "E123": "closing bracket does not match indentation of opening bracket's line",
    "E124": "closing bracket does not match visual indentation",
    "E125": "continuation line with same indent as next logical line",
    "E126": "continuation line over-indented for hanging indent",
    "E127": "continuation line over-indented for visual indent",
    "E128": "continuation line under-indented for visual indent",
    "E129": "visually indented line with same indent as next logical line",
    "E131": "continuation line unaligned for hanging indent",
    "E133": "closing bracket is missing indentation",
}
"""pycodestyle's names for the codes that autopep8's own check reports without a name."""


@convert_library_errors()
def faults(text: str, options: Pep8Options) -> list[Fault]:
    """Give the faults in ``text`` that autopep8 would try to fix, by one pycodestyle pass."""
    results = check_text(text, _check_options(options))
    return [
        fault_of(each)
        for each in fixable_results(text, unsilenced_results(text, results), options.aggressive)
        if has_fix(each.code)
    ]


@cache
def _check_options(options: Pep8Options) -> CheckOptions:
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


def fault_of(result: PycodestyleResult) -> Fault:
    """Convert a result of pycodestyle to a fault."""
    return Fault(result.code, result.line, _fault_name(result.code, result.text))


def _fault_name(code: str, info: str) -> str:
    return _CONTINUATION_NAMES.get(code) or info.partition(" ")[2]


def has_fix(code: str) -> bool:
    """Whether autopep8 has a fixer for a code."""
    return code in REINDENT_CODES or code in codes_with_fixer()


@convert_library_errors()
def is_already_reindented(text: str, options: Pep8Options) -> bool:
    """Whether autopep8's fixes of the whole file (indentation) have nothing to change."""
    if is_well_indented(text, options.indent_size):
        return True
    if is_indentation_silenced(text, _check_options(options)):
        return True
    copied = make_autopep8_options(options)
    return reindent(text, copied) == text
